"""Who may know of a poll: the rule in Python and in SQL, and no clause of it for nothing."""

from itertools import product

from sqlalchemy import select

from consult.core.actors import ANYBODY, Actor
from consult.hearings.polls.access import VISIBLE, may_see_poll, visible
from consult.hearings.polls.models import Poll
from consult.hearings.polls.operations.running import open_poll
from consult.hearings.programme.models import AgendaItem
from consult.policy.clauses import Clause, leaves
from consult.proceedings.models import Proceeding
from tests.factories import actor_for, make_account
from tests.hearings.polls.ballot_box import Box


def test_both_sides_say_the_same_and_each_clause_decides_somewhere(box: Box):
    closed = box.item("3", 3, audience="closed")
    for item, is_open in product((None, box.first.public_id, closed.public_id), (False, True)):
        poll = box.draft(item=item)
        if is_open:
            box.act(open_poll, poll=poll)
    panel = actor_for(box.site, make_account(box.site, "p@example.org", ("panellist", "proceeding", box.hearing.id)))
    office = actor_for(box.site, make_account(box.site, "o@example.org", ("secretariat", "body", box.body.id)))
    actors = [ANYBODY, panel, office, box.chair]

    def in_sql(actor: Actor) -> set[int]:
        with box.site.database.reading() as db:
            query = select(Poll.id).join(Proceeding, Proceeding.id == Poll.proceeding_id)
            return set(db.scalars(query.outerjoin(AgendaItem, AgendaItem.id == Poll.item_id).where(visible(actor))))

    def in_python(actor: Actor) -> set[int]:
        with box.site.database.reading() as db:
            items = {one.id: one for one in db.scalars(select(AgendaItem))}
            rows = db.scalars(select(Poll)).all()
            return {one.id for one in rows if may_see_poll(actor, box.hearing, one, items.get(one.item_id or 0))}

    assert [len(in_sql(actor)) for actor in actors] == [2, 3, 6, 6]
    for actor in actors:
        assert in_sql(actor) == in_python(actor)
    for parent, position, clause in list(leaves(VISIBLE)):
        never = Clause(clause.name, lambda *_facts: False, clause.where)
        parent.clauses[position] = never
        assert any(in_sql(actor) != in_python(actor) for actor in actors), clause.name
        parent.clauses[position] = clause
