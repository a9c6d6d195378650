"""A hearing's tables: out and in again they are the same bytes, and nobody is told what is withheld."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from consult.core.db import Base
from consult.hearings.polls.models import Poll
from consult.records.hearings.tables import ALL
from consult.records.package import import_package, read_package
from consult.records.refusals import Broken
from consult.site import Site
from tests.factories import TEST
from tests.records.hearing import NEEDS, SECRETS, make_hearing
from tests.records.test_packages import kind_of, same_but_manifest

Empty = Callable[[str], Site]
NOT_CARRIED = {
    "hearing_pause": "who waits in slow mode, gone when that is over",
    "hearing_origin": "it stands beside what it is about, as `source`",
}


@pytest.mark.postgres
@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_a_hearing_comes_back_byte_for_byte(site: Site, empty_site: Empty, tmp_path: Path, edition: str):
    make_hearing(site)
    take_out(site, "night-ferry", tmp_path / "first", edition)
    again = empty_site("postgresql" if kind_of(site) == "sqlite" else "sqlite")
    import_package(again.work, read_package(tmp_path / "first"), storage=again.storage)
    take_out(again, "night-ferry", tmp_path / "second", edition)
    assert same_but_manifest(tmp_path / "first", tmp_path / "second") == []


def take_out(site: Site, slug: str, target: Path, edition: str, form: str = "jsonl") -> None:
    from consult.core.actors import system
    from consult.records.editions import edition_of, proceeding_named
    from consult.records.exporting import export_folder

    with site.database.reading() as db:
        found = proceeding_named(db, slug).id
    find = lambda db: edition_of(db, system("test"), found, edition)  # noqa: E731
    export_folder(site.database, find, form, target, storage=site.storage)


def lines_of(folder: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_the_public_edition_tells_no_withheld_name_and_no_closed_word(site: Site, tmp_path: Path, form: str):
    make_hearing(site)
    for edition in ("public", "restricted"):
        take_out(site, "night-ferry", tmp_path / edition, edition, form)
    told = {
        name: b"".join(path.read_bytes() for path in (tmp_path / name).glob(f"*.{form}"))
        for name in ("public", "restricted")
    }
    for secret in SECRETS:
        assert secret.encode() not in told["public"], secret
        assert secret.encode() in told["restricted"], secret
    for never in (b"example.org/s", b"s1@example.org", b"key 1", b"form 1", NEEDS.encode()):
        assert never not in told["restricted"], never
    assert b"The ferry must run." in told["public"]
    assert b"Amina Chair" in told["public"]


def test_ballots_are_sorted_and_lead_to_nobody(site: Site, tmp_path: Path):
    make_hearing(site)
    take_out(site, "night-ferry", tmp_path / "out", "restricted")
    assert [set(line) for line in lines_of(tmp_path / "out", "ballots")] == [{"poll", "choices"}] * 6
    assert [line["choices"] for line in lines_of(tmp_path / "out", "ballots")] == [["a"]] * 4 + [["b"]] * 2
    voters = lines_of(tmp_path / "out", "poll_voters")
    assert all(str(line["voter"]).startswith("voter-") for line in voters)
    assert sum(line["choices"] is None and line["name"] is None for line in voters) == 6


def test_every_table_and_column_of_a_hearing_is_carried_or_named():
    import consult.schema  # noqa: F401 - it registers every table

    carried = {one.table.__tablename__: one for one in ALL}
    tables = {name: table for name, table in Base.metadata.tables.items() if name.startswith("hearing_")}
    assert set(tables) == set(carried) | set(NOT_CARRIED)
    for name, one in carried.items():
        known = {field.into for field in one.fields} | set(one.left_out) | {"id", "proceeding_id"}
        assert set(tables[name].columns.keys()) <= known, name


def test_a_name_that_is_in_no_file_refuses_the_whole(site: Site, empty_site: Empty, tmp_path: Path):
    make_hearing(site)
    take_out(site, "night-ferry", tmp_path / "out", "restricted")
    package = read_package(tmp_path / "out")
    again = empty_site(kind_of(site))
    real = package.lines

    def lines(name: str):
        return (line | {"item": "q" * 16} if name == "turns" else line for line in real(name))

    package.lines = lines  # type: ignore[method-assign]
    with pytest.raises(Broken, match=r"turns\.jsonl: qqqqqqqqqqqqqqqq is in no other file"):
        import_package(again.work, package, storage=again.storage)
    with again.database.reading() as db:
        for table in Base.metadata.tables.values():
            if table.name.startswith("hearing_") or table.name in ("proceeding", "entry", "localized_text"):
                assert db.execute(table.select()).first() is None, table.name


def test_while_a_poll_is_open_no_edition_tells_a_vote(site: Site, tmp_path: Path):
    make_hearing(site)

    def reopen(db, _actor):
        for poll in db.query(Poll):
            poll.state = "open"

    site.work.run(reopen, TEST)
    take_out(site, "night-ferry", tmp_path / "out", "restricted")
    assert [lines_of(tmp_path / "out", name) for name in ("poll_voters", "ballots")] == [[], []]
