"""Planning sessions: allowed, refused, over midnight and over a change of summer time."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.hearings.programme.operations.sessions import add_session, edit_session, remove_session
from consult.hearings.programme.queries import sessions_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewSession
from consult.ledger.models import Entry
from tests.factories import actor_for, make_account, make_proceeding, saved


def stored(stage, public_id):
    with stage.site.database.reading() as db:
        return db.scalar(select(HearingSession).where(HearingSession.public_id == public_id))


def seen(stage, public_id):
    with stage.site.database.reading() as db:
        row = db.scalar(select(HearingSession).where(HearingSession.public_id == public_id))
        return fingerprint(db, row)


def kinds_told(stage):
    with stage.site.database.reading() as db:
        return list(db.scalars(select(Entry.kind).order_by(Entry.id)))


def a_session(**values):
    given = {"zone": "Europe/Zurich", "starts_local": "2027-01-26T10:00", "ends_local": "2027-01-26T13:00"}
    return NewSession(**{"number": 1, **given, **values})


def test_a_session_is_planned_told_and_changed(stage):
    public_id = stage.session()
    row = stored(stage, public_id)
    assert (row.starts_at, row.ends_at) == (datetime(2027, 1, 26, 9, tzinfo=UTC), datetime(2027, 1, 26, 12, tzinfo=UTC))
    assert kinds_told(stage) == ["hearing.changed", "hearing.changed"]  # readers and desk
    stage.run(edit_session, public_id=public_id, seen=seen(stage, public_id), new=a_session(number=2))
    assert stored(stage, public_id).number == 2


def test_a_draft_tells_nothing_and_loses_a_session_without_trace(stage):
    draft = make_proceeding(stage.site, stage.body, "draft", kind="hearing", prefix="H7", state="draft")
    values = {"proceeding_id": draft.id}
    public_id = stage.site.work.run(add_session, stage.secretary, new=a_session(), **values).result
    before = seen(stage, public_id)
    stage.site.work.run(remove_session, stage.secretary, public_id=public_id, seen=before, **values)
    assert stored(stage, public_id) is None
    assert kinds_told(stage) == []


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        (
            {"starts_local": "2027-03-28T02:30", "ends_local": "2027-03-28T04:00"},
            "starts_local",
            "skipped_by_clock_change",
        ),
        ({"ends_local": "2027-01-26T10:00"}, "ends_local", "ends_before_start"),
        ({"ends_local": "2027-01-27T10:01"}, "ends_local", "session_too_long"),
        ({"zone": "Europe/Atlantis"}, "zone", "not_a_zone"),
        ({"starts_local": "soon"}, "starts_local", "not_a_time"),
        ({"ends_local": ""}, "ends_local", "required"),
        ({"number": 0}, "number", "out_of_range"),
        ({"texts": {"title": {"en": "x" * 201}}}, "title_en", "too_long"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(stage, values, field, problem):
    with pytest.raises(Invalid) as caught:
        stage.run(add_session, new=a_session(**values))
    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_over_midnight_and_over_the_change_of_summer_time(stage):
    night = stored(stage, stage.session(starts_local="2027-03-27T22:00", ends_local="2027-03-28T04:00"))
    assert night.ends_at - night.starts_at == datetime(2027, 1, 1, 5) - datetime(2027, 1, 1)  # an hour is skipped
    twice = stored(stage, stage.session(2, starts_local="2027-10-31T02:30", ends_local="2027-10-31T04:00"))
    assert twice.starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # the first of the two
    assert twice.ends_at == datetime(2027, 10, 31, 3, tzinfo=UTC)


def test_two_sessions_never_have_one_number_but_a_cancelled_one_frees_its(stage):
    first = stage.session()
    with pytest.raises(Invalid) as caught:
        stage.session()
    assert caught.value.problem == "session_number_taken"
    stage.run(remove_session, public_id=first, seen=seen(stage, first))
    assert stored(stage, first).state == "cancelled"
    stage.session()
    with stage.site.database.reading() as db:
        assert len(sessions_of(db, stage.hearing.id)) == 1


def test_items_stay_without_their_session(stage):
    session = stage.session()
    stage.item(session=session)
    stage.run(remove_session, public_id=session, seen=seen(stage, session))
    with stage.site.database.reading() as db:
        assert db.scalars(select(AgendaItem.session_id)).all() == [None]


def test_a_stale_save_is_refused(stage):
    public_id = stage.session()
    before = seen(stage, public_id)
    stage.run(edit_session, public_id=public_id, seen=before, new=a_session(ends_local="2027-01-26T12:00"))
    for operation, more in ((edit_session, {"new": a_session()}), (remove_session, {})):
        with pytest.raises(Conflict) as caught:
            stage.run(operation, public_id=public_id, seen=before, **more)
        assert caught.value.problem == "changed_meanwhile"
    assert stored(stage, public_id).ends_local == "2027-01-26T12:00"


def test_what_has_begun_keeps_its_beginning_and_what_is_over_everything(stage):
    public_id = stage.session()
    row = stored(stage, public_id)
    row.state = "open"
    saved(stage.site, row)
    with pytest.raises(Invalid) as caught:
        stage.run(
            edit_session,
            public_id=public_id,
            seen=seen(stage, public_id),
            new=a_session(starts_local="2027-01-26T09:00"),
        )
    assert caught.value.problem == "has_begun"
    stage.run(
        edit_session, public_id=public_id, seen=seen(stage, public_id), new=a_session(ends_local="2027-01-26T14:00")
    )
    with pytest.raises(Conflict):
        stage.run(remove_session, public_id=public_id, seen=seen(stage, public_id))
    row = stored(stage, public_id)
    row.state = "closed"
    saved(stage.site, row)
    with pytest.raises(Conflict) as late:
        stage.run(edit_session, public_id=public_id, seen=seen(stage, public_id), new=a_session())
    assert late.value.problem == "is_over"


def test_the_chair_and_a_moderator_do_not_plan(stage):
    for role in ("chair", "moderator"):
        other = actor_for(
            stage.site, make_account(stage.site, f"{role}@example.org", (role, "proceeding", stage.hearing.id))
        )
        with pytest.raises(NotFound):
            stage.run(add_session, other, new=a_session())


def test_a_consultation_has_no_sessions(stage):
    other = make_proceeding(stage.site, stage.body, "call")
    with pytest.raises(NotFound):
        stage.site.work.run(add_session, stage.secretary, proceeding_id=other.id, new=a_session())
