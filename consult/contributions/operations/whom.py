"""For whom an input is sent: oneself, an organisation, a coalition; what the record then says, and who may say so."""

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from consult.contributions.models import BEHALVES
from consult.core.actors import Actor
from consult.core.countries import COUNTRIES
from consult.core.errors import Invalid
from consult.core.text import clean_text
from consult.organisations.categories import RESERVED
from consult.organisations.models import Organisation
from consult.organisations.queries import categories_for, locked_organisation, organisation_name, organisations_named
from consult.policy.access import holds
from consult.proceedings.models import Proceeding

if TYPE_CHECKING:
    from consult.contributions.operations.submit import NewContribution

FEWEST_MEMBERS, MOST_MEMBERS = 2, 300
NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a coalition: its name, its country where it was told, and its public id where it is registered."""

    name: str
    country: str | None = None
    organisation: str | None = None


def settled(db: Session, actor: Actor, proceeding: Proceeding, new: "NewContribution") -> "NewContribution":
    """The same with what the record says of the sender.

    The name and category of a registered organisation are its own, whatever was typed. Without an identity nothing is
    kept of an organisation or coalition. Raises Invalid, naming the field.
    """
    if new.on_behalf not in BEHALVES:
        raise Invalid("on_behalf", "no_such_choice")
    if new.identity == "none" or proceeding.audience != "public":
        new = replace(new, on_behalf="self", organisation=None, coalition=(), country=None)
    if new.on_behalf == "organisation" and new.organisation is not None:
        return _for_registered(db, actor, new)
    _check_category(db, actor, proceeding, new.category)
    if new.on_behalf == "coalition":
        return replace(new, organisation=None, country=None, coalition=_members(db, new.coalition))
    country = new.country if new.on_behalf == "organisation" else None
    if country is not None and country not in COUNTRIES:
        raise Invalid("country", "no_such_choice")
    return replace(new, organisation=None, coalition=(), country=country)


def _for_registered(db: Session, actor: Actor, new: "NewContribution") -> "NewContribution":
    """A member drafts, a representative sends: the grants were locked with the actor."""
    organisation = locked_organisation(db, new.organisation or "")
    if organisation is None or not holds(actor, "organisation:draft", organisation.where):
        raise Invalid("organisation", "no_such_choice")
    if not holds(actor, "organisation:speak", organisation.where):
        raise Invalid("organisation", "only_representative")
    return replace(
        new,
        name=organisation_name(db, organisation, new.language),
        category=organisation.present_category,
        country=organisation.country,
        coalition=(),
    )


def _check_category(db: Session, actor: Actor, proceeding: Proceeding, category: str | None) -> None:
    if category is None or actor.system:
        return
    if category in RESERVED:
        raise Invalid("category", "set_by_secretariat")
    if category not in categories_for(db, proceeding.body_id):
        raise Invalid("category", "no_such_choice")


def _members(db: Session, given: tuple[Member, ...]) -> tuple[Member, ...]:
    """All of them, cleaned; registered ones by the name that they have here."""
    if len(given) < FEWEST_MEMBERS:
        raise Invalid("members", "too_few_members", limit=FEWEST_MEMBERS)
    if len(given) > MOST_MEMBERS:
        raise Invalid("members", "too_many", limit=MOST_MEMBERS)
    known = organisations_named(db, [one.organisation for one in given if one.organisation])
    found = [_member(one, known) for one in given]
    if len({(one.name.casefold(), one.country) for one in found}) < len(found):
        raise Invalid("members", "repeated_member")
    return tuple(found)


def _member(given: Member, known: dict[str, tuple[Organisation, str]]) -> Member:
    if given.organisation is not None:
        if given.organisation not in known:
            raise Invalid("members", "no_such_organisation")
        row, name = known[given.organisation]
        return Member(name, row.country, row.public_id)
    name = clean_text(given.name, "members")
    if not name:
        raise Invalid("members", "required")
    if len(name) > NAME_CHARACTERS:
        raise Invalid("members", "too_long", length=len(name), limit=NAME_CHARACTERS)
    if given.country is not None and given.country not in COUNTRIES:
        raise Invalid("members", "no_such_country")
    return Member(name, given.country)


def as_stored(members: tuple[Member, ...]) -> list[dict[str, Any]] | None:
    """The members as the column keeps them; None where there are none."""
    return [asdict(one) for one in members] or None
