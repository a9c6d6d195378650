"""The processes that send what is private."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId


class LiveProcess(Base):
    """A process with private streams to send, while its lease runs; `heard` is the last announcement that it obeys."""

    __tablename__ = "live_process"

    id: Mapped[str] = mapped_column(PublicId(), primary_key=True)
    lease_until: Mapped[datetime]
    heard: Mapped[int]
