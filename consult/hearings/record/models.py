"""What an imported record says beside the words."""

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base


class Origin(Base):
    """What the source says of an item or a line beside its words, under the owner's name (`item:7`, `line:9`).

    `source` holds the names of its elements, identifiers and references as they stood there, so that it comes out again.
    """

    __tablename__ = "hearing_origin"

    id: Mapped[int] = mapped_column(primary_key=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    owner: Mapped[str] = mapped_column(unique=True)
    source: Mapped[dict[str, Any]] = mapped_column(JSON)
