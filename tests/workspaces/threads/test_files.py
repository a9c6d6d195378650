"""Files of messages: for who reads the room, once they were checked, and for nobody else; also by the links of before."""

from io import BytesIO

import pytest
from sqlalchemy import select

from consult.contributions.attachments.jobs import handlers
from consult.contributions.models import Attachment
from consult.core.errors import Invalid
from consult.core.jobs import run_due
from consult.workspaces.threads.message_queries import message
from tests.factories import hidden, page, sign_in
from tests.workspaces.threads.test_operations import remove

pytestmark = pytest.mark.pages


def examine(world) -> None:
    run_due(world.site.work, handlers(world.site.storage, None))


@pytest.fixture
def browser(world, app):
    def open_for(role: str):
        client = app.test_client()
        if role != "nobody":
            sign_in(world.site, client, world.people[role])
        return client

    return open_for


def send_with_file(world, client, thread: str, content: bytes, name: str, **more: str):
    values = {
        "body": "See the file.",
        "language": "en",
        "csrf_token": hidden(page(client, thread), "csrf_token"),
        **more,
    }
    values["client_id"] = hidden(page(client, thread), "client_id")
    return client.post(thread, data=values | {"files": (BytesIO(content), name)}, content_type="multipart/form-data")


def test_a_file_is_for_the_members_alone_and_for_former_ones_no_more(world, browser):
    thread = f"{world.address}{world.open()}/"
    member = browser("member")
    answer = send_with_file(world, member, thread, b"The minutes of the lantern meeting.", "minutes.txt")
    assert answer.status_code == 303, answer.text
    assert "Being checked" in page(member, thread)
    with world.site.database.reading() as db:
        file = db.scalars(select(Attachment.public_id)).one()
    address = f"/en/files/{file}"
    page(browser("chair"), address, 404)  # nobody is given it before it was checked
    examine(world)
    assert "minutes.txt" in page(browser("observer"), thread)
    for role in ("chair", "observer", "second"):
        answer = browser(role).get(address)
        assert (answer.status_code, b"lantern" in answer.data) == (200, True), role
        assert answer.headers["Cache-Control"] == "no-store"
    second = browser("second")
    assert second.get(address).status_code == 200
    remove(world, "second")
    for role in ("nobody", "elsewhere", "office"):
        page(browser(role), address, 404)
    for place in (address, f"{address}/original", thread):
        page(second, place, 404)


def test_what_cannot_be_taken_keeps_the_words(world, browser):
    thread = f"{world.address}{world.open()}/"
    answer = send_with_file(world, browser("member"), thread, b"MZ\x90\x00 a program", "tool.exe", body="Kept words.")
    assert answer.status_code == 400
    assert "Kept words." in answer.text
    assert "choose them again" in answer.text
    with world.site.database.reading() as db:
        assert db.scalars(select(Attachment)).all() == []


def test_too_many_files(world):
    discussion = world.open()
    with pytest.raises(Invalid) as refused:
        world.say(discussion, "Six.", files=[world.file(name=f"{number}.pdf") for number in range(6)])
    assert (refused.value.field, refused.value.problem) == ("files", "too_many_files")
    filed = world.say(discussion, "Five.", files=[world.file(b"%PDF-" + bytes([number])) for number in range(5)])
    with world.site.database.reading() as db:
        assert len(message(db, world.actor("chair"), world.room, filed.reference).reading.files) == 5
