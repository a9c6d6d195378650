"""What must be known at once after a commit and is in no stream: a session has ended, a right has changed."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy.orm import Session

SESSION_ENDED = "session.ended"
RIGHTS_CHANGED = "rights.changed"


class Announcement(NamedTuple):
    """One thing to tell: `session.ended` with the id of the session, `rights.changed` with the id of the account."""

    kind: str
    value: int


Herald = Callable[[str, int], None]


def announce(db: Session, kind: str, value: int) -> None:
    """Note what the heralds are told when this transaction is on disk; nothing is told when it is not."""
    db.info.setdefault("announcements", []).append(Announcement(kind, value))


def take_announcements(db: Session) -> tuple[Announcement, ...]:
    """What was announced in this transaction, in the order of the calls, each once."""
    return tuple(dict.fromkeys(db.info.pop("announcements", ())))
