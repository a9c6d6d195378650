"""Keeping the counts: changes are added to them in the background, and all can be counted again."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.contributions.docket.cells import WHOLE
from consult.contributions.docket.models import DocketChange, DocketCount, DocketFold
from consult.contributions.models import Contribution
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.db import Base, utc_day
from consult.core.errors import NotFound
from consult.core.work import Work
from consult.proceedings.models import COUNTING

FOLD = "fold_docket"
AT_ONCE = 1000  # some 20 ms, so that people who wait for the writer are served between chunks
_COUNTS, _CHANGES, _FOLDS = (Base.metadata.tables[one.__tablename__] for one in (DocketCount, DocketChange, DocketFold))
Key = tuple[int, str, str]


class Difference(NamedTuple):
    """A cell that counts otherwise than there are rows."""

    cell: str
    day: str
    counted: int
    there: int


def fold_changes(db: Session, actor: Actor, *, limit: int = AT_ONCE) -> int:
    """Add the oldest changes to the counts and take them away; how many there were. The worker's alone."""
    if not actor.system:
        raise NotFound
    oldest = select(DocketChange).order_by(DocketChange.id).limit(limit).with_for_update(skip_locked=True)
    changes = db.scalars(oldest).all()
    sums: Counter[Key] = Counter()
    for one in changes:
        for day in (WHOLE, one.day):
            sums[one.proceeding_id, day, one.cell] += one.number
    _add(db, sums)
    _note(db, {one.proceeding_id for one in changes})
    _take_away(db, [one.id for one in changes])
    return len(changes)


def _note(db: Session, proceeding_ids: set[int]) -> None:
    """The counts of these are other ones now."""
    if not proceeding_ids:
        return
    dialect: Any = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    more = {"number": _FOLDS.c.number + 1}
    upsert = dialect.insert(_FOLDS).on_conflict_do_update(index_elements=[_FOLDS.c.proceeding_id], set_=more)
    db.connection().execute(upsert, [{"proceeding_id": one, "number": 1} for one in sorted(proceeding_ids)])


def _take_away(db: Session, ids: list[int]) -> None:
    if ids:
        db.execute(delete(DocketChange).where(DocketChange.id.in_(ids)).execution_options(synchronize_session=False))


def _add(db: Session, sums: Counter[Key]) -> None:
    """Each number onto its count, in the order of the keys; a count of nothing does not stay."""
    rows: list[dict[str, Any]] = [
        {"proceeding_id": room, "day": day, "cell": cell, "number": number}
        for (room, day, cell), number in sorted(sums.items())
        if number
    ]
    if not rows:
        return
    dialect: Any = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(_COUNTS)
    keys = [_COUNTS.c.proceeding_id, _COUNTS.c.day, _COUNTS.c.cell]
    more = {"number": _COUNTS.c.number + insert.excluded.number}
    db.connection().execute(insert.on_conflict_do_update(index_elements=keys, set_=more), rows)
    if any(row["number"] < 0 for row in rows):
        gone = delete(_COUNTS).where(
            _COUNTS.c.proceeding_id == bindparam("room"),
            _COUNTS.c.day == bindparam("at"),
            _COUNTS.c.cell == bindparam("text"),
            _COUNTS.c.number == 0,
        )
        less = [row for row in rows if row["number"] < 0]
        db.connection().execute(gone, [{"room": r["proceeding_id"], "at": r["day"], "text": r["cell"]} for r in less])


def fold(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Add all changes to the counts, in small transactions; again soon."""
    while work.run(fold_changes, system("worker"), bulk=True).result == AT_ONCE:
        pass
    return now() + COUNTING


def count_again(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Forget the counts of a proceeding and count its rows, in one transaction that nobody may write beside: for imports
    of very many rows, and for repair."""
    if not actor.system:
        raise NotFound
    for table in (_COUNTS, _CHANGES):
        db.execute(delete(table).where(table.c.proceeding_id == proceeding_id))
    day = utc_day(Contribution.submitted_at)
    for said, groups in ((literal(WHOLE), [Contribution.cell]), (day, [day, Contribution.cell])):
        counted = select(Contribution.proceeding_id, said, Contribution.cell, func.count())
        counted = counted.where(Contribution.proceeding_id == proceeding_id)
        rows = counted.group_by(Contribution.proceeding_id, *groups)
        db.execute(_COUNTS.insert().from_select(["proceeding_id", "day", "cell", "number"], rows))
    _note(db, {proceeding_id})


def differing(db: Session, proceeding_id: int) -> Iterator[Difference]:
    """Each cell, on each day and in all, whose count with its changes is not the number of its rows."""
    counted: Counter[tuple[str, str]] = Counter()
    for day, cell, number in db.execute(
        select(DocketCount.day, DocketCount.cell, DocketCount.number).where(DocketCount.proceeding_id == proceeding_id)
    ):
        counted[day, cell] += number
    for day, cell, number in db.execute(
        select(DocketChange.day, DocketChange.cell, DocketChange.number).where(
            DocketChange.proceeding_id == proceeding_id
        )
    ):
        counted[day, cell] += number
        counted[WHOLE, cell] += number
    there: Counter[tuple[str, str]] = Counter()
    of_day = utc_day(Contribution.submitted_at)
    rows = select(of_day, Contribution.cell, func.count()).where(Contribution.proceeding_id == proceeding_id)
    for day, cell, number in db.execute(rows.group_by(of_day, Contribution.cell)):
        there[day, cell] += number
        there[WHOLE, cell] += number
    for key in sorted(counted.keys() | there.keys()):
        if counted[key] != there[key]:
            yield Difference(key[1], key[0], counted[key], there[key])
