"""Each rule of access says the same in SQL and in Python, and each of its clauses counts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from consult.contributions.access import FIELDS, disclosed_fields
from consult.contributions.access import VISIBLE as CONTRIBUTION_VISIBLE
from consult.core.actors import Actor
from consult.core.db import condition
from consult.policy.clauses import AllOf, AnyOf, Clause, leaves
from consult.proceedings.access import VISIBLE as PROCEEDING_VISIBLE
from consult.workspaces.documents.access import PUBLISHED as DOCUMENT_PUBLISHED
from consult.workspaces.documents.access import VISIBLE as DOCUMENT_VISIBLE
from tests.policy.compare import (
    documents_differ,
    fields_differ,
    files_that_differ,
    proceedings_differ,
    published_differ,
    rows_differ,
)
from tests.policy.world import ENDS, World

pytestmark = pytest.mark.slow
Differs = Callable[[World, Session, Actor], bool]


def test_each_rule_says_the_same_in_sql_and_in_python(world: World):
    assert len(world.rows) == (8 + 4) * 6 * 3 * 2 * 2 * 3
    different = []
    with world.site.database.reading() as db:
        for name, actor in distinct(world).items():
            if proceedings_differ(world, db, actor):
                different.append((name, "proceedings"))
            if documents_differ(world, db, actor) or published_differ(world, db, actor):
                different.append((name, "documents"))
            if rows_differ(world, db, actor):
                different.append((name, "contributions"))
            different += [(name, field) for field in fields_differ(world, db, actor, tuple(FIELDS))]
    assert different == []


@pytest.mark.timeout(180)
def test_each_file_is_served_to_those_who_are_told_of_it(world: World):
    different, served = [], 0
    with world.site.database.reading() as db:
        for actor in noticing(world):
            different += files_that_differ(world, db, actor)
            served += actor.system is not None
    assert different == []
    assert served == 1


def test_the_world_shows_everything_to_somebody_and_hides_it_from_somebody(world: World):
    """Otherwise the comparison above would compare nothing with nothing."""
    for name, actor in world.actors.items():
        assert bool(actor.held) == any(given.when == "in force" for given in grants_of(world, name)), name
    assert world.actors["anna with an ended session"] == world.actors["nobody"]
    assert world.actors["anna with an expired session"] == world.actors["nobody"]
    assert world.actors["an account that has ended"] == world.actors["nobody"]


def grants_of(world: World, name: str):
    return [given for person in world.people if person.name == name and not person.ended for given in person.grants]


def distinct(world: World) -> dict[str, Actor]:
    """The actors without those who ask with nothing in force, but for one of them."""
    return {name: actor for name, actor in world.actors.items() if not name.endswith(ENDS)}


def noticing(world: World) -> list[Actor]:
    """Those who suffice to notice each removal: whatever few notice, all notice."""
    few = [actor for name, actor in distinct(world).items() if not name.startswith("several")]
    return sorted(few, key=lambda actor: len(actor.held) + (actor.contribution_id or 0))


RULES: list[tuple[str, AnyOf | AllOf, Differs]] = [
    ("proceeding", PROCEEDING_VISIBLE, proceedings_differ),
    ("contribution", CONTRIBUTION_VISIBLE, rows_differ),
    ("document", DOCUMENT_VISIBLE, documents_differ),
    ("published document", DOCUMENT_PUBLISHED, published_differ),
    *(
        (name, rule, lambda world, db, actor, name=name: bool(fields_differ(world, db, actor, (name,))))
        for name, rule in FIELDS.items()
    ),
]


@pytest.mark.parametrize("side", ["where", "python"])
@pytest.mark.timeout(180)
def test_no_clause_can_go_unnoticed(world: World, side: str):
    assert [removal for rule in RULES for removal in unnoticed(world, side, *rule)] == []


@pytest.mark.parametrize("side", ["where", "python"])
def test_a_clause_that_changes_nothing_is_found(world: World, side: str):
    """The check itself is checked: a clause said twice is one too many, on either side."""
    clauses = CONTRIBUTION_VISIBLE.clauses
    clauses.append(clauses[0])
    try:
        found = list(unnoticed(world, side, "contribution", CONTRIBUTION_VISIBLE, rows_differ))
    finally:
        clauses.pop()
    assert found == [("contribution", "contribution.visible", "in a visible proceeding")] * 2


def unnoticed(world: World, side: str, name: str, rule: AnyOf | AllOf, differs: Differs) -> Iterator[tuple[str, ...]]:
    """The clauses of a rule whose removal from one side the comparison does not see."""
    with world.site.database.reading() as db:
        for parent, position, clause in list(leaves(rule)):
            with without(parent, position, clause, side):
                if not any(differs(world, db, actor) for actor in noticing(world)):
                    yield name, parent.name, clause.name


@contextmanager
def without(parent: AnyOf | AllOf, position: int, clause: Clause, side: str) -> Iterator[None]:
    """Take one clause out of one side of a rule: there it says what changes nothing among its neighbours."""
    disclosed_fields.cache_clear()  # what is decided here holds in here alone
    neutral = isinstance(parent, AllOf)
    if side == "where":
        parent.clauses[position] = Clause(clause.name, clause.holds, lambda _actor: condition(neutral))
    else:
        parent.clauses[position] = Clause(clause.name, lambda *_facts: neutral, clause.where)
    try:
        yield
    finally:
        parent.clauses[position] = clause
        disclosed_fields.cache_clear()
