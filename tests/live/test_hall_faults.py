"""A hearing in bad hands: kills, cuts and two chairs while people speak and write."""

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult.core.clock import now
from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.floor.operations.listing import remove_speaker
from consult.ledger.models import Entry, Stream
from consult.moderation.operations.deciding import decide
from tests.hearings.hall.scene import Scene as Hearing
from tests.hearings.hall.scene import make_hall
from tests.live.conftest import Stage
from tests.live.hall_mirror import HallMirror, in_database, moves_of, on_page
from tests.live.launch import Running, running
from tests.live.scene import TEST, comment, make_person, make_scene
from tests.live.test_faults import keep_saying, on_disk
from tests.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(180)]
KILLS = 3


@pytest.fixture
def hearing(stage: Stage) -> Hearing:
    """A running hearing of its own, with three who wait; its stream tells all of it from the first number on."""
    stage.scene = make_scene(stage.site, "hall", prefix="H7")
    made = make_hall(stage.site, stage.scene.proceeding)
    for item in made.items.values():
        made.change(item, "item.changed")
    for name in ("Amina", "Bo", "Cem"):
        made.add(name)
    return made


@contextmanager
def followers(server: Running, stage: Stage, chairs: int = 2, others: int = 2) -> Iterator[list[HallMirror]]:
    """Chairs first, then those who only follow and write."""
    room = stage.scene.proceeding.id
    tokens = [make_person(stage.site, f"chair {at}", ("chair", "proceeding", room))[1] for at in range(chairs)]
    browsers = [*map(stage.browser, tokens), *(stage.member(f"person {at}") for at in range(others))]
    made = [HallMirror(server.url, one, stage.scene.stream, stage.scene.epoch) for one in browsers]
    try:
        assert until(lambda: all(one.client.connected for one in made))
        yield made
    finally:
        for one in made:
            one.stop()


def rows(hearing: Hearing, table: type[Speaker] | type[Turn], *where: Any) -> list[Any]:
    with hearing.site.database.reading() as db:
        return list(
            db.scalars(select(table).where(table.proceeding_id == hearing.hearing.id, *where).order_by(table.id))
        )


def next_act(hearing: Hearing, dice: random.Random) -> tuple[str, dict[str, Any]]:
    """Something that a chair may do now."""
    turns = rows(hearing, Turn, Turn.ended_at.is_(None))
    waiting = rows(hearing, Speaker, Speaker.state == "waiting")
    if turns:
        running_now = turns[0].ends_at is not None
        return dice.choice(
            [("pause_turn" if running_now else "resume_turn", {}), ("end_turn", {}), ("extend_turn", {"seconds": 30})]
        )
    if waiting and dice.random() < 0.7:
        return "give_floor", {"speaker": dice.choice(waiting).public_id}
    spoke = rows(hearing, Speaker, Speaker.state == "spoke")
    if spoke:
        return "relist_speaker", {"speaker": dice.choice(spoke).public_id}
    return dice.choice(["close_list", "reopen_list"]), {"item": hearing.items["two"].public_id}


def keep_chairing(chair: HallMirror, hearing: Hearing, seed: int, stopping: threading.Event) -> threading.Thread:
    """Let a chair do one possible thing after the other, as the other chair does too."""
    dice = random.Random(seed)

    def act() -> None:
        while not stopping.is_set():
            name, values = next_act(hearing, dice)
            chair.act(hearing, name, **values)
            stopping.wait(dice.random() * 0.02)

    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


def check_streams(stage: Stage) -> None:
    with stage.site.database.reading() as db:
        for stream in db.scalars(select(Stream).where(Stream.scope_id == stage.scene.proceeding.id)):
            numbers = list(db.scalars(select(Entry.seq).where(Entry.stream_id == stream.id).order_by(Entry.seq)))
            assert numbers == list(range(1, stream.last_seq + 1))


def test_a_hearing_survives_kills_in_the_midst_of_acts_and_comments(stage: Stage, hearing: Hearing) -> None:
    dice, stopping, failures = random.Random(20261122), threading.Event(), list[str]()
    with running(stage.url) as server, followers(server, stage) as everybody:
        chairs, others = everybody[:2], everybody[2:]
        threads = [keep_chairing(chair, hearing, seed, stopping) for seed, chair in enumerate(chairs)]
        threads += [keep_saying(one, f"person {at}", stopping, failures) for at, one in enumerate(others)]
        for _kill in range(KILLS):
            done, wanted = sum(len(one.acknowledged) for one in chairs), dice.randint(2, 9)
            assert until(lambda: sum(len(one.acknowledged) for one in chairs) >= done + wanted, 30), failures  # noqa: B023
            threading.Event().wait(dice.random() * 0.05)  # somewhere in the midst of a write
            server.kill()
            server.start()
        assert until(lambda: all(one.client.connected for one in everybody))
        stopping.set()
        for thread in threads:
            thread.join(60)
        wanted_state = in_database(stage.site, stage.scene.stream)
        assert until(lambda: all(one.floor == wanted_state for one in everybody), 10)
        assert on_page(server, stage.scene.proceeding.slug) == wanted_state
        assert until(lambda: all(one.order == on_disk(stage) for one in everybody), 10)
    assert failures == []
    check_streams(stage)
    told = [number for chair in chairs for number in chair.acknowledged]
    assert len(told) == len(set(told))  # no two acts were let through on the same number
    assert max(told) <= moves_of(hearing)
    assert {ref for one in others for ref in one.journal} <= set(on_disk(stage))


def test_the_clock_goes_on_through_a_kill_and_the_second_chair_takes_over(stage: Stage, hearing: Hearing) -> None:
    with running(stage.url) as server, followers(server, stage, others=1) as (first, second, reader):
        speaker = hearing.speakers["Amina"].public_id
        assert first.until_acted(hearing, "give_floor", speaker=speaker)["ok"]
        (turn,) = rows(hearing, Turn)
        stale = moves_of(hearing)
        first.stop()  # the chair's line is cut in the middle of the turn
        server.kill()
        server.start()
        assert until(lambda: second.client.connected and reader.client.connected)
        (data,) = [one for (of, _ref), one in on_page(server, stage.scene.proceeding.slug).items() if of == "timer"]
        assert data["state"] == "running"
        assert abs(datetime.fromisoformat(data["ends_at"]) - turn.ends_at) < timedelta(milliseconds=1)
        assert second.until_acted(hearing, "pause_turn")["ok"]
        left = now()
        (paused,) = rows(hearing, Turn)
        assert abs(paused.spoken_ms - (left - turn.started_at).total_seconds() * 1000) < 2000
        assert until(
            lambda: (
                ("timer", turn.public_id) in reader.floor and reader.floor["timer", turn.public_id]["state"] == "paused"
            )
        )
        refused = second.client.call(
            "floor.act", {"hearing": hearing.hearing.public_id, "act": "end_turn", "seen": stale}, timeout=5
        )
        assert (refused["ok"], refused["code"]) == (False, "conflict")
        assert rows(hearing, Turn)[0].ended_at is None


def test_what_is_hidden_and_who_is_removed_meanwhile_is_told_to_nobody_who_comes_back(
    stage: Stage, hearing: Hearing
) -> None:
    reference = comment(stage.site, stage.scene, "marmalade")
    with running(stage.url) as server, followers(server, stage, chairs=0, others=2) as readers:
        assert until(lambda: all(reference in one.shown for one in readers))
        assert until(lambda: all("Bo" in json.dumps(list(one.floor.values())) for one in readers))
        server.kill()
        stage.site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult")
        seen = moves_of(hearing)
        stage.site.work.run(
            remove_speaker, TEST, proceeding_id=hearing.hearing.id, seen=seen, speaker=hearing.speakers["Bo"].public_id
        )
        for one in readers:
            one.heard.clear()
        server.start()
        gone = ("speaker", hearing.speakers["Bo"].public_id)
        assert until(
            lambda: all(one.shown[reference].get("state") == "hidden" and gone not in one.floor for one in readers)
        )
        replayed = json.dumps(server.events(stage.scene.stream, 0))
        for told in (*("".join(one.heard) for one in readers), replayed):
            assert "marmalade" not in told
            assert "Union of Bo" not in told
        assert in_database(stage.site, stage.scene.stream) == readers[0].floor
