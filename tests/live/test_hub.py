"""The hub: order, batches, catching up, and rights at the moment of sending."""

import gevent
import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.models import WebSession
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.announcements import RIGHTS_CHANGED, SESSION_ENDED
from consult.core.clock import now
from consult.core.errors import NotFound, Unauthenticated
from consult.ledger.models import Stream
from consult.live import catchup
from consult.live.hub import Hub
from consult.live.server import Live
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.live.ears import Ear
from tests.live.scene import TEST, browser_for, comment, make_person, make_scene


@pytest.fixture
def hub(app: Flask) -> Hub:
    """The hub of the app, whose loop the test turns by hand."""
    live: Live = app.extensions["consult.live"]
    return live.hub


def turn(hub: Hub) -> None:
    """One round as if the last one were long ago, and what it has set going."""
    hub._polled = hub._headed = float("-inf")
    hub.round()
    gevent.sleep(0)


def ear(app: Flask, hub: Hub, token: str | None = None) -> Ear:
    return Ear(hub, browser_for(app, token))


def change_rights(site: Site, proceeding_id: int, grant_of: int) -> None:
    """End an account's grants, as a removal in another process would."""

    def change(db: Session, _actor: Actor) -> None:
        db.execute(update(Grant).where(Grant.account_id == grant_of).values(ended_at=now()))
        moved = update(Proceeding).where(Proceeding.id == proceeding_id)
        db.execute(moved.values(rights_version=Proceeding.rights_version + 1))

    site.work.run(change, TEST)


def end_session(site: Site, account_id: int) -> None:
    def end(db: Session, _actor: Actor) -> None:
        db.execute(update(WebSession).where(WebSession.account_id == account_id).values(ended_at=now()))

    site.work.run(end, TEST)


def test_several_comments_come_as_one_batch_in_order(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site)
    one, two = ear(app, hub), ear(app, hub)
    for follower in (one, two):
        assert hub.join(follower, scene.stream, scene.epoch, 0)["events"] == []
    for number in range(3):
        comment(site, scene, f"comment {number}")
    turn(hub)
    comment(site, scene, "comment 3")
    turn(hub)
    assert one.texts == ["comment 0", "comment 1", "comment 2", "comment 3"]
    batches = one.all_of("stream.batch")
    assert [(batch["from"], batch["to"]) for batch in batches] == [(1, 3), (4, 4)]
    assert batches[0] | {"server_now": ""} == {
        **batches[0],
        "v": 1,
        "stream": scene.stream,
        "epoch": scene.epoch,
        "server_now": "",
    }
    assert two.heard == one.heard


def test_the_listener_of_the_unit_of_work_wakes_the_hub(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site)
    follower = ear(app, hub)
    hub.join(follower, scene.stream, scene.epoch, 0)
    hub._polled = hub._headed = float("inf")
    comment(site, scene, "hello")
    with gevent.Timeout(5):
        while not hub._moved:
            gevent.sleep(0.01)
    hub.round()
    assert follower.texts == ["hello"]


def test_whoever_joins_gets_exactly_what_is_missing(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site)
    for number in range(4):
        comment(site, scene, f"comment {number}")
    answer = hub.join(ear(app, hub), scene.stream, scene.epoch, 2)
    assert [event["seq"] for event in answer["events"]] == [3, 4]
    assert (answer["head"], answer["more"], answer["epoch"]) == (4, False, scene.epoch)


def test_long_absence_is_told_in_pages(site: Site, app: Flask, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(site)
    monkeypatch.setattr(catchup, "PAGE", 2)
    for number in range(3):
        comment(site, scene, f"comment {number}")
    first = hub.answer(scene.stream, scene.epoch, 0)
    assert ([event["seq"] for event in first["events"]], first["more"], first["head"]) == ([1, 2], True, 3)
    second = hub.answer(scene.stream, scene.epoch, 2)
    assert ([event["seq"] for event in second["events"]], second["more"]) == ([3], False)


@pytest.mark.parametrize(("epoch", "since"), [("another", 1), (None, None), (None, 99), (None, 0)])
def test_whoever_has_nothing_to_go_on_from_gets_a_snapshot(
    site: Site, hub: Hub, monkeypatch: pytest.MonkeyPatch, epoch: str | None, since: int | None
) -> None:
    scene = make_scene(site)
    monkeypatch.setattr(catchup, "TOO_FAR", 2)
    for number in range(3):
        comment(site, scene, f"comment {number}")
    answer = hub.answer(scene.stream, epoch, since)
    assert (answer["reset"], answer["seq"], answer["epoch"]) == (True, 3, scene.epoch)
    told = [event["data"]["text"] for event in answer["snapshot"] if event["kind"].startswith("comment.")]
    assert told == ["comment 2", "comment 1", "comment 0"]


def test_another_epoch_resets_whoever_follows(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site)
    follower = ear(app, hub)
    hub.join(follower, scene.stream, scene.epoch, 0)

    def restore(db: Session, _actor: Actor) -> None:
        db.execute(update(Stream).where(Stream.public_id == scene.stream).values(epoch="restored"))

    site.work.run(restore, TEST)
    comment(site, scene, "after the restore")
    turn(hub)
    assert follower.all_of("stream.reset") == [{"stream": scene.stream}]
    assert follower.texts == []


def test_a_client_that_does_not_read_is_left_behind_and_told_the_head(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site)
    slow, quick = ear(app, hub), ear(app, hub)
    for follower in (slow, quick):
        hub.join(follower, scene.stream, scene.epoch, 0)
    slow.reads = False
    for number in range(2):
        comment(site, scene, f"comment {number}")
        turn(hub)
    slow.reads = True
    turn(hub)
    assert quick.texts == ["comment 0", "comment 1"]
    assert slow.texts == []
    head = slow.all_of("stream.head")[-1]
    assert head.pop("server_now").endswith("Z")
    assert head == {"stream": scene.stream, "epoch": scene.epoch, "seq": 2, "watching": 2}


@pytest.mark.parametrize("who", ["nobody", "stranger", "member of another room"])
def test_a_private_stream_is_absent_for_others(site: Site, app: Flask, hub: Hub, who: str) -> None:
    scene, other = make_scene(site, "room", audience="members"), make_scene(site, "other", audience="members")
    grants = [("member", "proceeding", other.proceeding.id)] if who == "member of another room" else []
    token = None if who == "nobody" else make_person(site, "eve", *grants)[1]
    for stream in (scene.stream, scene.desk, "absent"):
        with pytest.raises(NotFound):
            hub.join(ear(app, hub, token), stream, None, 0)


def test_a_member_follows_the_room_and_not_its_desk(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site, audience="members")
    member = make_person(site, "mia", ("member", "proceeding", scene.proceeding.id))[1]
    chair = make_person(site, "cho", ("chair", "proceeding", scene.proceeding.id))[1]
    assert hub.join(ear(app, hub, member), scene.stream, None, 0)["head"] == 0
    with pytest.raises(NotFound):
        hub.join(ear(app, hub, member), scene.desk, None, 0)
    assert hub.join(ear(app, hub, chair), scene.desk, None, 0)["head"] == 0


def test_the_right_is_checked_again_when_a_batch_is_sent(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site, audience="members")
    place = ("member", "proceeding", scene.proceeding.id)
    (gone, gone_token), (_stays, stays_token) = make_person(site, "gus", place), make_person(site, "sue", place)
    writer = site.database
    leaver, stayer = ear(app, hub, gone_token), ear(app, hub, stays_token)
    for follower in (leaver, stayer):
        hub.join(follower, scene.stream, None, 0)
    change_rights(site, scene.proceeding.id, gone.id)
    with writer.reading() as db:
        author = hub.load_actor(db, stayer.cookie)
    comment(site, scene, "not for those who left", author)
    turn(hub)
    assert stayer.texts == ["not for those who left"]
    assert leaver.texts == []
    assert leaver.all_of("session.ended") == [{"code": "not_found"}]
    assert leaver.is_gone


def test_an_ended_session_gets_nothing_more(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site)
    _account, token = make_person(site, "ann")
    leaver, stayer = ear(app, hub, token), ear(app, hub)
    for follower in (leaver, stayer):
        hub.join(follower, scene.stream, None, 0)
    assert leaver.session_id is not None
    hub.herald(SESSION_ENDED, leaver.session_id)
    assert scene.stream not in leaver.streams  # at once, before anybody is answered
    comment(site, scene, "after the sign-out")
    turn(hub)
    assert (leaver.texts, stayer.texts) == ([], ["after the sign-out"])
    assert leaver.all_of("session.ended") == [{"code": "unauthenticated"}]
    assert leaver.is_gone
    with pytest.raises(NotFound):
        hub.join(leaver, scene.stream, None, 0)


def test_changed_rights_are_looked_at_again_at_once(site: Site, app: Flask, hub: Hub) -> None:
    scene = make_scene(site, audience="members")
    place = ("member", "proceeding", scene.proceeding.id)
    (gone, gone_token), (stays, stays_token) = make_person(site, "gus", place), make_person(site, "sue", place)
    leaver, stayer = ear(app, hub, gone_token), ear(app, hub, stays_token)
    for follower in (leaver, stayer):
        hub.join(follower, scene.stream, None, 0)
    change_rights(site, scene.proceeding.id, gone.id)
    for account in (gone, stays):
        hub.herald(RIGHTS_CHANGED, account.id)
    gevent.sleep(0.05)
    assert (leaver.is_gone, stayer.is_gone) == (True, False)
    assert stayer.streams == {scene.stream}
    assert stayer.all_of("stream.head")


def test_an_actor_is_loaded_afresh_for_each_event(site: Site, app: Flask, hub: Hub) -> None:
    account, token = make_person(site, "ann")
    follower = ear(app, hub, token)
    assert hub.look_at(follower).account_id == account.id
    end_session(site, account.id)
    with pytest.raises(Unauthenticated):
        hub.look_at(follower)
    gevent.sleep(0.05)
    assert follower.is_gone
