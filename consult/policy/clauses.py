"""A rule of access said twice, in Python and in SQL, in named clauses that a test can take out one by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.sql.expression import ColumnElement

from consult.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Clause:
    """One reason: `holds` over what is known of a row, `where` over its columns."""

    name: str
    holds: Callable[..., bool]
    where: Callable[[Actor], ColumnElement[bool]]


@dataclass(slots=True)
class AnyOf:
    """Access for any of these reasons."""

    name: str
    clauses: list[Any]

    def holds(self, *facts: Any) -> bool:
        """Whether some clause holds."""
        return any(clause.holds(*facts) for clause in self.clauses)

    def where(self, actor: Actor) -> ColumnElement[bool]:
        """The same as a where-clause."""
        return or_(*(clause.where(actor) for clause in self.clauses))


@dataclass(slots=True)
class AllOf:
    """Access only when all of these hold."""

    name: str
    clauses: list[Any]

    def holds(self, *facts: Any) -> bool:
        """Whether every clause holds."""
        return all(clause.holds(*facts) for clause in self.clauses)

    def where(self, actor: Actor) -> ColumnElement[bool]:
        """The same as a where-clause."""
        return and_(*(clause.where(actor) for clause in self.clauses))


def leaves(rule: AnyOf | AllOf) -> Iterator[tuple[AnyOf | AllOf, int, Clause]]:
    """Each leaf of a rule as (its parent, its position there, the clause)."""
    for position, clause in enumerate(rule.clauses):
        if isinstance(clause, Clause):
            yield rule, position, clause
        else:
            yield from leaves(clause)
