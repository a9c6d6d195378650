"""The virus scanner: asked over clamd's own protocol, waited for when it is away. The server here is ours, its socket real."""

import pytest

from consult.app import create_app
from consult.contributions.attachments.scanner import Clamd, ScannerAway
from consult.core.config import read_settings
from consult.core.errors import SetupError
from consult.core.jobs import Job
from tests.attachments.clamd import VIRUS, scanning
from tests.attachments.test_sending import age
from tests.attachments.worker import attached, files_in, question_id, rows, sent_document, stored
from tests.factories import TEST, page

AWAY = "tcp://127.0.0.1:9"
CLEAN = b"Harmless words. " * 20_000


def test_a_clean_file_is_given_all_to_the_scanner_and_then_to_readers(site, app, call, work):
    sent_document(site, call, stored(site, b"Harmless.\n\n" + CLEAN[:10_000], "a.txt"))
    with scanning() as scanner:
        work(scanner.url)
    assert [len(one) for one in scanner.scanned] == [10_011]
    assert rows(site)[0].state == "clean"
    assert app.test_client().get(f"/en/files/{rows(site)[0].public_id}").status_code == 200


def test_a_file_with_a_virus_is_refused_said_and_removed(site, app, call, work):
    reference = sent_document(site, call, stored(site, b"Words. " + VIRUS, "a.txt"))
    with scanning() as scanner:
        work(scanner.url)
    row = rows(site)[0]
    assert (row.state, row.problem, row.digest, row.public_digest) == ("refused", "file_virus", None, None)
    client = app.test_client()
    assert client.get(f"/en/files/{row.public_id}").status_code == 404
    assert "a.txt" not in page(client, f"/en/consultations/assemblies/submissions/{reference}")
    for path in files_in(site.storage.folder):
        import os

        os.utime(path, (0, 0))
    site.work.run(age, TEST)
    work()
    assert files_in(site.storage.folder) == []


def test_while_the_scanner_is_away_files_wait_and_the_watch_says_so(site, app, call, work):
    attached(site, call, stored(site, CLEAN, "a.txt", question=question_id(site)))
    work(AWAY)
    assert rows(site)[0].state == "waiting"
    with site.database.reading() as db:
        job = db.query(Job).filter(Job.kind == "examine_file").one()
        assert (job.state, job.attempts) == ("waiting", 0)
    watched = create_app(site.settings.__class__(**{**fields(site.settings), "clamd_url": AWAY}), site=site)
    answer = watched.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["status"], answer.get_json()["files"]) == (
        200,
        "degraded",
        "scanner_away",
    )
    assert app.test_client().get("/readyz").get_json()["files"] == "ok"
    with scanning() as scanner:
        ready = create_app(site.settings.__class__(**{**fields(site.settings), "clamd_url": scanner.url}), site=site)
        assert ready.test_client().get("/readyz").get_json()["status"] == "ok"
        site.work.run(age, TEST)
        work(scanner.url)
    assert rows(site)[0].state == "clean"


def fields(settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in settings.__slots__}


@pytest.mark.parametrize("verdict", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: maybe\0"])
def test_no_verdict_is_no_clean_bill(tmp_path, verdict):
    path = tmp_path / "a"
    path.write_bytes(CLEAN)
    with scanning(verdict) as scanner, pytest.raises(ScannerAway):
        Clamd(scanner.url).finds(path)


@pytest.mark.parametrize("url", ["http://clamd", "tcp://", "unix:relative", "tcp://host:0", "tcp://host:words"])
def test_an_address_that_is_none_stops_the_start(url):
    with pytest.raises(SetupError, match="CONSULT_CLAMD_URL"):
        read_settings({"CONSULT_SECRET_KEY": "x" * 40, "CONSULT_CLAMD_URL": url})


def test_good_addresses_are_taken():
    for url in ("tcp://127.0.0.1:3310", "tcp://clamd", "unix:///run/clamav/clamd.ctl"):
        assert read_settings({"CONSULT_SECRET_KEY": "x" * 40, "CONSULT_CLAMD_URL": url}).clamd_url == url
