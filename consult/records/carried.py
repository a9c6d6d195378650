"""What a field of a carried table is: how it is read for each edition, checked, and written back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Integer, case, cast, literal, select
from sqlalchemy import Text as SaText
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.expression import FunctionElement

from consult.core.db import UtcTime
from consult.records.columns import utc_moment
from consult.records.package_checks import (
    PUBLIC_ID,
    REFERENCE,
    Check,
    is_big,
    is_list,
    is_moment,
    is_object,
    is_text,
    is_truth,
    maybe,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `public` reads what everybody may have of it; None: the public edition does not have the field.

    `into` is the column of the row that it is written to; `target` the table whose public id (or reference) it holds.
    `unnamed` is what stands there where names of persons and organisations are left out, if that is something else.
    """

    name: str
    into: str
    read: ColumnElement[Any]
    public: ColumnElement[Any] | None
    type: str
    meaning: str
    check: Check
    values: str = ""
    target: Any = None
    unnamed: ColumnElement[Any] | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """One table: its rows in an order that a new import keeps; `kept` says which rows belong to the record at all, and
    `open_to_all` which of them everybody may have.

    `under` joins it with the proceeding where it has no column for that. `texts` are the fields of its localized texts, in
    the order of reading. `left_out` names columns that no edition has, and why not. `unnamed_order` is the order where names are
    left out, if the usual one would tell whose two rows are; `kept_unnamed` says which rows there are then.
    """

    name: str
    table: Any
    meaning: str
    fields: tuple[Field, ...]
    order: tuple[Any, ...]
    under: tuple[tuple[Any, Any], ...] = ()
    open_to_all: Callable[[], ColumnElement[bool]] | None = None
    kept: Callable[[], ColumnElement[bool]] | None = None
    texts: tuple[str, ...] = ()
    keeps_source: bool = False
    left_out: dict[str, str] = field(default_factory=dict)
    unnamed_order: tuple[Any, ...] = ()
    kept_unnamed: Callable[[], ColumnElement[bool]] | None = None

    @property
    def is_public(self) -> bool:
        """Whether the public edition has it."""
        return self.open_to_all is not None


NOTHING = object()


def of(
    column: Any,
    meaning: str,
    *,
    public: Any = NOTHING,
    check: Check | None = None,
    values: str = "",
    name: str = "",
    unnamed: ColumnElement[Any] | None = None,
) -> Field:
    """The field of a plain column. `public` is what everybody reads of it; None keeps it from the public edition."""
    kind, usual = kind_of(column.type)
    read = utc_moment(column) if kind == "datetime" else column.expression
    told = read if public is NOTHING else public
    checked = check or usual
    return Field(
        name or column.key,
        column.key,
        read,
        told,
        kind,
        meaning,
        maybe(checked) if column.nullable or public is not NOTHING else checked,
        values,
        unnamed=unnamed,
    )


def kind_of(type_: Any) -> tuple[str, Check]:
    """What a column holds as an edition names it, and the check for it."""
    if isinstance(type_, UtcTime):
        return "datetime", is_moment
    if isinstance(type_, Boolean):
        return "boolean", is_truth
    if isinstance(type_, Integer):
        return "integer", is_big
    if isinstance(type_, JSON):
        return "object", lambda value: is_list(value) or is_object(value)
    return "string", is_text


def named(column: Any, target: Any, meaning: str, name: str, *, public: bool = True, by: str = "public_id") -> Field:
    """The field of a foreign key: the public id (or another name) of what it points at."""
    other = aliased(target)
    read = select(getattr(other, by)).where(other.id == column).scalar_subquery()
    check = maybe(REFERENCE if by == "reference" else PUBLIC_ID)
    return Field(name, column.key, read, read if public else None, "string", meaning, check, target=target)


def where(told: ColumnElement[bool], column: Any) -> ColumnElement[Any]:
    """A column that everybody reads where something holds."""
    read = utc_moment(column) if isinstance(column.type, UtcTime) else column
    return case((told, read), else_=None)


class texts_json(FunctionElement[str]):
    """All localized texts of an owner as a JSON list in the order of field and language, in SQL."""

    type = SaText()
    inherit_cache = True


_OBJECT = "'field', field, 'language', language, 'text', text, 'status', status, 'source_hash', source_hash"


@compiles(texts_json, "sqlite")
def _texts_sqlite(element: texts_json, compiler: Any, **kw: Any) -> str:
    owner = compiler.process(element.clauses, **kw)
    rows = f"SELECT * FROM localized_text WHERE owner = {owner} ORDER BY field, language"  # noqa: S608 - our own words
    return f"(SELECT json_group_array(json_object({_OBJECT})) FROM ({rows}))"  # noqa: S608


@compiles(texts_json, "postgresql")
def _texts_postgresql(element: texts_json, compiler: Any, **kw: Any) -> str:
    owner = compiler.process(element.clauses, **kw)
    listed = f"json_agg(json_build_object({_OBJECT}) ORDER BY field, language)"
    return f"(SELECT coalesce({listed}, '[]') FROM localized_text WHERE owner = {owner})"  # noqa: S608


class json_text(FunctionElement[str]):
    """A JSON column as text by which both databases sort alike, in SQL."""

    type = SaText()
    inherit_cache = True


@compiles(json_text, "sqlite")
def _json_sqlite(element: json_text, compiler: Any, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS TEXT)"


@compiles(json_text, "postgresql")
def _json_postgresql(element: json_text, compiler: Any, **kw: Any) -> str:
    return f'CAST({compiler.process(element.clauses, **kw)} AS TEXT) COLLATE "C"'


def owner_of(table: Any) -> ColumnElement[str]:
    """The name of a row in the tables of texts and origins, in SQL."""
    kind = OWNERS[table.__tablename__]
    key = next(iter(table.__table__.primary_key.columns))
    return literal(f"{kind}:", literal_execute=True).concat(cast(key, SaText()))


OWNERS = {
    "hearing_session": "session",
    "hearing_item": "item",
    "hearing_paper": "paper",
    "hearing_poll": "poll",
    "hearing_line": "line",
    "room": "room",
}
