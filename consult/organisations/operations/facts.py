"""Registering an organisation, and what it says of itself."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.bodies.models import Grant
from consult.bodies.operations import add_grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.countries import COUNTRIES, REGIONS, folded, region_of
from consult.core.db import ALPHABET
from consult.core.errors import Conflict, Invalid, NotFound, Unauthenticated
from consult.core.localized import all_texts, set_texts
from consult.core.text import clean_text
from consult.organisations.categories import CATEGORIES, RESERVED
from consult.organisations.models import Organisation, OrganisationAct
from consult.organisations.queries import named_like
from consult.policy.access import require

NAME_CHARACTERS, TEXT_CHARACTERS, SLUG_CHARACTERS = 200, 1_000, 60
MOST_OWN = 20


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation as it describes itself: `names` by language, of which `language` is the original."""

    names: Mapping[str, str]
    language: str
    category: str
    country: str | None = None
    region: str | None = None
    website: str = ""
    contact: str = ""


class Registered(NamedTuple):
    """What a new organisation is called."""

    id: int
    public_id: str
    slug: str


def register_organisation(db: Session, actor: Actor, *, new: NewOrganisation) -> Registered:
    """Put an organisation on the list, "not verified", and make the actor its first representative.

    Raises Unauthenticated without an account, Invalid for a field that cannot be taken, among them a category that only a
    secretariat gives, and a name that is registered in that country already.
    """
    if actor.account_id is None:
        raise Unauthenticated
    new = checked(new)
    if new.category in RESERVED:
        raise Invalid("category", "set_by_secretariat")
    sort_name = folded(new.names[new.language])
    if named_like(db, sort_name, new.country):
        raise Invalid("name", "organisation_exists")
    held = select(func.count()).select_from(Grant)
    mine = held.where(Grant.account_id == actor.account_id, Grant.role == "representative", Grant.ended_at.is_(None))
    if (db.scalar(mine) or 0) >= MOST_OWN:
        raise Invalid("name", "too_many", limit=MOST_OWN)
    row = Organisation(slug=free_slug(db, new), sort_name=sort_name, created_at=now(), **_columns(new))
    db.add(row)
    db.flush()
    set_texts(db, row.owner, "name", new.names, new.language)
    add_member(db, actor, row, actor.account_id, "representative")
    note_act(db, actor, row, "registered", category=row.category)
    return Registered(row.id, row.public_id, row.slug)


def edit_organisation(db: Session, actor: Actor, *, public_id: str, seen: str, new: NewOrganisation) -> None:
    """Change what an organisation says of itself; the address stays.

    Another name, category or country ends a verification. `seen` is `fingerprint` of what the editor had before them:
    Conflict when it was changed meanwhile. A category given by the secretariat stays when it is sent back unchanged.
    """
    row = to_change(db, public_id)
    require(actor, "organisation:speak", row)
    if fingerprint(db, row) != seen:
        raise Conflict("changed_meanwhile")
    new = checked(new)
    if new.category in RESERVED and new.category != row.verified_category:
        raise Invalid("category", "set_by_secretariat")
    sort_name = folded(new.names[new.language])
    if named_like(db, sort_name, new.country, row.id):
        raise Invalid("name", "organisation_exists")
    same = (sort_name, new.category, new.country) == (row.sort_name, row.present_category, row.country)
    if row.verified_at is not None and not same:
        unverified(row)
        note_act(db, actor, row, "unverified", because="edited")
    for name, value in _columns(new).items():
        if name != "category" or row.verified_at is None:
            setattr(row, name, value)
    row.sort_name = sort_name
    set_texts(db, row.owner, "name", new.names, new.language)
    note_act(db, actor, row, "edited")


def add_member(db: Session, actor: Actor, row: Organisation, account_id: int, role: str) -> None:
    """Give somebody a role in an organisation."""
    add_grant(db, actor, account_id=account_id, role=role, scope="organisation", scope_id=row.id)


def to_change(db: Session, public_id: str) -> Organisation:
    """The organisation, locked to be changed. Raises NotFound."""
    row = db.scalar(select(Organisation).where(Organisation.public_id == public_id).with_for_update())
    if row is None:
        raise NotFound
    return row


def unverified(row: Organisation) -> None:
    """Take a verification away: the organisation is again what it says of itself."""
    if row.category in RESERVED:
        row.category = "other"
    row.verified_category = row.status = row.verified_at = row.verified_by = None


def note_act(db: Session, actor: Actor, row: Organisation, act: str, note: str = "", **facts: Any) -> None:
    """Write down what was done, by whom and why."""
    given = {"by_id": actor.account_id, "at": now(), "note": note, "facts": facts}
    db.add(OrganisationAct(organisation_id=row.id, act=act, **given))
    db.flush()


def fingerprint(db: Session, row: Organisation) -> str:
    """What tells one state of an organisation from another."""
    names = sorted(all_texts(db, row.owner).get("name", {}).items())
    parts = [row.category, row.verified_category, row.status, row.country, row.region, row.website, row.contact]
    now_known = repr((parts, names, row.is_listed, row.verified_at))
    return hashlib.sha256(now_known.encode()).hexdigest()[:32]


def checked(new: NewOrganisation) -> NewOrganisation:
    """The same, cleaned; the region follows from the country where there is one. Raises Invalid, naming the field."""
    names = {code: clean_text(name, "name") for code, name in new.names.items() if name.strip()}
    if new.language not in names:
        raise Invalid("name", "required")
    for name in names.values():
        if len(name) > NAME_CHARACTERS or "\n" in name:
            raise Invalid("name", "too_long", length=len(name), limit=NAME_CHARACTERS)
    if new.category not in CATEGORIES or new.category == "individual":
        raise Invalid("category", "no_such_choice")
    country, region = new.country or None, region_of(new.country) or new.region or None
    if country is not None and country not in COUNTRIES:
        raise Invalid("country", "no_such_choice")
    if region is not None and region not in REGIONS:
        raise Invalid("region", "no_such_choice")
    website, contact = clean_text(new.website, "website"), clean_text(new.contact, "contact")
    if website and not re.fullmatch(r"https?://[^\s/]+\S*", website):
        raise Invalid("website", "not_a_website")
    for field, text in (("website", website), ("contact", contact)):
        if len(text) > TEXT_CHARACTERS:
            raise Invalid(field, "too_long", length=len(text), limit=TEXT_CHARACTERS)
    return NewOrganisation(names, new.language, new.category, country, region, website, contact)


def _columns(new: NewOrganisation) -> dict[str, Any]:
    return {name: getattr(new, name) for name in ("category", "country", "region", "website", "contact")}


def free_slug(db: Session, new: NewOrganisation) -> str:
    """An address of Latin letters from the name, with a few random signs where it is taken or nothing is left of it."""
    name = new.names.get("en") or new.names[new.language]
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_CHARACTERS].strip("-")
    if slug and db.scalar(select(Organisation.id).where(Organisation.slug == slug)) is None:
        return slug
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{slug or 'organisation'}-{drawn}"
