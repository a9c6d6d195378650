"""Polls, who voted, and the ballots; what the chair made of questions; who has just sent something."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

RULES = ("open", "secret")
ELECTORATES = ("anyone", "registered", "panel")
STATES = ("draft", "open", "closed", "withdrawn")
CHOICES = (2, 12)
LONGEST = 24 * 3600  # seconds that a poll may stay open by itself
HANDLINGS = ("waiting", "taken_up", "answered", "dismissed")
PAUSES = (0, 15, 30, 60, 120, 300)  # seconds of slow mode that are offered


class Poll(Base):
    """One question of the chair; texts `question` and `choice.<key>` under `owner`, `choices` the keys in order.

    `rule` is `open` (by name) or `secret`: then who voted and the ballots are kept apart. At most `most` choices each. Opened, it
    ends by itself after `seconds`. The result is told when it is closed, as `result`: votes by choice key; None where a secret
    poll had too few voters. `voters` counts them when it is closed. `salt` opens the commitment of the ledger. `seal` is half of
    the key of the ballots of a secret poll, there only while it is open.
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
    seconds: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="draft")
    opened_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    voters: Mapped[int] = mapped_column(default=0)
    salt: Mapped[str]
    seal: Mapped[str | None]

    def phase(self, at: datetime) -> str:
        """Where it stands at an instant: `draft`, `open`, `over` (its time is over, and it is not counted yet), `closed` or
        `withdrawn`."""
        over = self.state == "open" and self.ends_at is not None and at >= self.ends_at
        return "over" if over else self.state

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"poll:{self.id}"


class PollVoter(Base):
    """That somebody voted; by name and with the choices only where the rule is open.

    Keys are random, and the rows are written anew in another order when the poll is closed: no order, no time.
    """

    __tablename__ = "hearing_poll_voter"
    __table_args__ = (UniqueConstraint("poll_id", "voter"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(PublicId(), primary_key=True, default=new_public_id)
    poll_id: Mapped[int] = mapped_column(ForeignKey("hearing_poll.id"))
    voter: Mapped[str]
    name: Mapped[str | None]
    category: Mapped[str | None]
    choices: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class Ballot(Base):
    """One secret ballot, under a random key: `sealed` while the poll is open; once it is closed, another row with `choices`."""

    __tablename__ = "hearing_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(PublicId(), primary_key=True, default=new_public_id)
    poll_id: Mapped[int] = mapped_column(ForeignKey("hearing_poll.id"), index=True)
    choices: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    sealed: Mapped[str | None]


class Handling(Base):
    """What the chair made of a question (`state`); one that has no row waits."""

    __tablename__ = "hearing_handling"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    state: Mapped[str]
    handled_at: Mapped[datetime]


class Pause(Base):
    """Until when a sender waits in slow mode; gone as soon as that is over. `sender` is a keyed hash that leads nowhere else."""

    __tablename__ = "hearing_pause"
    __table_args__ = (UniqueConstraint("proceeding_id", "sender"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(PublicId(), primary_key=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    sender: Mapped[str]
    until: Mapped[datetime] = mapped_column(index=True)
