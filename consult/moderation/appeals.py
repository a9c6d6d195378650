"""Which decisions an author can appeal against, until when, and whether anybody is there to decide."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.moderation.letter_models import Appeal
from consult.moderation.models import Decision
from consult.moderation.proposal_models import Proposal
from consult.moderation.waiting import ENDED, was_lifted
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding

AGAINST_AUTHORS = ("decline", "hide", "redact")
WITHIN = timedelta(days=183)  # six months, as the Digital Services Act gives


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
    if decision.act not in AGAINST_AUTHORS or decision.undone_at is not None or is_lifted(db, decision):
        return "nothing_to_appeal"
    if db.scalar(select(Appeal.id).where(Appeal.decision_id == decision.id)) is not None:
        return "appealed_already"
    return "appeal_too_late" if now() > appeals_until(decision) else None


def is_over(db: Session, row: Contribution, decision: Decision) -> bool:
    """Whether nothing is left to be decided about a decision: it was undone or lifted, or its author took the input back."""
    return decision.undone_at is not None or row.state in ENDED or is_lifted(db, decision)


def is_lifted(db: Session, decision: Decision) -> bool:
    """Whether a later decision stands in its place, or the redaction was lifted."""
    if decision.act == "redact":
        return redaction_of(db, decision) is None
    return db.scalar(select(Decision.id).where(Decision.id == decision.id, was_lifted())) is not None


def redaction_of(db: Session, decision: Decision) -> Proposal | None:
    """The redaction that a decision brought into force; None for any other decision, and where it is lifted."""
    if decision.act != "redact":
        return None
    return db.scalar(
        select(Proposal).where(
            Proposal.contribution_id == decision.contribution_id,
            Proposal.act == "redact",
            Proposal.state == "in_force",
            Proposal.version == decision.version,
            Proposal.settled_at == decision.decided_at,
        )
    )


def took_part(db: Session, decision: Decision) -> set[int]:
    """Who had a part in a decision, and so cannot decide an appeal against it: of a redaction both persons."""
    redaction = redaction_of(db, decision)
    known = [decision.decided_by, *((redaction.proposed_by, redaction.settled_by) if redaction else ())]
    return {one for one in known if one is not None}


def can_be_decided(db: Session, proceeding: Proceeding, but: Collection[int]) -> bool:
    """Whether somebody other than these accounts moderates here now, so that an appeal can be decided."""
    here: ColumnElement[bool] = (Grant.scope == "proceeding") & (Grant.scope_id == proceeding.id)
    if proceeding.audience == "public":
        here = or_(here, (Grant.scope == "body") & (Grant.scope_id == proceeding.body_id))
    others = in_force().where(here, Grant.role.in_(MATRIX["contribution:moderate"]))
    return db.scalar(others.where(Grant.account_id.not_in(but)).limit(1)) is not None
