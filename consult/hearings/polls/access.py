"""Who may see a poll."""

from sqlalchemy.sql.expression import ColumnElement

from consult.core.actors import Actor
from consult.hearings.polls.models import Poll
from consult.hearings.programme.models import AgendaItem
from consult.policy.access import holds
from consult.policy.clauses import AllOf, AnyOf, Clause
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

CHAIRS = Clause(
    "chairs", lambda a, p, _poll, _item: holds(a, "hearing:chair", p.where), lambda a: held_in_sql(a, "hearing:chair")
)
VISIBLE = AllOf(
    "poll.visible",
    [
        AnyOf(
            "known",
            [
                Clause(
                    "not a draft", lambda _a, _p, poll, _item: poll.state != "draft", lambda _a: Poll.state != "draft"
                ),
                CHAIRS,
            ],
        ),
        AnyOf(
            "on what may be read",
            [
                Clause(
                    "on no item", lambda _a, _p, poll, _item: poll.item_id is None, lambda _a: Poll.item_id.is_(None)
                ),
                Clause(
                    "on a public item",
                    lambda _a, _p, _poll, item: item is not None and item.audience == "public",
                    lambda _a: AgendaItem.audience == "public",
                ),
                Clause(
                    "attends what is closed",
                    lambda a, p, _poll, _item: holds(a, "hearing:attend_closed", p.where),
                    lambda a: held_in_sql(a, "hearing:attend_closed"),
                ),
            ],
        ),
    ],
)


def may_see_poll(actor: Actor, proceeding: Proceeding, poll: Poll, item: AgendaItem | None) -> bool:
    """Whether the actor, who may see the hearing, may know of this poll, which is on this item or on none."""
    return VISIBLE.holds(actor, proceeding, poll, item)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The same as a clause over polls with their proceeding and, joined from outside, their item."""
    return VISIBLE.where(actor)
