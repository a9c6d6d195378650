"""The queue: what waits for a moderator or was flagged by readers, over all proceedings where the actor moderates."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.disclosure import Discloser, Reading, disclosed
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.queries import COLUMNS, PASSAGE
from consult.core.actors import Actor
from consult.core.clock import now
from consult.policy.matrix import MATRIX
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

OLD = timedelta(days=2)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the queue is wanted; `proceeding` is a public id, `view` one of `flagged` and `old`."""

    proceeding: str | None = None
    kind: str | None = None
    language: str | None = None
    view: str | None = None


class Waiting(NamedTuple):
    """One line of the queue."""

    proceeding: Proceeding
    reading: Reading
    waiting: bool
    flags: int
    since: datetime


class Queue(NamedTuple):
    """A page of the queue, how many there are, and for each filter its values with their counts under the others."""

    lines: list[Waiting]
    total: int
    counts: dict[str, list[tuple[str, int]]]


def moderates(actor: Actor) -> bool:
    """Whether the actor moderates anything at all."""
    roles = MATRIX["contribution:moderate"]
    return bool(actor.system) or any(held.role in roles for held in actor.held)


def queue(db: Session, actor: Actor, wanted: Filter, page: int = 1) -> Queue:
    """The oldest first, in pages of 50."""
    total = db.scalar(_counted(actor, wanted)) or 0
    rows = db.execute(_lines(actor, wanted).limit(PAGE).offset(PAGE * (page - 1))).all()
    return Queue(_waiting(db, actor, rows), total, _counts(db, actor, wanted))


def queue_size(db: Session, actor: Actor) -> int:
    """How much there is to decide in all."""
    return (db.scalar(_counted(actor, Filter())) or 0) if moderates(actor) else 0


def next_reference(db: Session, actor: Actor, wanted: Filter, after: str) -> str | None:
    """What comes next in the queue once `after` is decided: the one that follows it, else the first."""
    since = select(Version.sent_at).join(Contribution, _newest()).where(Contribution.reference == after)
    at = db.scalar(since)
    others = _lines(actor, wanted).where(Contribution.reference != after).limit(1)
    following = db.execute(others.where(Version.sent_at >= at)).first() if at is not None else None
    found = following or db.execute(others).first()
    return found.reference if found else None


def matching_ids(actor: Actor, wanted: Filter, before: datetime) -> Select[int, int]:
    """`(id, latest)` of what of the queue a filter matches and was there at an instant, to be narrowed and ordered."""
    return (
        select(Contribution.id, Contribution.latest)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, _newest())
        .where(visible(actor), *_where(actor, wanted), Version.sent_at <= before)
    )


def _newest() -> ColumnElement[bool]:
    return and_(Version.contribution_id == Contribution.id, Version.number == Contribution.latest)


def _lines(actor: Actor, wanted: Filter) -> Any:
    return (
        select(*COLUMNS, Contribution.flags, Contribution.proceeding_id, *PASSAGE, Version.sent_at)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, _newest())
        .join(Passage, and_(Passage.version_id == Version.id, Passage.number == 1))
        .where(visible(actor), *_where(actor, wanted))
        .order_by(Version.sent_at, Contribution.id)
    )


def _counted(actor: Actor, wanted: Filter, *columns: Any) -> Select[Any]:
    return (
        select(*columns, func.count())
        .select_from(Contribution)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, _newest())
        .where(visible(actor), *_where(actor, wanted))
    )


def _where(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    clauses = [
        held_in_sql(actor, "contribution:moderate"),
        or_(Contribution.waiting, and_(Contribution.flags > 0, Contribution.state == "published")),
    ]
    if wanted.proceeding is not None:
        clauses.append(Proceeding.public_id == wanted.proceeding)
    if wanted.kind is not None:
        clauses.append(Contribution.kind == wanted.kind)
    if wanted.language is not None:
        clauses.append(disclosed(actor, "language") == wanted.language)
    if wanted.view == "flagged":
        clauses.append(Contribution.flags > 0)
    if wanted.view == "old":
        clauses.append(Version.sent_at < now() - OLD)
    return clauses


def without(wanted: Filter, name: str) -> Filter:
    """The same filter but for one part."""
    return Filter(**{part.name: getattr(wanted, part.name) for part in fields(wanted) if part.name != name})


def _counts(db: Session, actor: Actor, wanted: Filter) -> dict[str, list[tuple[str, int]]]:
    columns = {
        "proceeding": Proceeding.public_id,
        "kind": Contribution.kind,
        "language": disclosed(actor, "language"),
    }
    counts = {}
    for name, column in columns.items():
        rows = db.execute(_counted(actor, without(wanted, name), column).group_by(column))
        counts[name] = sorted(((value, number) for value, number in rows if value), key=lambda one: (-one[1], one[0]))
    open_view = without(wanted, "view")
    counts["view"] = [
        (view, db.scalar(_counted(actor, Filter(open_view.proceeding, open_view.kind, open_view.language, view))) or 0)
        for view in ("flagged", "old")
    ]
    return counts


def _waiting(db: Session, actor: Actor, rows: Sequence[Any]) -> list[Waiting]:
    ids = {row.proceeding_id for row in rows}
    rooms = {room.id: room for room in db.scalars(select(Proceeding).where(Proceeding.id.in_(ids)))}
    disclosers = {room.id: Discloser(sight_of(actor, room)) for room in rooms.values()}
    return [
        Waiting(
            rooms[row.proceeding_id],
            disclosers[row.proceeding_id].disclose(row, (row,), mine=is_mine(actor, row)),
            row.waiting,
            row.flags,
            row.sent_at,
        )
        for row in rows
    ]
