"""Applying the published rule: a proposal that the secretariat looks at, changes and confirms."""

import hashlib
from collections.abc import Sequence

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.hearings.programme.queries import plan_of
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.deciding import locked_office
from consult.hearings.registration.operations.following import change_state, locked_registration
from consult.hearings.registration.queries import candidates
from consult.hearings.registration.selection import Candidate, Proposed
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell


def mark_of(rule: str, places: int | None, known: Sequence[Candidate]) -> str:
    """A short hash of all that a proposal rests on, so that a confirmation of an older one is noticed."""
    told = repr((rule, places, [tuple(one) for one in known]))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def confirm_selection(
    db: Session, actor: Actor, *, proceeding_id: int, seen: str, chosen: Sequence[Proposed]
) -> tuple[int, int]:
    """Take over a selection as the secretariat left it; how many are accepted and how many wait in the reserve.

    `seen` is the mark of what it rests on: Conflict `changed_meanwhile` when somebody registered, withdrew or was decided on
    since. Raises NotFound for whoever is not of the office, Conflict `places_taken`, Invalid unless everybody is in it once.
    """
    proceeding = locked_office(db, actor, proceeding_id)
    plan, known = plan_of(db, proceeding.id), candidates(db, proceeding.id)
    if mark_of(plan.rule, plan.places, known) != seen:
        raise Conflict("changed_meanwhile")
    states = {one.public_id: one.state for one in chosen}
    if len(states) != len(chosen) or set(states) != {one.public_id for one in known}:
        raise Invalid("chosen", "no_such_choice")
    if any(state not in ("accepted", "reserve", "asked") for state in states.values()):
        raise Invalid("chosen", "no_such_choice")
    accepted = sum(1 for state in states.values() if state == "accepted")
    if plan.places is not None and accepted > plan.places:
        raise Conflict("places_taken", places=plan.places, free=plan.places)
    for one in sorted(
        chosen, key=lambda one: (one.state == "accepted", one.position)
    ):  # who leaves frees a place first
        row = locked_registration(db, proceeding, one.public_id)
        if row is not None:
            _settle(db, proceeding, row, one)
    tell(db, proceeding, "registration.selected", proceeding.public_id, closed=True)
    return accepted, sum(1 for state in states.values() if state == "reserve")


def _settle(db: Session, proceeding: Proceeding, row: Registration, one: Proposed) -> None:
    if row.state != one.state:
        change_state(db, proceeding, row, one.state)
    row.position = one.position if one.state == "reserve" else None
