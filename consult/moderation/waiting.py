"""What of the desk's own waits at an input, as where-clauses and an order for the queue.

Each clause is a set of ids that a partial index gives, so that the queue stays quick whatever else the site holds.
"""

from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.models import Contribution
from consult.moderation.letter_models import Appeal, Letter
from consult.moderation.models import Decision

ENDED = ("withdrawn", "erased")
IN_ITS_PLACE = ("approve", "decline", "hide", "restore")


def has_open_appeal() -> ColumnElement[bool]:
    """Whether an appeal waits to be decided: not against a decision that was undone or lifted, nor of what was taken back."""
    open_ones = (
        select(Appeal.contribution_id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(Appeal.outcome.is_(None), Decision.undone_at.is_(None), ~was_lifted())
    )
    return and_(Contribution.id.in_(open_ones), Contribution.state.not_in(ENDED))


def was_lifted() -> ColumnElement[bool]:
    """Whether a later decision stands in the place of one: of a redaction, whether that was lifted."""
    later = aliased(Decision)
    return exists().where(
        later.contribution_id == Decision.contribution_id,
        later.id > Decision.id,
        later.undone_at.is_(None),
        later.version >= Decision.version,
        or_(
            and_(Decision.act != "redact", later.act.in_(IN_ITS_PLACE)),
            and_(Decision.act == "redact", later.act == "unredact", later.version == Decision.version),
        ),
    )


def has_new_answer() -> ColumnElement[bool]:
    """Whether the author answered a letter, and nobody at the desk has said that they read it."""
    unseen = select(Letter.contribution_id).where(Letter.kind == "answer", Letter.seen_at.is_(None))
    return Contribution.id.in_(unseen)


def note_what_waits(db: Session, row: Contribution) -> None:
    """Say in the row of an input, for the queue, whether an appeal or an unread answer waits there."""
    db.flush()
    here = Contribution.id == row.id
    row.appealed = db.scalar(select(Contribution.id).where(here, has_open_appeal())) is not None
    row.answered = db.scalar(select(Contribution.id).where(here, has_new_answer())) is not None


def was_hidden_by_flags() -> ColumnElement[bool]:
    """Whether flags alone hid it, and a person has yet to look: a moderator's decision settles the flags."""
    return and_(Contribution.state == "hidden", Contribution.flags > 0)


def flags_first() -> ColumnElement[Any]:
    """The order in which what more readers flagged comes first."""
    return Contribution.flags.desc()
