"""Who may see a proceeding, in Python and in SQL."""

from sqlalchemy.sql.expression import ColumnElement

from consult.core.actors import Actor
from consult.policy.access import held_where, holds
from consult.policy.clauses import AllOf, AnyOf, Clause
from consult.proceedings.models import Proceeding


def held_in_sql(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Whether the actor holds a permission at each proceeding, as a clause over the table."""
    public = Proceeding.audience == "public"
    return held_where(actor, permission, public, Proceeding.body_id.expression, Proceeding.id.expression)


VISIBLE = AnyOf(
    "proceeding.visible",
    [
        AllOf(
            "announced",
            [
                Clause(
                    "to the public",
                    lambda _a, p: p.audience == "public",
                    lambda _a: Proceeding.audience == "public",
                ),
                Clause("not a draft", lambda _a, p: p.state != "draft", lambda _a: Proceeding.state != "draft"),
            ],
        ),
        AllOf(
            "member",
            [
                Clause(
                    "of the room",
                    lambda a, p: holds(a, "room:read", p.where),
                    lambda a: held_in_sql(a, "room:read"),
                ),
                Clause(
                    "after the draft",
                    lambda _a, p: p.state != "draft",
                    lambda _a: Proceeding.state != "draft",
                ),
            ],
        ),
        Clause("at the desk", lambda a, p: holds(a, "desk:read", p.where), lambda a: held_in_sql(a, "desk:read")),
    ],
)


def may_see(actor: Actor, proceeding: Proceeding) -> bool:
    """Whether the actor may know of this proceeding."""
    return VISIBLE.holds(actor, proceeding)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The same as a clause: the first filter of each query."""
    return VISIBLE.where(actor)
