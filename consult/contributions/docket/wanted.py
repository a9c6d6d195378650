"""What of a docket is wanted: its filters, each over what the reader is told, in Python over cells and in SQL over rows."""

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select

from consult.contributions.access import FIELDS, Facts, Sight, disclosed_fields
from consult.contributions.disclosure import disclosed
from consult.contributions.docket.cells import Cell, cell
from consult.contributions.docket.models import GivenCode
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.countries import REGIONS, region_of
from consult.core.db import condition


@dataclass(frozen=True, slots=True)
class DocketFilter:
    """What of the docket is wanted. `files` and `coded` are `yes` or `no`; `code` finds former codes, too; `since` and
    `until` are days of filing, both included. A filter on what a reader is not told of a row does not find the row.
    """

    state: str | None = None
    kind: str | None = None
    category: str | None = None
    country: str | None = None
    region: str | None = None
    language: str | None = None
    on_behalf: str | None = None
    target: str | None = None
    confidentiality: str | None = None
    late: str | None = None
    files: str | None = None
    mark: str | None = None
    coded: str | None = None
    organisation: str | None = None
    code: str | None = None
    since: date | None = None
    until: date | None = None

    def without(self, name: str) -> "DocketFilter":
        """The same filter but for one part."""
        return replace(self, **{name: None})

    def on_day(self, day: date) -> "DocketFilter":
        """The same filter on one day alone."""
        return replace(self, since=day, until=day)

    @property
    def is_of_cells(self) -> bool:
        """Whether it asks for nothing but what cells tell."""
        return self == replace(self, organisation=None, code=None, since=None, until=None)

    @property
    def chosen(self) -> dict[str, Any]:
        """The parts that are set."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}


# What the cells tell, in the order of `told_values`. The others (an organisation, a code, a day) are asked of few rows.
FACETS = (
    "state", "kind", "category", "country", "region", "language", "on_behalf", "target", "confidentiality",
    "late", "files", "mark", "coded",
)  # fmt: skip
Values = tuple[str | None, ...]


def facts_of_cell(cell: Cell, mine: bool) -> Facts:
    """What decides about the rows of a cell for a reader: no rule asks more of an identity than whether it is public."""
    return Facts(cell.state, "public" if cell.named else "none", cell.confidentiality, cell.listed, mine)


def told_values(told: frozenset[str], cell: Cell) -> Values:
    """What is told of the rows of a cell, in the order of FACETS; None where it is withheld, or is nothing."""
    party = "organisation" in told
    return (
        cell.state,
        cell.kind,
        cell.category if "category" in told else None,
        cell.country if party else None,
        region_of(cell.country) if party else None,
        cell.language if "language" in told else None,
        cell.on_behalf if party else None,
        cell.target if "target" in told else None,
        cell.confidentiality,
        cell.late,
        _yes(cell.enclosed > 0 if "unredacted" in told else cell.enclosed == 2) if "files" in told else None,
        cell.mark,
        _yes(cell.coded) if party else None,
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _yes_in_sql(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((column.is_(None), None), (column, "yes"), else_="no")


_PLAIN = ("state", "kind", "confidentiality", "late", "mark")
_TOLD = ("category", "country", "language", "on_behalf", "target")
_IN_SQL = {"files": "has_files", "coded": "coded"}


def column(actor: Actor, name: str) -> ColumnElement[Any]:
    """One of FACETS as a column over contributions joined with their proceeding; `region` has none, see `where`.

    None of them is what an index holds: a page is read in the order of the docket, or by cell, and by nothing between.
    """
    if name in _PLAIN:
        return func.coalesce(getattr(Contribution, name), "")
    return disclosed(actor, name) if name in _TOLD else _yes_in_sql(disclosed(actor, _IN_SQL[name]))


def where(actor: Actor, wanted: DocketFilter) -> list[ColumnElement[bool]]:
    """A filter as clauses over contributions joined with their proceeding: by what this reader is told alone."""
    of_columns = {*_PLAIN, *_TOLD, *_IN_SQL}
    clauses = [column(actor, name) == value for name, value in wanted.chosen.items() if name in of_columns]
    if wanted.region is not None:
        countries = sorted(REGIONS.get(wanted.region, ()))
        clauses.append(disclosed(actor, "country").in_(countries) if countries else condition(False))
    if wanted.organisation is not None:
        clauses.append(and_(FIELDS["organisation"].where(actor), Contribution.organisation == wanted.organisation))
    if wanted.code is not None:
        clauses.append(and_(FIELDS["organisation"].where(actor), had_code(wanted.code)))
    if wanted.since is not None:
        clauses.append(disclosed(actor, "day") >= wanted.since.isoformat())
    if wanted.until is not None:
        clauses.append(disclosed(actor, "day") <= wanted.until.isoformat())
    return clauses


def had_code(code: str) -> ColumnElement[bool]:
    """Whether a contribution has this code or had it once."""
    given = select(GivenCode.contribution_id).where(
        GivenCode.proceeding_id == Contribution.proceeding_id, GivenCode.code == code
    )
    return Contribution.id.in_(given)


class ToldCell(NamedTuple):
    """What a reader is told of the rows of a cell: whether all know that they exist, which fields, and their values."""

    listed: bool
    fields: frozenset[str]
    values: Values


@lru_cache(maxsize=100_000)
def told_cell(sight: Sight, text: str, mine: bool) -> ToldCell:
    """The same for a cell as it is stored; it depends on nothing else."""
    here = cell(text)
    fields = disclosed_fields(sight, facts_of_cell(here, mine))
    return ToldCell(here.listed, fields, told_values(fields, here))


def places_of(wanted: DocketFilter) -> list[tuple[int, str]]:
    """Which of FACETS have to have which value."""
    return [(FACETS.index(name), value) for name, value in wanted.chosen.items() if name in FACETS]


def asked_of(wanted: DocketFilter) -> frozenset[str]:
    """The fields that a row has to tell, besides those of FACETS, for a filter to be asked of it."""
    asks = {"organisation"} if wanted.organisation or wanted.code else set()
    return frozenset(asks | ({"day"} if wanted.since or wanted.until else set()))
