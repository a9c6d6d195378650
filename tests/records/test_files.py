"""Files in backups, checks and editions: carried, compared with their digests, and round again."""

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from consult.contributions.operations.entering import Coming, Enclosed, enter_contribution
from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.storage import Storage
from consult.migrate import migrate
from consult.proceedings.models import Proceeding
from consult.records.archive import backup, restore
from consult.records.checking import differences
from consult.records.editions import edition_of
from consult.records.exporting import export_folder
from consult.records.package import import_package, read_package
from consult.records.refusals import Refused
from consult.site import Site, open_site
from tests.attachments import samples
from tests.attachments.conftest import call, work
from tests.attachments.worker import attached, question_id, rows, sent_document, stored
from tests.conftest import settings_for

__all__ = ["call", "work"]


@pytest.fixture
def filled(site: Site, call: Proceeding, work) -> Proceeding:
    """Three files: a public one with its original, a confidential one, and one that waits in a draft."""
    sent_document(site, call, stored(site, samples.telling_pdf(), "public.pdf"))
    sent_document(site, call, stored(site, samples.word(), "secret.docx"), confidentiality="secretariat")
    work()
    attached(site, call, stored(site, b"Draft words.", "draft.txt", question=question_id(site)))
    return call


@pytest.fixture
def elsewhere(tmp_path: Path):
    """Another site, empty."""
    settings = settings_for(f"sqlite:///{tmp_path / 'again' / 'consult.sqlite'}", tmp_path / "again")
    migrate(settings)
    opened = open_site(settings)
    yield opened
    opened.close()


def export(site: Site, proceeding_id: int, edition: str, target: Path, form: str = "jsonl") -> Path:
    export_folder(
        site.database,
        lambda db: edition_of(db, system("test"), proceeding_id, edition),
        form,
        target,
        storage=site.storage,
    )
    return target


def lost(site: Site) -> list[str]:
    with site.database.snapshot() as db:
        return list(differences(db, site.storage))


def test_a_backup_carries_every_file_and_restores_it(site, filled, elsewhere, tmp_path):
    backup(site.database, tmp_path / "site.zip", storage=site.storage)
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        carried = {name.removeprefix("attachments/") for name in archive.namelist() if name.startswith("attachments/")}
    assert carried == set(site.storage.digests())
    assert len(carried) == 5
    restore(elsewhere.work, tmp_path / "site.zip", storage=elsewhere.storage)
    assert set(elsewhere.storage.digests()) == carried
    assert lost(elsewhere) == []


def test_a_backup_that_was_changed_is_refused_before_anything_is_restored(site, filled, elsewhere, tmp_path):
    backup(site.database, tmp_path / "site.zip", storage=site.storage)
    digest = str(rows(site)[0].public_digest)
    with zipfile.ZipFile(tmp_path / "site.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"other" if name.endswith(digest) else good.read(name))
    with pytest.raises(Refused, match="another SHA-256"):
        restore(elsewhere.work, tmp_path / "bad.zip", storage=elsewhere.storage)
    assert rows(elsewhere) == []
    with pytest.raises(Refused, match="no storage"):
        backup(site.database, tmp_path / "none.zip")


def test_a_missing_file_stops_no_backup_and_is_named_by_the_check(site, filled, elsewhere, tmp_path):
    one, other = rows(site)[0], rows(site)[1]
    site.storage.path(one.public_digest).unlink()
    site.storage.path(other.digest).write_bytes(b"other")
    found = lost(site)
    assert f"file {one.public_id}: its content {one.public_digest} is missing" in found
    assert f"file {other.public_id}: its content {other.digest} is not what its digest says" in found
    backup(site.database, tmp_path / "site.zip", storage=site.storage)
    restore(elsewhere.work, tmp_path / "site.zip", storage=elsewhere.storage)
    assert len(lost(elsewhere)) == 2


def test_the_public_edition_carries_copies_of_what_may_be_read_alone(site, filled, tmp_path):
    folder = export(site, filled.id, "public", tmp_path / "out")
    whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert samples.AUTHOR.encode() not in whole
    lines = [orjson.loads(line) for line in (folder / "attachments.jsonl").read_bytes().splitlines()]
    (line,) = lines
    assert set(line) == {"reference", "file", "question", "name", "media_type", "alt", "sha256", "bytes"}
    assert [path.name for path in (folder / "files").iterdir()] == [f"{line['file']}.pdf"]
    assert not (folder / "originals").exists()
    named = {one["name"]: one["sha256"] for one in orjson.loads((folder / "manifest.json").read_bytes())["files"]}
    assert named[f"files/{line['file']}.pdf"] == line["sha256"]
    csv = export(site, filled.id, "public", tmp_path / "csv", "csv")
    assert (csv / "files" / f"{line['file']}.pdf").read_bytes() == (
        folder / "files" / f"{line['file']}.pdf"
    ).read_bytes()


def test_the_restricted_edition_goes_round(site, filled, elsewhere, tmp_path):
    first = export(site, filled.id, "restricted", tmp_path / "first")
    assert len(list((first / "originals").iterdir())) == 2
    assert len(list((first / "files").iterdir())) == 2
    assert b"draft.txt" not in (first / "attachments.jsonl").read_bytes()
    import_package(elsewhere.work, read_package(first), storage=elsewhere.storage)
    with elsewhere.database.reading() as db:
        again = db.query(Proceeding).one()
    second = export(elsewhere, again.id, "restricted", tmp_path / "second")
    assert contents(first) == contents(second)
    assert lost(elsewhere) == []


def contents(folder: Path) -> dict[str, str]:
    """The hash of each file but the manifest."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def test_the_public_edition_can_be_brought_in(site, filled, elsewhere, tmp_path):
    import_package(
        elsewhere.work, read_package(export(site, filled.id, "public", tmp_path / "out")), storage=elsewhere.storage
    )
    (row,) = rows(elsewhere)
    assert (row.state, row.digest, row.keeps_original) == ("clean", row.public_digest, False)
    assert elsewhere.storage.is_whole(row.public_digest)


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_package_with_another_file_is_refused(site, filled, elsewhere, tmp_path, harm):
    folder = export(site, filled.id, "restricted", tmp_path / "out")
    file = next((folder / "originals").iterdir())
    file.write_bytes(b"other") if harm == "changed" else file.unlink()
    with pytest.raises(Refused, match=file.name):
        read_package(folder)
    assert rows(elsewhere) == []
    assert isinstance(elsewhere.storage, Storage)


def test_the_scan_of_a_letter_is_in_the_restricted_record_alone_and_comes_back(
    site: Site, call: Proceeding, work, elsewhere: Site, tmp_path: Path
):
    new = NewContribution("submission", "letter", (NewPassage("A letter."),), "en", "public", name="Ama Toure")
    coming, scan = (
        Coming("paper", now().date(), "A box", "B7"),
        stored(site, samples.telling_png(), "scan.png", question="scan"),
    )
    given: dict[str, Any] = {"proceeding_id": call.id, "new": new, "coming": coming, "enclosed": [Enclosed(scan)]}
    site.work.run(enter_contribution, Actor(system="test", sender="desk"), **given)
    work()
    public = export(site, call.id, "public", tmp_path / "public")
    assert (public / "attachments.jsonl").read_bytes() == b""
    assert not (public / "files").exists()
    first = export(site, call.id, "restricted", tmp_path / "first")
    assert [path.parent.name for path in sorted(first.rglob("*.png"))] == ["files", "originals"]
    import_package(elsewhere.work, read_package(first), storage=elsewhere.storage)
    with elsewhere.database.reading() as db:
        (brought,) = db.query(Proceeding.id).one()
        assert list(differences(db, elsewhere.storage)) == []
    second = export(elsewhere, brought, "restricted", tmp_path / "second")
    for name in ("attachments.jsonl", "intake.jsonl", "entries.jsonl"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
