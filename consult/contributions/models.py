"""Contributions, versions, passages, files, votes, flags, and the answers already given to a sender."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.contributions.docket.cells import CELL
from consult.core.db import Base, PublicId, new_public_id
from consult.core.storage import HOLDERS

STATES = ("pending", "published", "declined", "hidden", "withdrawn", "erased")
LATE = ("asked", "accepted", "refused")
FILE_STATES = ("waiting", "clean", "refused")
SAID_LIVE = ("comment", "question")  # kinds that the chair of a hearing takes, or does not take
VOTES = {"agree": 1, "pass": 0, "disagree": -1}
BEHALVES = ("self", "organisation", "coalition")
# What stands in the queue of the moderators. Said to both databases in these very words, so that they see that an index holds it.
QUEUED = (
    "waiting OR (flags > 0 AND state IN ('published', 'hidden')) OR escalated OR appealed OR answered"
    " OR (redacting AND state NOT IN ('withdrawn', 'erased'))"
)


def _when_filed(context: Any) -> datetime:
    """A new contribution has one version, sent when it was filed."""
    filed: datetime = context.get_current_parameters()["submitted_at"]
    return filed


class Contribution(Base):
    """One input. `reference` is random and public; `place` and `docket` are set with its first public entry.

    `version` is the one that stands, `latest` the newest sent; `waiting` says that a moderator has yet to read that, and
    `redacting` that a redaction or erasure waits for a second person: until then it gets no public entry.
    `reason` is the code of the decision in force. `agrees`, `disagrees` and `passes` count the last vote of each voter.
    `on_behalf` says for whom it was sent; `organisation` is the public id of a registered one, and `coalition` lists the
    members of a joint submission, each `{"name", "country", "organisation"}`.
    `publication` is the policy under which it was sent; `cleared` says that its publication was decided (`by_decision`).
    `newest_at` is when the newest version was sent. `escalated` says that a moderator asked the secretariat, `appealed` that its
    author waits for another decision, `answered` that the author's answer to a letter is unread, `is_distressing` that a
    moderator wants it veiled at the desk until it is opened.
    `late` is None for what came in time, else `asked`, `accepted` or `refused`, with the reason that the secretariat gave.
    `code` is the stakeholder code that papers cite (AI, JS1). `mark` is `replaced` or `duplicate` where a relation in force
    says so. `enclosed` tells of the files of the version that stands: 2 that every reader of its files sees one, 1 that only
    desk and author do, 0 that there is none. `cell` is what the docket counts it by. `source` holds what an import brought.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        Index("ix_contribution_place", "proceeding_id", "place"),
        # Most have no author: with them in it, SQLite would think that the index tells nothing.
        Index(
            "ix_contribution_author_id",
            "author_id",
            sqlite_where=text("author_id IS NOT NULL"),
            postgresql_where=text("author_id IS NOT NULL"),
        ),
        Index("ix_contribution_target", "proceeding_id", "target", "place"),
        Index("ix_contribution_state", "proceeding_id", "state"),
        Index("ix_contribution_docket", "proceeding_id", "docket", "id"),
        Index("ix_contribution_day", "proceeding_id", "submitted_at"),
        Index("ix_contribution_cell", "proceeding_id", "cell", "docket"),
        Index(
            "uq_contribution_code",
            "proceeding_id",
            "code",
            unique=True,
            sqlite_where=text("code IS NOT NULL"),
            postgresql_where=text("code IS NOT NULL"),
        ),
        # Few are sent by organisations: what one of them sent, and how many each, is read from this alone.
        Index(
            "ix_contribution_by_organisation",
            "proceeding_id",
            "organisation",
            "cell",
            sqlite_where=text("organisation IS NOT NULL"),
            postgresql_where=text("organisation IS NOT NULL"),
        ),
        # What is listed is counted from the index alone, in the order of its columns.
        Index(
            "ix_contribution_listed",
            "proceeding_id",
            "kind",
            "state",
            "reason",
            "confidentiality",
            "target",
            "place",
            sqlite_where=text("place IS NOT NULL"),
            postgresql_where=text("place IS NOT NULL"),
        ),
        # The queue is counted from one index alone, in the order of its columns, and listed from the other.
        Index(
            "ix_contribution_queued",
            "proceeding_id",
            "kind",
            "language",
            "flags",
            "escalated",
            "appealed",
            "answered",
            "redacting",
            "newest_at",
            "waiting",
            "state",
            sqlite_where=text(QUEUED),
            postgresql_where=text(QUEUED),
        ),
        Index(
            "ix_contribution_queue",
            "newest_at",
            "id",
            "proceeding_id",
            "kind",
            "language",
            "flags",
            "escalated",
            "appealed",
            "answered",
            "redacting",
            "waiting",
            "state",
            sqlite_where=text(QUEUED),
            postgresql_where=text(QUEUED),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    reference: Mapped[str] = mapped_column(unique=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    kind: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    identity: Mapped[str]
    confidentiality: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str | None]
    category: Mapped[str | None]
    on_behalf: Mapped[str] = mapped_column(default="self")
    organisation: Mapped[str | None] = mapped_column(index=True)
    coalition: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    country: Mapped[str | None]
    language: Mapped[str]
    target: Mapped[str | None]
    reply_to: Mapped[str | None]
    submitted_at: Mapped[datetime]
    newest_at: Mapped[datetime] = mapped_column(default=_when_filed)
    version: Mapped[int] = mapped_column(default=1)
    latest: Mapped[int] = mapped_column(default=1)
    waiting: Mapped[bool] = mapped_column(default=False)
    redacting: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int | None]
    docket: Mapped[int | None]
    publication: Mapped[str] = mapped_column(default="after_moderation")
    cleared: Mapped[bool] = mapped_column(default=False)
    late: Mapped[str | None]
    late_reason: Mapped[str | None]
    code: Mapped[str | None]
    mark: Mapped[str | None]
    enclosed: Mapped[int] = mapped_column(default=0)
    cell: Mapped[str] = mapped_column(Computed(CELL, persisted=True))
    codeword_hash: Mapped[str | None]
    flags: Mapped[int] = mapped_column(default=0)
    escalated: Mapped[bool] = mapped_column(default=False)
    appealed: Mapped[bool] = mapped_column(default=False)
    answered: Mapped[bool] = mapped_column(default=False)
    is_distressing: Mapped[bool] = mapped_column(default=False)
    agrees: Mapped[int] = mapped_column(default=0)
    disagrees: Mapped[int] = mapped_column(default=0)
    passes: Mapped[int] = mapped_column(default=0)
    source: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Version(Base):
    """What was sent at one time; immutable. `salts` maps audience and name (`open.text`) to the salt of its commitment.

    `questionnaire` is the public id of the questionnaire version that was answered, `privacy` the number of the privacy
    notice that its author was shown.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int]
    sent_at: Mapped[datetime]
    questionnaire: Mapped[str | None]
    privacy: Mapped[int | None]
    salts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Passage(Base):
    """One answer or paragraph of a version.

    `text` is what was written, `redacted` its public rendition where words are withheld.
    `value` is typed JSON `{"type": ..., "value": ...}`; its address is (version, question, instance, matrix_row).
    """

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    number: Mapped[int]
    question: Mapped[str | None]
    instance: Mapped[int] = mapped_column(default=1)
    matrix_row: Mapped[str | None]
    value: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    text: Mapped[str | None]
    redacted: Mapped[str | None]


class Attachment(Base):
    """A file that somebody added: to a draft, and once that is sent to the contribution, in its versions from `first_version`
    to `last_version` (None: still in the newest).

    `question` is the public id of the question it answers, None for a document that is the submission itself; its `paragraphs`
    are kept until it is sent. `digest` is what was sent, `public_digest` the copy without metadata, the only one that
    readers get. Without `keeps_original` the two are one as soon as the copy is made. `state` is `waiting` (for the scanner
    and the copy), `clean` or `refused` for a `problem`. `is_source` marks the scan or the original of what was entered at the
    desk: only the author, and who may know all identities, get it.
    """

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_contribution_id", "contribution_id", "first_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    first_version: Mapped[int | None]
    last_version: Mapped[int | None]
    question: Mapped[str | None]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str | None] = mapped_column(index=True)
    public_digest: Mapped[str | None] = mapped_column(index=True)
    public_size: Mapped[int | None]
    alt: Mapped[str] = mapped_column(default="")
    is_source: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="waiting")
    problem: Mapped[str | None]
    keeps_original: Mapped[bool]
    paragraphs: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    added_at: Mapped[datetime]


HOLDERS.extend((Attachment.public_id, one) for one in (Attachment.digest, Attachment.public_digest))


class Vote(Base):
    """One vote with its history: a later one of the same voter makes the earlier ones not current."""

    __tablename__ = "vote"
    __table_args__ = (
        Index("ix_vote_contribution_id_voter", "contribution_id", "voter"),
        Index(
            "uq_vote_current",
            "contribution_id",
            "voter",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    voter: Mapped[str]
    value: Mapped[int]
    cast_at: Mapped[datetime]
    is_current: Mapped[bool]


class Flag(Base):
    """A reader's mark that a moderator should look; one per sender and contribution."""

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("contribution_id", "sender"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    sender: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]
    raised_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Sending(Base):
    """The first answer to a key of a sender, so that a double click or a retry makes one contribution.

    Kept for a day; `sender` is a keyed hash that cannot be followed from one input to another.
    """

    __tablename__ = "sending"
    __table_args__ = (UniqueConstraint("stream_id", "sender", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"))
    sender: Mapped[str]
    client_id: Mapped[str]
    body_hash: Mapped[str]
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    sent_at: Mapped[datetime] = mapped_column(index=True)


class SentOnce(Base):
    """That a document with this key was sent: a hash that leads neither to who has it nor to what was filed."""

    __tablename__ = "sent_once"

    id: Mapped[int] = mapped_column(primary_key=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    key: Mapped[str] = mapped_column(unique=True)


class Draft(Base):
    """An answer that is being written: never searched, never exported, gone when it is sent or expires.

    `answers` is the one JSON shape of answers, as typed; `sender` the fields of who writes; `pages` tells which rendering
    of a page saved each of its steps last, and `saves` counts, so that a save from another window is noticed. `form_key`
    is the client_id of its sending. `corrects` is the contribution of which it writes version `seen` + 1. Of a restore
    code only a hash is kept; times are full hours, so that they tell of nobody when they were at a keyboard.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    questionnaire: Mapped[str]
    language: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    sender: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    pages: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    corrects: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), unique=True)
    seen: Mapped[int | None]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    form_key: Mapped[str] = mapped_column(index=True)
    saves: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    remind_to: Mapped[str | None]
    is_test: Mapped[bool] = mapped_column(default=False)


class SearchRow(Base):
    """What one audience (`open`, `desk`, `restricted`) can find of one passage: the told text's tokens in order."""

    __tablename__ = "search_row"
    __table_args__ = (Index("ix_search_row_contribution_id", "contribution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"))
    audience: Mapped[str]
    tokens: Mapped[str]
