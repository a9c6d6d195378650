"""How many watch: counted by each process, shared between processes, told as an approximate figure."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.app import create_app
from consult.core.actors import Actor
from consult.core.clock import now
from consult.live.models import LiveWatch
from consult.live.presence import KEPT, about
from consult.live.server import Live
from consult.site import Site
from tests.live.ears import Ear
from tests.live.scene import TEST, Scene, browser_for, make_scene
from tests.live.test_hub import turn


def watcher(app: Flask, scene: Scene) -> Ear:
    """Somebody new who follows the stream by the process of this app."""
    live: Live = app.extensions["consult.live"]
    made = Ear(live.hub, browser_for(app))
    live.hub.join(made, scene.stream, scene.epoch, 0)
    return made


def told(app: Flask, ear: Ear) -> int:
    """What the next head says."""
    turn(app.extensions["consult.live"].hub)
    count: int = ear.all_of("stream.head")[-1]["watching"]
    return count


@pytest.mark.parametrize(
    ("count", "figure"), [(0, 0), (1, 1), (9, 9), (10, 10), (13, 15), (97, 95), (104, 100), (118, 120), (1_234, 1_200)]
)
def test_a_larger_figure_is_rounded(count: int, figure: int) -> None:
    assert about(count) == figure


def test_a_head_says_how_many_watch_here(site: Site, app: Flask) -> None:
    scene = make_scene(site)
    one, two = watcher(app, scene), watcher(app, scene)
    assert told(app, one) == 2
    app.extensions["consult.live"].hub.disconnect(two.sid)
    assert told(app, one) == 1


def test_processes_add_up_and_one_that_is_gone_is_forgotten(site: Site, app: Flask) -> None:
    other, scene = create_app(site=site), make_scene(site)
    here, there = watcher(app, scene), [watcher(other, scene) for _number in range(3)]
    presences = [one.extensions["consult.live"].hub.presence for one in (app, other)]
    for presence in presences * 2:
        presence.share()
    assert told(app, here) == told(other, there[0]) == 4
    site.work.run(forget, TEST)
    presences[0].share()
    assert told(app, here) == 1


def test_a_process_that_nobody_watches_by_takes_its_count_back(site: Site, app: Flask) -> None:
    scene = make_scene(site)
    watcher(app, scene)
    presence = app.extensions["consult.live"].hub.presence
    presence.share()
    assert rows(site) == 1
    app.extensions["consult.live"].hub.channels.clear()
    presence.share()
    assert rows(site) == 0


def forget(db: Session, _actor: Actor) -> None:
    """Let all counts be too old."""
    db.execute(update(LiveWatch).values(counted_at=now() - KEPT - timedelta(seconds=1)))


def rows(site: Site) -> int:
    with site.database.reading() as db:
        return db.scalar(select(func.count()).select_from(LiveWatch)) or 0
