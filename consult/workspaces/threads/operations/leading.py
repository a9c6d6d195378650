"""Opening a discussion, naming it anew, closing, reopening and pinning it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.attachments.storing import NewFile
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, answered_before, check_open
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.policy.access import holds, require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell
from consult.workspaces.threads.models import Discussion
from consult.workspaces.threads.operations.sending import send_message

TITLE_CHARACTERS = 200


def open_discussion(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    title: str,
    new: NewContribution,
    files: Sequence[NewFile] = (),
    told: Collection[str] = (),
) -> str:
    """Begin a discussion with its first message; its public id.

    Raises NotFound for whoever may not write there, Closed outside the dates, Invalid for a title that cannot be taken, and
    what `send_message` does. The same key again gives the discussion that it began.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:write", proceeding)
    before = answered_before(db, actor, proceeding, new.client_id)
    if before is not None:
        target = db.scalar(select(Contribution.target).where(Contribution.reference == before.reference))
        if target is None:
            raise Conflict("key_used")
        return target
    check_open(proceeding)
    row = Discussion(
        proceeding_id=proceeding.id,
        title=checked_title(title),
        language=new.language,
        state="open",
        pinned=False,
        opened_by=actor.account_id,
        opened_at=now(),
    )
    db.add(row)
    db.flush()
    tell(db, proceeding, "discussion.opened", row.public_id)
    first = replace(new, target=row.public_id, reply_to=None)
    send_message(db, actor, proceeding_id=proceeding_id, new=first, files=files, told=told)
    return row.public_id


def checked_title(raw: str) -> str:
    """A title as it is kept, in one line. Raises Invalid."""
    title = " ".join(clean_text(raw, "title").split())
    if not title:
        raise Invalid("title", "required")
    if len(title) > TITLE_CHARACTERS:
        raise Invalid("title", "too_long", length=len(title), limit=TITLE_CHARACTERS)
    return title


def rename_discussion(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, title: str) -> None:
    """Give a discussion another title: whoever opened it, and who leads the room. Raises NotFound for others."""
    proceeding, row = _locked(db, actor, proceeding_id, public_id)
    if not (may_rename(actor, proceeding, row)):
        raise NotFound
    check_open(proceeding)
    row.title = checked_title(title)
    tell(db, proceeding, "discussion.renamed", row.public_id)


def may_rename(actor: Actor, proceeding: Proceeding, row: Discussion) -> bool:
    """Whether the actor leads the room, or writes there and has opened this discussion."""
    opened = actor.account_id is not None and row.opened_by == actor.account_id
    return holds(actor, "room:lead", proceeding.where) or (opened and holds(actor, "room:write", proceeding.where))


def close_discussion(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Take no more messages. Raises NotFound for whoever does not lead the room, Conflict where it is closed already."""
    proceeding, row = _led(db, actor, proceeding_id, public_id)
    if row.state != "open":
        raise Conflict("changed_meanwhile")
    row.state, row.closed_at = "closed", now()
    tell(db, proceeding, "discussion.closed", row.public_id)


def reopen_discussion(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Take messages again. Raises as `close_discussion`, Conflict where it is open."""
    proceeding, row = _led(db, actor, proceeding_id, public_id)
    if row.state != "closed":
        raise Conflict("changed_meanwhile")
    row.state, row.closed_at = "open", None
    tell(db, proceeding, "discussion.reopened", row.public_id)


def pin_discussion(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, pinned: bool) -> None:
    """Let a discussion stand first in the list, or no more. Raises NotFound for whoever does not lead the room."""
    proceeding, row = _led(db, actor, proceeding_id, public_id)
    if row.pinned != pinned:
        row.pinned = pinned
        tell(db, proceeding, "discussion.pinned" if pinned else "discussion.unpinned", row.public_id)


def _led(db: Session, actor: Actor, proceeding_id: int, public_id: str) -> tuple[Proceeding, Discussion]:
    proceeding, row = _locked(db, actor, proceeding_id, public_id)
    require(actor, "room:lead", proceeding)
    check_open(proceeding)
    return proceeding, row


def _locked(db: Session, actor: Actor, proceeding_id: int, public_id: str) -> tuple[Proceeding, Discussion]:
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:read", proceeding)
    same = Discussion.public_id == public_id, Discussion.proceeding_id == proceeding.id
    row = db.scalar(select(Discussion).where(*same).with_for_update())
    if row is None:
        raise NotFound
    return proceeding, row
