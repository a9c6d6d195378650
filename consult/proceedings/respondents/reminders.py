"""One reminder to those on a list who have not answered. Who that was is looked up when it is sent, and kept nowhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.bodies.operations import Letter
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.core.jobs import Job, enqueue
from consult.core.mail import enqueue_mail
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.reminding import is_early, remind_at
from consult.proceedings.respondents.models import Respondent

KIND = "remind_list"
AT_ONCE = 100


def ask_list_reminder(db: Session, actor: Actor, *, proceeding_id: int, letters: Mapping[str, Letter]) -> datetime:
    """Have everybody on the list who has not answered by then written to, once, before the closing; the moment of it.

    `letters` are by language; `{closes}` in their texts stands for the time. Raises NotFound for whoever may not edit,
    Conflict `wrong_state` where no list decides who may answer or it was asked for already, Invalid when nothing closes
    soon enough.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    if proceeding.respondents != "list" or asked_for(db, proceeding):
        raise Conflict("wrong_state")
    at = remind_at(proceeding.closes_at)
    if at is None:
        raise Invalid("form", "too_late_to_remind")
    values = {"proceeding": proceeding.id, "letters": {code: list(letter) for code, letter in letters.items()}}
    enqueue(db, KIND, {**values, "after": 0}, at, key=_key(proceeding))
    return at


def asked_for(db: Session, proceeding: Proceeding) -> bool:
    """Whether the one reminder of this consultation was asked for."""
    return db.scalar(select(Job.id).where(Job.key == _key(proceeding))) is not None


def _key(proceeding: Proceeding) -> str:
    return f"{KIND}:{proceeding.public_id}"


def list_reminder_due(db: Session, actor: Actor, *, proceeding_id: int) -> tuple[Proceeding, datetime | None] | None:
    """The consultation, and when to come again where that is too early; None where nobody is to be reminded any more."""
    proceeding = db.get(Proceeding, proceeding_id)
    if proceeding is None or proceeding.closes_at is None or proceeding.respondents != "list":
        return None
    if proceeding.phase(now()) != "open":
        return None
    return proceeding, remind_at(proceeding.closes_at) if is_early(proceeding.closes_at) else None


def remind_some(db: Session, actor: Actor, *, values: Mapping[str, Any], letters: Mapping[str, Letter]) -> int:
    """Write to the next of the list, and ask for those after them in the same transaction; how many mails there are."""
    rows = db.scalars(
        select(Respondent)
        .where(
            Respondent.proceeding_id == values["proceeding"],
            Respondent.email.is_not(None),
            Respondent.id > values["after"],
        )
        .order_by(Respondent.id)
        .limit(AT_ONCE)
    ).all()
    count = 0
    for row in rows:
        letter = letters.get(row.language) or next(iter(letters.values()))
        if row.email is not None and row.uses == 0 and row.revoked_at is None:
            enqueue_mail(db, row.email, *letter)
            count += 1
    if len(rows) == AT_ONCE:
        enqueue(db, KIND, {**values, "after": rows[-1].id})
    return count
