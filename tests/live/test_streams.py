"""What followers are told of each row, live and on replay, by socket and by HTTP."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.contributions.operations.own import withdraw_contribution
from consult.contributions.streams import ContributionStreams
from consult.core.actors import Actor
from consult.moderation.operations.deciding import decide
from consult.site import Site
from tests.live.scene import TEST, Scene, browser_for, comment, make_person, make_scene

SECRET_WORD = "marmalade"


def replay(site: Site, stream: str) -> list[dict[str, Any]]:
    """Everything from the beginning."""
    streams = ContributionStreams()
    with site.database.reading() as db:
        found = streams.find(db, stream)
        assert found is not None
        return streams.events(db, found, 0, 100)


def act(site: Site, ref: str, what: str, reason: str | None = None) -> None:
    site.work.run(decide, TEST, reference=ref, act=what, seen=1, reason=reason)


def test_a_published_comment_with_a_name(site: Site) -> None:
    scene = make_scene(site)
    ref = comment(site, scene, "hello", category="civil_society", target="p1")
    (event,) = replay(site, scene.stream)
    assert event.pop("at").endswith("Z")
    day = event["data"].pop("day")
    assert len(day) == 10
    assert event == {
        "seq": 1,
        "kind": "comment.published",
        "ref": ref,
        "new": True,
        "data": {
            "state": "published",
            "name": "Ana Tesch",
            "identity": "public",
            "category": "civil_society",
            "text": "hello",
            "language": "en",
            "target": "p1",
            "reply_to": None,
            "agrees": 0,
            "disagrees": 0,
            "passes": 0,
        },
    }


@pytest.mark.parametrize("identity", ["none", "secretariat"])
def test_input_without_a_public_name_has_neither_name_nor_time(site: Site, identity: str) -> None:
    scene = make_scene(site)
    comment(site, scene, "hello", identity=identity, name=SECRET_WORD)
    (event,) = replay(site, scene.stream)
    assert "at" not in event
    assert event["data"]["name"] is None
    assert SECRET_WORD not in str(event)


def test_a_hidden_text_never_comes_back(site: Site) -> None:
    scene = make_scene(site)
    ref = comment(site, scene, SECRET_WORD)
    assert SECRET_WORD in str(replay(site, scene.stream))
    act(site, ref, "hide", "insult")
    events = replay(site, scene.stream)
    assert [event["kind"] for event in events] == ["comment.published", "comment.hidden"]
    assert [event["data"] for event in events] == [{"state": "hidden", "reason": "insult"}] * 2
    assert SECRET_WORD not in str(events) + str(replay(site, scene.desk))
    act(site, ref, "restore")
    assert replay(site, scene.stream)[-1]["data"]["text"] == SECRET_WORD


def test_what_is_withdrawn_says_so_alone(site: Site) -> None:
    scene = make_scene(site)
    account, _token = make_person(site, "ann")
    author = Actor(account_id=account.id, sender="browser")
    ref = comment(site, scene, SECRET_WORD, author)
    site.work.run(withdraw_contribution, author, reference=ref)
    assert [event["data"] for event in replay(site, scene.stream)] == [{"state": "withdrawn"}] * 2


def test_confidential_input_is_counted_and_not_told(site: Site) -> None:
    scene = make_scene(site)
    comment(site, scene, SECRET_WORD, confidentiality="secretariat")
    events = replay(site, scene.stream) + replay(site, scene.desk)
    assert {str(event["data"]) for event in events} <= {"{'state': 'published'}"}
    assert events


def test_what_waits_stands_at_the_desk_alone(site: Site) -> None:
    scene = make_scene(site, moderation="before")
    ref = comment(site, scene, SECRET_WORD)
    assert replay(site, scene.stream) == []
    (event,) = replay(site, scene.desk)
    assert (event["kind"], event["data"]["text"]) == ("comment.received", SECRET_WORD)
    act(site, ref, "decline", "insult")
    assert SECRET_WORD not in str(replay(site, scene.stream)) + str(replay(site, scene.desk))
    assert replay(site, scene.stream)[0]["data"] == {"state": "declined", "reason": "insult"}


def test_the_snapshot_tells_what_events_tell(site: Site) -> None:
    scene = make_scene(site)
    refs = [comment(site, scene, f"comment {number}") for number in range(3)]
    act(site, refs[1], "hide", "spam")
    streams = ContributionStreams()
    with site.database.reading() as db:
        found = streams.find(db, scene.stream)
        assert found is not None
        newest = [
            event for event in streams.snapshot(db, found, 2) if "seq" in event
        ]  # the rest is the state of the hearing
    newest = [event for event in newest if event["kind"].startswith("comment.")]
    assert [event["ref"] for event in newest] == [refs[2], refs[1]]
    assert newest[1]["data"] == {"state": "hidden", "reason": "spam"}


def fetch(client: FlaskClient, scene: Scene, stream: str | None = None, query: str = "since=0") -> Any:
    return client.get(f"/api/v1/streams/{stream or scene.stream}/events?{query}", base_url="http://localhost")


def test_catching_up_over_http(site: Site, client: FlaskClient) -> None:
    scene = make_scene(site)
    ref = comment(site, scene, "hello")
    answer = fetch(client, scene)
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.json["ok"], answer.json["head"], answer.json["more"]) == (True, 1, False)
    assert [event["ref"] for event in answer.json["events"]] == [ref]
    assert fetch(client, scene, query="since=1").json["events"] == []
    assert fetch(client, scene, query="since=0&epoch=another").json["reset"] is True
    assert fetch(client, scene, query="since=x").status_code == 400


def test_over_http_forbidden_and_absent_are_the_same(site: Site, app: Flask, client: FlaskClient) -> None:
    scene = make_scene(site, audience="members")
    _eve, stranger = make_person(site, "eve")
    _mia, member = make_person(site, "mia", ("member", "proceeding", scene.proceeding.id))
    absent = fetch(client, scene, "absent")
    assert absent.status_code == 404
    for token in (None, stranger):
        with client.session_transaction(base_url="http://localhost") as session:
            session.update(browser_for(app, token).content)
        forbidden = fetch(client, scene)
        assert (forbidden.status_code, forbidden.json) == (404, absent.json)
    with client.session_transaction(base_url="http://localhost") as session:
        session["token"] = member
    assert fetch(client, scene).json["head"] == 0
