"""Claiming: one person has an input before them for some minutes, or has it as an assignment, so that two do not decide it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.moderation.claim_queries import held_by_other, is_queued
from consult.moderation.models import Claim
from consult.moderation.operations.locking import locked_item
from consult.policy.access import holds, require_somewhere
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding

CLAIMED_FOR = timedelta(minutes=10)
MOST_AT_ONCE = 500


def claim(db: Session, actor: Actor, *, reference: str) -> datetime | None:
    """Take an input for ten minutes, or for ten more; until when, or None where it is assigned to the actor.

    Raises Conflict `claimed` when somebody else has it, `changed_meanwhile` when there is nothing to decide any more.
    """
    _proceeding, row = locked_item(db, actor, reference)
    if not is_queued(row):
        raise Conflict("changed_meanwhile")
    refuse_if_claimed(db, actor, row)
    present = _present(db, row)
    if present is not None and present.account_id == actor.account_id:
        present.until = None if present.assigned_by is not None else now() + CLAIMED_FOR
        return present.until
    return _take(db, actor, row, taken_over=False)


def take_over(db: Session, actor: Actor, *, reference: str) -> datetime | None:
    """Take an input that somebody else has; the history keeps both."""
    _proceeding, row = locked_item(db, actor, reference)
    if not is_queued(row):
        raise Conflict("changed_meanwhile")
    other = held_by_other(db, actor, row.id, now())
    present = _present(db, row)
    if other is None and present is not None and present.account_id == actor.account_id:
        return present.until
    if present is not None and other is not None:
        present.ended_at = now()
        db.flush()
    return _take(db, actor, row, taken_over=other is not None)


def give_back(db: Session, actor: Actor, *, reference: str) -> None:
    """Let others have it; nothing happens when it is not the actor's any more."""
    _proceeding, row = locked_item(db, actor, reference)
    present = _present(db, row)
    if present is not None and present.account_id == actor.account_id:
        end_claims(db, [row.id], actor)


class Assigned(NamedTuple):
    """How many were assigned, and the references of those that could not be: decided meanwhile, or not the actor's to give."""

    number: int
    left: tuple[str, ...]


def assign(db: Session, actor: Actor, *, references: Sequence[str], account: str | None) -> Assigned:
    """Give inputs to a moderator (by the public id of the account), or with None back to everybody.

    Raises NotFound for whoever assigns nowhere, Invalid `account` where that person moderates none of them.
    """
    require_somewhere(actor, "contribution:assign")
    if len(references) > MOST_AT_ONCE:
        raise Invalid("references", "too_many", limit=MOST_AT_ONCE)
    to = _moderator(db, account) if account is not None else None
    left, number, refused = [], 0, False
    for reference in sorted(set(references)):
        found = _to_assign(db, actor, reference)
        if found is None:
            left.append(reference)
        elif to is not None and not to.moderates(found[0]):
            left.append(reference)
            refused = True
        else:
            _assign(db, actor, found[1], to.id if to is not None else None)
            number += 1
    if refused and not number:
        raise Invalid("account", "no_such_choice")
    return Assigned(number, tuple(left))


class _Moderator(NamedTuple):
    """An account with the scopes where it moderates."""

    id: int
    scopes: frozenset[tuple[str, int | None]]

    def moderates(self, proceeding: Proceeding) -> bool:
        where = proceeding.where
        return bool(self.scopes & {("body", where.body_id), ("proceeding", where.proceeding_id)})


def _moderator(db: Session, public_id: str) -> _Moderator:
    known = db.scalar(select(Account.id).where(Account.public_id == public_id, Account.ended_at.is_(None)))
    roles = MATRIX["contribution:moderate"]
    of_account = in_force().where(Grant.account_id == known, Grant.role.in_(roles)).order_by(Grant.id)
    # Locked, so that who loses the role meanwhile is given nothing.
    held = db.execute(of_account.add_columns(Grant.scope, Grant.scope_id).with_for_update(read=True)).all()
    if known is None or not held:
        raise Invalid("account", "no_such_choice")
    return _Moderator(known, frozenset((grant.scope, grant.scope_id) for grant in held))


def _to_assign(db: Session, actor: Actor, reference: str) -> tuple[Proceeding, Contribution] | None:
    try:
        proceeding, row = locked_item(db, actor, reference, "contribution:assign")
    except NotFound:
        return None
    return (proceeding, row) if is_queued(row) else None


def _assign(db: Session, actor: Actor, row: Contribution, account_id: int | None) -> None:
    present = _present(db, row)
    if present is not None:
        if account_id == present.account_id and present.assigned_by is not None:
            return
        present.ended_at = now()
        db.flush()
    if account_id is not None:
        db.add(Claim(contribution_id=row.id, account_id=account_id, assigned_by=actor.account_id, taken_at=now()))


def refuse_if_claimed(db: Session, actor: Actor, row: Contribution) -> None:
    """Raises Conflict `claimed` while somebody else has it. The row is locked."""
    if held_by_other(db, actor, row.id, now()) is not None:
        raise Conflict("claimed")


def end_claims(db: Session, ids: Sequence[int], actor: Actor) -> None:
    """They are decided or given back: what the actor took and has finished alone tells nothing, and is not kept."""
    here = Claim.contribution_id.in_(ids), Claim.ended_at.is_(None)
    plain = Claim.assigned_by.is_(None), Claim.taken_over.is_(False), Claim.account_id == actor.account_id
    quietly = {"synchronize_session": False}
    db.execute(delete(Claim).where(*here, *plain).execution_options(**quietly))
    db.execute(update(Claim).where(*here).values(ended_at=now()).execution_options(**quietly))


def _present(db: Session, row: Contribution) -> Claim | None:
    """The claim that has not ended, even if its time is over."""
    return db.scalar(select(Claim).where(Claim.contribution_id == row.id, Claim.ended_at.is_(None)))


def _take(db: Session, actor: Actor, row: Contribution, *, taken_over: bool) -> datetime:
    until = now() + CLAIMED_FOR
    db.execute(delete(Claim).where(Claim.contribution_id == row.id, Claim.ended_at.is_(None)))  # its time was over
    if actor.account_id is None:
        raise NotFound
    db.add(
        Claim(contribution_id=row.id, account_id=actor.account_id, taken_at=now(), until=until, taken_over=taken_over)
    )
    return until


def may_assign(actor: Actor, proceeding: Proceeding) -> bool:
    """Whether the actor gives out work here."""
    return holds(actor, "contribution:assign", proceeding.where)
