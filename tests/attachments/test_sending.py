"""Files on their way: with a page of questions, into a draft, into a contribution, to readers."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consult.contributions.attachments.limits import DRAFT_FILES
from consult.contributions.attachments.operations import describe_file, remove_file
from consult.contributions.drafts.queries import Which
from consult.contributions.models import Contribution, Draft, Passage
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Invalid, NotFound
from consult.core.jobs import Job
from consult.proceedings.operations import close_proceeding
from consult.records.checking import differences
from tests.attachments import samples
from tests.attachments.worker import (
    SOMEBODY,
    attached,
    files_in,
    question_id,
    rows,
    send_step,
    send_whole,
    sent_document,
    step_of,
    stored,
)
from tests.factories import TEST, actor_for, hidden, make_account, page, sign_in

OTHER = Actor(sender="somebody else")


def test_files_come_with_the_page_and_nothing_else_is_lost_when_one_is_refused(site, app, call, work):
    client = app.test_client()
    files = {"u_q_papers": [(samples.text_pdf(), "papers/one.pdf"), (samples.locked_pdf(), "two.pdf")]}
    answer = send_step(client, files, q_why="Because.")
    told = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "two.pdf: This file opens only with a password." in told
    assert "Because." in told
    assert "one.pdf" in told
    assert [one.name for one in rows(site)] == ["one.pdf"]
    with site.database.reading() as db:
        draft = db.scalars(select(Draft)).one()
    assert draft.answers == {"why": "Because.", "papers": [rows(site)[0].public_id]}
    assert len(files_in(site.storage.folder)) == 1
    again = send_step(client, {"u_q_papers": [(samples.telling_png(), "seen.png")]}, q_why="Because.")
    assert again.status_code in (200, 303)
    picture = rows(site)[1]
    text = page(client, step_of(client))
    assert f'name="alt.{picture.public_id}"' in text
    assert "Being checked" in text
    work()
    send_step(
        client, {}, q_why="Because.", **{f"alt.{picture.public_id}": "A  red square."}, drop=rows(site)[0].public_id
    )
    assert [(one.name, one.alt, one.state) for one in rows(site)] == [("file.png", "A red square.", "clean")]


def test_limits_are_said_before_and_held(site, app, call, monkeypatch):
    client = app.test_client()
    text = page(client, step_of(client))
    assert "Up to 3 files" in text
    assert 'up to <bdi dir="ltr">50\u00a0MB</bdi> each' in text
    one = (samples.text_pdf(), "a.pdf")
    told = send_step(client, {"u_q_papers": [one] * 4}).get_data(as_text=True)
    assert len(rows(site)) == 3
    assert "a.pdf: " in told
    monkeypatch.setitem(app.extensions, "consult.uploads", type(app.extensions["consult.uploads"])(1_000, 100_000))
    other = app.test_client()
    told = send_step(other, {"u_q_papers": [(b"x" * 5_000, "big.txt")]}, q_why="Kept.").get_data(as_text=True)
    assert "big.txt: This file is too large: the limit is 50 MB." in told
    assert "Kept." in told
    assert len(rows(site)) == 3
    assert send_step(other, {"u_q_papers": [(b"x" * 200_000, "huge.txt")]}).status_code == 413


def test_a_form_of_bytes_that_are_no_text_is_refused(app, call):
    client = app.test_client()
    address = step_of(client)
    text = page(client, address)
    known = {name: hidden(text, name).encode() for name in ("csrf_token", "page", "seen", "asked", "questionnaire")}
    for value, status in ((b"d\xe9j\xe0", 400), (b"a\x00b", 400), ("déjà".encode(), 200)):
        parts = {**known, "act": b"save", "q_why": value}
        body = b"".join(
            b'--edge\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), part)
            for name, part in parts.items()
        )
        answer = client.post(address, data=body + b"--edge--\r\n", content_type="multipart/form-data; boundary=edge")
        assert answer.status_code == status, value


def test_a_draft_holds_so_many_files_and_no_more(site, call):
    file, known = stored(site, b"words", "a.txt", question="q" * 16), None
    for number in range(DRAFT_FILES):
        other = file.__class__(
            **{**{name: getattr(file, name) for name in file.__slots__}, "question": f"{number:016}"}
        )
        _file, known = attached(site, call, other, known=known)
    with pytest.raises(Invalid, match="too_many_files"):
        attached(site, call, file, known=known)


def test_only_the_author_touches_the_files_of_a_draft(site, call):
    public_id, draft = attached(site, call, stored(site, b"words", "a.txt", question=question_id(site)))
    for who, which in ((OTHER, Which(call.id)), (OTHER, Which(call.id + 1, draft)), (SOMEBODY, Which(call.id))):
        with pytest.raises(NotFound):
            site.work.run(remove_file, who, which=which, public_id=public_id)
        with pytest.raises(NotFound):
            site.work.run(describe_file, who, which=which, public_id=public_id, alt="mine")
    site.work.run(describe_file, SOMEBODY, which=Which(call.id, draft), public_id=public_id, alt="words")
    with pytest.raises(Invalid, match="direction_mark"):
        site.work.run(describe_file, SOMEBODY, which=Which(call.id, draft), public_id=public_id, alt="a\u202eb")
    site.work.run(remove_file, SOMEBODY, which=Which(call.id, draft), public_id=public_id)
    assert rows(site) == []


def test_nothing_is_attached_outside_the_dates(site, call):
    file = stored(site, b"words", "a.txt", question=question_id(site))
    site.work.run(close_proceeding, TEST, proceeding_id=call.id)
    with pytest.raises(Closed):
        attached(site, call, file)


def test_a_document_becomes_numbered_paragraphs_that_are_found_and_cited(site, app, call, work):
    reference = sent_document(site, call, stored(site, samples.telling_pdf(), "Ana Tesch.pdf"))
    work()
    with site.database.reading() as db:
        assert db.scalars(select(Passage.text).order_by(Passage.number)).all() == list(samples.PARAGRAPHS)
        assert db.scalars(select(Contribution.kind)).all() == ["submission"]
        assert list(differences(db, site.storage)) == []
    client = app.test_client()
    text = page(client, f"/en/consultations/assemblies/submissions/{reference}")
    assert 'id="p2"' in text
    assert samples.PARAGRAPHS[1] in text
    assert reference in page(client, "/en/consultations/assemblies/submissions/")
    assert reference in page(client, "/en/search?q=recordings")
    file = rows(site)[0]
    copy = client.get(f"/en/files/{file.public_id}")
    assert copy.status_code == 200
    assert copy.data.startswith(b"%PDF")
    assert samples.AUTHOR.encode() not in copy.data
    assert copy.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Ana%20Tesch.pdf"
    assert copy.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert copy.headers["X-Content-Type-Options"] == "nosniff"
    assert "Last-Modified" not in copy.headers


def test_until_it_is_checked_nobody_is_given_a_file(site, app, call, work):
    reference = sent_document(site, call, stored(site, samples.text_pdf()))
    client, address = app.test_client(), f"/en/files/{rows(site)[0].public_id}"
    assert client.get(address).status_code == 404
    assert "Being checked" in page(client, f"/en/consultations/assemblies/submissions/{reference}")
    work()
    assert client.get(address).status_code == 200


def test_the_original_is_for_the_secretariat_and_the_author_alone(site, app, call, work):
    office = make_account(site, "office@example.org", ("secretariat", "body", call.body_id))
    desk = make_account(site, "desk@example.org", ("moderator", "body", call.body_id))
    author = make_account(site, "author@example.org")
    reference = sent_document(
        site, call, stored(site, samples.telling_pdf()), actor=actor_for(site, author), identity="public"
    )
    work()
    address = f"/en/files/{rows(site)[0].public_id}/original"
    answers = {}
    for name, account in (("office", office), ("moderator", desk), ("author", author), ("anybody", None)):
        client = app.test_client()
        if account is not None:
            sign_in(site, client, account)
        answers[name] = client.get(address)
        text = page(client, f"/en/consultations/assemblies/submissions/{reference}")
        assert ("As it was sent" in text) == (name in ("office", "author")), name
    assert {name: one.status_code for name, one in answers.items()} == {
        "office": 200, "moderator": 404, "author": 200, "anybody": 404,
    }  # fmt: skip
    assert samples.AUTHOR.encode() in answers["office"].data


def test_whoever_does_not_ask_for_it_leaves_no_original(site, app, call, work):
    reference = sent_document(
        site, call, stored(site, samples.telling_pdf(), "Ana.pdf", keeps_original=False), identity="none", name=None
    )
    work()
    old(site)
    site.work.run(age, TEST)
    work()
    row = rows(site)[0]
    assert (row.digest, row.name, row.keeps_original) == (row.public_digest, "file.pdf", False)
    (left,) = files_in(site.storage.folder)
    assert samples.AUTHOR.encode() not in left.read_bytes()
    office = make_account(site, "office@example.org", ("secretariat", "body", call.body_id))
    client = app.test_client()
    sign_in(site, client, office)
    assert client.get(f"/en/files/{row.public_id}/original").status_code == 404
    assert client.get(f"/en/files/{row.public_id}").headers["Content-Disposition"].endswith("file.pdf")
    assert reference


def age(db, _actor) -> None:
    """Let the jobs that wait be due now."""
    db.execute(update(Job).where(Job.state == "waiting").values(due_at=now() - timedelta(seconds=1)))


@pytest.mark.parametrize("state", ["waiting", "clean"])
def test_confidential_hidden_and_withdrawn_files_are_absent(site, app, call, work, state):
    sent_document(site, call, stored(site, samples.text_pdf()), confidentiality="secretariat")
    if state == "clean":
        work()
    address, client = f"/en/files/{rows(site)[0].public_id}", app.test_client()
    absent = client.get("/en/files/nosuchfile000000")
    assert absent.status_code == 404
    assert bare(client.get(address)) == bare(absent)
    assert bare(client.get(f"{address}/original")) == bare(absent)


def bare(answer) -> str:
    return re.sub(r"files/[a-z0-9]+(/original)?", "", answer.get_data(as_text=True))


def test_a_redacted_paragraph_withholds_the_document(site, app, call, work):
    sent_document(site, call, stored(site, samples.text_pdf()))
    work()
    address, client = f"/en/files/{rows(site)[0].public_id}", app.test_client()
    assert client.get(address).status_code == 200
    site.work.run(redact, TEST)
    assert client.get(address).status_code == 404


def redact(db, _actor) -> None:
    db.execute(update(Passage).where(Passage.number == 2).values(redacted="[withheld]"))


def old(site) -> None:
    """As if everything had come in an hour ago."""
    import os
    import time

    for path in files_in(site.storage.folder):
        os.utime(path, (time.time() - 3600, time.time() - 3600))


def test_a_file_stands_at_its_question_for_readers_moderators_and_its_author(site, app, call, work):
    account = make_account(site, "author@example.org")
    client = app.test_client()
    sign_in(site, client, account)
    send_step(client, {"u_q_papers": [(samples.text_pdf(), "one.pdf")]}, q_why="Because.")
    reference = send_whole(client)
    work()
    desk = app.test_client()
    sign_in(site, desk, make_account(site, "desk@example.org", ("moderator", "body", call.body_id)))
    link = f"/en/files/{rows(site)[0].public_id}"
    for reader, address in (
        (app.test_client(), f"/en/consultations/assemblies/submissions/{reference}"),
        (desk, f"/en/desk/items/{reference}"),
        (client, f"/en/return/{reference}"),
    ):
        text = page(reader, address)
        assert text.index("Your papers?") < text.index(link), address
        assert text.count(f'"{link}"') == 1, address
