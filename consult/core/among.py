"""Whether a column has one of many numbers: they go to the database as one parameter, however many there are."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, literal
from sqlalchemy import Text as SaText
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement, FunctionElement

FEW = 8  # as many are written out: the databases plan better with what they see


class Among(FunctionElement[bool]):
    """A column, and a text that lists numbers in JSON."""

    type = Boolean()
    inherit_cache = True


@compiles(Among, "sqlite")
def _among_sqlite(element: Among, compiler: Any, **kw: Any) -> str:
    column, given = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({given}))"  # noqa: S608  both are expressions, compiled


@compiles(Among, "postgresql")
def _among_postgresql(element: Among, compiler: Any, **kw: Any) -> str:
    column, given = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST({given} AS JSONB))::bigint))"


def among(column: ColumnElement[int], numbers: Sequence[int | None]) -> ColumnElement[bool]:
    """The condition that a column has one of these numbers."""
    if len(numbers) <= FEW:
        return column.in_(numbers)
    return Among(column, literal(json.dumps(list(numbers)), SaText()))
