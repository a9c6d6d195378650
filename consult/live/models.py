"""What the serving processes tell each other: who sends what is private, and how many watch."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId


class LiveProcess(Base):
    """A process with private streams to send, while its lease runs; `heard` is the last announcement that it obeys."""

    __tablename__ = "live_process"

    id: Mapped[str] = mapped_column(PublicId(), primary_key=True)
    lease_until: Mapped[datetime]
    heard: Mapped[int]


class LiveWatch(Base):
    """How many watch a stream by one process, as counted a moment ago."""

    __tablename__ = "live_watch"

    process: Mapped[str] = mapped_column(PublicId(), primary_key=True)
    stream: Mapped[str] = mapped_column(PublicId(), primary_key=True)
    watchers: Mapped[int]
    counted_at: Mapped[datetime]
