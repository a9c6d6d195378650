"""Taking items away with all that belongs to them, where nothing else does."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Column, delete, select
from sqlalchemy.orm import Session

from consult.contributions.attachments.holding import let_go
from consult.contributions.models import Contribution
from consult.core.db import Base
from consult.core.errors import Conflict
from consult.core.localized import LocalizedText
from consult.hearings.programme.models import AgendaItem, Paper

OWN = (AgendaItem.__tablename__, Paper.__tablename__)


def check_unused(db: Session, proceeding_id: int, items: Sequence[AgendaItem]) -> None:
    """Raises Conflict where a row of any room belongs to one of these items: a registration, a speaker, a contribution."""
    ids, names = [row.id for row in items], [row.public_id for row in items]
    written = (Contribution.proceeding_id == proceeding_id, Contribution.target.in_(names))
    if db.scalar(select(Contribution.id).where(*written).limit(1)) is not None:
        raise Conflict("item_in_use")
    for column in _pointing_here():
        if db.execute(select(column).where(column.in_(ids)).limit(1)).first() is not None:
            raise Conflict("item_in_use")


def delete_items(db: Session, items: Sequence[AgendaItem]) -> None:
    """Delete items, of which each stands before its parts, with texts and papers."""
    papers = db.scalars(select(Paper).where(Paper.item_id.in_([row.id for row in items]))).all()
    delete_papers(db, papers)
    owners = [row.owner for row in items]
    db.execute(delete(LocalizedText).where(LocalizedText.owner.in_(owners)))
    for row in reversed(items):
        db.delete(row)
        db.flush()


def delete_papers(db: Session, papers: Sequence[Paper]) -> None:
    """Delete papers with their titles; their contents go where nothing else holds them."""
    let_go(db, [one.digest for one in papers])
    db.execute(delete(LocalizedText).where(LocalizedText.owner.in_([one.owner for one in papers])))
    for one in papers:
        db.delete(one)
    db.flush()


def _pointing_here() -> Iterator[Column[int]]:
    """The columns of other rooms that point to items: those rooms lie above this one."""
    for table in Base.metadata.sorted_tables:
        if table.name not in OWN:
            for key in table.foreign_keys:
                if key.column.table.name == AgendaItem.__tablename__:
                    yield table.c[key.parent.name]
