"""Counting who took part, by what the reader is told of each contribution."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from consult.analysis.models import ParticipationTarget
from consult.contributions.access import FIELDS, visible
from consult.contributions.disclosure import disclosed
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY, Actor
from consult.core.countries import region_of
from consult.core.db import utc_day
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
    standing = Contribution.state.in_(STANDING)
    found = _counted(db, actor, proceeding, and_(standing, _of_kind(kind)), FIELDS["day"].where(actor))
    found.by_kind = Counter(dict(_kinds(db, actor, proceeding, standing)))
    return found


def public_participation(db: Session, proceeding: Proceeding) -> Participation:
    """What every reader is told anyway: of published contributions, and over time of those under a public name."""
    readable = FIELDS["category"].where(ANYBODY)
    return _counted(db, ANYBODY, proceeding, readable, FIELDS["moment"].where(ANYBODY))


def _of_kind(kind: str | None) -> ColumnElement[bool]:
    return Contribution.kind == kind if kind is not None else Contribution.kind.is_not(None)


def _counted(
    db: Session, actor: Actor, proceeding: Proceeding, which: ColumnElement[bool], dated: ColumnElement[bool]
) -> Participation:
    found = Participation()
    dimensions = ("category", "language", "on_behalf", "country")
    told = [disclosed(actor, name) for name in dimensions]
    base = and_(Contribution.proceeding_id == proceeding.id, visible(actor), which)
    for *values, number in db.execute(_grouped(told, base)):
        found.total += number
        for name, value in zip(dimensions, values, strict=True):
            found.contributions[name][value or NOT_TOLD] += number
        found.contributions["region"][region_key(values[-1])] += number
    _add_organisations(db, actor, base, found)
    for day, number in db.execute(_grouped([utc_day(Contribution.submitted_at)], and_(base, dated))):
        found.weeks[monday(date.fromisoformat(day))] += number
    return found


def _grouped(columns: Iterable[ColumnElement[Any]], which: ColumnElement[bool]) -> Any:
    named = [column.label(f"told_{place}") for place, column in enumerate(columns)]
    query = select(*named, func.count()).select_from(Contribution)
    return query.join(Proceeding, Proceeding.id == Contribution.proceeding_id).where(which).group_by(*named)


def _kinds(db: Session, actor: Actor, proceeding: Proceeding, standing: ColumnElement[bool]) -> Any:
    base = and_(Contribution.proceeding_id == proceeding.id, visible(actor), standing)
    return [(kind, number) for kind, number in db.execute(_grouped([Contribution.kind.expression], base))]


def _add_organisations(db: Session, actor: Actor, base: ColumnElement[bool], found: Participation) -> None:
    """Organisations counted once for each value: the registered ones by their id, others by the name that they gave."""
    registered = disclosed(actor, "organisation")
    named = case((disclosed(actor, "on_behalf") == "organisation", disclosed(actor, "name")), else_=None)
    columns = [registered, named, *(disclosed(actor, one) for one in ("category", "language", "country"))]
    # By the columns themselves, so that few rows are looked at where few organisations wrote.
    speaks = and_(base, or_(Contribution.organisation.is_not(None), Contribution.on_behalf == "organisation"))
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    everyone: set[str] = set()
    for organisation, name, category, language, country, _number in db.execute(_grouped(columns, speaks)):
        who = organisation or (f"name:{name.casefold()}" if name else None)
        if who is None:
            continue
        everyone.add(who)
        values = {"category": category, "language": language, "country": country, "on_behalf": "organisation"}
        for dimension, value in values.items():
            seen[dimension][value or NOT_TOLD].add(who)
        seen["region"][region_key(country)].add(who)
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
