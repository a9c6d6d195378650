"""What came on paper, by e-mail or otherwise and was entered at the desk: from where, when, by whom, and who checked it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

MEDIA = ("paper", "email", "word", "other")
CHECKS = ("unchecked", "checked", "corrected")


class Intake(Base):
    """How one contribution came. `received_on` is the day in the zone of its proceeding, as YYYY-MM-DD.

    `sender` is from whom it came and `kept_at` where the paper lies, both for the desk alone. `state` is `unchecked`, `checked`
    (somebody else read version `checked_version` against the original) or `corrected` (and sent a new version with `corrections`
    in words). `salt` is that of the commitment to the rest.
    """

    __tablename__ = "intake"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), unique=True)
    medium: Mapped[str]
    received_on: Mapped[str]
    sender: Mapped[str] = mapped_column(default="")
    kept_at: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entered_role: Mapped[str]
    entered_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="unchecked")
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    checked_role: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    checked_version: Mapped[int | None]
    corrections: Mapped[str] = mapped_column(default="")
    salt: Mapped[str]
