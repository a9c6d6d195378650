"""Who may say something in a hearing, how often, and on which item it is: asked before each comment and question is filed."""

import hashlib
import math
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from consult.contributions.models import SAID_LIVE
from consult.contributions.operations.submit import NewContribution, sender_in
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Invalid, NotFound, RateLimited
from consult.core.prepared import Prepared, cursor_in
from consult.hearings.floor.models import Floor
from consult.hearings.polls.models import Pause
from consult.hearings.programme.models import AgendaItem, Plan
from consult.hearings.programme.queries import item_by_public_id
from consult.hearings.registration.queries import own_registration
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.access import check_takes_part

AT_ONCE = 50  # pauses that are over, deleted with each new one
# Prepared, for each comment passes here.
_RULES = Prepared(
    select(Plan.guests, Plan.slow_mode, AgendaItem.public_id, AgendaItem.audience)
    .select_from(Proceeding)
    .outerjoin(Plan, Plan.proceeding_id == Proceeding.id)
    .outerjoin(Floor, Floor.proceeding_id == Proceeding.id)
    .outerjoin(AgendaItem, AgendaItem.id == Floor.item_id)
    .where(Proceeding.id == bindparam("proceeding"))
)


class Rules(NamedTuple):
    """What counts in a hearing at this moment; `item` is the public id of the present item, None where it is closed."""

    guests: bool
    slow_mode: int
    item: str | None


def rules_of(db: Session, proceeding_id: int) -> Rules:
    """The rules as they are in this transaction."""
    ((guests, slow_mode, item, audience),) = _RULES.rows(cursor_in(db), proceeding=proceeding_id)
    return Rules(guests is None or bool(guests), slow_mode or 0, item if audience == "public" else None)


def admit(db: Session, actor: Actor, proceeding: Proceeding, new: NewContribution) -> NewContribution:
    """A comment or question of a hearing with the item that it is on: the present one, where its sender names none.

    Raises Closed for guests where none are let in, RateLimited (`slow_mode`) with the time to wait, Invalid for an item that is
    not there.
    """
    if proceeding.kind != "hearing" or new.kind not in SAID_LIVE or actor.system:
        return new
    rules = rules_of(db, proceeding.id)
    if not rules.guests:
        _check_no_guest(db, actor, proceeding)
    if rules.slow_mode and not holds(actor, "contribution:moderate", proceeding.where):
        _wait(db, proceeding, pausing(actor, proceeding), rules.slow_mode)
    if new.target is None:
        return replace(new, target=rules.item)
    try:
        item_by_public_id(db, actor, proceeding, new.target)
    except NotFound as error:
        raise Invalid("target", "no_such_choice") from error
    return new


def check_may_take_part(db: Session, actor: Actor, proceeding: Proceeding) -> None:
    """Raises NotFound or Closed for whoever may not comment here; asked without a mark in the log of the staff, which has
    times."""
    if proceeding.audience != "public" and not holds(actor, "room:write", proceeding.where):
        raise NotFound
    check_takes_part(db, actor, proceeding)
    if not rules_of(db, proceeding.id).guests:
        _check_no_guest(db, actor, proceeding)


def pausing(actor: Actor, proceeding: Proceeding) -> str:
    """The key of a sender in slow mode: known again in this hearing, and nowhere else."""
    if actor.account_id is not None:
        return hashlib.sha256(f"account:{actor.account_id}:pause:{proceeding.public_id}".encode()).hexdigest()
    return sender_in(actor, f"pause:{proceeding.public_id}")


def is_shut_out(db: Session, actor: Actor, proceeding: Proceeding) -> bool:
    """Whether only guests are refused, and the actor is one."""
    return not rules_of(db, proceeding.id).guests and is_guest(db, actor, proceeding)


def is_guest(db: Session, actor: Actor, proceeding: Proceeding) -> bool:
    """Neither signed in nor registered and accepted."""
    if not actor.is_anonymous:
        return False
    own = own_registration(db, actor, proceeding.id)
    return own is None or own.state != "accepted"


def _check_no_guest(db: Session, actor: Actor, proceeding: Proceeding) -> None:
    if is_guest(db, actor, proceeding):
        raise Closed("guests_off")


def _wait(db: Session, proceeding: Proceeding, sender: str, seconds: int) -> None:
    """Begin the pause of a sender; raises RateLimited while the one before lasts."""
    at = now()
    mine = (Pause.proceeding_id == proceeding.id, Pause.sender == sender)
    until = db.scalar(select(Pause.until).where(*mine).with_for_update())
    if until is not None and until > at:
        left = (until - at).total_seconds()
        raise RateLimited("slow_mode", retry_after_ms=math.ceil(left * 1000), seconds=math.ceil(left))
    db.execute(delete(Pause).where(*mine))
    over = select(Pause.id).where(Pause.until <= at).limit(AT_ONCE).with_for_update(skip_locked=True)
    db.execute(delete(Pause).where(Pause.id.in_(over)))
    pause = {"proceeding_id": proceeding.id, "sender": sender, "until": at + timedelta(seconds=seconds)}
    db.execute(insert(Pause).values(pause))
