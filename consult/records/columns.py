"""Columns of the exported tables: how each is read, what it means, and SQL that both databases print alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text as SaText
from sqlalchemy import case, func, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement, FunctionElement

from consult.contributions.access import FIELDS
from consult.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is string, integer, boolean, date, datetime, array (of words), list or object; `made` turns
    what SQL gave."""

    name: str
    read: ColumnElement[Any]
    type: str
    meaning: str
    values: str = ""
    made: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One file of an edition: its name without ending, its columns, and the statement that reads them in order."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    statement: Any


class utc_moment(FunctionElement[str]):
    """A UtcTime column as RFC 3339 in UTC with milliseconds, in SQL."""

    type = SaText()
    inherit_cache = True


@compiles(utc_moment, "sqlite")
def _moment_sqlite(element: utc_moment, compiler: Any, **kw: Any) -> str:
    at = compiler.process(element.clauses, **kw)
    return f"replace(substr({at}, 1, 23), ' ', 'T') || 'Z'"


@compiles(utc_moment, "postgresql")
def _moment_postgresql(element: utc_moment, compiler: Any, **kw: Any) -> str:
    at = compiler.process(element.clauses, **kw)
    return f"to_char({at} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"


WITHHOLDABLE = ("text", "name", "organisation", "identity", "category", "language", "target", "moment", "day", "votes")


def withheld_fields(actor: Actor) -> ColumnElement[str]:
    """The names of the fields that this reader is not told, as a text with a blank between them."""
    told: ColumnElement[str] = literal("", literal_execute=True)
    for name in WITHHOLDABLE:
        told = told.op("||")(case((FIELDS[name].where(actor), ""), else_=f"{name} "))
    return func.rtrim(told)


def plain(column: Any) -> ColumnElement[Any]:
    """A column of a table as it is; the models' attributes are not typed as what they are in a query."""
    return column  # type: ignore[no-any-return]
