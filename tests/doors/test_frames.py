"""Sockets: who may follow which stream, and that no frame tells anybody what is not meant for them."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import gevent
import pytest
from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import remove_role
from tests.doors.listening import Listeners, Place
from tests.doors.scene import ABSENT, DESK, ROLES, ROOM, ROOM_DESK, SECRETS, Scene, marker
from tests.doors.table import EVENTS
from tests.factories import TEST, actor_for

pytestmark = [pytest.mark.timeout(300), pytest.mark.slow]
EVERYBODY = set(ROLES)
ROOM_WRITERS = ROOM - {"observer"}
HEARD_LATER = {"comment.submit"}  # those whose frames go to others than their sender


@pytest.fixture
def listeners(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Listeners:
    return Listeners(scene, monkeypatch)


def secrets_in(told: object) -> set[str]:
    text = json.dumps(told)
    return {secret for secret in SECRETS if marker(secret) in text}


def followers(scene: Scene) -> dict[Place, set[str]]:
    """Who may follow which stream."""
    public, draft, *rooms = [one.id for one in scene.rooms]
    with scene.site.database.reading() as db:
        shut = db.scalars(select(Proceeding.id).where(Proceeding.public_id == scene.furniture["shut"])).one()
        ended = db.scalars(select(Proceeding.id).where(Proceeding.slug == "ended-room")).one()
        meeting = db.scalars(select(Proceeding.id).where(Proceeding.public_id == scene.furniture["meeting"])).one()
    found: dict[Place, set[str]] = {(public, "public"): EVERYBODY, (shut, "public"): EVERYBODY, (draft, "public"): DESK}
    found |= {(one, "desk"): DESK for one in (public, shut, draft)}
    found |= {(room, "members"): ROOM for room in (*rooms, meeting)}
    found |= {(room, "desk"): ROOM_DESK for room in (*rooms, meeting)}
    found |= {(ended, audience): {"chair", "secretary"} for audience in ("members", "desk")}
    return found


def test_each_stream_is_followed_by_those_alone_whose_it_is(standing: Scene, monkeypatch: pytest.MonkeyPatch):
    joined = Listeners(standing, monkeypatch).may_join()
    assert joined == followers(standing)


def test_no_acknowledgement_tells_a_secret_to_whom_it_is_not_meant(standing: Scene, monkeypatch: pytest.MonkeyPatch):
    listeners = Listeners(standing, monkeypatch)
    leaks, shown, may = [], set(), followers(standing)
    calls = [("stream.join", {}), ("stream.sync", {"since": 0}), ("stream.leave", {})]
    for role in ROLES:
        absent = {event: listeners.emit(role, event, stream=ABSENT, **more) for event, more in calls}
        for place, name in listeners.streams.items():  # left before the next, for a socket follows a few at a time
            for event, more in calls:
                told = listeners.emit(role, event, stream=name, **more)
                shown |= {(event, secret) for secret in secrets_in(told)}
                leaks += [(role, event, place, one) for one in secrets_in(told) if role not in SECRETS[one]]
                if role not in may.get(place, ()):
                    assert told == absent[event], (role, event, place)
    assert leaks == []
    hoped = {(event, secret) for event, one in EVENTS.items() for secret in one.shows if event not in HEARD_LATER}
    assert hoped - shown == set(), "nobody is told these secrets by these events: the row proves nothing"


def written(listeners: Listeners, role: str, place: Place, text: str, **more: str) -> dict[str, object]:
    """Send a comment as a role; the acknowledgement, which is free of every secret."""
    given = {"client_id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{role} {place} {text}")), "body": text, **more}
    told = listeners.emit(role, "comment.submit", stream=listeners.streams.get(place, ABSENT), **given)
    assert text not in json.dumps(told)
    return told


def test_whoever_may_write_is_heard_by_those_who_may_read_and_nobody_else_writes(scene: Scene, listeners: Listeners):
    listeners.join_all()
    public, _draft, *rooms = [one.id for one in scene.rooms]
    before = scene.state()
    writers: dict[Place, set[str]] = {(public, "public"): EVERYBODY - {"anonymous", "codeword"}}
    writers |= {(room, "members"): ROOM_WRITERS for room in rooms}
    for place, may in writers.items():
        for role in EVERYBODY - may:
            told = written(listeners, role, place, "refused words")
            assert told["ok"] is False
            if place[0] != public:
                assert told == written(listeners, role, (0, ""), "refused words"), role
    assert scene.state() == before
    listeners.news()
    for place, may in writers.items():
        word = marker("pendingtext" if place[0] == public else "roommessage")
        desk = DESK if place[0] == public else ROOM_DESK
        for role in sorted(may):
            assert written(listeners, role, place, f"{word} {role}")["ok"] is True, role
        assert {role for role, text in listeners.news().items() if word in text} == desk


def test_whoever_moderates_hides_and_nobody_else(scene: Scene, listeners: Listeners):
    listeners.join_all()
    note = f"{marker('moderatornote')} a sentence"
    comments = {scene.references["secretname"]: ({"secretariat", "moderator"}, EVERYBODY)}
    comments |= {
        scene.references[f"message {room.id}"]: ({"room moderator", "chair", "secretary"}, ROOM)
        for room in scene.rooms[2:]
    }
    for reference, (may, hear) in comments.items():
        given = {"seen": 1, "reason": "off_topic", "note": note}
        before = scene.state()
        for role in EVERYBODY - may:
            told = listeners.emit(role, "comment.hide", ref=reference, **given)
            assert told == listeners.emit(role, "comment.hide", ref=ABSENT, **given), role
            assert told["ok"] is False
        assert scene.state() == before
        for role in sorted(may):
            assert listeners.emit(role, "comment.hide", ref=reference, **given) == {"ok": True, "state": "hidden"}, role
            news = listeners.news()
            assert {one for one, text in news.items() if "comment.hidden" in text and reference in text} == hear
            assert secrets_in(news) == set()
            scene.site.work.run(decide, TEST, reference=reference, act="restore", seen=1)
            listeners.news()


class Story:
    """One contribution through its life, and who is told what at each step."""

    def __init__(self, scene: Scene, listeners: Listeners) -> None:
        self.scene, self.listeners = scene, listeners
        here = scene.rooms[0].id
        joined = listeners.join_all()
        self.places = {role: {one for one in places if one[0] == here} for role, places in joined.items()}
        listeners.news()

    def heard(self, word: str) -> set[str]:
        """Who hears a word in the frames that come now."""
        return {role for role, text in self.listeners.news().items() if marker(word) in text}

    def found(self, word: str) -> set[str]:
        """Who finds a word by joining or catching up with the open proceeding."""
        told = ((role, self.listeners.caught_up(role, places)) for role, places in self.places.items())
        return {role for role, text in told if marker(word) in text}

    def decide(self, reference: str, act: str, seen: int, **more: Any) -> None:
        """A moderator decides."""
        self.scene.site.work.run(decide, TEST, reference=reference, act=act, seen=seen, **more)


def test_what_changes_is_told_to_those_alone_who_may_know(scene: Scene, listeners: Listeners):
    story, work = Story(scene, listeners), scene.site.work
    place, author = (scene.rooms[0].id, "public"), scene.people["author"]
    reference = str(written(listeners, "author", place, marker("first"))["ref"])
    who = actor_for(scene.site, author)
    assert (story.heard("first"), story.found("first")) == (DESK, DESK)
    story.decide(reference, "approve", 1)
    assert (story.heard("first"), story.found("first")) == (EVERYBODY, EVERYBODY)
    work.run(correct_contribution, who, reference=reference, seen=1, passages=(NewPassage(marker("second")),))
    assert story.heard("second") <= DESK
    assert story.found("second") <= DESK
    story.decide(reference, "approve", 2)
    assert (story.heard("second"), story.found("second")) == (EVERYBODY, EVERYBODY)
    assert story.found("first") == set()
    story.decide(reference, "hide", 2, reason="insult", note=marker("note"))
    told = listeners.news()
    assert all(marker(word) not in text for word in ("first", "second", "note") for text in told.values())
    assert [story.found(word) for word in ("first", "second", "note")] == [set(), set(), set()]
    story.decide(reference, "restore", 2)
    assert (story.heard("second"), story.found("second")) == (EVERYBODY, EVERYBODY)
    work.run(withdraw_contribution, who, reference=reference)
    assert (story.heard("second"), story.found("second")) == (set(), set())


def test_neither_confidential_words_nor_a_withheld_name_are_in_any_frame(scene: Scene, listeners: Listeners):
    story, place = Story(scene, listeners), (scene.rooms[0].id, "public")
    secret = {"confidentiality": "secretariat", "identity": "public", "name": "Ana Tesch"}
    assert written(listeners, "author", place, marker("sealed"), **secret)["ok"] is True
    named = {"identity": "secretariat", "name": marker("hidden name")}
    reference = str(written(listeners, "stranger", place, marker("said"), **named)["ref"])
    story.decide(reference, "approve", 1)
    told = listeners.news()
    assert all(marker("said") in text for text in told.values())
    assert all(marker(word) not in text for word in ("sealed", "hidden name") for text in told.values())
    assert [story.found(word) for word in ("said", "sealed", "hidden name")] == [EVERYBODY, set(), set()]


def grants_of(scene: Scene, account: Account) -> Iterator[int]:
    with scene.site.database.reading() as db:
        yield from db.scalars(select(Grant.id).where(Grant.account_id == account.id))


def test_who_left_a_room_hears_nothing_more_of_it(scene: Scene, listeners: Listeners):
    story = Story(scene, listeners)
    for room in scene.rooms[2:]:
        reference = str(written(listeners, "secretary", (room.id, "members"), marker("before"))["ref"])
        assert story.heard("before") == ROOM_DESK
        story.decide(reference, "approve", 1)
        assert story.heard("before") == ROOM
    chair = actor_for(scene.site, scene.people["chair"])
    for grant in grants_of(scene, scene.people["member"]):
        scene.site.work.run(remove_role, chair, grant_id=grant)
    for room in scene.rooms[2:]:
        reference = str(written(listeners, "secretary", (room.id, "members"), marker("after"))["ref"])
        story.decide(reference, "approve", 1)
    assert story.heard("after") == ROOM - {"member"}
    with gevent.Timeout(5):
        while not listeners.ears["member"].is_gone:
            gevent.sleep(0.01)
    assert (
        listeners.emit("member", "stream.join", stream=listeners.streams[scene.rooms[2].id, "members"])["ok"] is False
    )
    assert marker("after") not in scene.browsers["member"].get("/en/workspaces/private-workspace/").get_data(
        as_text=True
    )
