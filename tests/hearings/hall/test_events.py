"""What those who follow a hearing are told of its floor, live, on replay, and anew."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from consult.contributions.streams import TELLERS, ContributionStreams
from consult.core.clock import now
from consult.hearings.hall import events
from tests.hearings.hall.scene import SECRET_NAME, Scene


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    for of, data in events.TELLERS.items():
        monkeypatch.setitem(TELLERS, of, data)
    monkeypatch.setattr("consult.contributions.streams.WHOLES", [events.whole])


def heard(hall: Scene, audience: str = "public") -> list[dict[str, Any]]:
    """Every event of a stream, replayed from its beginning."""
    streams = ContributionStreams()
    with hall.site.database.reading() as db:
        stream = streams.find(db, hall.stream(audience))
        assert stream is not None
        return streams.events(db, stream, 0, 500)


def anew(hall: Scene, audience: str = "public") -> list[dict[str, Any]]:
    """What a client gets that begins anew."""
    streams = ContributionStreams()
    with hall.site.database.reading() as db:
        stream = streams.find(db, hall.stream(audience))
        assert stream is not None
        return streams.snapshot(db, stream, 50)


def told(found: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The last data of each thing: what a client that applied them all holds."""
    held = {(one["kind"].partition(".")[0], one["ref"]): one["data"] for one in found}
    return {key: data for key, data in held.items() if data and data.get("state") not in events.GONE}


def test_a_speaker_and_the_clock_are_told(hall: Scene) -> None:
    hall.add("Amina")
    turn = hall.give_floor("Amina")
    found = heard(hall)
    assert [one["kind"] for one in found] == ["speaker.listed", "speaker.called", "timer.changed"]
    amina = hall.speakers["Amina"]
    assert found[1]["ref"] == amina.public_id
    assert found[1]["data"] == {
        "state": "speaking",
        "kind": "contribution",
        "item": hall.items["two"].public_id,
        "name": "Amina",
        "identity": "public",
        "organisation": "Union of Amina",
        "category": "civil_society",
        "country": None,
        "language": "es",
        "position": amina.position,
        "seconds": 300,
        "present": None,
    }
    data = found[2]["data"]
    assert abs(datetime.fromisoformat(data.pop("ends_at")) - now() - timedelta(seconds=300)) < timedelta(seconds=20)
    assert (found[2]["ref"], data) == (
        turn.public_id,
        {
            "speaker": amina.public_id,
            "item": hall.items["two"].public_id,
            "state": "running",
            "left_ms": None,
            "seconds": 300,
            "spoken_ms": 0,
        },
    )


def test_a_paused_and_an_ended_turn(hall: Scene) -> None:
    hall.add("Amina")
    turn = hall.give_floor("Amina")
    hall.change(turn, "timer.changed", ends_at=None, ran_from=None, left_ms=134_000, spoken_ms=166_000)
    paused = heard(hall)[-1]["data"]
    assert (paused["state"], paused["left_ms"], paused["ends_at"]) == ("paused", 134_000, None)
    hall.end_turn(turn, "Amina", 298_000)
    ended = heard(hall)[-2]["data"]
    assert (ended["state"], ended["left_ms"], ended["spoken_ms"]) == ("ended", None, 298_000)


def test_all_entries_together_are_what_a_client_gets_that_begins_anew(hall: Scene) -> None:
    for name in ("Amina", "Bo", "Cem", "Dora"):
        hall.add(name)
    turn = hall.give_floor("Amina")
    hall.end_turn(turn, "Amina")
    hall.change(hall.speakers["Bo"], "speaker.left", state="left")
    hall.change(hall.speakers["Dora"], "speaker.moved", position=1)
    hall.change(hall.items["two"], "item.list_closed", list_open=False)
    hall.give_floor("Dora", 120)
    for audience in ("public", "desk"):
        applied, fresh = told(heard(hall, audience)), told(anew(hall, audience))
        assert applied.items() <= fresh.items()
        assert {key for key in fresh if key[0] in ("speaker", "timer")} == {
            key for key in applied if key[0] in ("speaker", "timer")
        }


def test_a_name_known_to_the_secretariat_is_in_no_frame_but_the_desks(hall: Scene) -> None:
    hall.add(SECRET_NAME, identity="secretariat", organisation=f"{SECRET_NAME} and sons", country="CO")
    hall.give_floor(SECRET_NAME)
    for found in (heard(hall), anew(hall)):
        assert SECRET_NAME not in json.dumps(found)
        (data,) = [one["data"] for one in found if one["ref"] == hall.speakers[SECRET_NAME].public_id][-1:]
        assert (data["name"], data["organisation"], data["identity"]) == (None, None, "secretariat")
        assert (data["category"], data["country"]) == ("civil_society", "CO")
    assert SECRET_NAME in json.dumps(heard(hall, "desk"))
    assert SECRET_NAME in json.dumps(anew(hall, "desk"))


@pytest.mark.parametrize("state", ["removed", "left"])
def test_who_is_gone_is_told_by_the_state_alone_also_on_replay(hall: Scene, state: str) -> None:
    row = hall.add("Amina")
    hall.change(row, f"speaker.{state}", state=state)
    for audience in ("public", "desk"):
        assert [one["data"] for one in heard(hall, audience)] == [{"state": state}] * 2
        assert "Amina" not in json.dumps(anew(hall, audience))


def test_of_a_closed_item_outsiders_learn_label_and_state_alone(hall: Scene) -> None:
    four = hall.items["four"]
    hall.add("Zoe", item="four")
    hall.change(four, "item.changed")
    (event,) = heard(hall)
    data = event["data"]
    assert data.pop("starts_at")
    assert data == {"state": "planned", "label": "4", "order": 3, "depth": 0, "closed": True}
    for found in (heard(hall), anew(hall)):
        assert "Title of four" not in json.dumps(found)
        assert "Zoe" not in json.dumps(found)
    assert "Title of four" in json.dumps(heard(hall, "desk"))
    assert "Zoe" in json.dumps(anew(hall, "desk"))


def test_an_item_that_is_closed_later_takes_its_speakers_out_of_every_replay(hall: Scene) -> None:
    hall.add("Amina")
    hall.give_floor("Amina")
    hall.change(hall.items["two"], "item.changed", audience="closed")
    assert [one["data"] for one in heard(hall)][:3] == [{}, {}, {}]
    assert "Amina" not in json.dumps(heard(hall) + anew(hall))


def test_items_carry_their_titles_in_all_languages_and_their_order(hall: Scene) -> None:
    items = [one["data"] for one in anew(hall) if one["kind"] == "item.told"]
    assert [one["order"] for one in items] == [0, 1, 2, 3]
    assert items[1]["titles"] == {"en": "Title of two", "ar": "بند 2"}
    assert (items[1]["state"], items[1]["list_open"], items[1]["type"]) == ("current", True, "statements")


def test_the_hearing_tells_whether_comments_are_taken(hall: Scene) -> None:
    (data,) = [one["data"] for one in anew(hall) if one["kind"] == "hearing.told"]
    assert data == {"state": "open", "comments_open": True, "slow_mode": 0, "guests": True}


def test_a_proceeding_of_another_kind_has_no_hall(site, hall: Scene) -> None:
    from tests.factories import make_body, make_proceeding

    other = make_proceeding(site, make_body(site, "second"), "plain")
    assert anew(Scene(site, other)) == []
