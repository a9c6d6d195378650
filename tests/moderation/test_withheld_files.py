"""Files of an answer of which words are withheld, and of an input that is erased."""

import pytest

from consult.contributions.attachments import jobs
from consult.core.actors import Actor
from consult.core.jobs import run_due
from consult.moderation.operations.proposing import propose_redaction
from consult.moderation.redacting.rendition import Span
from consult.worker import handlers
from tests.doors.papers import with_file
from tests.factories import make_account, sign_in
from tests.moderation.test_erasing import sound, traces
from tests.moderation.withholding import MARK, make_desk

MARKER = "quillfeatherine"


@pytest.fixture
def desk(site):
    return make_desk(site)


@pytest.fixture
def filed(site, desk):
    """A published document with its file: public id of the file, and reference."""
    author = Actor(sender="an author", account_id=make_account(site, "author@example.org").id, name="Author")
    content = f"I am {MARKER}.".encode()
    return with_file(site, desk.room, author, content, "a.txt", "public", question=None)


def opens(site, app, desk, name, file, end=""):
    client = app.test_client()
    if name:
        sign_in(site, client, desk.people[name])
    answer = client.get(f"/en/files/{file}{end}")
    return answer.status_code, MARKER in answer.text


def withhold(site, desk, reference):
    given = {"seen": 1, "version": 1, "reason": "other", "mark": MARK}
    site.work.run(propose_redaction, desk.moderator, reference=reference, spans=[Span(1, 0, 4)], **given)


def test_with_words_of_an_answer_its_files_are_withheld(site, app, desk, filed):
    file, reference = filed
    assert opens(site, app, desk, None, file) == (200, True)
    withhold(site, desk, reference)
    assert opens(site, app, desk, None, file) == (404, False)
    assert opens(site, app, desk, "Kwabena Osei", file) == (200, True)
    public = app.test_client().get(f"/en/consultations/assemblies/submissions/{reference}").text
    assert MARK in public
    assert file not in public
    sound(site)


def test_an_erased_file_is_in_no_folder_of_the_site(site, app, desk, filed, tmp_path, monkeypatch):
    file, reference = filed
    assert [path for path in traces(tmp_path) if path.parent.name != tmp_path.name]
    desk.erase(reference)
    monkeypatch.setattr(jobs, "YOUNG_SECONDS", -1.0)
    run_due(site.work, handlers(site.settings) | others())
    assert opens(site, app, desk, "Secretary", file) == (404, False)
    assert opens(site, app, desk, "Secretary", file, "/original") == (404, False)
    assert traces(tmp_path) == []
    sound(site)


def others():
    """Jobs that send or wait for somebody else."""
    return {"mail": lambda _work, _values: None}
