"""An address for news of one contribution: given and taken back by its author, and forgotten in time."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from consult.accounts.operations import folded_email
from consult.contributions.models import Contribution
from consult.contributions.operations.own import locked_own
from consult.core.actors import Actor
from consult.core.clock import next_local_hour, now
from consult.core.errors import Conflict, NotFound
from consult.core.jobs import enqueue
from consult.moderation.letter_models import Appeal, Contact, Letter
from consult.proceedings.models import RELEASE_HOUR, Proceeding

FORGET = "forget_contacts"
KEPT = timedelta(days=365)


def set_contact(db: Session, actor: Actor, *, reference: str, address: str, language: str) -> None:
    """Keep an address for news of the own contribution, in the place of the one before.

    Raises NotFound for anybody else and for what was sent with an account, which has an address; Conflict once it was erased;
    Invalid for what is no address.
    """
    _proceeding, row = locked_own(db, actor, reference)
    if row.author_id is not None:
        raise NotFound
    if row.state == "erased":
        raise Conflict("letter_after_erasure")
    folded = folded_email(address)
    known = db.scalar(select(Contact).where(Contact.contribution_id == row.id).with_for_update())
    if known is None:
        db.add(Contact(contribution_id=row.id, address=folded, language=language, added_at=now()))
    else:
        known.address, known.language, known.added_at = folded, language, now()
    enqueue(db, FORGET, {}, next_local_hour(RELEASE_HOUR, "UTC"), key=FORGET)


def remove_contact(db: Session, actor: Actor, *, reference: str) -> None:
    """Forget the address at once, with the news that was on its way to it. Raises NotFound for anybody but the author."""
    _proceeding, row = locked_own(db, actor, reference)
    db.execute(delete(Contact).where(Contact.contribution_id == row.id))


def forget_contacts(db: Session, actor: Actor) -> int:
    """Forget each address a year after it was given, or after its proceeding closed where that is later; how many."""
    before = now() - KEPT
    old = (
        select(Contact.id)
        .join(Contribution, Contribution.id == Contact.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contact.added_at < before, or_(Proceeding.closes_at.is_(None), Proceeding.closes_at < before))
    )
    return len(db.scalars(delete(Contact).where(Contact.id.in_(old)).returning(Contact.id)).all())


def kept_until(proceeding: Proceeding) -> datetime:
    """When an address that is given now is forgotten at the latest."""
    return max(now(), proceeding.closes_at or now()) + KEPT


def forget_letters(db: Session, row: Contribution) -> None:
    """Drop everything of an erased input that holds words or an address: its appeals and letters keep their marks only."""
    db.execute(delete(Contact).where(Contact.contribution_id == row.id))
    for table in (Appeal, Letter):
        emptied = update(table).where(table.contribution_id == row.id).values(text=None)
        db.execute(emptied.execution_options(synchronize_session=False))
    notes = update(Appeal).where(Appeal.contribution_id == row.id).values(note="")
    db.execute(notes.execution_options(synchronize_session=False))
