"""Adding and taking away the documents of an agenda item."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.attachments.holding import ask_for_sweeps
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import set_texts
from consult.hearings.programme.models import AgendaItem, Paper
from consult.hearings.programme.operations.changing import changed, hearing_to_plan
from consult.hearings.programme.operations.removing import delete_papers
from consult.hearings.programme.shape import NewPaper, checked_paper

MOST_PAPERS = 50


def add_paper(db: Session, actor: Actor, *, proceeding_id: int, item: str, new: NewPaper) -> str:
    """Add a document, whose file lies in the storage already, to an item; its public id. Raises Invalid."""
    hearing = hearing_to_plan(db, actor, proceeding_id)
    row = db.scalar(select(AgendaItem).where(AgendaItem.proceeding_id == hearing.id, AgendaItem.public_id == item))
    if row is None:
        raise NotFound
    new = checked_paper(new, hearing.languages)
    here = select(func.count(), func.max(Paper.position)).where(Paper.item_id == row.id)
    ((count, last),) = db.execute(here)
    if count >= MOST_PAPERS:
        raise Invalid("file", "too_many", limit=MOST_PAPERS)
    paper = Paper(
        item_id=row.id,
        position=(last or 0) + 1,
        symbol=new.symbol,
        language=new.language,
        name=new.name,
        media_type=new.media_type,
        size=new.size,
        digest=new.digest,
    )
    db.add(paper)
    db.flush()
    set_texts(db, paper.owner, "title", new.texts["title"], hearing.language)
    ask_for_sweeps(db)
    changed(db, hearing, "item.changed", row.public_id, closed=row.audience == "closed")
    return paper.public_id


def remove_paper(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Take a document away. Raises Conflict once its item is over: then it belongs to the record."""
    hearing = hearing_to_plan(db, actor, proceeding_id)
    query = select(Paper, AgendaItem).join(AgendaItem, AgendaItem.id == Paper.item_id)
    found = db.execute(query.where(AgendaItem.proceeding_id == hearing.id, Paper.public_id == public_id)).first()
    if found is None:
        raise NotFound
    paper, item = found
    if item.state == "done":
        raise Conflict("item_is_over")
    delete_papers(db, [paper])
    changed(db, hearing, "item.changed", item.public_id, closed=item.audience == "closed")
