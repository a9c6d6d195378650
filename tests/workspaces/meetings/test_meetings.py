"""Meetings of a room: planned by who leads, read by its members, attended, and decided in."""

import pytest

from consult.core.clock import now
from consult.core.errors import Closed, Invalid, NotFound
from consult.hearings.notes.models import Line
from consult.hearings.registration.models import Registration
from consult.proceedings.operations import close_proceeding
from consult.workspaces.meetings.operations import mark_attendance
from consult.workspaces.meetings.queries import brief
from consult.workspaces.rooms.models import Room
from consult.workspaces.votes.operations.running import open_vote
from tests.factories import actor_for, make_account, saved
from tests.workspaces.meetings.meeting_room import MeetingRoom


def test_a_meeting_is_a_hearing_with_the_audience_of_the_room(meetings: MeetingRoom):
    one = meetings.meets(place="Room XX", url="https://meet.example.org/xx")
    row = meetings.held(one)
    assert (row.kind, row.audience, row.state, row.identities) == ("hearing", "members", "announced", ["public"])
    read = meetings.meeting(one)
    assert read.title.text == "Third meeting"
    assert [(label, words.text) for label, words in read.held.agenda] == [("1", "Opening"), ("2", "The draft")]
    assert read.sitting is not None
    assert read.sitting.place is not None
    assert (read.sitting.zone, read.sitting.place.text) == ("Africa/Nairobi", "Room XX")
    assert list(read.held.links) == ["https://meet.example.org/xx"]
    assert not read.is_past


def test_two_on_one_day_have_two_addresses(meetings: MeetingRoom):
    slugs = [meetings.held(meetings.meets()).slug for _twice in range(2)]
    assert slugs == ["advisers-2099-06-03", "advisers-2099-06-03-2"]


def test_whoever_does_not_lead_plans_nothing(meetings: MeetingRoom):
    outsider = actor_for(meetings.site, make_account(meetings.site, "x@example.org"))
    for who in (meetings.members[0], meetings.observer, outsider):
        with pytest.raises(NotFound):
            meetings.meets(who)
    assert meetings.meetings() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"language": "xx"}, "language"),
        ({"starts_local": ""}, "starts_local"),
        ({"ends_local": "2099-06-03T09:00"}, "ends_local"),
        ({"zone": "Moon/Base"}, "zone"),
        ({"url": "http://plain.example.org"}, "url"),
        ({"agenda": ("x" * 201,)}, "agenda"),
    ],
)
def test_what_cannot_be_planned_leaves_nothing(meetings: MeetingRoom, wrong, field):
    with pytest.raises(Invalid) as refused:
        meetings.meets(**wrong)
    assert refused.value.field == field
    assert meetings.meetings("chair") == []


def test_a_closed_room_plans_no_meeting(meetings: MeetingRoom):
    meetings.site.work.run(close_proceeding, meetings.secretary, proceeding_id=meetings.room.id)
    with pytest.raises(Closed):
        meetings.meets()


def test_former_members_and_strangers_know_of_no_meeting(meetings: MeetingRoom):
    one = meetings.meets()
    before = meetings.actor("ama")
    meetings.leaves("ama")
    for who in (meetings.actor("ama"), actor_for(meetings.site, make_account(meetings.site, "x@example.org"))):
        with pytest.raises(NotFound):
            meetings.meeting(one, who)
    assert before.held


def test_who_came_is_told_from_checking_in_and_from_the_note_taker(meetings: MeetingRoom):
    one = meetings.meets()
    row, ama, ben = meetings.held(one), meetings.accounts["ama"], meetings.accounts["ben"]
    given = {"proceeding_id": row.id, "identity": "public", "state": "accepted", "mode": "room", "present_at": now()}
    given |= {"reference": "W3-R-1", "form_key": "one", "wish": "attend", "registered_at": now(), "language": "en"}
    registration = Registration(account_id=ama.id, name="Ama", **given)
    saved(meetings.site, registration)
    values = {"meeting": one, "present": [ama.id, ben.id]}
    meetings.do(mark_attendance, meetings.actor("secretary"), **values)
    told = meetings.meeting(one).attendance
    assert [(one.name, one.checked_in) for one in told] == [("Ama", True), ("Ben", False)]
    meetings.do(mark_attendance, meetings.actor("chair"), meeting=one, present=[])
    assert [one.name for one in meetings.meeting(one).attendance] == ["Ama"]


def test_who_marks_and_who_can_be_marked(meetings: MeetingRoom):
    one = meetings.meets()
    ben = meetings.accounts["ben"].id
    for name in ("ama", "observer"):
        with pytest.raises(NotFound):
            meetings.do(mark_attendance, meetings.actor(name), meeting=one, present=[ben])
    stranger = make_account(meetings.site, "x@example.org")
    with pytest.raises(Invalid):
        meetings.do(mark_attendance, meetings.actor("chair"), meeting=one, present=[stranger.id])
    with pytest.raises(NotFound):
        meetings.do(mark_attendance, meetings.actor("chair"), meeting="nothing", present=[])


def test_whoever_was_marked_and_left_stays_in_the_list(meetings: MeetingRoom):
    one = meetings.meets()
    ids = [meetings.accounts[name].id for name in ("ama", "ben")]
    meetings.do(mark_attendance, meetings.actor("chair"), meeting=one, present=ids)
    meetings.leaves("ama")
    meetings.do(mark_attendance, meetings.actor("chair"), meeting=one, present=ids)
    assert [told.name for told in meetings.meeting(one, meetings.actor("ben")).attendance] == ["Ama", "Ben"]


def test_what_is_decided_in_it_stands_with_it(meetings: MeetingRoom):
    one = meetings.meets()
    chair = meetings.actor("chair")
    proposal = meetings.draft(chair, meeting=one, quorum=1)
    assert meetings.meeting(one).votes == []
    meetings.do(open_vote, chair, proposal=proposal, seen=1)
    assert [row.public_id for row in meetings.meeting(one).votes] == [proposal]
    with pytest.raises(Invalid):
        meetings.draft(chair, meeting="nothing")


def test_the_minutes_are_counted_and_what_sums_up_is_told(meetings: MeetingRoom):
    one = meetings.meets()
    values = {"proceeding_id": meetings.held(one).id, "language": "en", "written_at": now()}
    line = Line(position=1, kind="speech", text="I agree.", **values)
    saved(meetings.site, line, Line(position=2, kind="summary", text="The draft goes on.", **values))
    told = meetings.meeting(one).held
    assert told.noted == {"en": 2}
    assert [words.text for words in told.summed_up] == ["The draft goes on."]


def test_the_overview_tells_the_next_and_the_last(meetings: MeetingRoom):
    past, coming = meetings.meets(title="Second meeting"), meetings.meets()
    meetings.passes(past)
    with meetings.site.database.reading() as db:
        told = brief(db, meetings.reading(), meetings.room)
    assert told is not None
    assert [one.proceeding.public_id if one else None for one in (told.coming, told.last)] == [coming, past]


def test_where_the_room_has_no_meetings_nobody_finds_any(meetings: MeetingRoom):
    one = meetings.meets()
    saved(meetings.site, Room(proceeding_id=meetings.room.id, form="coalition", parts=["votes"]))
    with pytest.raises(NotFound):
        meetings.meeting(one)
    with pytest.raises(NotFound):
        meetings.meets()
