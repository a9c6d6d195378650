"""The tables of participation: for the desk as counted, for the public with what may be shown of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from consult.analysis.models import EACH, ParticipationTarget
from consult.analysis.queries import NO_GROUP, NOT_TOLD, Participation, monday, region_key
from consult.contributions.models import BEHALVES
from consult.core.countries import COUNTRIES, REGIONS
from consult.core.withholding import shown

REGION_KEYS = (*REGIONS, NO_GROUP)
ANY_OTHER = "\0"
MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Line:
    """A group: its contributions and, at the desk, its organisations; None where they are withheld or not counted."""

    value: str
    contributions: int | None
    organisations: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One dimension. `others` is the sum of the groups that are not shown; `total` of all; `lines` may be empty."""

    dimension: str
    lines: list[Line]
    total: int | None
    others: int = 0
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it stands; `reached` is None where the reader may not know."""

    public_id: str
    dimension: str
    value: str
    unit: str
    at_least: int
    number: int | None
    reached: bool | None
    of_body: bool


def desk_tables(found: Participation) -> list[Table]:
    """Every group that took part, and every regional group and kind of respondent, even with nobody."""
    whole = {"region": REGION_KEYS, "on_behalf": BEHALVES}
    tables = []
    for dimension in ("category", "region", "country", "language", "on_behalf"):
        numbers, organisations = found.contributions[dimension], found.organisations[dimension]
        values = set(numbers) | set(whole.get(dimension, ())) - {NO_GROUP}
        lines = [Line(value, numbers[value], organisations[value]) for value in values]
        tables.append(Table(dimension, _sorted(lines), found.total))
    return tables


def weeks_between(found: Participation, first: date | None) -> list[Line]:
    """Each week from the first to the last with input, those without input included."""
    if not found.weeks:
        return []
    last, start = max(found.weeks), min(found.weeks)
    start = min(start, monday(first)) if first else start
    start = max(start, last - timedelta(weeks=MOST_WEEKS))
    days = (start + timedelta(weeks=week) for week in range((last - start).days // 7 + 1))
    return [Line(day.isoformat(), found.weeks[day]) for day in days]


def public_tables(found: Participation, categories: Iterable[str], languages: Iterable[str]) -> list[Table]:
    """What everybody may know: no group under five, and none that could be computed from the others."""
    behalf = found.contributions["on_behalf"]
    by_behalf = _public("on_behalf", {value: behalf[value] for value in (*BEHALVES, NOT_TOLD)})
    tables = [_public("category", _over(found.contributions["category"], categories))]
    tables += _places(found, by_behalf) if by_behalf.lines else [_nothing("region"), _nothing("country")]
    return [*tables, _public("language", _over(found.contributions["language"], languages)), by_behalf]


def public_weeks(found: Participation, first: date, this_week: date) -> Table:
    """The weeks that are over, of contributions under a public name alone: when others came is told to nobody.

    Weeks before the first and after the last that is shown are left out; between them one that is withheld is a line
    without a number.
    """
    over = {
        one.value: one.contributions or 0 for one in weeks_between(found, first) if one.value < this_week.isoformat()
    }
    table = _public("week", over)
    told = {line.value: line.contributions for line in table.lines}
    lines = [Line(value, told.get(value)) for value in over if min(told) <= value <= max(told)] if told else []
    return Table("week", lines, table.total, table.others, table.withheld)


def _over(numbers: Mapping[str, int], values: Iterable[str]) -> dict[str, int]:
    """The numbers of every value that could be, so that those with nobody hide among those with few.

    One value stands for all that nobody thought of.
    """
    return {value: numbers.get(value, 0) for value in [*dict.fromkeys([*values, *numbers]), NOT_TOLD, ANY_OTHER]}


def _public(dimension: str, groups: Mapping[str, int]) -> Table:
    told, total = shown(groups), sum(groups.values())
    if told is None:
        return _nothing(dimension)
    lines = [Line(value, number) for value, number in told.groups.items()]
    return Table(dimension, _sorted(lines), total, told.others, told.others > 0)


def _nothing(dimension: str) -> Table:
    return Table(dimension, [], None, 0, withheld=True)


def _places(found: Participation, by_behalf: Table) -> list[Table]:
    """Regional groups, and for those that are shown their countries.

    Only organisations tell a country. The tables divide a number that the kinds of respondent tell already: all but those
    who are shown there and cannot have told one. Were it another number, withheld kinds could be computed from it.
    """
    countries = found.contributions["country"]
    without = sum(
        line.contributions or 0 for line in by_behalf.lines if line.value not in ("organisation", "coalition")
    )
    regions = dict.fromkeys((*REGION_KEYS, NOT_TOLD), 0)
    for country, number in countries.items():
        if country != NOT_TOLD:
            regions[region_key(country)] += number
    regions[NOT_TOLD] = found.total - without - sum(regions.values())
    table = _public("region", regions)
    lines: list[Line] = []
    others = 0
    for line in table.lines:
        if line.value == NOT_TOLD:
            continue
        within = {one: countries[one] for one in COUNTRIES if region_key(one) == line.value}
        told = shown(within)
        lines += [Line(value, number) for value, number in told.groups.items()] if told else []
        others += (told.others if told else line.contributions) or 0
    total = sum(line.contributions or 0 for line in table.lines if line.value != NOT_TOLD) or None
    return [table, Table("country", _sorted(lines), total if lines else None, others if lines else 0, withheld=True)]


def _sorted(lines: list[Line]) -> list[Line]:
    """The largest first, those of whom it is not told at the end."""
    return sorted(lines, key=lambda one: (one.value == NOT_TOLD, -(one.contributions or 0), one.value))


def aims(targets: Iterable[ParticipationTarget], found: Participation, public: list[Table] | None = None) -> list[Aim]:
    """Each target with where it stands, "each" told one by one; in public only of groups that are shown."""
    whole = {"region": tuple(REGIONS), "on_behalf": BEHALVES}
    told = {table.dimension: {line.value for line in table.lines} for table in public or ()}
    found_aims = []
    for row in targets:
        for value in whole[row.dimension] if row.value == EACH else (row.value,):
            counted = found.organisations if row.unit == "organisations" else found.contributions
            number = counted[row.dimension][value]
            may_know = public is None or value in told.get(row.dimension, ())
            found_aims.append(
                Aim(
                    row.public_id,
                    row.dimension,
                    value,
                    row.unit,
                    row.at_least,
                    number if public is None else None,
                    number >= row.at_least if may_know else None,
                    row.body_id is not None,
                )
            )
    return found_aims
