"""Proceedings and their phases."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id
from consult.policy.access import Where

COUNTING = timedelta(seconds=30)  # after which the counts of the docket take up what came
RELEASE_HOUR = 3  # of the local day, when what waits for the day gets its public entry
KINDS = ("consultation", "hearing", "workspace")
AUDIENCES = ("public", "members")
STATES = ("draft", "announced", "open", "closed")
IDENTITIES = ("public", "secretariat", "none")
CONFIDENTIALITIES = ("public", "secretariat")
RESPONDENTS = ("open", "link", "list")
# The kinds of rooms that a workspace can be.
ROOM_FORMS = ("advisory_group", "coalition", "liaison_group", "working_group")
PUBLICATIONS = ("after_moderation", "at_closing", "by_decision", "never")


class Proceeding(Base):
    """A consultation, a hearing or a workspace; its texts stand in `localized_text` under `owner`.

    Dates are kept as local wall time, IANA zone and instant. `moderation` is `before` or `after` publication.
    `publication` says when what is sent gets its public entry; each contribution keeps the policy it was sent under, too.
    `is_live` marks input that appears at once even without a name (a hearing, a workspace), which the form says.
    `respondents` says who may answer: everybody, whoever holds an invitation link, or a list of addresses.
    `rights_version` moves with each change of who may read. `word_limit` counts words of one comment.
    `comments_open` is the chair's switch: while it is off, a hearing that goes on takes no comments.
    `privacy_version` counts the privacy notices that were shown, `privacy_ends` says when each earlier one was replaced
    (RFC 3339); their texts stand in the field `privacy.<number>`. `extensions` lists how its closing time was put off:
    `{"at", "was", "closes", "reason": {language: text}}`, the times as RFC 3339.
    """

    __tablename__ = "proceeding"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    kind: Mapped[str]
    slug: Mapped[str]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    audience: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    symbol: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str]
    language: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(JSON)
    zone: Mapped[str] = mapped_column(default="UTC")
    opens_local: Mapped[str | None]
    opens_at: Mapped[datetime | None]
    closes_local: Mapped[str | None]
    closes_at: Mapped[datetime | None]
    moderation: Mapped[str] = mapped_column(default="before")
    publication: Mapped[str] = mapped_column(default="after_moderation")
    is_live: Mapped[bool] = mapped_column(default=False)
    identities: Mapped[list[str]] = mapped_column(JSON)
    confidentialities: Mapped[list[str]] = mapped_column(JSON)
    respondents: Mapped[str] = mapped_column(default="open")
    votes: Mapped[bool] = mapped_column(default=False)
    takes_documents: Mapped[bool] = mapped_column(default=False)
    word_limit: Mapped[int] = mapped_column(default=300)
    comments_open: Mapped[bool] = mapped_column(default=True)
    rights_version: Mapped[int] = mapped_column(default=1)
    privacy_version: Mapped[int] = mapped_column(default=1)
    extensions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    privacy_ends: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    source: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    @property
    def where(self) -> Where:
        """Its place in the scopes: grants on the body do not reach a private room."""
        return Where(self.body_id if self.audience == "public" else None, self.id)

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"proceeding:{self.id}"

    def phase(self, at: datetime) -> str:
        """Where it stands at an instant: `draft`, `soon`, `open` or `closed`."""
        if self.state in ("draft", "closed"):
            return self.state
        if self.closes_at is not None and at >= self.closes_at:
            return "closed"
        if self.state == "open" or (self.opens_at is not None and at >= self.opens_at):
            return "open"
        return "soon"
