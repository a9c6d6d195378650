"""Asking the matrix: in Python for one thing (`holds`, `require`), in SQL for many (`held_where`)."""

from typing import NamedTuple, Protocol

from sqlalchemy import or_
from sqlalchemy.sql.expression import ColumnElement

from consult.core.actors import Actor, Used
from consult.core.among import among
from consult.core.db import condition
from consult.core.errors import NotFound
from consult.policy.matrix import MATRIX


class Where(NamedTuple):
    """The place of a thing in the scopes; None where a scope does not reach it."""

    body_id: int | None = None
    proceeding_id: int | None = None
    organisation_id: int | None = None
    document_id: int | None = None


SITE = Where()


class Placed(Protocol):
    """Anything that lies somewhere in the scopes."""

    @property
    def where(self) -> Where: ...


def holds(actor: Actor, permission: str, where: Where) -> bool:
    """Whether one of the actor's grants gives this permission at this place."""
    if actor.system:
        return True
    roles = MATRIX[permission]
    reach = {
        ("site", None),
        ("body", where.body_id),
        ("proceeding", where.proceeding_id),
        ("organisation", where.organisation_id),
        ("document", where.document_id),
    }
    return any(held.role in roles and (held.scope, held.scope_id) in reach for held in actor.held)


def require(actor: Actor, permission: str, thing: Placed | Where) -> None:
    """The first line of an operation. Raises NotFound, the same answer as for what is absent."""
    where = thing if isinstance(thing, Where) else thing.where
    if not holds(actor, permission, where):
        raise NotFound
    _use(actor, Used(permission, where.body_id, where.proceeding_id))


def _use(actor: Actor, used: Used) -> None:
    if actor.account_id is not None and used not in actor.used:
        actor.used.append(used)


def role_for(actor: Actor, permission: str, body_id: int | None, proceeding_id: int | None) -> str | None:
    """The role by which the actor holds a permission at a place; None where no grant gives it there."""
    reach = {("site", None), ("body", body_id), ("proceeding", proceeding_id)}
    nowhere = body_id is None and proceeding_id is None
    return next(
        (
            held.role
            for held in actor.held
            if held.role in MATRIX[permission] and (nowhere or (held.scope, held.scope_id) in reach)
        ),
        None,
    )


def holds_somewhere(actor: Actor, permission: str) -> bool:
    """Whether some grant of the actor gives this permission, wherever: for what is every body's affair."""
    return bool(actor.system) or any(held.role in MATRIX[permission] for held in actor.held)


def require_somewhere(actor: Actor, permission: str) -> None:
    """Raises NotFound unless some grant of the actor gives this permission."""
    if not holds_somewhere(actor, permission):
        raise NotFound
    _use(actor, Used(permission, None, None))


def held_where(
    actor: Actor,
    permission: str,
    body_reaches: ColumnElement[bool],
    body_id: ColumnElement[int],
    proceeding_id: ColumnElement[int],
) -> ColumnElement[bool]:
    """The same question as a where-clause; `body_reaches` tells in SQL whether grants on a body (or the site) count."""
    if actor.system:
        return condition(True)
    held = [grant for grant in actor.held if grant.role in MATRIX[permission]]
    if any(grant.scope == "site" for grant in held):
        return condition(True)
    bodies = [grant.scope_id for grant in held if grant.scope == "body"]
    rooms = [grant.scope_id for grant in held if grant.scope == "proceeding"]
    clauses: list[ColumnElement[bool]] = []
    if bodies:
        clauses.append(body_reaches & among(body_id, bodies))
    if rooms:
        clauses.append(among(proceeding_id, rooms))
    return or_(*clauses) if clauses else condition(False)


def sits_at_desk(actor: Actor) -> bool:
    """Whether the actor reads at some desk."""
    return holds_somewhere(actor, "desk:read")
