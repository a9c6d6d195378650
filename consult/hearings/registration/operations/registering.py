"""Registering to attend or to speak, by the published rule."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.operations import folded_email
from consult.contributions.operations.submit import new_reference, sender_in
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.countries import COUNTRIES
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.hearings.programme.models import Plan
from consult.hearings.programme.queries import plan_of
from consult.hearings.registration.models import IN_FORCE_STATES, WISHES, Registration
from consult.hearings.registration.operations.following import ACCEPTED, follow, free_places
from consult.hearings.registration.operations.forgetting import ask_to_forget
from consult.hearings.registration.queries import identities_offered, items_to_speak_on, reserve_of
from consult.hearings.registration.window import check_window
from consult.organisations.categories import CATEGORIES, RESERVED
from consult.organisations.queries import categories_for, locked_organisation, organisation_name
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.respondents.access import check_takes_part
from consult.proceedings.telling import tell

LINE_CHARACTERS = 200
WORDS_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """What somebody registers. `client_id` is the key of the form: the same key makes one registration.

    `organisation` is the public id of a registered one, `organisation_name` that of another; `item` the public id of the item
    of the agenda on which they want to speak. `codeword_hash` is made before the transaction, for whoever has no account.
    """

    client_id: str
    wish: str
    identity: str
    name: str
    language: str
    organisation: str | None = None
    organisation_name: str = ""
    category: str | None = None
    country: str | None = None
    item: str | None = None
    priority: str = ""
    needs: str = ""
    email: str | None = None
    told_in: str = "en"
    codeword_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """What whoever registered is told; `dup` when this form was answered before."""

    reference: str
    public_id: str
    state: str
    dup: bool = False


def register(db: Session, actor: Actor, *, proceeding_id: int, new: NewRegistration) -> Registered:
    """Register at a hearing while its window is open, accepted at once where the rule says so.

    Raises NotFound where the actor may not see the hearing; Closed outside the window, or without the invitation that it takes;
    Conflict `key_used` for another text under the same key and `registered_already` for an account that is registered;
    Invalid, naming the field.
    """
    proceeding = locked_hearing(db, actor, proceeding_id)
    key = sender_in(actor, f"register:{proceeding.public_id}:{new.client_id}")
    plan = plan_of(db, proceeding.id)
    before = db.scalar(select(Registration).where(Registration.form_key == key))
    if before is not None:
        return _again(before, checked(db, actor, proceeding, new, said_by_self=True))
    check_window(proceeding, plan, now())
    check_takes_part(db, actor, proceeding)
    values = checked(db, actor, proceeding, new, said_by_self=True)
    if actor.account_id is not None:
        if has_registered(db, proceeding.id, actor.account_id):
            raise Conflict("registered_already")
        values |= {"account_id": actor.account_id, "email": None}
    elif new.codeword_hash is None:
        raise Invalid("form", "no_session")
    values["codeword_hash"] = new.codeword_hash if actor.account_id is None else None
    state = first_state(db, proceeding, plan, new.wish)
    return add_registration(db, proceeding, {**values, "form_key": key, "state": state})


def locked_hearing(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """The hearing, locked to be changed, so that its places are given one after the other. Raises NotFound for others."""
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    if proceeding.kind != "hearing":
        raise NotFound
    return proceeding


def add_registration(db: Session, proceeding: Proceeding, values: dict[str, Any]) -> Registered:
    """Write a registration that was checked."""
    row = Registration(reference=new_reference(proceeding.prefix), proceeding_id=proceeding.id, **values)
    row.registered_at = now()
    db.add(row)
    db.flush()
    tell(db, proceeding, "registration.registered", row.public_id, closed=True)
    ask_to_forget(db)
    if row.state == "accepted":
        follow(db, row, ACCEPTED)
    return Registered(row.reference, row.public_id, row.state)


def _again(row: Registration, values: dict[str, Any]) -> Registered:
    ours = ("wish", "identity", "name", "organisation", "organisation_name", "item_id", "priority", "needs")
    if any(getattr(row, name) != values[name] for name in ours):
        raise Conflict("key_used")
    return Registered(row.reference, row.public_id, row.state, dup=True)


def has_registered(db: Session, proceeding_id: int, account_id: int) -> bool:
    """Whether a registration of this account is in force."""
    mine = (Registration.proceeding_id == proceeding_id, Registration.account_id == account_id)
    return db.scalar(select(Registration.id).where(*mine, Registration.state.in_(IN_FORCE_STATES))) is not None


def first_state(db: Session, proceeding: Proceeding, plan: Plan, wish: str) -> str:
    """What the rule makes of a new registration: accepted, in the reserve, or asked until the secretariat decides."""
    is_invited = proceeding.respondents != "open"  # who came as far as this was
    if plan.rule == "invitation" and not is_invited:
        return "asked"
    if wish == "attend":
        return "accepted"
    if plan.rule in ("priority", "balance"):
        return "asked"
    somebody_waits = db.scalar(reserve_of(proceeding.id).where(Registration.wish == "speak").limit(1)) is not None
    return "reserve" if somebody_waits or free_places(db, plan) == 0 else "accepted"


def checked(
    db: Session, actor: Actor, proceeding: Proceeding, new: NewRegistration, *, said_by_self: bool
) -> dict[str, Any]:
    """The columns of a registration. Raises Invalid, naming the field; what only a secretariat may say is refused to others."""
    if new.wish not in WISHES:
        raise Invalid("wish", "no_such_choice")
    if new.identity not in identities_offered(proceeding):
        raise Invalid("identity", "no_such_choice")
    in_room = proceeding.audience != "public" and said_by_self
    given = actor.name if in_room and actor.name else new.name
    name = " ".join(_line(given, "name", LINE_CHARACTERS).split())
    if not name:
        raise Invalid("name", "required")
    speaks = new.wish == "speak"
    return {
        **_for_whom(db, actor, proceeding, new, said_by_self),
        "wish": new.wish,
        "identity": new.identity,
        "name": name,
        "language": _line(new.language, "language", 35),
        "item_id": _item(db, actor, proceeding, new) if speaks else None,
        "priority": _line(new.priority, "priority", WORDS_CHARACTERS) if speaks else "",
        "needs": _line(new.needs, "needs", WORDS_CHARACTERS),
        "email": folded_email(new.email) if new.email else None,
        "told_in": new.told_in,
    }


def _for_whom(
    db: Session, actor: Actor, proceeding: Proceeding, new: NewRegistration, said_by_self: bool
) -> dict[str, Any]:
    """Organisation, category and country: what is registered of an organisation counts, whatever was typed."""
    if new.organisation is not None:
        row = locked_organisation(db, new.organisation)
        if row is None or (said_by_self and not holds(actor, "organisation:draft", row.where)):
            raise Invalid("organisation", "no_such_choice")
        if said_by_self and not holds(actor, "organisation:speak", row.where):
            raise Invalid("organisation", "only_representative")
        called = organisation_name(db, row, new.language)
        found = {"organisation": row.public_id, "organisation_name": called}
        return {**found, "category": row.present_category, "country": row.country}
    if said_by_self and new.category in RESERVED:
        raise Invalid("category", "set_by_secretariat")
    if new.category is not None and new.category not in {*CATEGORIES, *categories_for(db, proceeding.body_id)}:
        raise Invalid("category", "no_such_choice")
    if new.country is not None and new.country not in COUNTRIES:
        raise Invalid("country", "no_such_choice")
    called = _line(new.organisation_name, "organisation_name", LINE_CHARACTERS)
    return {"organisation": None, "organisation_name": called, "category": new.category, "country": new.country}


def _item(db: Session, actor: Actor, proceeding: Proceeding, new: NewRegistration) -> int | None:
    offered = {one.public_id: one.id for one in items_to_speak_on(db, actor, proceeding)}
    if not offered and not new.item:
        return None
    if new.item not in offered:
        raise Invalid("item", "no_such_choice" if new.item else "required")
    return offered[new.item]


def _line(raw: str, field: str, most: int) -> str:
    text = clean_text(raw, field)
    if len(text) > most:
        raise Invalid(field, "too_long", length=len(text), limit=most)
    return text
