"""Deciding on many at once: gathered as they were seen, decided in chunks, told which changed meanwhile, undone."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from consult.contributions.models import Contribution
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.clock import now
from consult.core.errors import Conflict
from consult.core.jobs import Job, run_due
from consult.ledger.models import Entry
from consult.moderation import jobs
from consult.moderation.bulk_models import Bulk, BulkLine
from consult.moderation.models import Decision
from consult.moderation.operations.bulk import (
    gather_bulk,
    propose_bulk,
    start_bulk,
    undo_bulk,
)
from consult.moderation.operations.claiming import claim
from consult.moderation.operations.escalating import escalate
from consult.moderation.operations.telling import TELL
from consult.moderation.queries import Filter
from tests.factories import TEST, actor_for, make_account
from tests.moderation.bulk_scene import Desk, make_desk

MANY = 300


@pytest.fixture
def desk(site):
    return make_desk(site)


def propose(desk: Desk, act: str = "approve", *, actor=None, limit: int = 2000, **more: Any) -> str:
    given: dict[str, Any] = {"asked": {"filter": asdict(Filter())}, "looked_at": now(), "seen": 0} | more
    who, run = actor or desk.moderator, desk.site.work.run
    public_id = run(propose_bulk, who, act=act, **given).result
    while run(gather_bulk, who, public_id=public_id, limit=limit).result:
        pass
    return public_id


def start(desk: Desk, public_id: str) -> int:
    return desk.site.work.run(start_bulk, desk.moderator, public_id=public_id).result


def work(desk: Desk) -> None:
    """What the worker does, but for telling, which is for later anyway."""
    assert run_due(desk.site.work, jobs.HANDLERS) > 0


def lines(desk: Desk, public_id: str) -> dict[str, tuple[str, str | None]]:
    with desk.site.database.reading() as db:
        query = select(Contribution.reference, BulkLine.state, BulkLine.problem).join(
            BulkLine, BulkLine.contribution_id == Contribution.id
        )
        rows = db.execute(query.join(Bulk, Bulk.id == BulkLine.bulk_id).where(Bulk.public_id == public_id))
        return {row[0]: (row[1], row[2]) for row in rows}


def bulk_state(desk: Desk, public_id: str) -> str:
    with desk.site.database.reading() as db:
        return db.scalars(select(Bulk.state).where(Bulk.public_id == public_id)).one()


def count(desk: Desk, *where: Any) -> int:
    with desk.site.database.reading() as db:
        return db.scalar(select(func.count()).where(*where)) or 0


@pytest.mark.timeout(180)
def test_of_many_the_three_that_changed_meanwhile_are_told(desk):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    many = [desk.comment(f"comment {number}", actor=author) for number in range(MANY)]
    public_id = propose(desk, limit=77)
    withdrawn, corrected, decided = many[10], many[150], many[299]
    desk.site.work.run(withdraw_contribution, author, reference=withdrawn)
    correct = {"reference": corrected, "seen": 1, "passages": (NewPassage(text="other words"),)}
    desk.site.work.run(correct_contribution, author, **correct)
    desk.decide(decided, "decline", "spam")
    assert start(desk, public_id) == MANY
    work(desk)
    found = lines(desk, public_id)
    assert {one: why for one, (state, why) in found.items() if state == "refused"} == {
        withdrawn: "withdrawn_meanwhile",
        corrected: "corrected_meanwhile",
        decided: "decided_meanwhile",
    }
    assert [state for state, _why in found.values()].count("decided") == MANY - 3
    assert count(desk, Decision.bulk == public_id) == MANY - 3
    assert count(desk, Entry.kind == "comment.published") == 2 * (MANY - 3)
    assert count(desk, Job.kind == TELL) == MANY - 3 + 1
    assert bulk_state(desk, public_id) == "done"
    assert desk.row(decided).state == "declined"
    assert desk.differences() == []


def test_what_came_after_it_was_seen_is_not_decided_unseen(desk):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    seen, corrected = desk.comment("seen"), desk.comment("seen", actor=author)
    looked_at = now()
    later = desk.comment("later")
    correct = {"reference": corrected, "seen": 1, "passages": (NewPassage(text="unseen words"),)}
    desk.site.work.run(correct_contribution, author, **correct)
    by_filter = propose(desk, looked_at=looked_at)
    by_hand = propose(desk, looked_at=looked_at, asked={"references": [seen, corrected, later]})
    assert set(lines(desk, by_filter)) == {seen}
    assert set(lines(desk, by_hand)) == {seen, corrected}
    start(desk, by_hand)
    work(desk)
    assert lines(desk, by_hand) == {seen: ("decided", None), corrected: ("refused", "corrected_meanwhile")}
    assert desk.row(later).state == "pending"


def test_each_is_a_decision_of_its_own_with_reason_and_note(desk):
    references = [desk.comment(f"comment {number}") for number in range(3)]
    desk.flag(shown := published(desk))
    public_id = propose(desk, "decline", reason="spam", note="Dear author", asked={"references": [*references, shown]})
    start(desk, public_id)
    work(desk)
    for reference in references:
        (one,) = desk.decisions(reference)
        assert (one.act, one.reason, one.note, one.bulk) == ("decline", "spam", "Dear author", public_id)
        assert (one.decided_by, one.decided_role, one.version) == (desk.account.id, "moderator", 1)
        assert one.final_at - one.decided_at == timedelta(minutes=10)
        assert desk.standing(reference) == ("declined", 1, 1, False, "spam", 0)
    assert len({desk.decisions(one)[0].public_id for one in references}) == 3
    assert lines(desk, public_id)[shown] == ("refused", "decided_meanwhile")
    assert desk.open_flags() == 1


def published(desk: Desk) -> str:
    reference = desk.comment("published")
    desk.decide(reference, "approve")
    return reference


@pytest.mark.parametrize(("act", "reason"), [("hide", "insult"), ("keep", None)])
def test_flags_are_settled_and_come_back_with_an_undo(desk, act, reason):
    flagged = [published(desk) for _ in range(4)]
    for one in flagged:
        desk.flag(one)
    before = [desk.standing(one) for one in flagged]
    public_id = propose(desk, act, reason=reason, asked={"filter": asdict(Filter(flagged="yes"))})
    start(desk, public_id)
    work(desk)
    assert desk.open_flags() == 0
    assert {desk.row(one).state for one in flagged} == {"hidden" if act == "hide" else "published"}
    assert desk.site.work.run(undo_bulk, desk.moderator, public_id=public_id).result == 4
    work(desk)
    assert [desk.standing(one) for one in flagged] == before
    assert desk.open_flags() == 4
    assert {state for state, _why in lines(desk, public_id).values()} == {"undone"}
    assert desk.differences() == []


def test_what_somebody_else_has_is_left_to_them_and_what_was_asked_is_settled(desk):
    taken, asked = desk.comment("taken"), desk.comment("asked")
    colleague = actor_for(desk.site, make_account(desk.site, "c@example.org", ("moderator", "body", desk.body.id)))
    office = actor_for(desk.site, make_account(desk.site, "s@example.org", ("secretariat", "body", desk.body.id)))
    run = desk.site.work.run
    run(claim, colleague, reference=taken)
    run(escalate, desk.moderator, reference=asked, note="Is this one of ours?")
    public_id = propose(desk, actor=office)
    run(start_bulk, office, public_id=public_id)
    work(desk)
    assert lines(desk, public_id) == {taken: ("refused", "claimed"), asked: ("decided", None)}
    assert not desk.row(asked).escalated
    run(undo_bulk, office, public_id=public_id)
    work(desk)
    assert lines(desk, public_id)[asked] == ("undone", None)
    assert desk.row(asked).escalated
    assert desk.standing(asked)[0] == "pending"
    assert desk.differences() == []


def test_a_part_is_undone_and_what_was_decided_since_is_told(desk):
    references = [desk.comment(f"comment {number}") for number in range(5)]
    public_id = propose(desk)
    start(desk, public_id)
    work(desk)
    desk.decide(references[0], "hide", "spam")
    undo = {"public_id": public_id, "references": references[:2]}
    assert desk.site.work.run(undo_bulk, desk.moderator, **undo).result == 2
    work(desk)
    found = lines(desk, public_id)
    assert found[references[0]] == ("decided", "decided_meanwhile")
    assert found[references[1]] == ("undone", None)
    assert [desk.row(one).state for one in references] == ["hidden", "pending", *["published"] * 3]
    assert bulk_state(desk, public_id) == "done"


def test_an_undo_after_its_time_is_refused(desk):
    desk.comment()
    public_id = propose(desk)
    start(desk, public_id)
    with pytest.raises(Conflict, match="wrong_state"):
        desk.site.work.run(undo_bulk, desk.moderator, public_id=public_id)
    work(desk)

    def later(db, _actor):
        db.execute(update(Decision).values(final_at=now() - timedelta(seconds=1)))

    desk.site.work.run(later, TEST)
    with pytest.raises(Conflict, match="undo_over"):
        desk.site.work.run(undo_bulk, desk.moderator, public_id=public_id)
