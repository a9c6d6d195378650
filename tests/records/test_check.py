"""`check` finds each difference, backup and restore bring a whole site over."""

import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from consult.proceedings.operations import close_proceeding
from consult.records.archive import backup, restore
from consult.records.checking import differences
from consult.records.refusals import Broken, Refused
from consult.site import Site
from tests.factories import TEST
from tests.records.mixed import make_mixed
from tests.records.test_packages import Empty, agrees, export, kind_of, same_but_manifest
from tests.records.test_polis import how_many

FIRST = (
    "SELECT min(id) FROM contribution WHERE state = 'published' AND place IS NOT NULL AND confidentiality = 'public'"
)
ENTRY = "SELECT min(id) FROM entry WHERE seq = 3"
TAMPERED = {
    "a state": (f"UPDATE contribution SET state = 'hidden' WHERE id = ({FIRST})", "the desk ledger says published"),
    "a docket number": (f"UPDATE contribution SET docket = 999 WHERE id = ({FIRST})", "the ledger says"),
    "a place": (f"UPDATE contribution SET place = NULL WHERE id = ({FIRST})", "place and docket are None"),
    "a text": (
        f"UPDATE passage SET text = 'other' WHERE version_id = (SELECT min(id) FROM version WHERE contribution_id = ({FIRST}))",
        "its text does not open",
    ),
    "a name": (f"UPDATE contribution SET author_name = 'Other' WHERE id = ({FIRST})", "its identity does not open"),
    "a salt": (
        f"UPDATE version SET salts = '{{}}' WHERE id = (SELECT min(id) FROM version WHERE contribution_id = ({FIRST}))",
        "does not open the commitment",
    ),
    "an entry": (f"UPDATE entry SET kind = 'comment.hidden' WHERE id = ({ENTRY})", "is not what its hash says"),
    "an entry away": (f"DELETE FROM entry WHERE id = ({ENTRY})", "entry 3 is missing"),
    "a hash": (f"UPDATE entry SET hash = previous_hash WHERE id = ({ENTRY})", "does not follow the hash"),
    "a head": ("UPDATE stream SET head_hash = 'x' WHERE audience = 'desk'", "stream desk: ends at entry"),
    "a docket's end": ("UPDATE stream SET last_docket = 1 WHERE audience = 'public'", "its docket says 1"),
    "a tally": (f"UPDATE contribution SET agrees = 77 WHERE id = ({FIRST})", "its tally is 77"),
    "a closing's tally": ("UPDATE contribution SET agrees = agrees + 1 WHERE agrees > 0", "the tally does not open"),
    "a tally's salt": (
        """UPDATE proceeding SET source = '{"tally_salts": {"open": "00", "desk": "00"}}'""",
        "the tally does not open the commitment of the desk ledger",
    ),
    "a vote": ("DELETE FROM vote WHERE is_current AND id = (SELECT max(id) FROM vote)", "and the votes say"),
    "the door of comments": ("UPDATE proceeding SET comments_open = false", "comments are closed, and the ledger says"),
    "results": ("UPDATE outcome SET decision = 'taken_up'", "version 1 of the results is not what was published"),
    "results away": ("UPDATE results SET public_id = number", "knows nothing of version 1 of the results"),
    "a question to the secretariat": (
        "UPDATE contribution SET escalated = NOT escalated WHERE escalated",
        "whether the secretariat is asked",
    ),
    "an appeal": ("UPDATE contribution SET appealed = NOT appealed WHERE appealed", "whether an appeal waits there"),
    "an answer": ("UPDATE letter SET seen_at = written_at WHERE kind = 'answer'", "author's answer is unread"),
    "a time in the queue": ("UPDATE contribution SET newest_at = submitted_at", "when its newest version was sent"),
    "the index": ("UPDATE search_row SET tokens = 'x' WHERE id = (SELECT min(id) FROM search_row)", "search index"),
    "an index row away": ("DELETE FROM search_row WHERE id = (SELECT max(id) FROM search_row)", "search index"),
}


def test_each_tampering_is_found(site: Site, app: Flask):  # the app puts the rooms together
    _body, proceeding = make_mixed(site)
    agrees(site)
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    agrees(site)
    for name, (statement, told) in TAMPERED.items():
        assert told in "\n".join(lines_after(site, statement)), name
    agrees(site)


def lines_after(site: Site, statement: str) -> list[str]:
    """What check says after a change that is then taken back."""
    from sqlalchemy.orm import Session

    with site.database.writers.connect() as connection, connection.begin() as transaction:
        connection.execute(text(statement))
        with Session(connection) as db:
            found = list(differences(db))
        transaction.rollback()
    return found


@pytest.mark.postgres
def test_a_backup_comes_back_on_either_kind_of_database(site: Site, empty_site: Empty, tmp_path: Path):
    make_mixed(site)
    backup(site.database, tmp_path / "site.zip")
    assert (tmp_path / "site.zip").stat().st_mode & 0o077 == 0
    export(site, "mixed", tmp_path / "first")
    for kind in ("sqlite", "postgresql"):
        again = empty_site(kind)
        restore(again.work, tmp_path / "site.zip")
        agrees(again)
        assert how_many(again) == how_many(site)
        export(again, "mixed", tmp_path / kind)
        assert same_but_manifest(tmp_path / "first", tmp_path / kind) == []
        with again.database.reading() as db, site.database.reading() as before:
            epochs = "SELECT epoch FROM stream"
            assert not set(db.scalars(text(epochs))) & set(before.scalars(text(epochs)))
        second = again.work.run(_insert_body, TEST).result  # ids go on after the restored ones
        assert second > 1
        with pytest.raises(Refused, match="not empty"):
            restore(again.work, tmp_path / "site.zip")


def _insert_body(db, _actor):
    from consult.bodies.models import Body
    from consult.core.clock import now

    body = Body(slug="second", created_at=now())
    db.add(body)
    db.flush()
    return body.id


def test_a_broken_backup_changes_nothing(site: Site, empty_site: Empty, tmp_path: Path):
    make_mixed(site)
    backup(site.database, tmp_path / "good.zip")
    with zipfile.ZipFile(tmp_path / "good.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, content.replace(b'{"id":2,', b'{"id":2.', 1) if name == "version.jsonl" else content)
    again = empty_site(kind_of(site))
    with pytest.raises(Broken, match=r"version\.jsonl, line 2"):
        restore(again.work, tmp_path / "bad.zip")
    assert sum(how_many(again).values()) == 0
    (tmp_path / "none.zip").write_bytes(b"no zip")
    with pytest.raises(Refused, match="not a backup"):
        restore(again.work, tmp_path / "none.zip")
    with pytest.raises(Refused, match="--force"):
        backup(site.database, tmp_path / "good.zip")
