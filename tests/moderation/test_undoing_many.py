"""Undoing a bulk: many at once, each as it would be undone alone."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from consult.contributions.models import Contribution
from consult.contributions.operations.own import withdraw_contribution
from consult.core.clock import now
from consult.core.errors import Conflict
from consult.moderation.bulk_models import Bulk, BulkLine
from consult.moderation.operations.bulk import gather_bulk, propose_bulk, start_bulk, undo_bulk
from consult.moderation.operations.bulk_chunks import go_on
from consult.moderation.operations.escalating import escalate
from consult.moderation.operations.undoing import undo_decision
from tests.factories import actor_for, make_account
from tests.moderation.bulk_scene import Desk, make_desk

KINDS = ("plain", "flagged", "asked", "decided since", "withdrawn since")


@pytest.fixture
def desk(site):
    return make_desk(site)


def test_many_are_undone_as_each_alone_would_be(desk):
    kinds = [kind for kind in KINDS for _twice in range(2)]
    together, alone = ([one_of_a_kind(desk, kind) for kind in kinds] for _twice in range(2))
    bulk = hidden(desk, together)
    decisions = [desk.decide(one, "hide", "insult") for one in alone]
    for references in (together, alone):
        for reference, kind in zip(references, kinds, strict=True):
            happen_meanwhile(desk, reference, kind)
    desk.site.work.run(undo_bulk, desk.moderator, public_id=bulk)
    with statements(desk) as counted:
        assert desk.site.work.run(go_on, desk.moderator, public_id=bulk, limit=50).result == len(kinds)
    assert len(counted) < 4 * len(kinds), "row by row"
    problems = problems_of(desk, bulk)
    for first, second, decision in zip(together, alone, decisions, strict=True):
        assert problems[first] == undone_alone(desk, decision)
        assert desk.standing(first) == desk.standing(second)
        assert desk.row(first).escalated == desk.row(second).escalated
        assert desk.kinds("desk", first) == desk.kinds("desk", second)
    assert set(problems.values()) == {None, "decided_meanwhile", "withdrawn_meanwhile"}
    assert desk.open_flags() == 4
    assert desk.differences() == []


def one_of_a_kind(desk: Desk, kind: str) -> str:
    author = actor_for(desk.site, make_account(desk.site, f"{uuid.uuid4()}@example.org"))
    reference = desk.comment(f"{kind} {uuid.uuid4()}", actor=author)
    AUTHORS[reference] = author
    desk.decide(reference, "approve")
    if kind == "flagged":
        desk.flag(reference)
    if kind == "asked":
        desk.site.work.run(escalate, desk.moderator, reference=reference, note="What now?")
    return reference


AUTHORS: dict[str, Any] = {}


def happen_meanwhile(desk: Desk, reference: str, kind: str) -> None:
    if kind == "decided since":
        desk.decide(reference, "restore")
    if kind == "withdrawn since":
        desk.site.work.run(withdraw_contribution, AUTHORS[reference], reference=reference)


def hidden(desk: Desk, references: list[str]) -> str:
    """The public id of a bulk that has hidden these."""
    run = desk.site.work.run
    given: dict[str, Any] = {"asked": {"references": references}, "looked_at": now(), "seen": 0}
    bulk = run(propose_bulk, desk.moderator, act="hide", reason="insult", **given).result
    run(gather_bulk, desk.moderator, public_id=bulk)
    run(start_bulk, desk.moderator, public_id=bulk)
    while run(go_on, desk.moderator, public_id=bulk, limit=50).result:
        pass
    return bulk


def undone_alone(desk: Desk, decision: str) -> str | None:
    """What stands against it, or None where it is undone."""
    try:
        desk.site.work.run(undo_decision, desk.moderator, decision=decision)
    except Conflict as error:
        return error.problem
    return None


def problems_of(desk: Desk, bulk: str) -> dict[str, str | None]:
    with desk.site.database.reading() as db:
        query = select(Contribution.reference, BulkLine.problem).join(
            BulkLine, BulkLine.contribution_id == Contribution.id
        )
        return {
            row[0]: row[1]
            for row in db.execute(query.join(Bulk, Bulk.id == BulkLine.bulk_id).where(Bulk.public_id == bulk))
        }


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """What is sent to the database by whoever writes, but for what is prepared beforehand."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(desk.site.database.writers, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(desk.site.database.writers, "before_cursor_execute", note)
