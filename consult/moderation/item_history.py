"""All that happened to one contribution, in one order, with who and when."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from consult.accounts.models import Account
from consult.contributions.disclosure import ReadPassage
from consult.contributions.models import Flag
from consult.core.clock import now
from consult.core.differences import Piece
from consult.moderation.differences import passages_changed
from consult.moderation.models import Claim, Decision, Escalation


class Happened(NamedTuple):
    """One thing: `what` is `received`, `corrected`, `flagged`, a decision's act, `undone`, `claimed`, `taken_over`, `assigned`,
    `freed`, `escalated` or `settled`.

    `name` and `role` tell whose act it was, `to` for whom; `changes` are those of a corrected version, passage by passage.
    `bulk` is the public id of what was decided on many at once.
    """

    at: datetime
    what: str
    name: str | None = None
    role: str | None = None
    reason: str | None = None
    note: str = ""
    to: str | None = None
    version: int | None = None
    changes: tuple[tuple[Piece, ...], ...] = ()
    is_standing: bool = True
    bulk: str | None = None


class SentVersion(NamedTuple):
    """What the history needs of a version."""

    number: int
    sent_at: datetime
    passages: Sequence[ReadPassage]


def history(db: Session, contribution_id: int, versions: Sequence[SentVersion]) -> list[Happened]:
    """The newest first. `versions` are those that its reader may have, in any order."""
    found = [
        *_sent(sorted(versions, key=lambda one: one.number)),
        *_flags(db, contribution_id),
        *_decisions(db, contribution_id),
        *_claims(db, contribution_id),
        *_escalations(db, contribution_id),
    ]
    return sorted(found, key=lambda one: one.at)[::-1]


def _sent(versions: Sequence[SentVersion]) -> Iterator[Happened]:
    for place, one in enumerate(versions):
        if place == 0:
            yield Happened(one.sent_at, "received", version=one.number)
            continue
        changes = passages_changed(versions[place - 1].passages, one.passages)
        yield Happened(one.sent_at, "corrected", version=one.number, changes=tuple(tuple(pieces) for pieces in changes))


def _flags(db: Session, contribution_id: int) -> Iterator[Happened]:
    for flag in db.scalars(select(Flag).where(Flag.contribution_id == contribution_id).order_by(Flag.id)):
        yield Happened(flag.raised_at, "flagged", reason=flag.reason, note=flag.note)


def _decisions(db: Session, contribution_id: int) -> Iterator[Happened]:
    rows = db.execute(
        select(Decision, Account.name)
        .outerjoin(Account, Account.id == Decision.decided_by)
        .where(Decision.contribution_id == contribution_id)
        .order_by(Decision.id)
    )
    for one, name in rows:
        stands = one.undone_at is None
        yield Happened(
            one.decided_at,
            one.act,
            name,
            one.decided_role,
            one.reason,
            one.note,
            version=one.version,
            is_standing=stands,
            bulk=one.bulk,
        )
        if one.undone_at is not None:
            yield Happened(one.undone_at, "undone", role=one.decided_role, version=one.version)


def _claims(db: Session, contribution_id: int) -> Iterator[Happened]:
    """Claims that hold, and what was assigned or taken over before."""
    assigner = aliased(Account)
    rows = db.execute(
        select(Claim, Account.name, assigner.name)
        .join(Account, Account.id == Claim.account_id)
        .outerjoin(assigner, assigner.id == Claim.assigned_by)
        .where(Claim.contribution_id == contribution_id)
        .order_by(Claim.id)
    )
    for claim, name, by in rows:
        if claim.assigned_by is not None:
            yield Happened(claim.taken_at, "assigned", by, to=name)
            if claim.ended_at is not None:
                yield Happened(claim.ended_at, "freed", to=name)
        elif claim.taken_over:
            yield Happened(claim.taken_at, "taken_over", name)
        elif claim.ended_at is None and (claim.until is None or claim.until > now()):
            yield Happened(claim.taken_at, "claimed", name)


def _escalations(db: Session, contribution_id: int) -> Iterator[Happened]:
    settler = aliased(Account)
    rows = db.execute(
        select(Escalation, Account.name, settler.name)
        .outerjoin(Account, Account.id == Escalation.escalated_by)
        .outerjoin(settler, settler.id == Escalation.settled_by)
        .where(Escalation.contribution_id == contribution_id)
        .order_by(Escalation.id)
    )
    for one, name, by in rows:
        yield Happened(one.escalated_at, "escalated", name, one.escalated_role, note=one.note)
        if one.settled_at is not None:
            yield Happened(one.settled_at, "settled", by, one.settled_role, note=one.answer)
