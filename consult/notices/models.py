"""News on its way to somebody, what an account wants of mails, and addresses that take none."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base

WHEN = ("at_once", "daily", "never")


class News(Base):
    """One piece of news for one recipient: an account, or the contact of a contribution. `mailed_at` ends it.

    `kind` is `decision`, `appeal`, `letter`, `citation` or `mention`; `about` is the id of that row.
    """

    __tablename__ = "news"
    __table_args__ = (
        Index("ix_news_account_id", "account_id", "mailed_at"),
        Index("ix_news_contact_id", "contact_id", "mailed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    kind: Mapped[str]
    about: Mapped[int]
    made_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]


class MailChoice(Base):
    """What an account wants of mails; an account without a row has the defaults.

    `news` is one of WHEN; `details` lets a mail name the proceeding, the reference and what was decided; `digest` is the daily
    mail of what waits, for those who moderate.
    """

    __tablename__ = "mail_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    news: Mapped[str] = mapped_column(default="at_once")
    details: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[bool] = mapped_column(default=True)


class FailingAddress(Base):
    """An address that a mail server refused for good, how often in a row, and its last answer."""

    __tablename__ = "failing_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime]
    answer: Mapped[str]
