"""Packages: out and in again gives the same bytes; what is broken or taken is refused whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from consult.core.actors import system
from consult.ledger.models import Entry
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.records.checking import differences
from consult.records.editions import edition_of, proceeding_named
from consult.records.exporting import export_folder
from consult.records.package import import_package, read_package
from consult.records.package_shapes import DOCUMENT
from consult.records.proceeding_file import PLAIN
from consult.records.refusals import Broken, Refused
from consult.site import Site
from tests.records.mixed import make_mixed
from tests.records.sets import FERRY, NIGHT_BUS, every_set
from tests.records.test_polis import bring_in, how_many

Empty = Callable[[str], Site]


def export(site: Site, slug: str, target: Path, edition: str = "restricted", form: str = "jsonl") -> dict[str, Any]:
    with site.database.reading() as db:
        proceeding_id = proceeding_named(db, slug).id
    return export_folder(site.database, lambda db: edition_of(db, system("test"), proceeding_id, edition), form, target)


def kind_of(site: Site) -> str:
    return "sqlite" if site.database.is_sqlite else "postgresql"


def same_but_manifest(first: Path, second: Path) -> list[str]:
    names = sorted(str(path.relative_to(first)) for path in first.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(second)) for path in second.rglob("*") if path.is_file())
    return [
        name
        for name in names
        if name != "manifest.json" and (first / name).read_bytes() != (second / name).read_bytes()
    ]


def agrees(site: Site) -> None:
    with site.database.snapshot() as db:
        assert list(differences(db)) == []


@pytest.mark.postgres
@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_a_mixed_record_comes_back_byte_for_byte(site: Site, empty_site: Empty, tmp_path: Path, edition: str):
    make_mixed(site)
    agrees(site)
    export(site, "mixed", tmp_path / "first", edition)
    other = "postgresql" if kind_of(site) == "sqlite" else "sqlite"
    again = empty_site(other)  # onto the other kind of database
    import_package(again.work, read_package(tmp_path / "first"))
    export(again, "mixed", tmp_path / "second", edition)
    assert same_but_manifest(tmp_path / "first", tmp_path / "second") == []
    agrees(again)
    with again.database.reading() as db:
        assert db.query(Proceeding.state).one() == ("open",)
        assert db.query(Entry).filter(Entry.recorded_at < Entry.happened_at).count() == 0


@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_a_closed_record_comes_back_with_its_tally(
    site: Site, app: Flask, empty_site: Empty, tmp_path: Path, edition: str
):
    _body, proceeding = make_mixed(site)
    site.work.run(close_proceeding, system("test"), proceeding_id=proceeding.id)
    export(site, "mixed", tmp_path / "first", edition)
    again = empty_site(kind_of(site))
    import_package(again.work, read_package(tmp_path / "first"))
    export(again, "mixed", tmp_path / "second", edition)
    assert same_but_manifest(tmp_path / "first", tmp_path / "second") == []
    agrees(again)
    with again.database.reading() as db:
        source = db.query(Proceeding.source).scalar()
        tallies = db.query(Entry).filter(Entry.kind == "votes.tallied").count()
    audiences = {"open"} if edition == "public" else {"open", "desk"}
    assert set(source["tally_salts"]) == audiences
    assert tallies == len(audiences)


@pytest.mark.parametrize("folder", every_set())
def test_the_polis_sets_come_back_byte_for_byte(site: Site, empty_site: Empty, tmp_path: Path, folder: Path):
    slug = bring_in(site, folder)
    export(site, slug, tmp_path / "first")
    again = empty_site(kind_of(site))
    import_package(again.work, read_package(tmp_path / "first"))
    export(again, slug, tmp_path / "second")
    assert same_but_manifest(tmp_path / "first", tmp_path / "second") == []
    agrees(again)


def test_nothing_secret_is_in_a_package(site: Site, tmp_path: Path):
    make_mixed(site)
    export(site, "mixed", tmp_path / "out")
    whole = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    for medium in (b'"medium":"email"', b"paper, email, word, other"):
        whole = whole.replace(medium, b"")
    for secret in (b"codeword", b"browser ", b"account", b"email", b"password"):
        assert secret not in whole.replace(b"hashes of codewords", b"").replace(b'"accounts"', b""), secret


def test_a_taken_slug_or_reference_refuses_the_whole(site: Site, tmp_path: Path):
    slug = bring_in(site, NIGHT_BUS)
    export(site, slug, tmp_path / "out")
    package, before = read_package(tmp_path / "out"), how_many(site)
    with pytest.raises(Refused, match="taken"):
        import_package(site.work, package)
    package.references = []
    with pytest.raises(Refused, match=f"the slug {slug} is taken"):
        import_package(site.work, package)
    assert how_many(site) == before


def test_a_package_that_fails_half_way_leaves_nothing(site: Site, empty_site: Empty, tmp_path: Path, monkeypatch):
    make_mixed(site)
    export(site, "mixed", tmp_path / "out")
    again = empty_site(kind_of(site))
    before = how_many(again)

    def full(*_args, **_values):
        assert how_many(again)["entry"] > 0
        raise OSError("no space")

    monkeypatch.setattr("consult.records.package._empty_versions", full)
    with pytest.raises(OSError, match="no space"):
        import_package(again.work, read_package(tmp_path / "out"))
    assert how_many(again) == before


GARBLED = {
    "not JSON": ("passages.jsonl", 2, lambda line: line[:-3]),
    "a field away": ("versions.jsonl", 3, lambda line: line.replace('"version"', '"vers"')),
    "another state": ("contributions.jsonl", 1, lambda line: line.replace('"state":"', '"state":"un')),
}


@pytest.mark.parametrize("case", GARBLED)
def test_a_garbled_line_is_named(site: Site, tmp_path: Path, case: str):
    file, number, spoil = GARBLED[case]
    export(site, bring_in(site, NIGHT_BUS), tmp_path / "out")
    lines = (tmp_path / "out" / file).read_text().splitlines(keepends=True)
    lines[number - 1] = spoil(lines[number - 1].rstrip("\n")) + "\n"
    (tmp_path / "out" / file).write_text("".join(lines))
    with pytest.raises(Broken) as caught:
        read_package(tmp_path / "out")
    assert (caught.value.file, caught.value.line) == (file, number)


def test_a_changed_word_is_seen_by_the_manifest(site: Site, tmp_path: Path):
    export(site, bring_in(site, NIGHT_BUS), tmp_path / "out")
    path = tmp_path / "out" / "passages.jsonl"
    path.write_text(path.read_text().replace('"text":"', '"text":"x', 1))
    with pytest.raises(Broken, match=r"passages\.jsonl: it is not the file of the manifest"):
        read_package(tmp_path / "out")


def test_a_changed_entry_is_seen_even_with_a_new_manifest(site: Site, tmp_path: Path):
    import hashlib

    export(site, bring_in(site, NIGHT_BUS), tmp_path / "out")
    path, manifest = tmp_path / "out" / "entries.jsonl", tmp_path / "out" / "manifest.json"
    path.write_text(path.read_text().replace("comment.declined", "comment.published", 1))
    document = json.loads(manifest.read_text())
    for file in document["files"]:
        if file["name"] == path.name:
            file["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(document))
    with pytest.raises(Broken, match=r"entries\.jsonl, line \d+: its hash is not that of its content"):
        read_package(tmp_path / "out")


def test_every_column_of_a_proceeding_is_carried_or_named_here():
    elsewhere = {"id", "public_id", "body_id", "opens_at", "closes_at", "created_at", "source", "rights_version"}
    assert set(Proceeding.__table__.columns.keys()) == set(PLAIN) | elsewhere
    assert set(DOCUMENT) <= set(PLAIN) | {
        "body",
        "texts",
        "paragraphs",
        "questionnaire",
        "streams",
        "source",
        "results",
        "targets",
    }


def test_the_search_of_an_imported_package(site: Site, empty_site: Empty, tmp_path: Path):
    slug = bring_in(site, FERRY)
    export(site, slug, tmp_path / "out")
    again = empty_site(kind_of(site))
    import_package(again.work, read_package(tmp_path / "out"))
    assert how_many(again)["search_row"] == how_many(site)["search_row"] > 0
