"""Proposals, who may vote on each, open votes, and secret ballots."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

METHODS = ("consensus", "majority", "ranked")
MAJORITIES = ("simple", "absolute", "two_thirds")
STATES = ("draft", "open", "closed", "withdrawn")
OUTCOMES = ("adopted", "rejected", "no_quorum", "undecided")
POSITIONS = ("agree", "aside", "object")  # what one says where consensus is sought
ANSWERS = ("yes", "no", "abstain")
OPTIONS = (2, 12)


class RoomProposal(Base):
    """What a room decides on. `number` counts those of a room.

    `options` lists `{"key", "text"}` of a ranked vote. `quorum` is the percentage of the electorate that must take part.
    `meeting_id` is the meeting in which it is decided. `seal` is half of the key of secret ballots, gone when it is closed.
    `result` is what the count gave (counting.Result); under five voters a secret one tells the outcome alone. `salt` opens
    the commitment of the ledger to it. `reason` says why it was withdrawn.
    """

    __tablename__ = "room_proposal"
    __table_args__ = (UniqueConstraint("proceeding_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    number: Mapped[int]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("room_document.id"))
    document_version: Mapped[int | None]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("proceeding.id"), index=True)
    method: Mapped[str]
    majority: Mapped[str] = mapped_column(default="simple")
    is_secret: Mapped[bool] = mapped_column(default=False)
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    quorum: Mapped[int] = mapped_column(default=50)
    state: Mapped[str] = mapped_column(default="draft")
    revision: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closes_local: Mapped[str | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    salt: Mapped[str]
    seal: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def offered(self) -> tuple[str, ...]:
        """The keys that may be chosen, in the order in which they are shown."""
        fixed = {"consensus": POSITIONS, "majority": ANSWERS}
        return fixed.get(self.method) or tuple(one["key"] for one in self.options)

    def phase(self, at: datetime) -> str:
        """Where it stands at an instant: `draft`, `open`, `over` (its time is over, and it is not counted yet), `closed` or
        `withdrawn`."""
        over = self.state == "open" and self.closes_at is not None and at >= self.closes_at
        return "over" if over else self.state


class Elector(Base):
    """Who may vote on a proposal, from its opening on. Whoever leaves the room meanwhile is `struck`, with the vote.

    `voted_at` says that a vote is in; of a secret one never which, nor when: it is the instant of the opening. `reminded` is
    the mark of the last reminder (consult/proceedings/duties.py).
    """

    __tablename__ = "elector"
    __table_args__ = (UniqueConstraint("proposal_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("room_proposal.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    voted_at: Mapped[datetime | None]
    struck_at: Mapped[datetime | None]
    reminded: Mapped[str] = mapped_column(default="")


class OpenVote(Base):
    """One open vote with its history: `value` is `{"choice"}` or `{"order": [key]}`, an objection gives its `reason`."""

    __tablename__ = "open_vote"
    __table_args__ = (
        Index(
            "uq_open_vote_current",
            "elector_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    elector_id: Mapped[int] = mapped_column(ForeignKey("elector.id"))
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(default="")
    cast_at: Mapped[datetime]
    is_current: Mapped[bool] = mapped_column(default=True)


class SecretBallot(Base):
    """A ballot under a random key: `sealed` while the vote is open, once it is closed another row with the `value`.

    `elector_key` finds the own ballot again while it is sealed, for who holds both halves of the key.
    """

    __tablename__ = "secret_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(PublicId(), primary_key=True, default=new_public_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("room_proposal.id"), index=True)
    elector_key: Mapped[str | None] = mapped_column(unique=True)
    sealed: Mapped[str | None]
    value: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
