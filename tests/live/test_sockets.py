"""Events of clients: sending and hiding comments, limits, and the shape of refusals."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.app import create_app
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.errors import Closed, Conflict, ConsultError, Invalid, NotFound, RateLimited
from consult.live.limits import Limiter, Rate
from consult.live.server import Call, Live
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.live.ears import Ear
from tests.live.scene import TEST, Scene, browser_for, comment, make_person, make_scene


def call(app: Flask, event: str, token: str | None = None, name: str = "browser", **data: Any) -> dict[str, Any]:
    """One event of a client, as its handler answers it; raises its refusal."""
    live: Live = app.extensions["consult.live"]
    follower = live.hub.followers.get(name) or Ear(live.hub, browser_for(app, token, name))
    return live.handlers[event](Call(live.hub.look_at(follower), data, follower))


def say(app: Flask, scene: Scene, token: str | None = None, name: str = "browser", **data: Any) -> dict[str, Any]:
    given = {"stream": scene.stream, "client_id": str(uuid.uuid4()), "body": "hello", "language": "en"}
    return call(app, "comment.submit", token, name, **{**given, **data})


def count(site: Site) -> int:
    with site.database.reading() as db:
        return db.scalar(select(func.count()).select_from(Contribution)) or 0


def test_a_comment_is_acknowledged_with_reference_state_and_number(site: Site, app: Flask) -> None:
    scene = make_scene(site)
    answer = say(app, scene)
    assert (answer["state"], answer["seq"]) == ("published", 1)
    assert answer["ref"].startswith("H1-")
    assert say(app, scene)["seq"] == 2


def test_the_same_key_gives_the_first_answer(site: Site, app: Flask) -> None:
    scene, key = make_scene(site), str(uuid.uuid4())
    first = say(app, scene, client_id=key)
    again = say(app, scene, client_id=key)
    assert (again["ref"], again["dup"]) == (first["ref"], True)
    assert "dup" not in first
    with pytest.raises(Conflict):
        say(app, scene, client_id=key, body="another text")
    assert count(site) == 1


def test_what_waits_has_no_number_in_the_open_stream(site: Site, app: Flask) -> None:
    answer = say(app, make_scene(site, moderation="before"))
    assert answer["state"] == "pending"
    assert "seq" not in answer


def test_an_account_is_named_by_itself(site: Site, app: Flask) -> None:
    scene = make_scene(site)
    say(app, scene, make_person(site, "ann")[1])
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
    assert (row.identity, row.author_name) == ("public", "ann")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": " \n"}, "body"),
        ({"body": None}, "body"),
        ({"body": 7}, "body"),
        ({"body": "word " * 301}, "body"),
        ({"body": "x" * 40_001}, "body"),
        ({"body": "a\x00b"}, "body"),
        ({"body": "a\u202eb"}, "body"),
        ({"identity": "somebody"}, "identity"),
        ({"identity": "public"}, "name"),
        ({"client_id": "1"}, "client_id"),
        ({"language": "xx"}, "language"),
        ({"category": "astronauts"}, "category"),
        ({"confidentiality": "everybody"}, "confidentiality"),
        ({"reply_to": "H1-AAAA-AAAA"}, "reply_to"),
    ],
)
def test_bad_input_is_refused_with_its_field(site: Site, app: Flask, data: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        say(app, make_scene(site), **data)
    assert refusal.value.field == field
    assert count(site) == 0


def test_a_closed_hearing_takes_nothing(site: Site, app: Flask) -> None:
    with pytest.raises(Closed):
        say(app, make_scene(site, state="closed"))


def test_a_room_is_absent_for_strangers(site: Site, app: Flask) -> None:
    scene = make_scene(site, audience="members")
    for name, token in (("nobody", None), ("eve", make_person(site, "eve")[1])):
        for stream in (scene.stream, "absent", None):
            with pytest.raises(NotFound):
                say(app, scene, token, name, stream=stream)
    member = make_person(site, "mia", ("member", "proceeding", scene.proceeding.id))[1]
    observer = make_person(site, "obi", ("observer", "proceeding", scene.proceeding.id))[1]
    assert say(app, scene, member, "mia")["state"] == "published"
    with pytest.raises(NotFound):
        say(app, scene, observer, "obi")


def test_without_account_a_consultation_wants_its_form(site: Site, app: Flask) -> None:
    scene = make_scene(site, kind="consultation")
    with pytest.raises(Invalid) as refusal:
        say(app, scene)
    assert refusal.value.problem == "use_the_form"
    token = make_person(site, "ann")[1]
    with pytest.raises(Invalid):
        say(app, scene, token, "ann", identity="none")
    assert say(app, scene, token, "ann")["state"] == "published"


def test_what_is_confidential_stays_so(site: Site, app: Flask) -> None:
    scene = make_scene(site)
    say(app, scene, body="for the secretariat alone", confidentiality="secretariat")
    with site.database.reading() as db:
        assert db.scalars(select(Contribution.confidentiality)).all() == ["secretariat"]


def test_a_moderator_hides_and_nobody_else(site: Site, app: Flask) -> None:
    scene = make_scene(site)
    ref = comment(site, scene, "hello")
    hide = {"ref": ref, "seen": 1, "reason": "insult"}
    moderator = make_person(site, "mo", ("moderator", "proceeding", scene.proceeding.id))[1]
    for name, token in (("nobody", None), ("eve", make_person(site, "eve")[1])):
        with pytest.raises(NotFound):
            call(app, "comment.hide", token, name, **hide)
    with pytest.raises(Invalid):
        call(app, "comment.hide", moderator, "mo", **{**hide, "seen": "1"})
    assert call(app, "comment.hide", moderator, "mo", **hide) == {"state": "hidden"}
    with pytest.raises(Conflict):
        call(app, "comment.hide", moderator, "mo", **hide)


def test_the_language_of_a_refusal_is_the_clients(app: Flask) -> None:
    live: Live = app.extensions["consult.live"]
    with app.test_request_context():
        live.words.speak("en")
        assert live.words.refuse(NotFound())["message"].startswith("There is no page")
        live.words.speak("<script>")
        assert g.language == "en"


def test_a_sender_who_hurries_is_asked_to_wait(site: Site) -> None:
    app = create_app(replace(site.settings, rate_anonymous=(2, 60.0), rate_members=(3, 60.0)), site=site)
    scene = make_scene(site)
    token = make_person(site, "ann")[1]
    for _ in range(2):
        say(app, scene)
    with pytest.raises(RateLimited) as refusal:
        say(app, scene)
    assert 0 < refusal.value.facts["retry_after_ms"] <= 30_000
    for _ in range(3):
        say(app, scene, token, "ann")
    with pytest.raises(RateLimited):
        say(app, scene, token, "ann")
    assert say(app, scene, None, "another browser")["state"] == "published"


def test_a_bucket_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("consult.live.limits.time.monotonic", lambda: clock[0])
    limiter = Limiter(Rate(2, 10.0))
    for _ in range(2):
        limiter.take("ana")
    with pytest.raises(RateLimited) as refusal:
        limiter.take("ana")
    assert refusal.value.facts["retry_after_ms"] == 5000
    clock[0] += 5.0
    limiter.take("ana")
    with pytest.raises(ConsultError):
        limiter.take("ana")


def test_a_limit_is_kept_where_an_operation_refuses(site: Site, app: Flask) -> None:
    scene = make_scene(site)

    def close(db: Session, _actor: Actor) -> None:
        db.execute(update(Proceeding).where(Proceeding.id == scene.proceeding.id).values(state="closed"))

    site.work.run(close, TEST)
    for _ in range(site.settings.rate_anonymous[0]):
        with pytest.raises(Closed):
            say(app, scene)
    with pytest.raises(RateLimited):
        say(app, scene)


def test_whoever_has_no_account_gets_a_codeword_that_opens_the_input(site: Site, app: Flask) -> None:
    scene, key = make_scene(site), str(uuid.uuid4())
    first = say(app, scene, client_id=key)
    assert len(first["codeword"].split()) == 7
    again = say(app, scene, client_id=key)
    assert (again["codeword"], again["receipt"]) == (first["codeword"], first["receipt"])
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
    hasher = app.extensions["consult"].hasher
    assert first["receipt"] == row.public_id
    assert hasher.verify(row.codeword_hash, first["codeword"])


def test_an_account_gets_a_codeword_only_for_what_it_does_not_sign(site: Site, app: Flask) -> None:
    scene, token = make_scene(site, identities=["public", "none"]), make_person(site, "ann")[1]
    assert "codeword" not in say(app, scene, token)
    assert len(say(app, scene, token, identity="none")["codeword"].split()) == 7
