"""The rules of a hearing, and what it is held under."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from consult.bodies.models import Grant
from consult.core.actors import ANYBODY
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.programme.coming import held_under
from consult.hearings.programme.operations.rules import set_rules
from consult.hearings.programme.queries import plan_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewRules
from consult.ledger.queries import streams_of
from consult.policy.access import holds
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding
from tests.factories import actor_for, make_account, make_proceeding, saved


def plan(stage):
    with stage.site.database.reading() as db:
        return plan_of(db, stage.hearing.id)


def seen(stage):
    with stage.site.database.reading() as db:
        return fingerprint(db, plan_of(db, stage.hearing.id))


def set_to(stage, actor=None, **values):
    stage.run(set_rules, actor, seen=seen(stage), new=NewRules(**values))


def test_defaults_hold_until_somebody_says_otherwise(stage):
    assert (plan(stage).form, plan(stage).seconds["contribution"], plan(stage).revision) == ("hearing", 300, 0)
    set_to(
        stage,
        form="webinar",
        rule="balance",
        places=40,
        seconds={"contribution": 180},
        budgets={"civil_society": 3600},
        registers_from_local="2027-01-10T09:00",
        registers_until_local="2027-01-20T18:00",
        slow_mode=30,
        guests=False,
    )
    found = plan(stage)
    assert (found.form, found.rule, found.places, found.slow_mode, found.guests) == (
        "webinar",
        "balance",
        40,
        30,
        False,
    )
    assert (found.seconds["contribution"], found.seconds["point_of_order"]) == (180, 120)
    assert found.registers_until == datetime(2027, 1, 20, 17, tzinfo=UTC)
    assert found.revision == 1


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"form": "party"}, "form", "no_such_choice"),
        ({"rule": "loudest"}, "rule", "no_such_choice"),
        ({"places": 0}, "places", "out_of_range"),
        ({"seconds": {"contribution": 10**9}}, "seconds_contribution", "out_of_range"),
        ({"budgets": {"civil_society": 1}}, "budget_civil_society", "out_of_range"),
        ({"budgets": {"friends": 600}}, "form", "no_such_choice"),
        ({"slow_mode": -1}, "slow_mode", "out_of_range"),
        ({"under": "nowhere"}, "under", "no_such_choice"),
        ({"registers_from_local": "2027-03-28T02:30"}, "registers_from_local", "skipped_by_clock_change"),
        (
            {"registers_from_local": "2027-01-20T18:00", "registers_until_local": "2027-01-10T09:00"},
            "registers_until_local",
            "closes_before_opening",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(stage, values, field, problem):
    with pytest.raises(Invalid) as caught:
        set_to(stage, **values)
    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_a_stale_save_and_the_chair_are_refused(stage):
    before = seen(stage)
    set_to(stage, form="training")
    with pytest.raises(Conflict):
        stage.run(set_rules, seen=before, new=NewRules(form="webinar"))
    chair = actor_for(stage.site, make_account(stage.site, "c@example.org", ("chair", "proceeding", stage.hearing.id)))
    with pytest.raises(NotFound):
        set_to(stage, chair, form="webinar")
    assert plan(stage).form == "training"


def test_it_is_held_under_a_consultation_and_found_there(stage):
    call = make_proceeding(stage.site, stage.body, "call")
    set_to(stage, under=call.public_id)
    with stage.site.database.reading() as db:
        assert [one.slug for one in held_under(db, ANYBODY, call.id)] == ["assemblies"]
        assert db.get(Proceeding, stage.hearing.id).audience == "public"


class Room:
    """A workspace with its secretary and a member, and a draft of a meeting."""

    def __init__(self, stage):
        self.stage = stage
        self.room = make_proceeding(stage.site, stage.body, "room", kind="workspace", audience="members", prefix="W1")
        self.held = {
            role: make_account(stage.site, f"{role}@example.org", (role, "proceeding", self.room.id))
            for role in ("member", "observer")
        }
        account = make_account(
            stage.site,
            "both@example.org",
            ("secretary", "proceeding", self.room.id),
            ("secretariat", "body", stage.body.id),
        )
        self.both = lambda: actor_for(stage.site, account)
        stage.hearing = make_proceeding(
            stage.site, stage.body, "meeting", kind="hearing", prefix="M1", state="draft", is_live=True
        )

    def settle(self, **values):
        set_to(self.stage, self.both(), form="meeting", under=self.room.public_id, **values)
        row = self.hearing()
        row.state = "announced"
        saved(self.stage.site, row)

    def hearing(self):
        with self.stage.site.database.reading() as db:
            return db.get(Proceeding, self.stage.hearing.id)


def test_a_meeting_of_a_workspace_is_for_its_members_alone(stage, further):
    room = Room(stage)
    with pytest.raises(Invalid):  # the secretariat of the body is not in the room
        set_to(stage, under=room.room.public_id)
    room.settle()
    meeting = room.hearing()
    assert (meeting.audience, meeting.identities, meeting.moderation) == ("members", ["public"], "after")
    with stage.site.database.reading() as db:
        assert sorted(streams_of(db, meeting.id)) == ["desk", "members"]
    assert not may_see(ANYBODY, meeting)
    assert not may_see(stage.secretary, meeting)
    member, observer = (actor_for(stage.site, room.held[role]) for role in ("member", "observer"))
    assert may_see(member, meeting)
    assert may_see(observer, meeting)
    assert holds(member, "room:write", meeting.where)
    assert not holds(observer, "room:write", meeting.where)
    assert holds(room.both(), "hearing:plan", meeting.where)
    with stage.site.database.reading() as db:
        assert [one.slug for one in held_under(db, member, room.room.id)] == ["meeting"]
        assert held_under(db, ANYBODY, room.room.id) == []


def test_for_whom_a_meeting_is_cannot_change_once_it_is_announced(stage, further):
    room = Room(stage)
    room.settle()
    with pytest.raises(Invalid) as caught:
        set_to(stage, room.both(), form="meeting")
    assert (caught.value.field, caught.value.problem) == ("under", "room_is_settled")


def test_whoever_leaves_the_room_leaves_its_meetings(stage, further):
    room = Room(stage)
    room.settle()
    account = room.held["member"]
    with stage.site.database.reading() as db:
        grant = db.scalars(select(Grant).where(Grant.account_id == account.id)).one()
    grant.ended_at = now()
    saved(stage.site, grant)
    assert not may_see(actor_for(stage.site, account), room.hearing())
