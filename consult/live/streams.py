"""What the hub must know of streams, given by the features through app.py."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy.orm import Session

from consult.core.actors import Actor


class Stream(NamedTuple):
    """A stream at one moment. `is_private` says that each reader's right is checked again before a batch is sent."""

    id: int
    public_id: str
    scope_id: int
    audience: str
    epoch: str
    head: int
    is_private: bool
    rights_version: int


Event = dict[str, Any]


class Streams(Protocol):
    """Rights and readings; `data` of an event is the same for every reader of its stream."""

    def find(self, db: Session, public_id: str) -> Stream | None:
        """The stream as it is now, for whoever asks on behalf of the house."""

    def check(self, db: Session, actor: Actor, stream: Stream) -> None:
        """Raises NotFound unless the actor may follow the stream."""

    def heads(self, db: Session, public_ids: Sequence[str]) -> dict[str, int]:
        """The last number of each of these streams."""

    def events(self, db: Session, stream: Stream, after: int, limit: int) -> list[Event]:
        """At most so many events that follow a number, in order, each made from its row as it is now."""

    def snapshot(self, db: Session, stream: Stream, limit: int) -> list[Event]:
        """The newest readings as events, the newest first."""
