"""Documents of agenda items: taken by what they are, saved and never shown, closed with their item."""

import io

import pytest
from sqlalchemy import select

from consult.contributions.attachments.holding import all_digests, held_digests
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.hearings.programme.models import AgendaItem, Paper
from consult.hearings.programme.operations.papers import add_paper, remove_paper
from consult.hearings.programme.shape import NewPaper
from tests.factories import actor_for, hidden, make_account, page, saved, sign_in

DESK = "/en/desk/proceedings/hearing/assemblies/programme"


def a_paper(**values):
    given = {"digest": "ab" * 32, "size": 10, "name": "agenda.pdf", "media_type": "application/pdf", "language": "fr"}
    return NewPaper(**{**given, **values})


def papers(stage):
    with stage.site.database.reading() as db:
        return db.scalars(select(Paper)).all()


def test_a_paper_holds_its_content_until_it_is_taken_away(stage):
    item = stage.item()
    public_id = stage.run(add_paper, item=item, new=a_paper(texts={"title": {"fr": "Ordre du jour"}}, symbol="TC/1"))
    with stage.site.database.reading() as db:
        assert held_digests(db, ["ab" * 32, "cd" * 32]) == {"ab" * 32}
        assert all_digests(db) == {"ab" * 32: public_id}
    stage.run(remove_paper, public_id=public_id)
    assert papers(stage) == []
    with stage.site.database.reading() as db:
        assert db.scalar(select(Job.values).where(Job.kind == "forget_files"))["digests"] == ["ab" * 32]


def test_what_is_over_keeps_its_papers(stage):
    item = stage.item()
    public_id = stage.run(add_paper, item=item, new=a_paper())
    with stage.site.database.reading() as db:
        row = db.scalar(select(AgendaItem).where(AgendaItem.public_id == item))
    row.state = "done"
    saved(stage.site, row)
    with pytest.raises(Conflict):
        stage.run(remove_paper, public_id=public_id)
    assert len(papers(stage)) == 1


def test_bad_papers_and_others_are_refused(stage):
    item = stage.item()
    with pytest.raises(Invalid) as caught:
        stage.run(add_paper, item=item, new=a_paper(language="xx"))
    assert caught.value.field == "language"
    with pytest.raises(NotFound):
        stage.run(add_paper, item="nowhere", new=a_paper())
    panel = actor_for(
        stage.site, make_account(stage.site, "p@example.org", ("panellist", "proceeding", stage.hearing.id))
    )
    with pytest.raises(NotFound):
        stage.run(add_paper, panel, item=item, new=a_paper())


def upload(client, item, name, data):
    address = f"{DESK}/item/{item}/papers"
    given = {
        "csrf_token": hidden(page(client, address), "csrf_token"),
        "language": "en",
        "symbol": "TC/2",
        "title_en": "Paper",
    }
    return client.post(address, data=given | {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


@pytest.mark.pages
def test_a_paper_is_uploaded_shown_and_saved_as_a_file(client, stage):
    item, closed = stage.item(), stage.item("Secret", audience="closed")
    sign_in(stage.site, client, make_account(stage.site, "o2@example.org", ("secretariat", "body", stage.body.id)))
    assert upload(client, item, "agenda.txt", b"1. Opening\n").status_code == 303
    assert upload(client, closed, "secret.txt", b"Secret\n").status_code == 303
    stranger = client.application.test_client()
    text = page(stranger, "/en/hearings/assemblies/")
    public, secret = sorted(papers(stage), key=lambda one: one.id)
    assert f"/en/hearings/assemblies/papers/{public.public_id}" in text
    assert secret.public_id not in text
    answer = stranger.get(f"/en/hearings/assemblies/papers/{public.public_id}")
    assert answer.data == b"1. Opening\n"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert stranger.get(f"/en/hearings/assemblies/papers/{secret.public_id}").status_code == 404
    assert client.get(f"/en/hearings/assemblies/papers/{secret.public_id}").status_code == 200


@pytest.mark.pages
def test_a_file_that_is_none_of_ours_is_refused_beside_its_field(client, stage):
    item = stage.item()
    sign_in(stage.site, client, make_account(stage.site, "o2@example.org", ("secretariat", "body", stage.body.id)))
    for name, data in (("run.exe", b"MZ\x00\x00\x00"), ("page.pdf", b"not a PDF at all"), ("none.txt", b"")):
        answer = upload(client, item, name, data)
        assert answer.status_code == 422
        assert 'id="file-error"' in answer.text
        assert 'value="TC/2"' in answer.text  # nothing that was typed is lost
    assert papers(stage) == []
