"""What a hearing is called, under what it is held, and by which rules."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.hearings.programme.models import Plan
from consult.hearings.programme.operations.changing import changed, check_seen, hearing_to_plan, stored_plan
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewRules, checked_rules, instant
from consult.ledger.models import Stream
from consult.organisations.queries import categories_for
from consult.policy.access import Where, holds
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding

KEPT = ("form", "rule", "places", "replies_most", "statement_hours", "guests", "slow_mode")


def set_rules(db: Session, actor: Actor, *, proceeding_id: int, seen: str, new: NewRules) -> None:
    """Say how a hearing is held. Under a workspace it is for the members of that room alone, which is settled by the draft.

    Raises Conflict when it was changed meanwhile, Invalid for what cannot be.
    """
    hearing = hearing_to_plan(db, actor, proceeding_id)
    plan = stored_plan(db, hearing.id)
    check_seen(fingerprint(db, plan), seen)
    new = checked_rules(new)
    known = categories_for(db, hearing.body_id)
    if not set(new.budgets) <= set(known):
        raise Invalid("form", "no_such_choice")
    for name in KEPT:
        setattr(plan, name, getattr(new, name))
    plan.seconds, plan.budgets = dict(new.seconds), dict(new.budgets)
    _set_window(plan, new, hearing.zone)
    _hold_under(db, actor, hearing, plan, new.under)
    changed(db, hearing, "hearing.changed", hearing.public_id)


def _set_window(plan: Plan, new: NewRules, zone: str) -> None:
    plan.registers_from_local = new.registers_from_local or None
    plan.registers_until_local = new.registers_until_local or None
    plan.registers_from = instant("registers_from_local", new.registers_from_local, zone)
    plan.registers_until = instant("registers_until_local", new.registers_until_local, zone)
    if plan.registers_from and plan.registers_until and plan.registers_until <= plan.registers_from:
        raise Invalid("registers_until_local", "closes_before_opening")


def _hold_under(db: Session, actor: Actor, hearing: Proceeding, plan: Plan, public_id: str | None) -> None:
    """Hold it under a consultation or workspace that the actor may plan hearings for, or alone."""
    under = db.scalar(select(Proceeding).where(Proceeding.public_id == public_id)) if public_id else None
    if public_id and (under is None or under.kind == "hearing" or not may_see(actor, under)):
        raise Invalid("under", "no_such_choice")
    if (under.id if under else None) == plan.under_id:
        return
    if under is not None and not holds(actor, "hearing:plan", under.where):
        raise Invalid("under", "no_such_choice")
    audience = "members" if under is not None and under.kind == "workspace" else "public"
    plan.under_id = under.id if under is not None else None
    if audience == "members" or hearing.audience == "members":
        _move(db, actor, hearing, audience)


def _move(db: Session, actor: Actor, hearing: Proceeding, audience: str) -> None:
    """Into a room, out of one, or from one room into another: only while nobody has read anything."""
    if hearing.state != "draft":
        raise Invalid("under", "room_is_settled")
    if audience == "public" and not holds(actor, "hearing:plan", Where(hearing.body_id, hearing.id)):
        raise Invalid("under", "no_such_choice")
    if audience != hearing.audience:
        readers = (Stream.scope_id == hearing.id, Stream.audience == hearing.audience)
        db.execute(update(Stream).where(*readers).values(audience=audience))
    hearing.audience = audience
    hearing.rights_version += 1
    if audience == "members":  # as in every room
        hearing.moderation, hearing.votes = "after", False
        hearing.identities, hearing.confidentialities = ["public"], ["public"]
