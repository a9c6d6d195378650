"""Leases: whoever removes waits for those who may still send, and without a lease nothing private is sent."""

import threading
import time
from datetime import timedelta
from typing import Any

import gevent
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.bodies.actors import load_actor
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.announcements import KEPT, RIGHTS_CHANGED, Announced, announce
from consult.core.clock import now
from consult.core.errors import Unavailable
from consult.live.hub import Hub
from consult.live.leases import LIVE, Lease, drop_lease, write_lease
from consult.live.models import LiveProcess
from consult.site import Site
from tests.live.scene import TEST, Scene, comment, make_person, make_scene, saved
from tests.live.test_hub import ear, hub, turn  # noqa: F401  a fixture


def tell(db: Session, _actor: Actor) -> None:
    announce(db, RIGHTS_CHANGED, 7)


def numbers(site: Site) -> list[int]:
    with site.database.reading() as db:
        return list(db.scalars(select(Announced.id).order_by(Announced.id)))


def test_announcements_are_numbered_without_gaps_whoever_writes(site: Site):
    tellers = [threading.Thread(target=lambda: [site.work.run(tell, TEST) for _ in range(10)]) for _ in range(4)]
    for one in tellers:
        one.start()
    for one in tellers:
        one.join(30)
    assert numbers(site) == list(range(1, 41))


def test_only_the_newest_announcements_are_kept(site: Site):
    def many(db: Session, _actor: Actor) -> None:
        for value in range(KEPT + 5):
            announce(db, RIGHTS_CHANGED, value)

    site.work.run(many, TEST)
    assert numbers(site) == list(range(6, KEPT + 6))


def test_whoever_announces_waits_for_the_others_and_not_for_the_dead(site: Site):
    started = time.monotonic()
    saved(site, LiveProcess(id="long gone", lease_until=now() - timedelta(seconds=1), heard=0))
    site.work.run(tell, TEST)
    assert time.monotonic() - started < 0.5
    saved(site, LiveProcess(id="stopped", lease_until=now() + timedelta(seconds=1), heard=0))
    started = time.monotonic()
    site.work.run(tell, TEST)
    assert 0.5 < time.monotonic() - started < 2


def test_whoever_has_heard_is_not_waited_for(site: Site):
    site.work.run(write_lease, LIVE, process="other", heard=None)
    listener = threading.Thread(target=lambda: site.work.run(write_lease, LIVE, process="other", heard=1))
    listener.start()
    started = time.monotonic()
    site.work.run(tell, TEST)
    listener.join(10)
    assert time.monotonic() - started < 1.5
    site.work.run(tell, TEST)  # of this one it never hears: its lease runs out
    assert time.monotonic() - started > 1
    site.work.run(write_lease, LIVE, process="other", heard=1)
    site.work.run(drop_lease, LIVE, process="other")
    started = time.monotonic()
    site.work.run(tell, TEST)
    assert time.monotonic() - started < 0.5


def test_without_a_lease_nothing_private_is_sent_or_answered(
    app: Flask,
    site: Site,
    hub: Hub,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
):
    room = make_scene(site, audience="members")
    _person, token = make_person(site, "member", ("member", "proceeding", room.proceeding.id))
    hub.lease.start()
    member = ear(app, hub, token)
    hub.join(member, room.stream, None, None)
    say(site, room, "first", token)
    turn(hub)
    assert member.texts == ["first"]
    renew = Lease._renew

    def cannot(_lease: Lease, *, anew: bool) -> None:
        raise Unavailable("cannot_write")

    monkeypatch.setattr(Lease, "_renew", cannot)
    hub.lease._until = 0.0
    say(site, room, "second", token)
    heads = len(member.all_of("stream.head"))
    turn(hub)
    assert member.texts == ["first"]
    assert len(member.all_of("stream.head")) == heads
    with pytest.raises(Unavailable):
        hub.join(ear(app, hub, token), room.stream, None, 0)
    monkeypatch.setattr(Lease, "_renew", renew)
    assert within(lambda: hub.lease.holds)
    turn(hub)
    assert member.texts == ["first", "second"]
    hub.lease.stop()


def test_a_new_lease_begins_with_a_look_at_rights(app: Flask, site: Site, hub: Hub):  # noqa: F811
    room = make_scene(site, audience="members")
    person, token = make_person(site, "member", ("member", "proceeding", room.proceeding.id))
    hub.lease.start()
    member = ear(app, hub, token)
    hub.join(member, room.stream, None, None)
    hub.lease._until = 0.0

    def end(db: Session, _actor: Actor) -> None:  # quietly: nothing is announced, no version raised
        db.scalars(select(Grant).where(Grant.account_id == person.id)).one().ended_at = now()

    say(site, room, "after", token)
    site.work.run(end, TEST)
    assert within(lambda: hub.lease.holds)
    turn(hub)
    assert member.texts == []
    assert member.all_of("session.ended") == [{"code": "not_found"}]
    hub.lease.stop()


def test_a_lease_is_given_back_when_nothing_private_is_followed(app: Flask, site: Site, hub: Hub):  # noqa: F811
    room = make_scene(site, audience="members")
    _person, token = make_person(site, "member", ("member", "proceeding", room.proceeding.id))
    hub.lease.start()
    member = ear(app, hub, token)
    hub.join(member, room.stream, None, None)
    assert leases(site) == [hub.lease.id]
    hub.disconnect(member.sid)
    assert within(lambda: leases(site) == [])
    hub.lease.stop()


def test_what_waits_for_somebody_removed_never_leaves(app: Flask, site: Site, hub: Hub):  # noqa: F811
    room = make_scene(site, audience="members")
    person, token = make_person(site, "member", ("member", "proceeding", room.proceeding.id))
    member = ear(app, hub, token)
    hub.join(member, room.stream, None, None)
    member.reads = False
    hub.herald(RIGHTS_CHANGED, person.id)
    assert member.is_cut


def leases(site: Site) -> list[str]:
    with site.database.reading() as db:
        return list(db.scalars(select(LiveProcess.id)))


def within(condition: Any, seconds: float = 5.0) -> bool:
    """Let the loop of this thread go on until something holds; whether it did."""
    with gevent.Timeout(seconds, False):
        while not condition():
            gevent.sleep(0.02)
        return True
    return False


def say(site: Site, room: Scene, text: str, token: str) -> None:
    """A comment in a room, by the member of this session."""
    with site.database.reading() as db:
        author = load_actor(db, token, "browser")
    comment(site, room, text, author)
