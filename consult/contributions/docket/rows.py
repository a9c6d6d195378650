"""The rows of a page of the docket: what few cells hold is found by cell, what most hold in the order of the docket."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.docket.counting import Counts
from consult.contributions.docket.orders import FEW, Group, groups
from consult.contributions.docket.wanted import DocketFilter, where
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.queries import holder, readings, with_first_passage
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding

PAGE = 50
SORTS = ("docket", "day", "category", "code")
FEW_CELLS = 400


class Place(NamedTuple):
    """Where a page begins: its number, and in the order of the docket the reference of the row before it, if known."""

    page: int = 1
    after: str | None = None


FIRST = Place()


class Page(NamedTuple):
    """The rows of a page, and the reference after which the next one begins where it is one in the order of the docket."""

    readings: list[Reading]
    next: str | None


def docket_page(
    db: Session,
    actor: Actor,
    proceeding: Proceeding,
    wanted: DocketFilter,
    counts: Counts,
    *,
    sort: str = "docket",
    place: Place = FIRST,
    listed: bool = False,
    size: int = PAGE,
) -> Page:
    """A page in the order of `sort`; `counts` are those of the same filter. What has no number yet comes last."""
    if not counts.total:
        return Page([], None)
    if sort == "docket":
        chosen = _narrowed(_chosen(actor, proceeding, wanted, listed), counts.total, counts.cells, counts.own, wanted)
        ids = _in_docket_order(db, chosen, proceeding, counts, place, size)
    else:
        chosen = _chosen(actor, proceeding, wanted, listed)
        sorted_by = groups(db, actor, proceeding, wanted, counts, sort, listed=listed)
        ids = _of_groups(db, chosen, sorted_by, wanted, size * (place.page - 1), size + 1)
    told = told_in_order(db, actor, proceeding, ids[:size])
    return Page(told, told[-1].reference if len(ids) > size and told else None)


def _in_docket_order(
    db: Session, chosen: Select[int], proceeding: Proceeding, counts: Counts, place: Place, size: int
) -> list[int]:
    """By number, then what has none as it came: two queries, each of which reads an index from its beginning."""
    numbered = chosen.where(Contribution.docket.is_not(None)).order_by(Contribution.docket)
    others = chosen.where(Contribution.docket.is_(None)).order_by(Contribution.id)
    first, later = size * (place.page - 1), max(0, size * (place.page - 1) - counts.numbered)
    known = select(Contribution.docket, Contribution.id).where(
        Contribution.reference == (place.after or ""), Contribution.proceeding_id == proceeding.id
    )
    if (behind := db.execute(known).one_or_none()) is not None:
        first = later = 0
        if behind.docket is None:
            return list(db.scalars(others.where(Contribution.id > behind.id).limit(size + 1)))
        numbered = numbered.where(Contribution.docket > behind.docket)
    ids = list(db.scalars(numbered.limit(size + 1).offset(first)))
    if len(ids) <= size and counts.numbered < counts.total:
        ids += db.scalars(others.limit(size + 1 - len(ids)).offset(later))
    return ids


def told_in_order(db: Session, actor: Actor, proceeding: Proceeding, ids: Sequence[int]) -> list[Reading]:
    """Rows by their ids, in the same order, as far as this reader may see them."""
    query = with_first_passage(holder(actor), bindparam("proceeding_id")).where(
        Contribution.id.in_(bindparam("ids", expanding=True))
    )
    rows = {row.id: row for row in db.execute(query, {"proceeding_id": proceeding.id, "ids": list(ids)})}
    return readings(actor, proceeding, [rows[one] for one in ids if one in rows])


def _of_groups(
    db: Session, chosen: Select[int], following: Iterator[Group], wanted: DocketFilter, first: int, most: int
) -> list[int]:
    """At most so many ids from a place on, counted over groups that follow each other."""
    ids: list[int] = []
    for group in following:
        if first < group.total:
            ids += _of_group(db, chosen, group, wanted, first, most - len(ids))
        if len(ids) >= most:
            break
        first = max(0, first - group.total)
    return ids


def _of_group(db: Session, chosen: Select[int], group: Group, wanted: DocketFilter, first: int, most: int) -> list[int]:
    chosen = chosen.where(*group.clauses)
    if group.order is not None:
        return list(db.scalars(chosen.where(*group.narrow).order_by(*group.order).limit(most).offset(first)))
    if group.narrow and group.total <= FEW:  # sorted, for an index that has them in order would be read past all others
        found = chosen.where(*group.narrow).order_by((Contribution.docket + 0).nulls_last(), Contribution.id + 0)
        return list(db.scalars(found.limit(most).offset(first)))
    chosen = _narrowed(chosen, group.total, group.cells, group.own, wanted)
    numbered = chosen.where(Contribution.docket.is_not(None)).order_by(Contribution.docket)
    ids = list(db.scalars(numbered.limit(most).offset(first)))
    if len(ids) < most and first + len(ids) < group.total:
        before = 0 if ids or not first else db.scalar(select(func.count()).select_from(numbered.subquery())) or 0
        others = chosen.where(Contribution.docket.is_(None)).order_by(Contribution.id)
        ids += db.scalars(others.limit(most - len(ids)).offset(max(0, first - before) if not ids else 0))
    return ids


def _chosen(actor: Actor, proceeding: Proceeding, wanted: DocketFilter, listed: bool) -> Select[int]:
    query = (
        select(Contribution.id)
        .select_from(Contribution)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.proceeding_id == proceeding.id, visible(actor), *where(actor, wanted))
    )
    return query.where(Contribution.place.is_not(None)) if listed else query


def _narrowed(
    query: Select[int], total: int, cells: Sequence[str], own: Sequence[int], wanted: DocketFilter
) -> Select[int]:
    """The same rows, looked for by their cells where that is quicker."""
    if total > FEW or len(cells) > FEW_CELLS or wanted.code is not None:
        return query
    held: ColumnElement[bool] = Contribution.cell.in_(cells)
    return query.where(or_(held, Contribution.id.in_(own)) if own else held)


def told_whole(db: Session, actor: Actor, proceeding: Proceeding, references: Sequence[str]) -> dict[str, Reading]:
    """Contributions with all passages of the versions that stand, without their files: for reading one after the other."""
    of_room = select(Contribution).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    known = of_room.where(
        Contribution.reference.in_(references), Contribution.proceeding_id == proceeding.id, visible(actor)
    )
    rows = db.scalars(known).all()
    passages: dict[int, list[Passage]] = {row.id: [] for row in rows}
    query = (
        select(Version.contribution_id, Passage)
        .join(Passage, Passage.version_id == Version.id)
        .join(Contribution, (Contribution.id == Version.contribution_id) & (Contribution.version == Version.number))
        .where(Contribution.id.in_(list(passages)))
        .order_by(Passage.number)
    )
    for contribution_id, passage in db.execute(query):
        passages[contribution_id].append(passage)
    discloser = Discloser(sight_of(actor, proceeding))
    return {row.reference: discloser.disclose(row, passages[row.id], mine=is_mine(actor, row)) for row in rows}
