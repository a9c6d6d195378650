"""What passed between desk and author, as whoever decides on an input sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from consult.accounts.models import Account
from consult.contributions.access import is_mine
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.moderation.appeals import can_be_decided, is_over, took_part
from consult.moderation.item_queries import Item
from consult.moderation.letter_models import Appeal, Letter
from consult.moderation.models import Decision


class Appealed(NamedTuple):
    """An appeal with the decision it is against. `barred` says why the reader cannot decide it; None where they can.

    With `nobody` no other moderator is there at all.
    """

    public_id: str
    text: str | None
    made_at: datetime
    act: str
    reason: str | None
    decided_at: datetime
    outcome: str | None
    note: str
    role: str | None
    by: str | None
    settled_at: datetime | None
    barred: str | None
    nobody: bool


class Written(NamedTuple):
    """A letter, or an answer of the author (without `name`)."""

    kind: str
    text: str | None
    name: str | None
    role: str | None
    written_at: datetime
    seen_at: datetime | None
    file: str | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """All of it. `is_readable` is false for a moderator who may not read what is confidential: then there is nothing here.

    `files` are the public ids of those files that the reader may open.
    """

    appeals: list[Appealed]
    letters: list[Written]
    is_readable: bool
    can_write: bool
    files: frozenset[str] = frozenset()

    @property
    def unseen(self) -> int:
        """How many answers nobody has marked as read."""
        return sum(one.kind == "answer" and one.seen_at is None for one in self.letters)


def exchange(db: Session, actor: Actor, found: Item) -> Exchange:
    """What passed about an item that the actor moderates."""
    row = db.scalars(select(Contribution).where(Contribution.reference == found.reading.reference)).one()
    if "text" in found.reading.withheld and row.state != "erased":
        return Exchange([], [], is_readable=False, can_write=False)
    can_write = row.state != "erased" and (row.author_id is not None or row.codeword_hash is not None)
    files = frozenset(one.public_id for one in found.reading.files if one.state == "clean")
    return Exchange(_appeals(db, actor, found, row), _letters(db, row), True, can_write, files)


def _appeals(db: Session, actor: Actor, found: Item, row: Contribution) -> list[Appealed]:
    settler = aliased(Account)
    rows = db.execute(
        select(Appeal, Decision, settler.name)
        .join(Decision, Decision.id == Appeal.decision_id)
        .outerjoin(settler, settler.id == Appeal.decided_by)
        .where(Appeal.contribution_id == row.id, Decision.undone_at.is_(None))
        .order_by(Appeal.id.desc())
    )
    return [_appealed(db, actor, found, row, *one) for one in rows]


def _appealed(
    db: Session, actor: Actor, found: Item, row: Contribution, one: Appeal, decision: Decision, name: str | None
) -> Appealed:
    barred = took_part(db, decision) | ({row.author_id} if row.author_id is not None else set())
    return Appealed(
        one.public_id,
        one.text,
        one.made_at,
        decision.act,
        decision.reason,
        decision.decided_at,
        one.outcome,
        one.note,
        one.decided_role,
        name,
        one.decided_at,
        _barred(db, actor, row, one, decision),
        one.outcome is None and not is_over(db, row, decision) and not can_be_decided(db, found.proceeding, barred),
    )


def _barred(db: Session, actor: Actor, row: Contribution, one: Appeal, decision: Decision) -> str | None:
    if one.outcome is not None or is_over(db, row, decision):
        return "settled"
    if actor.account_id in took_part(db, decision):
        return "own_decision"
    return "own_input" if is_mine(actor, row) else None


def _letters(db: Session, row: Contribution) -> list[Written]:
    rows = db.execute(
        select(Letter, Account.name)
        .outerjoin(Account, Account.id == Letter.written_by)
        .where(Letter.contribution_id == row.id)
        .order_by(Letter.id)
    )
    return [Written(one.kind, one.text, name, one.role, one.written_at, one.seen_at, one.file) for one, name in rows]
