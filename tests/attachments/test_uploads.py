"""Uploads by the script of the pages: in pieces, going on after a cut, refused in words, open to nobody else."""

import pytest

from consult.contributions.models import Draft
from tests.attachments import samples
from tests.attachments.worker import rows, step_of
from tests.factories import hidden, page

pytestmark = pytest.mark.pages

CONTENT = b"Many words. " * 30_000


@pytest.fixture
def client(app, call):
    return app.test_client()


def token(client) -> dict[str, str]:
    return {"X-CSRFToken": hidden(page(client, step_of(client)), "csrf_token")}


def begin(client, **more):
    about = {"slug": "assemblies", "question": "q_papers", "name": "a.txt", "size": len(CONTENT), **more}
    return client.post("/en/uploads/", json=about, headers=token(client))


def add(client, upload: str, offset: int, data: bytes):
    headers = {**token(client), "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return client.patch(f"/en/uploads/{upload}", data=data, headers=headers)


def test_an_upload_that_was_cut_goes_on_and_is_attached(site, client):
    upload, cut = begin(client).json["upload"], len(CONTENT) * 99 // 100
    assert add(client, upload, 0, CONTENT[:cut]).json["offset"] == cut
    assert client.get(f"/en/uploads/{upload}").json == {
        "ok": True,
        "upload": upload,
        "offset": cut,
        "size": len(CONTENT),
    }
    told = add(client, upload, cut, CONTENT[cut:]).json
    assert told["ok"]
    (row,) = rows(site)
    assert (row.public_id, row.name, row.size) == (told["file"]["id"], "a.txt", len(CONTENT))
    with site.database.reading() as db:
        assert db.query(Draft).one().public_id == told["draft"]
    assert client.get(f"/en/uploads/{upload}").status_code == 404


def test_a_piece_at_another_place_is_refused(client):
    upload = begin(client).json["upload"]
    assert add(client, upload, 5, b"x").status_code == 409
    assert client.patch(f"/en/uploads/{upload}", data=b"x", headers=token(client)).status_code == 409


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"size": 50_000_001}, 400, "too large"),
        ({"size": 0}, 400, "empty"),
        ({"question": "q_why"}, 404, "no page"),
        ({"slug": "nosuch"}, 404, "no page"),
        ({"reference": "C1-XXXX-XXXX"}, 404, "no page"),
    ],
)
def test_what_cannot_be_is_said_at_the_beginning(client, more, status, words):
    answer = begin(client, **more)
    assert answer.status_code == status
    assert words in answer.json["message"]


def test_a_file_that_is_not_taken_is_refused_in_words_and_forgotten(site, client):
    content = samples.locked_pdf()
    upload = begin(client, name="a.pdf", size=len(content)).json["upload"]
    answer = add(client, upload, 0, content)
    assert (answer.status_code, answer.json["ok"]) == (400, False)
    assert "password" in answer.json["message"]
    assert rows(site) == []
    assert list(site.storage.incoming.iterdir()) == []


def test_without_a_token_nothing_is_begun(client):
    assert client.post("/en/uploads/", json={"slug": "assemblies"}).status_code == 400
    assert client.patch("/en/uploads/" + "0" * 32, data=b"x").status_code == 400


def test_what_closes_meanwhile_takes_nothing_more(site, app, call, client):
    from consult.proceedings.operations import close_proceeding
    from tests.factories import TEST

    headers = token(client)
    upload = begin(client).json["upload"]
    site.work.run(close_proceeding, TEST, proceeding_id=call.id)
    headers |= {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = client.patch(f"/en/uploads/{upload}", data=CONTENT, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "closed")
