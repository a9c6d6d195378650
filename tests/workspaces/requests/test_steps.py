"""Requests to and from institutions: each step from each state, by each role, and what is kept of it."""

from typing import Any

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.ledger.models import Stream as StreamRow
from consult.live.streams import Stream
from consult.workspaces.requests.models import STATES, InstitutionRequest
from consult.workspaces.requests.operations.drafting import draft_request, edit_request
from consult.workspaces.requests.operations.steps import steps_for, take_step
from consult.workspaces.requests.queries import (
    Wanted,
    acts_of,
    brief,
    counted,
    narrowed,
    own_requests,
    request_by_public_id,
    request_data,
    requests_of,
)
from consult.workspaces.requests.shape import NewRequest, Step
from consult.workspaces.requests.states import BESIDE, MOVES, OF_RESPONSIBLE, STEPS, steps_from
from tests.factories import TEST, saved
from tests.workspaces.duty_room import Made, make_room

NEW = NewRequest("to", "access", "Visits", "We ask for access.", "Ministry")
# From each state the steps that lead there.
WAYS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "sent": ("send",),
    "acknowledged": ("send", "acknowledge"),
    "going_on": ("send", "begin"),
    "answered": ("send", "answer"),
    "declined": ("send", "decline"),
    "followed_up": ("send", "answer", "follow_up"),
    "closed": ("send", "answer", "close"),
    "withdrawn": ("withdraw",),
}


@pytest.fixture
def made(site) -> Made:
    return make_room(site)


def draft(made: Made, **values: Any) -> str:
    given = {"direction": "to", "subject": "access", "title": "Visits", "text": "We ask.", "institution": "Ministry"}
    found: str = made.run("member", draft_request, new=NewRequest(**given | values))
    return found


def bring(made: Made, state: str, **values: Any) -> tuple[str, int]:
    """A request in this state, and its revision."""
    request = draft(made, **values)
    for seen, step in enumerate(WAYS[state], 1):
        made.run("chair", take_step, request=request, seen=seen, step=Step(step, "Words."))
    return request, 1 + len(WAYS[state])


def row_of(made: Made, request: str) -> InstitutionRequest:
    with made.site.database.reading() as db:
        return db.scalars(select(InstitutionRequest).where(InstitutionRequest.public_id == request)).one()


def fit(made: Made, step: str) -> Step:
    """A step with all that it needs."""
    who = made.people["other"].public_id if step == "assign" else None
    return Step(step, "Words.", made.day(30) if step == "move_due" else None, who)


def test_the_table_of_steps_knows_every_state_and_step():
    assert set(MOVES) == set(STATES) == set(WAYS)
    known = {step for moves in MOVES.values() for step in moves} | set(BESIDE)
    assert known == set(STEPS)
    assert known >= OF_RESPONSIBLE
    assert {state for moves in MOVES.values() for state in moves.values()} | {"draft"} == set(STATES)
    assert steps_from("closed") == steps_from("withdrawn") == []


@pytest.mark.parametrize("state", STATES)
def test_from_each_state_the_steps_of_the_table_alone(made, state):
    for step in STEPS:
        request, seen = bring(made, state)
        if step in steps_from(state):
            made.run("chair", take_step, request=request, seen=seen, step=fit(made, step))
            row = row_of(made, request)
            assert row.state == MOVES[state].get(step, state)
            assert row.revision == seen + 1
            continue
        with pytest.raises(Conflict) as caught:
            made.run("chair", take_step, request=request, seen=seen, step=fit(made, step))
        assert caught.value.problem == "not_from_there"
        assert row_of(made, request).state == state


@pytest.mark.parametrize("step", STEPS)
def test_members_take_no_step_but_the_responsible_one_some(made, step):
    state = next(state for state in MOVES if step in steps_from(state))
    request, seen = bring(made, state, responsible=made.people["other"].public_id)
    taken = Step(step, "Words.", made.day(30) if step == "move_due" else None)
    for role in ("member", "observer", "stranger"):
        with pytest.raises(NotFound):
            made.run(role, take_step, request=request, seen=seen, step=taken)
    if step in OF_RESPONSIBLE:
        made.run("other", take_step, request=request, seen=seen, step=taken)
    else:
        with pytest.raises(NotFound):
            made.run("other", take_step, request=request, seen=seen, step=taken)
    made.leave("other")
    with pytest.raises(NotFound):
        made.run("other", take_step, request=request, seen=seen + 1, step=taken)


def test_what_is_offered_is_what_can_be_done(made):
    request, _seen = bring(made, "sent", responsible=made.people["other"].public_id)
    row = row_of(made, request)
    assert steps_for(made.actor("chair"), made.room, row) == steps_from("sent")
    assert set(steps_for(made.actor("other"), made.room, row)) == {"acknowledge", "begin", "answer", "move_due", "note"}
    assert steps_for(made.actor("member"), made.room, row) == []


def test_a_stale_step_is_refused(made):
    request, seen = bring(made, "sent")
    made.run("chair", take_step, request=request, seen=seen, step=Step("acknowledge"))
    with pytest.raises(Conflict) as caught:
        made.run("secretary", take_step, request=request, seen=seen, step=Step("acknowledge"))
    assert caught.value.problem == "changed_meanwhile"


def test_not_in_a_closed_room(made):
    request, seen = bring(made, "draft")
    made.close()
    for role, operation, values in (
        ("member", draft_request, {"new": NEW}),
        ("member", edit_request, {"request": request, "seen": seen, "new": NEW}),
        ("chair", take_step, {"request": request, "seen": seen, "step": Step("send")}),
    ):
        with pytest.raises(Conflict) as caught:
            made.run(role, operation, **values)
        assert caught.value.problem == "closed"


def test_steps_that_need_words_a_day_or_a_member(made):
    request, seen = bring(made, "sent", due_on=made.day(3), responsible=made.people["other"].public_id)
    for step, field in (
        (Step("answer"), "text"),
        (Step("decline", " "), "text"),
        (Step("withdraw"), "text"),
        (Step("note", "x" * 20_001), "text"),
        (Step("move_due", "", made.day(9)), "text"),
        (Step("move_due", "Why.", "soon"), "due_on"),
        (Step("move_due", "Why.", made.day(3)), "due_on"),
        (Step("assign", "", None, made.people["observer"].public_id), "responsible"),
        (Step("assign", "", None, made.people["other"].public_id), "responsible"),
        (Step("praise"), "step"),
    ):
        with pytest.raises(Invalid) as caught:
            made.run("chair", take_step, request=request, seen=seen, step=step)
        assert caught.value.field == field, step
    assert row_of(made, request).revision == seen


def test_drafts_are_numbered_per_room_and_changed_by_members(made, site):
    assert [row_of(made, draft(made)).number for _ in range(2)] == [1, 2]
    other = make_room(site, "elsewhere")
    assert row_of(other, draft(other)).number == 1
    request = draft(made)
    made.run("other", edit_request, request=request, seen=1, new=NEW)
    with pytest.raises(Conflict) as caught:
        made.run("member", edit_request, request=request, seen=1, new=NEW)
    assert caught.value.problem == "changed_meanwhile"
    made.run("chair", take_step, request=request, seen=2, step=Step("send"))
    with pytest.raises(Conflict) as caught:
        made.run("member", edit_request, request=request, seen=3, new=NEW)
    assert caught.value.problem == "request_was_sent"
    with pytest.raises(NotFound):
        other.run("chair", take_step, request=request, seen=3, step=Step("close"))


@pytest.mark.parametrize("role", ["observer", "stranger"])
def test_whoever_does_not_write_drafts_nothing(made, role):
    request = draft(made)
    with pytest.raises(NotFound):
        made.run(role, draft_request, new=NEW)
    with pytest.raises(NotFound):
        made.run(role, edit_request, request=request, seen=1, new=NEW)


def test_drafts_that_cannot_be_taken(made):
    for values, field in (
        ({"direction": "up"}, "direction"),
        ({"subject": "money"}, "subject"),
        ({"title": ""}, "title"),
        ({"text": " "}, "text"),
        ({"institution": ""}, "institution"),
        ({"organisation": "nowhere"}, "organisation"),
        ({"language": "ja"}, "language"),
        ({"due_on": "tomorrow"}, "due_on"),
        ({"responsible": made.people["stranger"].public_id}, "responsible"),
    ):
        with pytest.raises(Invalid) as caught:
            draft(made, **values)
        assert caught.value.field == field


def test_a_registered_institution_is_called_as_it_is_registered(made, site):
    from consult.core.clock import now
    from consult.organisations.models import Organisation
    from tests.factories import words

    row = saved(site, Organisation(slug="ministry", sort_name="m", category="state", created_at=now()))
    words(site, row.owner, {"name": {"en": "Ministry of Justice"}})
    request = draft(made, institution="", organisation="/en/organisations/ministry/")
    assert row_of(made, request).institution == "Ministry of Justice"
    assert row_of(made, request).organisation_id == row.public_id
    with site.database.reading() as db:
        assert request_by_public_id(db, TEST, made.room, request).row.title == "Visits"


def test_everything_that_was_done_is_kept(made):
    request, seen = bring(made, "sent", due_on=made.day(3), responsible=made.people["other"].public_id)
    made.run("other", take_step, request=request, seen=seen, step=Step("move_due", "They asked.", made.day(9)))
    to = Step("assign", "", None, made.people["member"].public_id)
    made.run("chair", take_step, request=request, seen=seen + 1, step=to)
    with made.site.database.reading() as db:
        done = acts_of(db, made.actor("observer"), made.room, row_of(made, request))
        kinds = set(db.scalars(select(Entry.kind).where(Entry.kind.startswith("request."))))
    assert [one.act for one in done] == ["draft", "send", "move_due", "assign"]
    assert done[2].facts == {"due_on": (made.day(3), made.day(9))}
    assert (done[2].by, done[2].text) == ("Olu Other", "They asked.")
    assert done[3].facts == {"responsible": ("Olu Other", "Pat Member")}
    assert kinds == {"request.draft", "request.send", "request.move_due", "request.assign"}


def test_a_list_is_counted_narrowed_and_told_in_brief(made):
    late, _seen = bring(made, "sent", due_on=made.day(-1), responsible=made.people["other"].public_id)
    answered, _seen = bring(made, "answered", due_on=made.day(-1))
    came = draft(made, direction="from", institution="School")
    with made.site.database.reading() as db:
        rows = requests_of(db, made.actor("observer"), made.room)
    counts = counted(rows)
    assert counts["state"]["waiting"] == 1
    assert counts["direction"] == {"to": 2, "from": 1}
    for wanted, ids in (
        (Wanted(), [came, answered, late]),
        (Wanted(overdue=True), [late]),
        (Wanted(state="waiting"), [late]),
        (Wanted(direction="from"), [came]),
        (Wanted(institution="School", state="sent"), []),
    ):
        assert [one.row.public_id for one in narrowed(rows, wanted)] == ids
    made.leave("other")
    with made.site.database.reading() as db:
        told = brief(db, made.actor("chair"), made.room)
        with pytest.raises(NotFound):
            requests_of(db, made.actor("other"), made.room)
    assert told is not None
    assert (told.drafts, told.waiting, told.overdue, told.answered) == (1, 1, 1, 1)
    assert [one.row.public_id for one in told.orphans] == [late]


def test_what_waits_for_somebody_is_theirs_while_they_are_in_the_room(made):
    request, _seen = bring(made, "sent", responsible=made.people["other"].public_id)
    bring(made, "answered", responsible=made.people["other"].public_id)
    with made.site.database.reading() as db:
        assert [one.public_id for one in own_requests(db, made.actor("other"))] == [request]
        row = db.scalars(select(StreamRow).where(StreamRow.scope_id == made.room.id)).first()
        assert row is not None
        stream = Stream(row.id, row.public_id, row.scope_id, row.audience, row.epoch, row.last_seq, True, 1)
        assert request_data(db, stream, [request])[request]["state"] == "sent"
    made.leave("other")
    with made.site.database.reading() as db:
        assert own_requests(db, made.actor("other")) == []
