"""Who may know of a proposal of a room that they may see, and where it stands for them."""

from sqlalchemy.sql.expression import ColumnElement

from consult.core.actors import Actor
from consult.core.db import condition
from consult.policy.access import holds
from consult.policy.clauses import AnyOf, Clause
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding
from consult.workspaces.votes.models import RoomProposal

VISIBLE = AnyOf(
    "proposal.visible",
    [
        Clause("not a draft", lambda _a, _p, one: one.state != "draft", lambda _a: RoomProposal.state != "draft"),
        Clause(
            "of one's own",
            lambda a, _p, one: a.account_id is not None and one.made_by == a.account_id,
            lambda a: RoomProposal.made_by == a.account_id if a.account_id is not None else condition(False),
        ),
        Clause(
            "leads",
            lambda a, p, _one: holds(a, "room:lead", p.where),
            lambda a: held_in_sql(a, "room:lead"),
        ),
    ],
)


def may_know(actor: Actor, proceeding: Proceeding, proposal: RoomProposal) -> bool:
    """Whether the actor, who may read the room, may know of this proposal: a draft is its maker's and of those who lead."""
    return VISIBLE.holds(actor, proceeding, proposal)


def known(actor: Actor) -> ColumnElement[bool]:
    """The same as a clause over proposals with their proceeding."""
    return VISIBLE.where(actor)
