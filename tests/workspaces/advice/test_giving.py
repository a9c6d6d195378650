"""Advice: who gives it, where it goes, and what everybody then knows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from consult.contributions.models import Contribution, Passage, Version
from consult.core.clock import now, telling
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.site import Site
from consult.workspaces.advice.models import Advice
from consult.workspaces.advice.operations import give_advice, publish_advice, withdraw_advice
from tests.factories import TEST, actor_for, make_body, make_proceeding
from tests.workspaces.advice.conftest import Scene


def give(site: Site, scene: Scene, role: str = "chair", **values: Any) -> str:
    given: dict[str, Any] = {
        "document": scene.document.public_id,
        "version": 2,
        "signed": "Advisory group",
        "covering": "We advise:",
    }
    who = actor_for(site, scene.people[role])
    return site.work.run(give_advice, who, proceeding_id=scene.room.id, **given | values).result


def row(site: Site) -> Advice:
    with site.database.reading() as db:
        return db.scalars(select(Advice).order_by(Advice.id.desc())).first()  # type: ignore[return-value]


def publish(site: Site, scene: Scene, role: str = "chair", addressee: str | None = None) -> str | None:
    who, advice = actor_for(site, scene.people[role]), row(site).public_id
    run = site.work.run
    return run(publish_advice, who, proceeding_id=scene.room.id, advice=advice, addressee=addressee).result


def withdraw(site: Site, scene: Scene, role: str = "chair", reason: str = "A figure was wrong.") -> None:
    who, advice = actor_for(site, scene.people[role]), row(site).public_id
    site.work.run(withdraw_advice, who, proceeding_id=scene.room.id, advice=advice, reason=reason)


def kinds(site: Site, scope_id: int, audience: str) -> list[str]:
    with site.database.reading() as db:
        stream = select(Stream.id).where(Stream.scope_id == scope_id, Stream.audience == audience).scalar_subquery()
        return list(db.scalars(select(Entry.kind).where(Entry.stream_id == stream).order_by(Entry.seq)))


def test_each_piece_has_a_reference_of_its_own_that_counts_within_the_year(site, scene):
    assert [give(site, scene), give(site, scene, "secretary")] == ["W3-AG/2026/1", "W3-AG/2026/2"]
    assert kinds(site, scene.room.id, "members") == ["advice.given"] * 2


def test_a_symbol_that_says_the_year_says_it_once(site, scene):
    def name(db: Any, _actor: Any) -> None:
        db.get_one(Proceeding, scene.room.id).symbol = f"IC/{now():%Y}/W/3"

    site.work.run(name, TEST)
    assert give(site, scene) == f"IC/{now():%Y}/W/3/AG/1"


def test_a_year_begins_where_the_room_is(site, scene):
    def move(db: Any, _actor: Any) -> None:
        room = db.get_one(Proceeding, scene.room.id)
        room.zone, room.closes_at, room.symbol = "Pacific/Kiritimati", None, "A/HRC/AC"

    site.work.run(move, TEST)
    with telling(datetime(2026, 12, 31, 9, 59, tzinfo=UTC)):
        assert give(site, scene) == "A/HRC/AC/2026/1"
    with telling(datetime(2026, 12, 31, 10, 0, tzinfo=UTC)):
        assert give(site, scene) == "A/HRC/AC/2027/1"


@pytest.mark.parametrize("role", ["member", "observer"])
def test_nobody_but_who_leads_gives_publishes_or_withdraws_it(site, scene, role):
    with pytest.raises(NotFound):
        give(site, scene, role)
    give(site, scene)
    for act in (publish, withdraw):
        with pytest.raises(NotFound):
            act(site, scene, role)
    assert row(site).state == "kept"


def test_a_version_that_there_is_not_and_words_that_are_missing_are_refused(site, scene):
    for version in (0, 3):
        with pytest.raises(NotFound):
            give(site, scene, version=version)
    with pytest.raises(Invalid):
        give(site, scene, signed=" ")
    with pytest.raises(Invalid):
        give(site, scene, covering="x" * 5_001)


def test_in_a_consultation_it_stands_with_numbered_passages_and_nobody_is_its_author(site, scene):
    give(site, scene)
    reference = publish(site, scene, addressee=scene.target.public_id)
    with site.database.reading() as db:
        there = db.scalars(select(Contribution).where(Contribution.reference == reference)).one()
        version = db.scalars(select(Version.id).where(Version.contribution_id == there.id)).one()
        passages = db.execute(select(Passage.number, Passage.text).where(Passage.version_id == version)).all()
    assert (there.kind, there.state, there.author_id, there.author_name) == (
        "advice",
        "published",
        None,
        "Advisory group",
    )
    assert [tuple(one) for one in passages] == [
        (1, "We advise:"), (2, "I. On night ferries"), (3, "1 The ferry should run at night."),
        (4, "2 Fares should stay as they are."),
    ]  # fmt: skip
    assert kinds(site, scene.target.id, "public") == ["advice.published"]
    assert kinds(site, scene.room.id, "members") == ["advice.given", "advice.published"]
    with pytest.raises(Conflict):
        publish(site, scene)


def test_where_moderators_read_first_they_read_advice_too(site, scene):
    target = make_proceeding(site, scene.body, "harbour", moderation="before", prefix="C9")
    give(site, scene)
    reference = publish(site, scene, addressee=target.public_id)
    with site.database.reading() as db:
        assert db.scalars(select(Contribution.state).where(Contribution.reference == reference)).one() == "pending"
    assert kinds(site, target.id, "public") == []


def test_it_goes_to_the_own_body_alone_and_to_nothing_private(site, scene):
    elsewhere = make_proceeding(site, make_body(site, "other"), "elsewhere", prefix="C2")
    draft = make_proceeding(site, scene.body, "draft", state="draft", prefix="C3")
    give(site, scene)
    for one in (elsewhere.public_id, draft.public_id, scene.room.public_id, "q" * 16):
        with pytest.raises(Invalid):
            publish(site, scene, addressee=one)
    assert row(site).state == "kept"


def test_a_closed_room_gives_no_more_advice_and_may_still_take_it_back(site, scene):
    give(site, scene)
    site.work.run(close_proceeding, TEST, proceeding_id=scene.room.id)
    with pytest.raises(Closed):
        give(site, scene)
    with pytest.raises(Closed):
        publish(site, scene)
    withdraw(site, scene)
    assert row(site).state == "withdrawn"


def test_what_is_withdrawn_keeps_its_reason_and_says_so_where_it_stood(site, scene):
    give(site, scene)
    publish(site, scene, addressee=scene.target.public_id)
    with pytest.raises(Invalid):
        withdraw(site, scene, reason="")
    withdraw(site, scene)
    assert kinds(site, scene.target.id, "public") == ["advice.published", "advice.withdrawn"]
    assert row(site).reason == "A figure was wrong."
    with pytest.raises(Conflict):
        withdraw(site, scene)
