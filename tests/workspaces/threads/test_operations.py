"""What is done in discussions: allowed, refused for the nearest wrong role, and in the wrong state; on both databases."""

from typing import Any

import pytest
from sqlalchemy import select, update

from consult.bodies.models import Grant
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import submit_contribution
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.records.checking import differences
from consult.workspaces.threads.message_queries import first_unread, message, message_page
from consult.workspaces.threads.models import DecisionMark, Discussion, Mention, ReadMark
from consult.workspaces.threads.operations.deciding import mark_decision, unmark_decision
from consult.workspaces.threads.operations.leading import (
    close_discussion,
    open_discussion,
    pin_discussion,
    rename_discussion,
    reopen_discussion,
)
from consult.workspaces.threads.operations.reading import mark_all_read, mark_read
from consult.workspaces.threads.operations.sending import TELL, send_message
from consult.workspaces.threads.queries import brief, decisions, discussion_of, discussions, people, unseen_mentions
from tests.factories import TEST


def run(world, role: str, operation: Any, **values: Any) -> Any:
    return world.site.work.run(operation, world.actor(role), proceeding_id=world.room.id, **values).result


def kinds(world) -> list[str]:
    with world.site.database.reading() as db:
        members = select(Stream.id).where(Stream.scope_id == world.room.id, Stream.audience == "members")
        return list(db.scalars(select(Entry.kind).where(Entry.stream_id.in_(members)).order_by(Entry.seq)))


def close_room(world) -> None:
    def close(db: Any, _actor: Any) -> None:
        db.execute(update(Proceeding).where(Proceeding.id == world.room.id).values(state="closed"))

    world.site.work.run(close, TEST)


def remove(world, role: str) -> None:
    def end(db: Any, _actor: Any) -> None:
        theirs = update(Grant).where(Grant.account_id == world.people[role].id)
        db.execute(theirs.values(ended_at=now()))

    world.site.work.run(end, TEST)


@pytest.mark.parametrize("role", ["chair", "secretary", "member"])
def test_who_writes_opens_discussions(world, role):
    discussion = world.open(role=role)
    world.say(discussion, "A second one.", role)
    with world.site.database.reading() as db:
        lines, total = discussions(db, world.actor("observer"), world.room)
        assert (total, lines[0].messages, lines[0].unread) == (1, 2, 2)
        assert lines[0].last is not None
        assert lines[0].last.text == "A second one."
    assert kinds(world) == ["discussion.opened", "comment.published", "comment.published"]


@pytest.mark.parametrize("role", ["observer", "elsewhere", "office"])
def test_others_open_nothing_and_say_nothing(world, role):
    discussion = world.open()
    with pytest.raises(NotFound):
        run(world, role, open_discussion, title="Mine", new=world.new("Let me in."))
    with pytest.raises(NotFound):
        world.say(discussion, "Let me in.", role)
    assert kinds(world) == ["discussion.opened", "comment.published"]


def test_a_key_that_comes_again_opens_one_discussion(world):
    new = world.new("Once.")
    first, again = (run(world, "member", open_discussion, title="Once", new=new) for _time in range(2))
    assert first == again
    with world.site.database.reading() as db:
        assert len(db.scalars(select(Discussion)).all()) == 1
        assert len(db.scalars(select(Contribution)).all()) == 1


@pytest.mark.parametrize(("title", "problem"), [("  ", "required"), ("w" * 201, "too_long")])
def test_a_title_that_cannot_be_taken(world, title, problem):
    with pytest.raises(Invalid) as refused:
        run(world, "member", open_discussion, title=title, new=world.new("Words."))
    assert (refused.value.field, refused.value.problem) == ("title", problem)
    assert kinds(world) == []


def test_a_message_to_a_closed_discussion_or_to_one_of_another_room_is_refused(world):
    discussion = world.open()
    run(world, "chair", close_discussion, public_id=discussion)
    with pytest.raises(Closed) as closed:
        world.say(discussion, "One more word.")
    assert closed.value.problem == "discussion_closed"
    run(world, "chair", reopen_discussion, public_id=discussion)
    first = world.say(discussion, "One more word.")
    values = {"proceeding_id": world.other.id, "title": "Theirs", "new": world.new("Elsewhere.")}
    theirs = world.site.work.run(open_discussion, world.actor("elsewhere"), **values).result
    for target in (theirs, "nothing"):
        with pytest.raises(Invalid):
            world.say(target, "Hello?")
    other = world.open("Another one")
    with pytest.raises(Invalid):
        world.say(other, "Answering across.", reply_to=first.reference)
    world.say(discussion, "Answering.", reply_to=first.reference)


def test_nothing_is_said_or_led_in_a_closed_room(world):
    discussion = world.open()
    said = world.say(discussion, "Words.")
    close_room(world)
    with pytest.raises(Closed):
        world.say(discussion, "Too late.")
    for operation, values in (
        (open_discussion, {"title": "Late", "new": world.new("Late.")}),
        (close_discussion, {"public_id": discussion}),
        (rename_discussion, {"public_id": discussion, "title": "Late"}),
        (pin_discussion, {"public_id": discussion, "pinned": True}),
        (mark_decision, {"reference": said.reference}),
    ):
        with pytest.raises(Closed):
            run(world, "chair", operation, **values)
    run(world, "member", mark_read, public_id=discussion)  # reading goes on
    with world.site.database.reading() as db:
        one = discussion_of(db, world.actor("member"), world.room, discussion)
        assert message_page(db, world.actor("member"), world.room, one).total == 2


def test_who_leads_closes_reopens_and_pins(world):
    discussion = world.open()
    for role in ("member", "observer", "elsewhere", "office"):
        for operation, values in (
            (close_discussion, {}),
            (reopen_discussion, {}),
            (pin_discussion, {"pinned": True}),
        ):
            with pytest.raises(NotFound):
                run(world, role, operation, public_id=discussion, **values)
    with pytest.raises(Conflict):
        run(world, "chair", reopen_discussion, public_id=discussion)
    run(world, "secretary", pin_discussion, public_id=discussion, pinned=True)
    run(world, "chair", close_discussion, public_id=discussion)
    with pytest.raises(Conflict):
        run(world, "chair", close_discussion, public_id=discussion)
    world.open("A later one")
    with world.site.database.reading() as db:
        lines, _total = discussions(db, world.actor("member"), world.room)
    assert [one.discussion.title for one in lines] == ["Letter to the ministry", "A later one"]
    assert kinds(world)[2:4] == ["discussion.pinned", "discussion.closed"]


def test_who_opened_it_or_leads_gives_another_title(world):
    discussion = world.open()
    run(world, "member", rename_discussion, public_id=discussion, title="  A  letter ")
    run(world, "chair", rename_discussion, public_id=discussion, title="The letter")
    for role in ("second", "observer", "elsewhere"):
        with pytest.raises(NotFound):
            run(world, role, rename_discussion, public_id=discussion, title="Mine")
    with world.site.database.reading() as db:
        assert db.scalars(select(Discussion.title)).one() == "The letter"


def test_a_decision_is_marked_by_who_leads_and_its_history_stays(world):
    discussion = world.open()
    said = world.say(discussion, "We write the letter.")
    for role in ("member", "observer", "elsewhere", "office"):
        with pytest.raises(NotFound):
            run(world, role, mark_decision, reference=said.reference)
    run(world, "chair", mark_decision, reference=said.reference)
    with pytest.raises(Conflict):
        run(world, "secretary", mark_decision, reference=said.reference)
    with world.site.database.reading() as db:
        found = decisions(db, world.actor("observer"), world.room)
        assert [one.reading.text for one in found] == ["We write the letter."]
        assert message(db, world.actor("member"), world.room, said.reference).decided_at is not None
        assert discussions(db, world.actor("member"), world.room)[0][0].decisions == 1
    run(world, "secretary", unmark_decision, reference=said.reference)
    with pytest.raises(Conflict):
        run(world, "secretary", unmark_decision, reference=said.reference)
    run(world, "secretary", mark_decision, reference=said.reference)
    with world.site.database.reading() as db:
        marks = db.scalars(select(DecisionMark).order_by(DecisionMark.id)).all()
        assert [one.ended_at is None for one in marks] == [False, True]
        assert list(differences(db)) == []
    assert kinds(world)[-3:] == ["decision.marked", "decision.unmarked", "decision.marked"]
    values = {"proceeding_id": world.other.id, "reference": said.reference}
    with pytest.raises(NotFound):  # a message of another room
        world.site.work.run(mark_decision, world.actor("elsewhere"), **values)


def test_what_is_unread_is_the_readers_own_affair(world):
    discussion = world.open()
    said = world.say(discussion, "Second.")
    before = kinds(world)
    with world.site.database.reading() as db:
        one = discussion_of(db, world.actor("chair"), world.room, discussion)
        first = first_unread(db, world.actor("chair"), world.room, one)
        assert first is not None
        assert first[0] == 1
        assert first_unread(db, world.actor("member"), world.room, one) is None  # all of it is their own
        place = db.scalars(select(Contribution.place).where(Contribution.reference == said.reference)).one()
    run(world, "chair", mark_read, public_id=discussion, place=place - 1)
    run(world, "observer", mark_all_read)
    with world.site.database.reading() as db:
        assert discussions(db, world.actor("chair"), world.room)[0][0].unread == 1
        assert discussions(db, world.actor("observer"), world.room)[0][0].unread == 0
        assert discussions(db, world.actor("secretary"), world.room)[0][0].unread == 2
        told = brief(db, world.actor("secretary"), world.room)
        assert told is not None
        assert told.unread == 2
    run(world, "chair", mark_read, public_id=discussion, place=10**15)
    run(world, "chair", mark_read, public_id=discussion, place=1)  # a mark never moves back
    with world.site.database.reading() as db:
        chair = world.people["chair"].id
        assert db.scalars(select(ReadMark.place).where(ReadMark.account_id == chair)).one() == place
    assert kinds(world) == before
    for role in ("elsewhere", "office"):
        for operation, values in ((mark_read, {"public_id": discussion}), (mark_all_read, {})):
            with pytest.raises(NotFound):
                run(world, role, operation, **values)


def test_members_are_told_of_a_message_and_nobody_else_can_be(world):
    discussion = world.open()
    second = world.people["second"]
    mine = world.people["member"].public_id
    said = world.say(discussion, "Kim, will you write it?", told=[second.public_id, mine])
    with world.site.database.reading() as db:
        assert db.scalars(select(Mention.account_id)).all() == [second.id]
        named = unseen_mentions(db, world.actor("second"), world.room)
        assert [one.reference for one in named] == [said.reference]
        assert unseen_mentions(db, world.actor("chair"), world.room) == []
        assert discussions(db, world.actor("second"), world.room)[0][0].mentions == 1
        assert len(db.scalars(select(Job).where(Job.kind == TELL)).all()) == 1
        assert message(db, world.actor("chair"), world.room, said.reference).told == ("Kim Second",)
    run(world, "second", mark_read, public_id=discussion)
    with world.site.database.reading() as db:
        assert unseen_mentions(db, world.actor("second"), world.room) == []
    remove(world, "second")
    for who in (second.public_id, world.people["elsewhere"].public_id, "nobody"):
        with pytest.raises(Invalid) as refused:
            world.say(discussion, "Still there?", told=[who])
        assert refused.value.field == "told"
    with world.site.database.reading() as db:
        assert "Kim Second" not in [one.name for one in people(db, world.actor("chair"), world.room)]
        with pytest.raises(NotFound):
            people(db, world.actor("elsewhere"), world.room)


def test_the_same_message_again_tells_nobody_twice(world):
    discussion = world.open()
    new = world.new("Kim?", target=discussion)
    values = {"new": new, "told": [world.people["second"].public_id], "files": [world.file()]}
    first = run(world, "member", send_message, **values)
    again = run(world, "member", send_message, **values)
    assert (first.reference, again.dup) == (again.reference, True)
    with world.site.database.reading() as db:
        assert len(db.scalars(select(Mention)).all()) == 1
        assert len(db.scalars(select(Contribution).where(Contribution.target == discussion)).all()) == 2


def test_pages_in_the_order_it_was_said(world, monkeypatch):
    monkeypatch.setattr("consult.workspaces.threads.message_queries.PAGE", 2)
    discussion = world.open(text="1")
    for number in range(2, 6):
        world.say(discussion, str(number), reply_to=None)
    actor = world.actor("observer")
    with world.site.database.reading() as db:
        one = discussion_of(db, actor, world.room, discussion)
        shown = {number: message_page(db, actor, world.room, one, number) for number in (None, 1, 2)}
        assert [m.reading.text for m in shown[1].messages] == ["1", "2"]
        assert (shown[None].number, shown[None].pages, shown[None].total, shown[None].is_last) == (3, 3, 5, True)
        assert [m.reading.text for m in shown[None].messages] == ["5"]
        for wrong in (0, 4):
            with pytest.raises(NotFound):
                message_page(db, actor, world.room, one, wrong)
        with pytest.raises(NotFound):
            message_page(db, world.actor("elsewhere"), world.room, one)


def test_no_door_takes_a_message_to_what_the_room_does_not_know(world, app):
    """The operation that every door calls asks the parts of the room, too."""
    discussion = world.open()
    theirs = world.site.work.run(
        open_discussion, world.actor("elsewhere"), proceeding_id=world.other.id, title="Theirs", new=world.new("There.")
    ).result
    for target in (theirs, "nothing"):
        with pytest.raises(Invalid) as refused:
            run(world, "member", submit_contribution, new=world.new("Hello?", target=target))
        assert refused.value.field == "target"
    run(world, "member", submit_contribution, new=world.new("Hello.", target=discussion))
    run(world, "chair", close_discussion, public_id=discussion)
    with pytest.raises(Closed):
        run(world, "member", submit_contribution, new=world.new("Too late.", target=discussion))
