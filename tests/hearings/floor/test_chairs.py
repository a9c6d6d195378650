"""Who may act in the chair, and two of them at the same time."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consult.core.actors import ANYBODY
from consult.core.clock import telling
from consult.core.errors import Conflict, NotFound
from consult.hearings.floor.forms import ACTS
from consult.hearings.floor.operations.giving import end_turn, give_floor, next_speaker
from consult.hearings.floor.operations.listing import close_list, move_speaker
from consult.hearings.floor.operations.sittings import open_item
from consult.hearings.floor.operations.timing import extend_turn, pause_turn
from consult.hearings.floor.parties import Named
from consult.hearings.floor.queries import speakers_of, turn_now
from tests.factories import TEST, actor_for, make_account, make_proceeding
from tests.hearings.floor.sitting import Sitting

VALUES: dict[str, Any] = {"seconds": 30, "kind": "contribution", "before": None, "present": None}


def given(sitting: Sitting, takes: tuple[str, ...]) -> dict[str, Any]:
    own = {"item": sitting.first.public_id, "session": sitting.session.public_id, "speaker": "nobody"}
    values = {name: {**VALUES, **own}[name] for name in takes if name != "who"}
    return {**values, "named": Named("Ana")} if "who" in takes else values


@pytest.fixture
def second_chair(sitting: Sitting) -> Any:
    """Another one who may act in the chair: the secretary of the hearing."""
    account = make_account(sitting.site, "second@example.org", ("secretary", "proceeding", sitting.hearing.id))
    return actor_for(sitting.site, account)


def test_nobody_but_the_chair_and_the_office_acts(sitting):
    site, hearing = sitting.site, sitting.hearing
    other = make_proceeding(site, sitting.body, "other", kind="hearing", is_live=True)
    nearest = [
        ANYBODY,
        actor_for(site, make_account(site, "mod@example.org", ("moderator", "proceeding", hearing.id))),
        actor_for(site, make_account(site, "notes@example.org", ("note_taker", "proceeding", hearing.id))),
        actor_for(site, make_account(site, "other@example.org", ("chair", "proceeding", other.id))),
        sitting.panellist("Pia")[0],
        sitting.registered("Ana")[0],
    ]
    for actor in nearest:
        for operation, takes, _counted in ACTS.values():
            with pytest.raises(NotFound):
                sitting.act(operation, actor=actor, seen=0, **given(sitting, takes))
    assert sitting.seen == 0


def test_an_act_on_an_older_screen_is_refused_and_changes_nothing(sitting):
    sitting.act(open_item, item=sitting.first.public_id)
    before = sitting.told()
    for operation, takes, _counted in ACTS.values():
        with pytest.raises(Conflict) as refused:
            sitting.act(operation, seen=0, **given(sitting, takes))
        assert (refused.value.problem, refused.value.facts) == ("stale", {"moves": 1})
    assert (sitting.seen, sitting.told()) == (1, before)


def test_the_second_of_two_chairs_is_refused_and_acts_on_what_is_now(sitting, second_chair):
    (ana, _row), (ben, _row2) = sitting.registered("Ana"), sitting.registered("Ben")
    first, second = sitting.ask(ana), sitting.ask(ben)
    seen = sitting.act(open_item, item=sitting.first.public_id)
    assert sitting.act(move_speaker, speaker=second, before=first, seen=seen) == seen + 1
    with pytest.raises(Conflict) as refused:
        sitting.act(give_floor, actor=second_chair, speaker=first, seen=seen)
    assert refused.value.problem == "stale"
    sitting.act(give_floor, actor=second_chair, speaker=second, seen=refused.value.facts["moves"])
    assert [sitting.speaker(one).state for one in (first, second)] == ["waiting", "speaking"]


def test_two_chairs_give_the_floor_in_the_same_moment_and_one_of_them_does(sitting, second_chair):
    sitting.act(open_item, item=sitting.first.public_id)
    places = [sitting.ask(sitting.registered(name)[0]) for name in ("Ana", "Ben", "Eva", "Leo")]
    seen, start = sitting.seen, threading.Barrier(4)
    done: list[str] = []

    def give(chair: Any, place: str) -> None:
        start.wait()
        try:
            sitting.act(give_floor, actor=chair, speaker=place, seen=seen)
            done.append(place)
        except Conflict as refused:
            done.append(refused.problem)

    chairs = [sitting.chair, second_chair, sitting.chair, second_chair]
    threads = [threading.Thread(target=give, args=pair) for pair in zip(chairs, places, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count("stale") == 3
    given_to = next(one for one in done if one != "stale")
    assert [sitting.speaker(one).state for one in places].count("speaking") == 1
    assert sitting.speaker(given_to).state == "speaking"
    assert (len(sitting.turns()), sitting.seen) == (1, seen + 1)


def test_the_very_first_acts_of_two_chairs_in_the_same_moment(sitting, second_chair):
    start, done = threading.Barrier(2), []

    def take_up(chair: Any, item: str) -> None:
        start.wait()
        try:
            done.append(sitting.act(open_item, actor=chair, item=item, seen=0))
        except Conflict as refused:
            done.append(refused.problem)

    pairs = ((sitting.chair, sitting.first.public_id), (second_chair, sitting.second.public_id))
    threads = [threading.Thread(target=take_up, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, done)) == ["1", "stale"]


def test_another_chair_takes_over_while_the_clock_runs(sitting, second_chair):
    place = sitting.ask(sitting.registered("Ana")[0])
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(give_floor, speaker=place)
    (began,) = sitting.turns()
    # The first chair's line is lost here. The clock is a row: it needs nobody to run.
    sitting.act(extend_turn, actor=second_chair, seconds=60)
    with sitting.site.database.reading() as db:
        turn = turn_now(db, sitting.hearing.id)
        assert turn is not None
        assert turn.ends_at is not None
        assert 359.5 < (turn.ends_at - began.started_at).total_seconds() < 360.5
    sitting.act(pause_turn, actor=second_chair)
    sitting.act(end_turn, actor=second_chair)
    assert sitting.speaker(place).state == "spoke"


def test_a_session_goes_on_over_midnight_and_over_the_change_of_summer_time(sitting):
    places = [sitting.ask(sitting.registered(name)[0]) for name in ("Ana", "Ben")]
    sitting.act(open_item, item=sitting.first.public_id)
    # 29 March 2026, 01:59 in Zurich; a minute later it is 03:00 there.
    start = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    with telling(start):
        sitting.act(give_floor, actor=TEST, speaker=places[0])
    with telling(start + timedelta(minutes=4)):
        sitting.act(next_speaker, actor=TEST, speaker=places[1])
    midnight = datetime(2026, 3, 29, 21, 59, tzinfo=UTC)
    with telling(midnight + timedelta(minutes=3)):
        sitting.act(end_turn, actor=TEST)
    first, second = sitting.turns()
    assert (first.spoken_ms, first.left_ms) == (240_000, 60_000)
    assert second.spoken_ms == (midnight - start - timedelta(minutes=1)) // timedelta(milliseconds=1)


def test_closing_the_list_does_not_undo_a_place_taken_before(sitting):
    ana, _row = sitting.registered("Ana")
    place = sitting.ask(ana)
    sitting.act(close_list, item=sitting.first.public_id)
    with sitting.site.database.reading() as db:
        assert [one.public_id for one in speakers_of(db, sitting.first.id)] == [place]
