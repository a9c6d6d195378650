"""What is done with a request: sending, acknowledging, answering, following up, and what is settled beside it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.workspaces.requests.models import InstitutionRequest
from consult.workspaces.requests.operations.loading import check_seen, locked_request, note_act
from consult.workspaces.requests.shape import TEXT, Step
from consult.workspaces.requests.states import OF_RESPONSIBLE, STEPS, led_to, needs_words, steps_from
from consult.workspaces.rooms.people import responsible
from consult.workspaces.rooms.working import checked_day, room_to_write, written


def take_step(db: Session, actor: Actor, *, proceeding_id: int, request: str, seen: int, step: Step) -> None:
    """Do one of STEPS with a request: who leads the room all of them, its responsible member those of OF_RESPONSIBLE.

    Raises Conflict where the present state does not lead there or something was done since the revision that was `seen`, and
    Invalid for words, a day or a member that cannot be taken.
    """
    room = room_to_write(db, actor, proceeding_id, "room:read")
    row = locked_request(db, room, request)
    if not (is_responsible(actor, row) and step.step in OF_RESPONSIBLE):
        room_to_write(db, actor, proceeding_id, "room:lead")
    if step.step not in STEPS:
        raise Invalid("step", "no_such_choice")
    check_seen(row, seen)
    state = led_to(row.state, step.step)
    if state is None:
        raise Conflict("not_from_there")
    text = written(step.text, "text", TEXT, required=needs_words(row.state, step.step))
    facts = _change(db, room, row, step)
    row.state = state
    row.revision += 1
    note_act(db, actor, room, row, step.step, text, facts)


def steps_for(actor: Actor, room: Proceeding, row: InstitutionRequest) -> list[str]:
    """What the actor can do with a request now, once the room is open."""
    if holds(actor, "room:lead", room.where):
        return steps_from(row.state)
    return [one for one in steps_from(row.state) if one in OF_RESPONSIBLE] if is_responsible(actor, row) else []


def is_responsible(actor: Actor, row: InstitutionRequest) -> bool:
    """Whether the actor is who sees to it."""
    return actor.account_id is not None and row.account_id == actor.account_id


def _change(db: Session, room: Proceeding, row: InstitutionRequest, step: Step) -> dict[str, Any]:
    """A new due day or responsible member, with what it was."""
    if step.step == "move_due":
        due_on = checked_day(step.due_on, "due_on")
        if due_on == row.due_on:
            raise Invalid("due_on", "same_day")
        before, row.due_on = row.due_on, due_on
        return {"due_on": [before, due_on]}
    if step.step == "assign":
        account = responsible(db, room, step.responsible)
        if account == row.account_id:
            raise Invalid("responsible", "same_member")
        was = db.scalar(select(Account.public_id).where(Account.id == row.account_id))
        row.account_id = account
        return {"responsible": [was, step.responsible or None]}
    return {}
