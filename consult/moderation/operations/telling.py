"""Asking for the author to be told of a decision, once it can be undone no more."""

from sqlalchemy.orm import Session

from consult.core.jobs import enqueue
from consult.moderation.models import Decision

TELL = "tell_decision"


def ask_to_tell(db: Session, decision: Decision) -> None:
    """Ask for the news of a decision to go out at its `final_at`; nothing goes out where it is undone before.

    The handler belongs to the room of notices, which alone knows addresses. Asked twice, it is told once.
    """
    db.flush()  # only now it has ids
    enqueue(db, TELL, {"decision": decision.id}, due_at=decision.final_at, key=f"{TELL}:{decision.public_id}")
