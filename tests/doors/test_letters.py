"""Mail: what leaves the site by a real SMTP server, and that no letter tells what only its reader may learn inside."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest

from consult.bodies.words import role_words
from consult.core.jobs import Job, run_due
from consult.worker import handlers
from tests.doors.knocking import secrets_in, token_of
from tests.doors.scene import ABSENT, Scene, marker
from tests.mailbox import Box, open_box

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]
GUEST = f"{marker('guest')}@example.org"
PEOPLE = "/{language}/desk/people/{kind}/{public_id}"


@pytest.fixture
def box() -> Iterator[Box]:
    with open_box() as kept:
        yield kept


def invited(scene: Scene, role: str, language: str, kind: str, public_id: str, giving: str) -> Any:
    """Invite the guest as somebody; the answer."""
    data = {"csrf_token": token_of(scene, role), "email": GUEST, "role": giving}
    return scene.browsers[role].post(PEOPLE.format(language=language, kind=kind, public_id=public_id), data=data)


def delivered(scene: Scene, box: Box) -> list[Any]:
    """Run the mail jobs; the envelopes that arrived."""
    settings = replace(scene.site.settings, smtp_url=box.url, mail_from="desk@consult.example")
    box.mails.clear()
    run_due(scene.site.work, handlers(settings))
    return list(box.mails)


def told(envelope: Any) -> tuple[str, str, str]:
    """Envelope, headers and body of a mail, decoded."""
    mail = message_from_bytes(envelope.content, policy=policy.default)
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    return f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}", headers, mail.get_content()


def test_an_invitation_names_neither_body_nor_room_and_goes_to_one_person(scene: Scene, box: Box):
    scene.app.config["SENDS_MAIL"] = True
    delivered(scene, box)  # what the scene itself has sent
    places = [("body", scene.body.public_id, "administrator", "moderator")]
    places += [("room", room.public_id, "chair", "member") for room in scene.rooms[2:]]
    places.append(("room", scene.rooms[1].public_id, "secretariat", "secretary"))
    for language in ("en", "fr", "ar"):
        for place in places:
            check_letter(scene, box, language, *place)
    with scene.site.database.reading() as db:
        jobs = db.query(Job).filter_by(kind="mail").all()
    assert len(jobs) >= 3 * len(places)
    assert all((job.state, job.values) == ("done", {}) for job in jobs), "what was sent is kept nowhere"


def check_letter(scene: Scene, box: Box, language: str, kind: str, public_id: str, role: str, giving: str) -> None:
    """Invite, and read the mail that comes of it as whoever may see it on the way."""
    assert invited(scene, role, language, kind, public_id, giving).status_code == 302
    (mail,) = delivered(scene, box)
    envelope, headers, body = told(mail)
    assert mail.rcpt_tos == [GUEST]
    assert secrets_in(envelope + headers + body) == set()
    for room in scene.rooms:
        assert room.slug not in headers + body
        assert room.public_id not in headers + body
    assert "Test Commission" in headers
    assert marker("guest") not in body
    link = re.search(rf"http://localhost(/{language}/account/invitations/\S+)", body)
    assert link
    offer = scene.browsers["anonymous"].get(link[1])
    assert offer.status_code == 200
    shown = secrets_in(offer.get_data(as_text=True))
    assert shown == (
        {"drafttitle"} if public_id == scene.rooms[1].public_id else {"roomtitle"} if kind == "room" else set()
    )
    with scene.app.test_request_context(f"/{language}/"):
        assert str(role_words(giving)) not in headers


def test_nobody_without_the_right_makes_a_letter_leave(scene: Scene, box: Box):
    delivered(scene, box)
    scene.app.config["SENDS_MAIL"] = True
    for role in ("anonymous", "stranger", "former", "elsewhere", "member", "observer", "room moderator", "author"):
        for kind, public_id in (("body", scene.body.public_id), ("room", scene.rooms[2].public_id), ("room", ABSENT)):
            assert invited(scene, role, "en", kind, public_id, "member").status_code == 404
    assert delivered(scene, box) == []
