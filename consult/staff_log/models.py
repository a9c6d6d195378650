"""The two logs of staff. They hold names of things and never words of a contribution."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base


class StaffAct(Base):
    """One act: who did it in which role, what, when, on what, and why where a reason was given.

    `act` is the name of the operation, `detail` its variant (`decline`), `subject` the reference or public id of what it
    was done to, and `number` how many there were when there were several. `body_id` is empty for a private room, so that
    grants on the body do not reach it. `reason` is a code; `note` was written about no contribution.
    """

    __tablename__ = "staff_act"
    __table_args__ = (
        Index("ix_staff_act_at", "at"),
        Index("ix_staff_act_account_id", "account_id", "at"),
        Index("ix_staff_act_proceeding_id", "proceeding_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    act: Mapped[str]
    detail: Mapped[str | None]
    subject: Mapped[str | None]
    number: Mapped[int | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    proceeding_id: Mapped[int | None]
    body_id: Mapped[int | None]


class ConfidentialReading(Base):
    """That somebody of the staff was shown a confidential text or a withheld identity; once an hour for one contribution.

    `door` is the page that showed it. Without a `reference` it is an export, of `number` contributions; without an account the
    operator made it by a command, and `door` names that command with the edition.
    """

    __tablename__ = "confidential_reading"
    __table_args__ = (
        UniqueConstraint("account_id", "reference", "hour"),
        Index("ix_confidential_reading_at", "at"),
        Index("ix_confidential_reading_proceeding_id", "proceeding_id", "at"),
        Index("ix_confidential_reading_reference", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    hour: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proceeding_id: Mapped[int | None]
    reference: Mapped[str | None]
    number: Mapped[int | None]
    door: Mapped[str]
