"""The docket of a proceeding: every contribution that the actor may see, by disclosed values alone."""

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult.contributions.access import visible
from consult.contributions.disclosure import Reading, disclosed
from consult.contributions.models import Contribution
from consult.contributions.queries import readings, with_first_passage
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.access import held_in_sql
from consult.proceedings.access import visible as visible_room
from consult.proceedings.models import Proceeding

PAGE = 50


@dataclass(frozen=True, slots=True)
class DocketFilter:
    """What of the docket is wanted."""

    state: str | None = None
    kind: str | None = None
    category: str | None = None
    language: str | None = None
    target: str | None = None
    confidentiality: str | None = None

    def without(self, name: str) -> "DocketFilter":
        """The same filter but for one part."""
        return DocketFilter(**{one.name: getattr(self, one.name) for one in fields(self) if one.name != name})


class Docket(NamedTuple):
    """A page of the docket, how many there are, and for each filter its values with counts under the others."""

    readings: list[Reading]
    total: int
    counts: dict[str, list[tuple[str, int]]]


def columns(actor: Actor) -> dict[str, ColumnElement[Any]]:
    """What the docket is filtered by, as this reader is told it."""
    return {
        "state": Contribution.state.expression,
        "kind": Contribution.kind.expression,
        "category": disclosed(actor, "category"),
        "language": disclosed(actor, "language"),
        "target": disclosed(actor, "target"),
        "confidentiality": Contribution.confidentiality.expression,
    }


def where(actor: Actor, wanted: DocketFilter) -> list[ColumnElement[bool]]:
    """A filter as clauses over contributions joined with their proceeding."""
    return [column == getattr(wanted, name) for name, column in columns(actor).items() if getattr(wanted, name)]


def desk_rooms(db: Session, actor: Actor) -> list[Proceeding]:
    """The proceedings whose docket the actor reads, the latest first."""
    query = select(Proceeding).where(visible_room(actor), held_in_sql(actor, "desk:read"))
    return list(db.scalars(query.order_by(Proceeding.id.desc())))


def desk_room(db: Session, actor: Actor, public_id: str) -> Proceeding:
    """One of them. Raises NotFound."""
    found = db.scalar(select(Proceeding).where(Proceeding.public_id == public_id, visible_room(actor)))
    if found is None:
        raise NotFound
    require(actor, "desk:read", found)
    return found


def docket(db: Session, actor: Actor, proceeding: Proceeding, wanted: DocketFilter, page: int = 1) -> Docket:
    """In the order of the docket numbers; what has none yet comes after, in the order of its coming."""
    clauses = where(actor, wanted)
    rows = db.execute(
        with_first_passage(actor, proceeding.id)
        .where(*clauses)
        .order_by(Contribution.docket.nulls_last(), Contribution.id)
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()
    total = db.scalar(_counted(actor, proceeding.id, wanted)) or 0
    return Docket(readings(actor, proceeding, rows), total, counts(db, actor, proceeding, wanted))


def counts(db: Session, actor: Actor, proceeding: Proceeding, wanted: DocketFilter) -> dict[str, list[tuple[str, int]]]:
    """For each filter its values with how many there are under the other filters."""
    found = {}
    for name, column in columns(actor).items():
        rows = db.execute(_counted(actor, proceeding.id, wanted.without(name), column).group_by(column))
        found[name] = sorted(((value, number) for value, number in rows if value), key=lambda one: (-one[1], one[0]))
    return found


def _counted(actor: Actor, proceeding_id: int, wanted: DocketFilter, *more: ColumnElement[Any]) -> Any:
    return (
        select(*more, func.count())
        .select_from(Contribution)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.proceeding_id == proceeding_id, visible(actor), *where(actor, wanted))
    )
