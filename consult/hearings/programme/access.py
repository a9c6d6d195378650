"""Who may read an item of the agenda, in Python and in SQL; the hearing itself is asked for first."""

from sqlalchemy.sql.expression import ColumnElement

from consult.core.actors import Actor
from consult.hearings.programme.models import AgendaItem
from consult.policy.access import holds
from consult.policy.clauses import AnyOf, Clause
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

READABLE = AnyOf(
    "item.readable",
    [
        Clause(
            "public",
            lambda _a, _p, item: item.audience == "public",
            lambda _a: AgendaItem.audience == "public",
        ),
        Clause(
            "attends what is closed",
            lambda a, p, _item: holds(a, "hearing:attend_closed", p.where),
            lambda a: held_in_sql(a, "hearing:attend_closed"),
        ),
    ],
)


def may_read_item(actor: Actor, proceeding: Proceeding, item: AgendaItem) -> bool:
    """Whether the actor, who may see the hearing, may know what this item is about."""
    return READABLE.holds(actor, proceeding, item)


def readable(actor: Actor) -> ColumnElement[bool]:
    """The same as a clause over items joined with their proceeding."""
    return READABLE.where(actor)
