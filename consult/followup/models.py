"""Results of a consultation in versions, the outcomes they list, and the contributions they cite."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

DECISIONS = ("taken_up", "partly", "not_taken_up")


class Results(Base):
    """One version of the results; its `text` stands in `localized_text` under `owner`.

    The version without `published_at` is the one that is being written. `salt` opens its commitment in the ledger.
    """

    __tablename__ = "results"
    __table_args__ = (UniqueConstraint("proceeding_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    salt: Mapped[str]

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"results:{self.id}"


class Outcome(Base):
    """What became of one demand: `text` and `why` as localized texts, the decision, and the references it cites."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("results_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    results_id: Mapped[int] = mapped_column(ForeignKey("results.id"))
    position: Mapped[int]
    decision: Mapped[str]
    cited: Mapped[list[str]] = mapped_column(JSON)

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"outcome:{self.id}"


class Citation(Base):
    """That published results cite a contribution; `told_at` says when its author was told."""

    __tablename__ = "citation"
    __table_args__ = (UniqueConstraint("results_id", "reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    results_id: Mapped[int] = mapped_column(ForeignKey("results.id"))
    reference: Mapped[str] = mapped_column(index=True)
    told_at: Mapped[datetime | None]
