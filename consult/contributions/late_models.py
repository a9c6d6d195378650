"""Late passes: who may still file after the closing, once, with the reason that the secretariat gave."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id


class LatePass(Base):
    """One link for one late filing: used once, and no more after `expires_at` or when it was taken back (`ended`).

    Only a hash of its token is kept, and nothing that links it to what was filed with it.
    """

    __tablename__ = "late_pass"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    used: Mapped[bool] = mapped_column(default=False)
    ended: Mapped[bool] = mapped_column(default=False)

    def is_valid(self, at: datetime) -> bool:
        """Whether something can be filed with it at this instant."""
        return not (self.used or self.ended) and self.expires_at > at
