"""Statements: under embargo until they are delivered, replaced and taken back before."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select, update

from consult.contributions.models import Contribution
from consult.contributions.operations.own import correct_contribution
from consult.contributions.operations.publishing import publish_contributions
from consult.contributions.operations.submit import NewPassage
from consult.contributions.queries import whole_reading
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.registration.models import Statement
from consult.hearings.registration.operations.own import withdraw_registration
from consult.hearings.registration.operations.statements import (
    NewStatement,
    deliver_statement,
    send_statement,
    withdraw_statement,
)
from consult.hearings.registration.statement_queries import own_statements, statement_ready, statements_ahead
from consult.moderation.publishing_queries import awaiting_decision
from consult.proceedings.models import Proceeding
from consult.records.checking import differences
from consult.site import Site
from tests.factories import TEST, actor_for, make_account
from tests.hearings.registration.scene import Scene, new

WORDS = "We were there, and nobody asked us."


def statement(scene: Scene, text: str = WORDS, **values: Any) -> NewStatement:
    item = scene.item.public_id if scene.item is not None else None
    given: dict[str, Any] = {"client_id": uuid.uuid4().hex, "item": item, "delivery": "read_out", "language": "en"}
    return NewStatement(**{**given, "paragraphs": (text, "Thank you."), **values})


@pytest.fixture
def scene(site: Site) -> Scene:
    return Scene(site, items=True, hearing={"moderation": "before"})


@pytest.fixture
def speaker(scene: Scene) -> Actor:
    assert scene.item is not None
    return scene.holder(scene.register(new("Ama Toure", item=scene.item.public_id)))


def send(scene: Scene, who: Actor, text: str = WORDS, **values: Any) -> Any:
    return scene.run(send_statement, who, new=statement(scene, text, **values))


def kept(scene: Scene, reference: str) -> tuple[Statement, Contribution]:
    with scene.site.database.reading() as db:
        row = db.scalars(select(Contribution).where(Contribution.reference == reference)).one()
        return db.scalars(select(Statement).where(Statement.contribution_id == row.id)).one(), row


def read_ahead(scene: Scene, who: Actor) -> list[str]:
    with scene.site.database.reading() as db:
        return [told.reading.text or "" for told in statements_ahead(db, who, scene.hearing)]


def test_nobody_is_told_a_statement_before_it_is_delivered(site: Site, scene: Scene, speaker: Actor):
    reference = send(scene, speaker).reference
    _statement, row = kept(scene, reference)
    assert (row.state, row.publication, row.place, row.waiting) == ("published", "by_decision", None, False)
    with site.database.reading() as db:
        for outsider in (Actor(), scene.person("Stranger")):
            with pytest.raises(NotFound):
                whole_reading(db, outsider, reference)
            with pytest.raises(NotFound):
                statements_ahead(db, outsider, scene.hearing)
        listener = scene.row(scene.register(new("Listener", wish="attend")))
        assert own_statements(db, speaker, scene.hearing, listener) == []


def test_the_author_reads_it_and_the_panel_does(site: Site, scene: Scene):
    assert scene.item is not None
    made = scene.register(new("Hidden Speaker", item=scene.item.public_id, identity="secretariat"))
    speaker = scene.holder(made)
    send(scene, speaker)
    with site.database.reading() as db:
        (told,) = own_statements(db, speaker, scene.hearing, scene.row(made))
    assert (told.reading.text, told.reading.name, told.state) == (WORDS, "Hidden Speaker", "waiting")
    for role in ("panellist", "note_taker", "chair"):
        who = actor_for(site, make_account(site, f"{role}@example.org", (role, "proceeding", scene.hearing.id)))
        assert read_ahead(scene, who) == [WORDS]
        with site.database.reading() as db:
            assert [one.reading.name for one in statements_ahead(db, who, scene.hearing)] == [None]
    with site.database.reading() as db:
        assert [one.reading.name for one in statements_ahead(db, scene.office, scene.hearing)] == ["Hidden Speaker"]


def test_delivering_publishes_it_once(site: Site, scene: Scene, speaker: Actor):
    reference = send(scene, speaker).reference
    one, row = kept(scene, reference)
    for nobody in (Actor(), speaker, scene.person("Stranger")):
        with pytest.raises(NotFound):
            site.work.run(deliver_statement, nobody, statement_id=one.id)
    chair = scene.chair()
    for _again in range(2):
        site.work.run(deliver_statement, chair, statement_id=one.id)
    delivered, row = kept(scene, reference)
    assert delivered.delivered_at is not None
    assert (row.cleared, row.place is not None) == (True, True)
    with site.database.reading() as db:
        _room, reading = whole_reading(db, Actor(), reference)
        assert [passage.text for passage in reading.passages] == [WORDS, "Thank you."]
        assert (reading.name, reading.target) == ("Ama Toure", scene.item and scene.item.public_id)
        assert list(differences(db)) == []
    for operation, values in (
        (withdraw_statement, {"reference": reference}),
        (send_statement, {"new": statement(scene)}),
    ):
        with pytest.raises(Conflict) as refused:
            scene.run(operation, speaker, **values)
        assert refused.value.problem == "delivered"


def test_the_office_publishes_none_by_decision_before_it_is_delivered(site: Site, scene: Scene, speaker: Actor):
    reference = send(scene, speaker).reference
    with site.database.reading() as db:
        assert awaiting_decision(db, scene.office, scene.hearing).total == 0
    given: dict[str, Any] = {"proceeding_id": scene.hearing.id, "references": [reference]}
    with pytest.raises(Conflict):
        site.work.run(publish_contributions, scene.office, **given)
    assert kept(scene, reference)[1].place is None


def test_a_statement_on_a_closed_item_stays_closed(site: Site, scene: Scene):
    closed = scene.agenda_item("9", audience="closed")
    panellist = actor_for(site, make_account(site, "p@example.org", ("panellist", "proceeding", scene.hearing.id)))
    scene.register(new("Panellist", item=closed.public_id), panellist)
    reference = send(scene, panellist, item=closed.public_id).reference
    one, _row = kept(scene, reference)
    site.work.run(deliver_statement, scene.chair(), statement_id=one.id)
    delivered, row = kept(scene, reference)
    assert (delivered.delivered_at is not None, row.place) == (True, None)


def test_a_new_version_takes_the_place_of_the_one_before(site: Site, scene: Scene, speaker: Actor):
    given = statement(scene)
    first = scene.run(send_statement, speaker, new=given)
    assert scene.run(send_statement, speaker, new=given).dup
    second = send(scene, speaker, "Other words.", delivery="check_against_delivery")
    assert second.reference == first.reference
    one, row = kept(scene, first.reference)
    assert (one.delivery, row.latest, row.version) == ("check_against_delivery", 2, 2)
    assert read_ahead(scene, scene.office) == ["Other words."]


def test_it_is_taken_back_by_its_author_alone(site: Site, scene: Scene, speaker: Actor):
    reference = send(scene, speaker).reference
    other = scene.holder(scene.register(new("Other", item=scene.item.public_id if scene.item else None)))
    with pytest.raises(NotFound):
        scene.run(withdraw_statement, other, reference=reference)
    scene.run(withdraw_statement, speaker, reference=reference)
    assert read_ahead(scene, scene.office) == []
    with pytest.raises(Conflict):
        scene.run(withdraw_statement, speaker, reference=reference)
    one, _row = kept(scene, reference)
    with pytest.raises(Conflict):
        site.work.run(deliver_statement, scene.office, statement_id=one.id)
    assert send(scene, speaker).reference != reference


REFUSED = (
    ({"paragraphs": ()}, "text"),
    ({"paragraphs": ("x" * 100_001,)}, "text"),
    ({"paragraphs": ("x",) * 2_001}, "text"),
    ({"delivery": "sung"}, "delivery"),
    ({"item": None}, "item"),
    ({"item": "nosuchitem000000"}, "item"),
)


def test_what_cannot_be_taken_is_refused_beside_its_field(scene: Scene, speaker: Actor):
    for values, field in REFUSED:
        with pytest.raises(Invalid) as refused:
            send(scene, speaker, **values)
        assert refused.value.field == field


def test_who_only_attends_may_write_and_who_left_may_not(scene: Scene):
    listener = scene.holder(scene.register(new("Listener", wish="attend")))
    with pytest.raises(Invalid):
        send(scene, listener)
    send(scene, listener, delivery="written")
    scene.run(withdraw_registration, listener)
    with pytest.raises(Conflict):
        send(scene, listener, delivery="written")
    with pytest.raises(NotFound):
        send(scene, Actor(sender="b"))


def test_the_floor_finds_what_a_speech_delivers(site: Site, scene: Scene):
    assert scene.item is not None
    made = scene.register(new(item=scene.item.public_id))
    speaker, row = scene.holder(made), scene.row(made)

    def ready() -> Statement | None:
        assert scene.item is not None
        with site.database.reading() as db:
            return statement_ready(db, row.id, scene.item.id)

    assert ready() is None
    send(scene, speaker, delivery="written")
    assert ready() is None
    send(scene, speaker)
    found = ready()
    assert found is not None
    site.work.run(deliver_statement, scene.office, statement_id=found.id)
    assert ready() is None


def test_a_statement_is_not_corrected_as_a_comment_is(site: Site, scene: Scene):
    site.work.run(lambda db, _actor: db.execute(update(Proceeding).values(state="open")) and None, TEST)
    assert scene.item is not None
    ana = scene.person("Ana")
    scene.register(new(item=scene.item.public_id), ana)
    reference = send(scene, ana).reference
    with pytest.raises(NotFound):
        site.work.run(correct_contribution, ana, reference=reference, seen=1, passages=(NewPassage("Other"),))
