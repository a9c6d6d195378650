"""Who sees an organisation, and what only some are told of it: in Python and in SQL."""

from sqlalchemy import ColumnElement

from consult.core.actors import Actor
from consult.core.db import condition
from consult.organisations.models import Organisation
from consult.policy.access import holds, holds_somewhere
from consult.policy.clauses import AnyOf, Clause


def own_ids(actor: Actor) -> list[int]:
    """The organisations that the actor belongs to."""
    return [held.scope_id for held in actor.held if held.scope == "organisation" and held.scope_id is not None]


VISIBLE = AnyOf(
    "organisation.visible",
    [
        Clause("listed", lambda _a, o: o.is_listed, lambda _a: Organisation.is_listed.is_(True)),
        Clause(
            "its own",
            lambda a, o: holds(a, "organisation:draft", o.where),
            lambda a: Organisation.id.in_(own_ids(a)),
        ),
        Clause(
            "to a secretariat",
            lambda a, _o: holds_somewhere(a, "organisation:verify"),
            lambda a: condition(holds_somewhere(a, "organisation:verify")),
        ),
    ],
)


def may_see(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor may know of this organisation."""
    return VISIBLE.holds(actor, organisation)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The same as a clause: the first filter of each query."""
    return VISIBLE.where(actor)


def reads_contact(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor is told how the organisation can be reached: secretariats, and its own people."""
    own = holds(actor, "organisation:draft", organisation.where)
    return own or holds_somewhere(actor, "organisation:verify")
