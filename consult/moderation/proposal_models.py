"""What a moderator proposes and a second person may have to confirm: withholding words, showing them again, erasing."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

PROPOSED_ACTS = ("redact", "unredact", "erase")
PROPOSAL_STATES = ("asked", "proposed", "in_force", "refused", "taken_back", "lifted", "moot")
REDACT_REASONS = ("private_person", "contact_details", "insult", "violence_or_hatred", "unlawful", "other")
GROUNDS = {"author_asked": True, "time_over": True, "person_asked": False, "court": False, "other_law": False}
"""The grounds of an erasure, and whether with the words also goes the way by which their author comes back."""


class Proposal(Base):
    """A redaction, its lifting or an erasure, from the first word about it to its end.

    `act` is one of PROPOSED_ACTS. A redaction is about one `version` and lists `spans`, each `{"passage", "start", "end"}`
    in characters of that passage's text, or with None for a whole answer; `mark` is what stands there for everybody else.
    `lifts` is the public id of the redaction that is lifted. `state` is `asked` (by the author, for an erasure), `proposed`
    (waits for a second person), `in_force`, `refused`, `taken_back`, `lifted` or `moot` (overtaken). `hides` says that the
    contribution was hidden until it is settled. `note` and `settled_note` are sentences for the author.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "uq_proposal_waiting",
            "contribution_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    act: Mapped[str]
    version: Mapped[int]
    spans: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    lifts: Mapped[str | None] = mapped_column(PublicId())
    reason: Mapped[str | None]
    mark: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    hides: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(index=True)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_role: Mapped[str]
    proposed_at: Mapped[datetime]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_role: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_note: Mapped[str] = mapped_column(default="")
    lifted_at: Mapped[datetime | None]
