"""Which decisions an author can appeal against, until when, and whether anybody is there to decide."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.moderation.letter_models import Appeal
from consult.moderation.models import Decision
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding

AGAINST_AUTHORS = ("decline", "hide", "redact")
WITHIN = timedelta(days=183)  # six months, as the Digital Services Act gives
LATER = {"redact": ("unredact",)}
LATER_DECISIONS = ("approve", "decline", "hide", "restore")


def appeals_until(decision: Decision) -> datetime:
    """Until when an appeal against a decision is taken."""
    return decision.final_at + WITHIN


def is_correction(row: Contribution, decision: Decision) -> bool:
    """Whether a decision declined a correction: what stood before went on standing."""
    return decision.act == "decline" and row.version < decision.version


def appealable_problem(db: Session, row: Contribution, decision: Decision) -> str | None:
    """Why the author of `row` cannot appeal against a decision on it; None where they can."""
    if row.state == "erased":
        return "appeal_after_erasure"
    if row.state == "withdrawn":
        return "appeal_after_withdrawal"
    if decision.act not in AGAINST_AUTHORS or decision.undone_at is not None or _is_lifted(db, decision):
        return "nothing_to_appeal"
    if db.scalar(select(Appeal.id).where(Appeal.decision_id == decision.id)) is not None:
        return "appealed_already"
    return "appeal_too_late" if now() > appeals_until(decision) else None


def _is_lifted(db: Session, decision: Decision) -> bool:
    """Whether a later decision stands in its place."""
    later = exists().where(
        Decision.contribution_id == decision.contribution_id,
        Decision.id > decision.id,
        Decision.undone_at.is_(None),
        Decision.act.in_(LATER.get(decision.act, LATER_DECISIONS)),
    )
    return bool(db.scalar(select(later)))


def who_may_decide(db: Session, proceeding: Proceeding, but: Sequence[int | None]) -> bool:
    """Whether somebody other than these accounts moderates here now, so that an appeal can be decided."""
    here = (Grant.scope == "proceeding") & (Grant.scope_id == proceeding.id)
    if proceeding.audience == "public":
        here = or_(here, (Grant.scope == "body") & (Grant.scope_id == proceeding.body_id))
    others = in_force().where(here, Grant.role.in_(MATRIX["contribution:moderate"]))
    return (
        db.scalar(others.where(Grant.account_id.not_in([one for one in but if one is not None])).limit(1)) is not None
    )
