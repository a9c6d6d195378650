"""Polls, who voted, and the ballots."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

RULES = ("open", "secret")
ELECTORATES = ("anyone", "registered", "panel")
STATES = ("draft", "open", "closed", "withdrawn")


class Poll(Base):
    """One question of the chair; texts `question` and `choice.<key>` under `owner`, `choices` the keys in order.

    `rule` is `open` (by name) or `secret`: then who voted and the ballots are kept apart. At most `most` choices each. The
    result is told when it is closed, as `result`: votes by choice key.
    """

    __tablename__ = "hearing_poll"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_item.id"))
    rule: Mapped[str]
    electorate: Mapped[str]
    choices: Mapped[list[str]] = mapped_column(JSON)
    most: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="draft")
    opened_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    voters: Mapped[int] = mapped_column(default=0)
    salt: Mapped[str]

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"poll:{self.id}"


class PollVoter(Base):
    """That somebody voted; by name and with the choices only where the rule is open. Keys are random: no order, no time."""

    __tablename__ = "hearing_poll_voter"
    __table_args__ = (UniqueConstraint("poll_id", "voter"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(PublicId(), primary_key=True, default=new_public_id)
    poll_id: Mapped[int] = mapped_column(ForeignKey("hearing_poll.id"))
    voter: Mapped[str]
    name: Mapped[str | None]
    category: Mapped[str | None]
    choices: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class Ballot(Base):
    """One secret ballot, under a random key."""

    __tablename__ = "hearing_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(PublicId(), primary_key=True, default=new_public_id)
    poll_id: Mapped[int] = mapped_column(ForeignKey("hearing_poll.id"), index=True)
    choices: Mapped[list[str]] = mapped_column(JSON)
