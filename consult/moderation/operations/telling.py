"""Asking for the author to be told of a decision, once it can be undone no more."""

from collections.abc import Iterable

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.core.jobs import Job, enqueue
from consult.moderation.models import Decision

TELL = "tell_decision"


def ask_to_tell(db: Session, decision: Decision) -> None:
    """Ask for the news of a decision to go out at its `final_at`; nothing goes out where it is undone before.

    The handler belongs to the room of notices, which alone knows addresses. Asked twice, it is told once.
    """
    db.flush()  # only now it has ids
    enqueue(db, TELL, {"decision": decision.id}, due_at=decision.final_at, key=f"{TELL}:{decision.public_id}")


def ask_to_tell_all(db: Session, decisions: Iterable[Decision]) -> None:
    """The same for decisions that were taken at once and that nobody was asked to tell yet; rows with the same names do."""
    rows = [
        {"kind": TELL, "values": {"decision": one.id}, "due_at": one.final_at, "key": f"{TELL}:{one.public_id}"}
        for one in decisions
    ]
    if rows:
        db.execute(insert(Job), [{**row, "state": "waiting", "attempts": 0} for row in rows])
