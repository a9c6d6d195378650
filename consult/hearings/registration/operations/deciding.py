"""What the secretariat decides: who is accepted, who waits, who is declined or removed; and whom it registers by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.countries import COUNTRIES
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.hearings.programme.models import Plan
from consult.hearings.programme.queries import plan_of
from consult.hearings.registration.models import PRESENCES, Registration
from consult.hearings.registration.operations.following import (
    change_state,
    fill_place,
    free_places,
    locked_registration,
)
from consult.hearings.registration.operations.own import set_presence
from consult.hearings.registration.operations.registering import (
    WORDS_CHARACTERS,
    NewRegistration,
    Registered,
    add_registration,
    checked,
    has_registered,
    locked_hearing,
)
from consult.organisations.categories import CATEGORIES
from consult.organisations.queries import categories_for
from consult.policy.access import require
from consult.proceedings.models import Proceeding

MOST = 500


@dataclass(frozen=True, slots=True)
class Act:
    """A decision: the state that it gives, and the states in which it can be taken."""

    state: str
    of: tuple[str, ...]


ACTS = {
    "accept": Act("accepted", ("asked", "reserve", "declined")),
    "reserve": Act("reserve", ("asked", "accepted", "declined")),
    "decline": Act("declined", ("asked", "accepted", "reserve")),
    "remove": Act("removed", ("asked", "accepted", "reserve", "declined")),
}
FREE_A_PLACE = ("decline", "remove")


def locked_office(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """The hearing, locked to be changed, for its office. Raises NotFound for everybody else."""
    proceeding = locked_hearing(db, actor, proceeding_id)
    require(actor, "hearing:plan", proceeding)
    return proceeding


def decide_registrations(
    db: Session, actor: Actor, *, proceeding_id: int, public_ids: Sequence[str], act: str, reason: str = ""
) -> int:
    """Accept, keep in reserve, decline or remove some registrations, all of them or none; how many.

    The reason is told to them; declining takes one. Where somebody who was to speak is declined or removed, the first of the
    reserve moves up. Raises NotFound for whoever is not of the office and for an unknown one, Conflict `wrong_state` or
    `places_taken`, Invalid for an unknown act, nobody, or a missing reason.
    """
    proceeding = locked_office(db, actor, proceeding_id)
    if act not in ACTS:
        raise Invalid("act", "no_such_choice")
    said = _reason(reason, required=act == "decline")
    rows = [_one(db, proceeding, one) for one in _wanted(public_ids)]
    plan = plan_of(db, proceeding.id)
    _check(db, plan, rows, act)
    vacated = 0
    for row in rows:
        vacated += row.state == "accepted" and row.wish == "speak" and act in FREE_A_PLACE
        change_state(db, proceeding, row, ACTS[act].state, reason=said)
    for _place in range(vacated):
        fill_place(db, proceeding, plan)
    return len(rows)


def _wanted(public_ids: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(public_ids))
    if not wanted:
        raise Invalid("public_ids", "nothing_ticked")
    if len(wanted) > MOST:
        raise Invalid("public_ids", "too_many", limit=MOST)
    return wanted


def _one(db: Session, proceeding: Proceeding, public_id: str) -> Registration:
    row = locked_registration(db, proceeding, public_id)
    if row is None:
        raise NotFound
    return row


def _check(db: Session, plan: Plan, rows: Sequence[Registration], act: str) -> None:
    if any(row.state not in ACTS[act].of for row in rows):
        raise Conflict("wrong_state")
    if act in ("accept", "reserve"):
        _check_accounts(db, plan.proceeding_id, rows)
    free = free_places(db, plan)
    speakers = sum(1 for row in rows if row.wish == "speak")
    if act == "accept" and free is not None and speakers > free:
        raise Conflict("places_taken", places=plan.places, free=free)


def _check_accounts(db: Session, proceeding_id: int, rows: Sequence[Registration]) -> None:
    """Nobody is registered twice: who was declined may have registered once more."""
    again = [row.account_id for row in rows if row.state == "declined" and row.account_id is not None]
    if len(set(again)) < len(again) or any(has_registered(db, proceeding_id, one) for one in again):
        raise Conflict("registered_already")


def _reason(raw: str, *, required: bool) -> str:
    text = clean_text(raw, "reason")
    if required and not text:
        raise Invalid("reason", "required")
    if len(text) > WORDS_CHARACTERS:
        raise Invalid("reason", "too_long", length=len(text), limit=WORDS_CHARACTERS)
    return text


def add_by_hand(
    db: Session, actor: Actor, *, proceeding_id: int, new: NewRegistration, state: str = "accepted"
) -> Registered:
    """Register somebody who telephoned or wrote, whatever the window and the rule say; only here a State, a national human
    rights institution or a United Nations entity can be named without being registered.

    Raises NotFound for whoever is not of the office, Conflict `places_taken`, Invalid, naming the field.
    """
    proceeding = locked_office(db, actor, proceeding_id)
    if state not in ("asked", "accepted", "reserve"):
        raise Invalid("state", "no_such_choice")
    key = f"by hand:{new.client_id}"
    before = db.scalar(select(Registration).where(Registration.form_key == key))
    if before is not None:
        return Registered(before.reference, before.public_id, before.state, dup=True)
    values = checked(db, actor, proceeding, new, said_by_self=False)
    plan = plan_of(db, proceeding.id)
    if state == "accepted" and new.wish == "speak" and free_places(db, plan) == 0:
        raise Conflict("places_taken", places=plan.places, free=0)
    values |= {"form_key": key, "codeword_hash": new.codeword_hash, "account_id": None, "state": state}
    return add_registration(db, proceeding, values)


def set_category(
    db: Session, actor: Actor, *, proceeding_id: int, public_id: str, category: str | None, country: str | None
) -> None:
    """Say what somebody is: the only way to State, national human rights institution and United Nations entity for whoever is
    not of a verified organisation. Raises NotFound for whoever is not of the office, Invalid for what there is not."""
    proceeding = locked_office(db, actor, proceeding_id)
    row = _one(db, proceeding, public_id)
    if category is not None and category not in {*CATEGORIES, *categories_for(db, proceeding.body_id)}:
        raise Invalid("category", "no_such_choice")
    if country is not None and country not in COUNTRIES:
        raise Invalid("country", "no_such_choice")
    row.category, row.country = category, country


def note_presence(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, mode: str | None) -> None:
    """Check somebody in at the door, or out. Raises NotFound for whoever is not of the office, Conflict unless accepted."""
    proceeding = locked_office(db, actor, proceeding_id)
    row = _one(db, proceeding, public_id)
    if mode is not None and mode not in PRESENCES:
        raise Invalid("mode", "no_such_choice")
    if row.state != "accepted":
        raise Conflict("wrong_state")
    set_presence(db, row, mode)
