"""Agreeing the text of an item in one language, and taking the agreement back with a reason."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.core.text import clean_text
from consult.hearings.notes.models import Agreement
from consult.hearings.notes.operations.columns import agreement, hold_column, noted
from consult.hearings.notes.queries import lines_of, mark_of
from consult.hearings.programme.models import AgendaItem
from consult.hearings.programme.queries import item_by_public_id
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell

LONGEST_REASON = 1000


def agree_text(db: Session, actor: Actor, *, proceeding_id: int, item: str, language: str, seen: str) -> None:
    """Agree the text of an item in a language as it was read; from then on it cannot be corrected.

    `seen` is the mark of the lines that were read: Conflict where they were changed since, where the item goes on, where
    there is nothing to agree or it is agreed already. NotFound for whoever does not chair the hearing or plan it.
    """
    hearing, row = _chaired(db, actor, proceeding_id, item, language)
    if row.state != "done" and hearing.phase(now()) != "closed":
        raise Conflict("item_goes_on")
    if agreement(db, row.id, language) is not None:
        raise Conflict("agreed")
    lines = lines_of(db, actor, hearing, [language], item_id=row.id)
    if not lines:
        raise Conflict("nothing_to_agree")
    if mark_of(lines) != seen:
        raise Conflict("changed_meanwhile")
    db.add(Agreement(item_id=row.id, language=language, agreed_at=now(), agreed_by=actor.account_id))
    tell(db, hearing, "minutes.agreed", row.public_id, closed=row.audience == "closed")


def end_agreement(db: Session, actor: Actor, *, proceeding_id: int, item: str, language: str, reason: str) -> None:
    """Open an agreed text to corrections again; the reason is kept and told. Raises Conflict where it is not agreed."""
    hearing, row = _chaired(db, actor, proceeding_id, item, language)
    why = clean_text(reason, "reason")
    if not why:
        raise Invalid("reason", "required")
    if len(why) > LONGEST_REASON:
        raise Invalid("reason", "too_long", length=len(why), limit=LONGEST_REASON)
    found = agreement(db, row.id, language)
    if found is None:
        raise Conflict("wrong_state")
    found.ended_at, found.ended_by, found.reason = now(), actor.account_id, why
    tell(db, hearing, "minutes.agreed", row.public_id, closed=row.audience == "closed")


def _chaired(db: Session, actor: Actor, proceeding_id: int, item: str, language: str) -> tuple[Proceeding, AgendaItem]:
    """The hearing and its item, held. The state of the item cannot change meanwhile."""
    hearing = noted(db, actor, proceeding_id)
    require(actor, "hearing:chair", hearing)
    hold_column(db, hearing, language)
    row = item_by_public_id(db, actor, hearing, item)
    db.execute(select(AgendaItem.id).where(AgendaItem.id == row.id).with_for_update(read=True))
    db.refresh(row)
    return hearing, row
