"""Sending a message with its files, and telling those whom it names."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.contributions.attachments.operations import add_undrafted
from consult.contributions.attachments.storing import NewFile
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import Filed, NewContribution, answered_before, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Invalid
from consult.core.jobs import enqueue
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.workspaces.threads.models import Discussion, Mention
from consult.workspaces.threads.queries import people

TELL = "tell_mention"
MOST_FILES = 5


def send_message(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    new: NewContribution,
    files: Sequence[NewFile] = (),
    told: Collection[str] = (),
) -> Filed:
    """File a message of a room with stored files, and tell the accounts of these public ids of it.

    Raises what `submit_contribution` does, and Invalid for too many files (`files`) or for somebody who is not in the room
    (`told`). The same key again gives the first answer and tells nobody twice.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:write", proceeding)
    before = answered_before(db, actor, proceeding, new.client_id) if files else None
    if before is not None:  # its files have other names by now: the key alone says that it is the same
        return before
    if len(files) > MOST_FILES:
        raise Invalid("files", "too_many_files", number=len(files), limit=MOST_FILES)
    if new.target is not None and not knows(db, actor, proceeding, new):
        raise Invalid("target", "no_such_choice")
    named = _named(db, actor, proceeding, told)
    enclosed = tuple(add_undrafted(db, proceeding, one) for one in files)
    filed = submit_contribution(db, actor, proceeding_id=proceeding_id, new=replace(new, files=enclosed))
    if not filed.dup:
        _mention(db, filed.reference, named)
    return filed


def _named(db: Session, actor: Actor, proceeding: Proceeding, told: Collection[str]) -> list[int]:
    """The accounts to be told, without whoever writes."""
    known = {one.public_id: one.account_id for one in people(db, actor, proceeding)} if told else {}
    if any(one not in known for one in told):
        raise Invalid("told", "no_such_choice")
    return sorted({known[one] for one in told} - {actor.account_id})


def _mention(db: Session, reference: str, accounts: Sequence[int]) -> None:
    if not accounts:
        return
    contribution = db.scalars(select(Contribution.id).where(Contribution.reference == reference)).one()
    rows = [Mention(contribution_id=contribution, account_id=one, mentioned_at=now()) for one in accounts]
    db.add_all(rows)
    db.flush()
    for row in rows:
        enqueue(db, TELL, {"mention": row.id})


def forget_mentions(db: Session, row: Contribution) -> None:
    """Drop whom an erased message named."""
    db.execute(delete(Mention).where(Mention.contribution_id == row.id))


def knows(db: Session, actor: Actor, proceeding: Proceeding, new: NewContribution) -> bool:
    """Whether a message goes into a discussion of this room, locked against its closing.

    Raises Closed for one that was closed, Invalid for a reply to what was said elsewhere.
    """
    same = Discussion.public_id == new.target, Discussion.proceeding_id == proceeding.id
    found = db.scalar(select(Discussion).where(*same).with_for_update(read=True))
    if found is None or new.kind != "comment":
        return False
    if found.state != "open":
        raise Closed("discussion_closed")
    if new.reply_to is not None:
        target = db.scalar(select(Contribution.target).where(Contribution.reference == new.reply_to))
        if target != new.target:
            raise Invalid("reply_to", "no_such_choice")
    return True
