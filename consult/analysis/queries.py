"""Counting who took part, by what the reader is told of each contribution."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consult.analysis.models import ParticipationTarget
from consult.contributions.access import visible
from consult.contributions.disclosure import disclosed
from consult.contributions.docket.cells import Cell
from consult.contributions.docket.counting import days_of_cells, told_counts
from consult.contributions.docket.wanted import FACETS, ToldCell
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY, Actor
from consult.core.countries import region_of
from consult.core.db import in_list
from consult.ledger.models import Stream
from consult.policy.access import require
from consult.proceedings.models import Proceeding

NOT_TOLD = ""  # nobody said it, or it is withheld from this reader
NO_GROUP = "none"  # an area that belongs to no regional group
STANDING = ("pending", "published")


@dataclass(slots=True)
class Participation:
    """Who took part in one proceeding: dimension → value → number; `weeks` by the Monday with which each begins."""

    total: int = 0
    contributions: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    organisations: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    organisations_total: int = 0
    weeks: Counter[date] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)


def desk_participation(db: Session, actor: Actor, proceeding: Proceeding, kind: str | None = None) -> Participation:
    """Everything that stands, as this member of the staff is told it. Raises NotFound for everybody else."""
    require(actor, "desk:read", proceeding)

    def counts(one: Cell, _told: ToldCell) -> bool:
        return one.state in STANDING and kind in (None, one.kind)

    found = _counted(db, actor, proceeding, counts, "day")
    for _text, one, _told, number in told_counts(db, actor, proceeding):
        found.by_kind[one.kind] += number if one.state in STANDING else 0
    return found


def public_participation(db: Session, proceeding: Proceeding) -> Participation:
    """What every reader is told anyway: of published contributions, and over time of those under a public name."""
    return _counted(db, ANYBODY, proceeding, lambda one, told: one.listed and "category" in told.fields, "moment")


def public_mark(db: Session, proceeding: Proceeding) -> tuple[str, int]:
    """What changes with everything that the public is told of contributions: where the readers' stream stands."""
    query = select(Stream.epoch, Stream.last_seq).where(Stream.scope_id == proceeding.id, Stream.audience != "desk")
    row = db.execute(query).one()
    return row.epoch, row.last_seq


Counts = Callable[[Cell, ToldCell], bool]
DIMENSIONS = ("category", "language", "on_behalf", "country")


def _counted(db: Session, actor: Actor, proceeding: Proceeding, counts: Counts, dated: str) -> Participation:
    """Count by the cells of the docket, which are few however many contributions there are."""
    found = Participation()
    speaking: dict[str, ToldCell] = {}
    days: dict[str, ToldCell] = {}
    for text, one, told, number in told_counts(db, actor, proceeding):
        if not counts(one, told):
            continue
        found.total += number
        values = [_value(told, name) for name in DIMENSIONS]
        for name, value in zip(DIMENSIONS, values, strict=True):
            found.contributions[name][value] += number
        found.contributions["region"][region_key(values[-1])] += number
        if "organisation" in told.fields and one.on_behalf == "organisation":
            speaking[text] = told
        if dated in told.fields:
            days[text] = told
    _add_organisations(db, actor, proceeding, speaking, found)
    for (day, text), number in days_of_cells(db, proceeding.id).items():
        if text in days and number > 0:
            found.weeks[monday(date.fromisoformat(day))] += number
    return found


def _value(told: ToldCell, name: str) -> str:
    return told.values[FACETS.index(name)] or NOT_TOLD


def _add_organisations(
    db: Session, actor: Actor, proceeding: Proceeding, speaking: dict[str, ToldCell], found: Participation
) -> None:
    """Organisations counted once for each value: the registered ones by their id, others by the name that they gave."""
    name = disclosed(actor, "name")
    query = (
        select(Contribution.cell, Contribution.organisation, name, func.count())
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(
            Contribution.proceeding_id == proceeding.id,
            visible(actor),
            in_list(db.get_bind().dialect.name, Contribution.cell, list(speaking)),
        )
        .group_by(Contribution.cell, Contribution.organisation, name)
    )
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    everyone: set[str] = set()
    for text, organisation, called, _number in db.connection().execute(query) if speaking else ():
        who = organisation or (f"name:{called.casefold()}" if called else None)
        if who is None:
            continue
        everyone.add(who)
        for dimension in DIMENSIONS:
            seen[dimension][_value(speaking[text], dimension)].add(who)
        seen["region"][region_key(_value(speaking[text], "country"))].add(who)
    found.organisations_total = len(everyone)
    for dimension, groups in seen.items():
        found.organisations[dimension] = Counter({value: len(one) for value, one in groups.items()})


def region_key(country: str | None) -> str:
    """The regional group of a country, NO_GROUP for an area without one, NOT_TOLD where no country is told."""
    return NOT_TOLD if not country else region_of(country) or NO_GROUP


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def targets_of(db: Session, proceeding: Proceeding) -> list[ParticipationTarget]:
    """The targets of a proceeding: its own, and for a public one those of its body; in the order of their making."""
    row = ParticipationTarget
    its = row.proceeding_id == proceeding.id
    either = or_(its, row.body_id == proceeding.body_id) if proceeding.audience == "public" else its
    return list(db.scalars(select(row).where(either).order_by(row.id)))
