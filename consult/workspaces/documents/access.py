"""Who may read a document: those in its room, its guests, and of a public one's newest version everybody."""

from sqlalchemy import or_
from sqlalchemy.sql.expression import ColumnElement

from consult.core.actors import Actor
from consult.core.db import condition
from consult.policy.access import held_where, holds
from consult.policy.clauses import AllOf, AnyOf, Clause
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.models import Document


def held_in_sql(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Whether the actor holds a permission at each document, as a clause over the table."""
    in_room = held_where(
        actor, permission, condition(False), Proceeding.body_id.expression, Document.proceeding_id.expression
    )
    alone = [one.scope_id for one in actor.held if one.scope == "document" and one.role in MATRIX[permission]]
    return or_(in_room, Document.id.in_(alone)) if alone else in_room


# Over a document and its proceeding: the text as it is now, every version, and the amendments.
VISIBLE = AllOf(
    "document.visible",
    [
        Clause("not taken away", lambda _a, d, _p: d.removed_at is None, lambda _a: Document.removed_at.is_(None)),
        AnyOf(
            "to whom",
            [
                AllOf(
                    "reader",
                    [
                        Clause(
                            "of the room or guest",
                            lambda a, d, _p: holds(a, "document:read", d.where),
                            lambda a: held_in_sql(a, "document:read"),
                        ),
                        Clause(
                            "after the draft",
                            lambda _a, _d, p: p.state != "draft",
                            lambda _a: Proceeding.state != "draft",
                        ),
                    ],
                ),
                Clause(
                    "at the desk",
                    lambda a, d, _p: holds(a, "desk:read", d.where),
                    lambda a: held_in_sql(a, "desk:read"),
                ),
            ],
        ),
    ],
)

# The newest version at the public address, whoever asks.
PUBLISHED = AllOf(
    "document.published",
    [
        Clause("there", lambda _a, d, _p: d.removed_at is None, lambda _a: Document.removed_at.is_(None)),
        Clause("to the public", lambda _a, d, _p: d.audience == "public", lambda _a: Document.audience == "public"),
        Clause("in a version", lambda _a, d, _p: d.version > 0, lambda _a: Document.version > 0),
        Clause("not withdrawn", lambda _a, d, _p: d.state != "withdrawn", lambda _a: Document.state != "withdrawn"),
        Clause("of a room that is told", lambda _a, _d, p: p.state != "draft", lambda _a: Proceeding.state != "draft"),
    ],
)


def may_see(actor: Actor, document: Document, proceeding: Proceeding) -> bool:
    """Whether the actor may read the text as it is now, with its versions and amendments."""
    return VISIBLE.holds(actor, document, proceeding)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The same as a clause over documents joined to their proceedings: the first filter of each query."""
    return VISIBLE.where(actor)


def published(actor: Actor) -> ColumnElement[bool]:
    """Those whose newest version everybody reads, as a clause over the same tables."""
    return PUBLISHED.where(actor)
