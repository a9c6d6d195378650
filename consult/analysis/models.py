"""What a body sets itself: how many should take part, of which group."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

DIMENSIONS = ("category", "region", "country", "language", "on_behalf")
UNITS = ("contributions", "organisations")
EACH = "each"  # of the values that a dimension has: for regional groups and kinds of respondent alone
EACH_OF = ("region", "on_behalf")
MOST = 1_000_000


class ParticipationTarget(Base):
    """At least so many contributions or organisations with this value of a dimension (or with each value).

    It belongs to one proceeding, or to a body and so to each of its public proceedings.
    """

    __tablename__ = "participation_target"
    __table_args__ = (
        UniqueConstraint("proceeding_id", "dimension", "value", "unit"),
        UniqueConstraint("body_id", "dimension", "value", "unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int | None] = mapped_column(ForeignKey("proceeding.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    dimension: Mapped[str]
    value: Mapped[str]
    unit: Mapped[str]
    at_least: Mapped[int]
