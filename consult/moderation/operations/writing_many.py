"""Writing what many decisions, or their undoing, change: a few statements for all of them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Attachment, Contribution, Passage, Version
from consult.contributions.operations.listing import Content, Placing, placing, record_at_desk, record_unindexed
from consult.contributions.search import index_contributions
from consult.core.db import Base
from consult.core.prepared import Prepared, cursor_in
from consult.moderation.operations.acts import Noted
from consult.proceedings.models import Proceeding

Found = dict[int, tuple[Proceeding, Contribution]]
_CONTRIBUTION = Base.metadata.tables[Contribution.__tablename__]
CHANGED = ("state", "version", "waiting", "reason", "flags", "escalated")
_CHANGE = Prepared(
    update(_CONTRIBUTION)
    .where(_CONTRIBUTION.c.id == bindparam("contribution"))
    .values({name: bindparam(name) for name in CHANGED})
)
_PLACE = placing(*CHANGED)


def write_many(db: Session, changed: Sequence[tuple[Proceeding, Contribution, Noted]]) -> None:
    """Write rows, ledger and search index of contributions that were changed apart from the session."""
    contents, unplaced = contents_of(db, [row for _room, row, _noted in changed]), []
    for room, row, noted in changed:
        values = {name: getattr(row, name) for name in CHANGED}
        if noted.desk_only:
            record_at_desk(db, room, row, noted.act, contents[row.id])
        elif record_unindexed(db, room, row, noted.act, contents[row.id], Placing(_PLACE, values)):
            continue
        unplaced.append({"contribution": row.id, **values})
    _CHANGE.run_many(cursor_in(db), unplaced)
    index_contributions(db, [(room, row, contents[row.id].passages) for room, row, _noted in changed])


def contents_of(db: Session, rows: Sequence[Contribution]) -> dict[int, Content]:
    """The standing versions of some contributions, by their id, in three queries."""
    standing = or_(
        *((Version.contribution_id == row.id) & (Version.number == row.version) for row in rows if row.version != 1),
        Version.contribution_id.in_([row.id for row in rows if row.version == 1]) & (Version.number == 1),
    )
    versions = db.execute(select(Version.id, Version.contribution_id, Version.number, Version.salts).where(standing))
    known = {row.id: row for row in versions}
    passages: dict[int, list[Passage]] = {one: [] for one in known}
    for passage in db.scalars(select(Passage).where(Passage.version_id.in_(known)).order_by(Passage.number)):
        passages[passage.version_id].append(passage)
    files: dict[int, list[Attachment]] = {}
    query = select(Attachment).where(Attachment.contribution_id.in_([row.id for row in rows]))
    for one in db.scalars(query.order_by(Attachment.public_id)):
        files.setdefault(one.contribution_id or 0, []).append(one)
    return {
        row.contribution_id: Content(
            row.number, row.salts, passages[row.id], _of_version(files.get(row.contribution_id, ()), row.number)
        )
        for row in known.values()
    }


def _of_version(files: Sequence[Attachment], number: int) -> list[Attachment]:
    return [
        one
        for one in files
        if (one.first_version or 0) <= number and (one.last_version is None or one.last_version >= number)
    ]
