"""What the screen of the room shows beside the floor."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base

KINDS = ("comment", "question", "poll")


class Screen(Base):
    """What the chair chose for the projector: a `reference` of one of KINDS, both None for nothing but the floor.

    A comment or question is named by its reference, a poll by its public id. Words are read when they are shown, never kept
    here.
    """

    __tablename__ = "hearing_screen"

    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), primary_key=True)
    kind: Mapped[str | None]
    reference: Mapped[str | None]
    chosen_at: Mapped[datetime]
