"""What the author is told: decisions with their reasons, appeals, letters, and where news goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.moderation.appeals import appealable_problem, appeals_until, is_correction, is_over
from consult.moderation.letter_models import Appeal, Contact, Letter
from consult.moderation.models import Decision

NOT_TOLD = ("keep",)


class Made(NamedTuple):
    """An appeal as its author sees it; without `outcome` it waits."""

    text: str | None
    made_at: datetime
    outcome: str | None
    note: str
    role: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One decision as its author is told it: by role, never by name. `until` is None where no appeal can be made.

    `is_over` says that it is no longer in force.
    """

    public_id: str
    act: str
    is_correction: bool
    version: int
    reason: str | None
    note: str
    role: str
    at: datetime
    until: datetime | None
    is_over: bool
    appeal: Made | None


@dataclass(frozen=True, slots=True)
class Told:
    """All of it, the newest decision first and letters in their order. `address` is the one that news goes to."""

    statements: list[Statement]
    letters: list[Letter]
    has_account: bool
    address: str | None

    @property
    def takes_copy(self) -> bool:
        """Whether the last letter of the desk asks for a clearer copy."""
        asked = [one.kind for one in self.letters if one.kind != "answer"]
        return asked[-1:] == ["clearer_copy"]

    @property
    def unread(self) -> int:
        """How many letters of the desk the author has not marked as read."""
        return sum(one.kind != "answer" and one.seen_at is None for one in self.letters)


def told_of(db: Session, actor: Actor, reference: str) -> Told:
    """What the actor is told of the own contribution. Raises NotFound for anybody else's, as for an absent one."""
    row = db.scalar(select(Contribution).where(Contribution.reference == reference))
    if row is None or not is_mine(actor, row):
        raise NotFound
    letters = db.scalars(select(Letter).where(Letter.contribution_id == row.id).order_by(Letter.id)).all()
    address = db.scalar(select(Contact.address).where(Contact.contribution_id == row.id))
    return Told(_statements(db, row), list(letters), row.author_id is not None, address)


def statement(db: Session, actor: Actor, reference: str, decision: str) -> Statement:
    """One decision on the own contribution, by its public id. Raises NotFound where there is none."""
    found = next((one for one in told_of(db, actor, reference).statements if one.public_id == decision), None)
    if found is None:
        raise NotFound
    return found


def _statements(db: Session, row: Contribution) -> list[Statement]:
    by_appeal = select(Appeal.led_to).where(Appeal.contribution_id == row.id, Appeal.led_to.is_not(None))
    rows = db.execute(
        select(Decision, Appeal)
        .outerjoin(Appeal, Appeal.decision_id == Decision.id)
        .where(
            Decision.contribution_id == row.id,
            Decision.undone_at.is_(None),
            Decision.act.not_in(NOT_TOLD),
            Decision.id.not_in(by_appeal),  # what an appeal led to is told with the appeal
        )
        .order_by(Decision.id.desc())
    )
    return [_statement(db, row, decision, appeal) for decision, appeal in rows]


def _statement(db: Session, row: Contribution, decision: Decision, appeal: Appeal | None) -> Statement:
    made = None
    if appeal is not None:
        made = Made(appeal.text, appeal.made_at, appeal.outcome, appeal.note, appeal.decided_role, appeal.decided_at)
    can = appealable_problem(db, row, decision) is None
    return Statement(
        decision.public_id,
        decision.act,
        is_correction(row, decision),
        decision.version,
        decision.reason,
        decision.note,
        decision.decided_role,
        decision.decided_at,
        appeals_until(decision) if can else None,
        is_over(db, row, decision),
        made,
    )


def unread_letters(db: Session, actor: Actor) -> dict[str, int]:
    """How many letters the account has not read, by the reference of what they are about."""
    if actor.account_id is None:
        return {}
    rows = db.execute(
        select(Contribution.reference, func.count())
        .join(Letter, Letter.contribution_id == Contribution.id)
        .where(Contribution.author_id == actor.account_id, Letter.kind != "answer", Letter.seen_at.is_(None))
        .group_by(Contribution.reference)
    )
    return {row[0]: row[1] for row in rows}


def latest_told(db: Session, actor: Actor, references: list[str]) -> dict[str, tuple[str, datetime]]:
    """Of each of these own inputs the last thing that was decided, as act or outcome of an appeal, and when."""
    if actor.account_id is None:
        return {}
    rows = db.execute(
        select(Contribution.reference, Decision.act, Decision.decided_at, Appeal.outcome, Appeal.decided_at)
        .join(Decision, Decision.contribution_id == Contribution.id)
        .outerjoin(Appeal, Appeal.decision_id == Decision.id)
        .where(
            Contribution.author_id == actor.account_id,
            Contribution.reference.in_(references),
            Decision.undone_at.is_(None),
            Decision.act.not_in(NOT_TOLD),
            Decision.id.not_in(select(Appeal.led_to).where(Appeal.led_to.is_not(None))),
        )
        .order_by(Decision.id)
    )
    found: dict[str, tuple[str, datetime]] = {}
    for reference, act, at, outcome, settled_at in rows:
        found[reference] = (outcome, settled_at or at) if outcome else (act, at)
    return found
