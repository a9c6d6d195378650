"""Editions: what each reader gets, what is named as withheld, and that no public column tells the order of arrival."""

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY, system
from consult.core.errors import NotFound
from consult.ledger.queries import checkpoint
from consult.records.editions import edition_of, proceeding_named
from consult.records.exporting import export_folder
from consult.records.refusals import Refused
from consult.site import Site
from tests.factories import actor_for, make_account, make_proceeding
from tests.records.mixed import make_mixed
from tests.records.sets import FERRY, TAIWAN, rows
from tests.records.test_packages import export
from tests.records.test_polis import bring_in


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def json_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_states_are_a_column_and_what_is_missing_is_counted(site: Site, tmp_path: Path):
    make_mixed(site)
    manifest = export(site, "mixed", tmp_path / "out", "public", "csv")
    found = csv_rows(tmp_path / "out" / "contributions.csv")
    states = {row["state"] for row in found}
    assert states == {"published", "declined", "hidden", "withdrawn", "erased"}
    with site.database.reading() as db:
        unlisted = [one.state for one in db.query(Contribution).filter(Contribution.place.is_(None))]
    waiting = unlisted.count("pending")
    assert manifest["left_out"] == {"not yet listed": len(unlisted) - waiting, "pending": waiting}
    assert len(found) == len({row["reference"] for row in found}) > len(unlisted) > waiting > 0
    hidden = [row for row in found if row["state"] == "hidden"]
    assert hidden
    for row in hidden:
        assert (row["text"], row["name"]) == ("", "")
        assert {"text", "name", "day"} <= set(row["withheld"].split())
        assert row["reason"] in ("off_topic", "private_person")
    named = {(one["field"], one["reason"]): one["rows"] for one in manifest["withheld"]}
    assert named["text", "hidden"] == len(hidden)
    assert named["text", "confidential"] == sum(
        row["confidentiality"] == "secretariat" for row in found if row["state"] == "published"
    )
    assert all(row["state"] != "pending" for row in found)


def test_the_public_edition_tells_nothing_secret(site: Site, tmp_path: Path):
    make_mixed(site)
    with site.database.reading() as db:
        quiet = db.query(Contribution).filter_by(identity="secretariat").all()
        names = [one.author_name or "" for one in quiet]
        names += [one.coalition[0]["name"] for one in quiet if one.coalition]
        times = [at for (at,) in db.query(Contribution.submitted_at).filter_by(identity="none")]
    for form in ("csv", "jsonl"):
        export(site, "mixed", tmp_path / form, "public", form)
        whole = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / form).iterdir())
        assert not [name for name in names if name in whole]
        assert "A note for the author" not in whole
        for at in times:
            assert at.strftime("%H:%M:%S.%f")[:-3] not in whole.replace("made_at", "")
        assert not (tmp_path / form / f"votes.{form}").exists()
    export(site, "mixed", tmp_path / "whole", "restricted", "csv")
    restricted = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "whole").iterdir())
    assert all(name in restricted for name in names)  # the marker is there for whoever may read it
    assert "A note for the author" in restricted


def test_for_whom_something_was_sent_stands_in_columns(site: Site, tmp_path: Path):
    make_mixed(site)
    export(site, "mixed", tmp_path / "public", "public", "jsonl")
    lines = [json.loads(line) for line in (tmp_path / "public" / "contributions.jsonl").read_text().splitlines()]
    told = [one for one in lines if one["on_behalf"] is not None]
    assert {one["on_behalf"] for one in told} == {"organisation", "coalition", "self"}
    assert {(one["country"], one["region"]) for one in told if one["on_behalf"] == "organisation"} == {("KE", "africa")}
    assert all(len(one["coalition"]) == 2 for one in told if one["on_behalf"] == "coalition")
    for one in lines:
        if one["identity"] != "public" or one["state"] != "published":
            assert (one["on_behalf"], one["organisation"], one["coalition"], one["country"]) == (None,) * 4
            assert "organisation" in one["withheld"]
    export(site, "mixed", tmp_path / "csv", "public", "csv")
    text = (tmp_path / "csv" / "contributions.csv").read_text(encoding="utf-8-sig")
    assert '"[{""name"":' in text


@pytest.mark.slow
def test_no_column_of_the_public_edition_gives_the_order_of_arrival(site: Site, tmp_path: Path):
    slug = bring_in(site, TAIWAN)
    with site.database.reading() as db:
        arrival = dict(db.query(Contribution.reference, Contribution.submitted_at).all())
        inserted = dict(db.query(Contribution.reference, Contribution.id).all())
    for form, read in (("csv", csv_rows), ("jsonl", json_rows)):
        export(site, slug, tmp_path / form, "public", form)
        for path in (tmp_path / form).glob(f"*.{form}"):
            if path.stem == "dictionary":
                continue
            lines = [row for row in read(path) if row["reference"] in arrival]
            assert not in_order(lines, arrival), path.name
            assert not in_order(lines, inserted), path.name
            for column in lines[0] if lines else ():
                ordered = sorted(lines, key=lambda row: (str(row[column]).zfill(12), row["reference"]))
                for by in (ordered, ordered[::-1]):
                    assert not in_order(by, arrival), (path.name, column)
                    assert not in_order(by, inserted), (path.name, column)


def in_order(lines: list[dict[str, Any]], of: dict[str, Any]) -> bool:
    """Whether lines with different moments stand in the order of those moments, within a day at least for most days."""
    moments = [of[line["reference"]] for line in lines]
    distinct = list(dict.fromkeys(moments))
    return len(distinct) > 2 and moments == sorted(moments)


def test_cells_that_a_spreadsheet_would_run_get_an_apostrophe_and_nothing_is_lost(site: Site, tmp_path: Path):
    make_mixed(site)
    export(site, "mixed", tmp_path / "csv", "restricted", "csv")
    export(site, "mixed", tmp_path / "jsonl", "restricted", "jsonl")
    told = {
        (row["reference"], row["version"]): row["text"]
        for row in json_rows(tmp_path / "jsonl" / "passages.jsonl")
        if row["number"] == 1
    }
    found = csv_rows(tmp_path / "csv" / "contributions.csv")
    prefixed = 0
    for row in found:
        text = told.get((row["reference"], int(row["version"])), "") or ""  # what is erased has none
        dangerous = text[:1] in tuple("=+-@\t\r") and text != ""
        prefixed += dangerous
        assert row["text"] == ("'" + text if dangerous else text)
    assert prefixed > 4
    for path in (tmp_path / "csv").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for line in csv.reader(file) for cell in line]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and cell], path.name
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_restricted_edition_keeps_milliseconds_and_votes(site: Site, tmp_path: Path):
    slug = bring_in(site, FERRY)
    export(site, slug, tmp_path / "out", "restricted", "jsonl")
    export(site, slug, tmp_path / "public", "public", "jsonl")
    given = {row["comment-id"]: row for row in rows(FERRY / "comments.csv")}
    from datetime import datetime

    for row in json_rows(tmp_path / "out" / "contributions.jsonl"):
        source = given[str(row["source"]["comment"])]
        moment = datetime.fromisoformat(row["submitted_at"])
        assert round(moment.timestamp() * 1000) == int(source["timestamp"])
    assert len(json_rows(tmp_path / "out" / "votes.jsonl")) == len(rows(FERRY / "votes.csv"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["votes"]["counted"].startswith("the last vote")
    assert manifest["votes"]["beside"].startswith("every row")
    public = json_rows(tmp_path / "public" / "contributions.jsonl")
    assert {row["submitted_at"] for row in public} == {None}
    assert all(len(row["day"]) == 10 for row in public if row["state"] == "published")
    assert any(row["all_rows_agrees"] != row["agrees"] for row in public)


def test_the_manifest_names_what_is_there(site: Site, tmp_path: Path):
    make_mixed(site)
    for edition in ("public", "restricted"):
        out = tmp_path / edition
        manifest = export(site, "mixed", out, edition, "jsonl")
        assert json.loads((out / "manifest.json").read_text()) == manifest
        assert {file["name"] for file in manifest["files"]} | {"manifest.json"} == {path.name for path in out.iterdir()}
        for file in manifest["files"]:
            content = (out / file["name"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == file["sha256"]
            assert file["bytes"] == len(content)
            if file["rows"] is not None:
                assert file["rows"] == content.count(b"\n")
        with site.database.reading() as db:
            heads = {head.stream: (head.seq, head.hash) for head in checkpoint(db)}
        told = {head["stream"]: (head["seq"], head["hash"]) for head in manifest["checkpoint"]}
        assert told.items() <= heads.items()
        assert len(told) == (1 if edition == "public" else 2)
        dictionary = json.loads((out / "dictionary.json").read_text())
        for described in dictionary["files"]:
            for row in json_rows(out / described["file"])[:1]:
                assert [column["name"] for column in described["columns"]] == list(row)
                assert all(column["meaning"] for column in described["columns"])


def test_who_may_have_which_edition(site: Site):
    body, proceeding = make_mixed(site)
    room = make_proceeding(site, body, "room", kind="workspace", audience="members")
    draft = make_proceeding(site, body, "draft", state="draft")
    rapporteur = actor_for(site, make_account(site, "r@example.org", ("rapporteur", "body", body.id)))
    moderator = actor_for(site, make_account(site, "m@example.org", ("moderator", "body", body.id)))
    with site.database.reading() as db:
        assert edition_of(db, rapporteur, proceeding.id, "restricted").actor == rapporteur
        assert edition_of(db, moderator, proceeding.id, "public").actor == ANYBODY
        assert edition_of(db, ANYBODY, proceeding.id, "public").actor == ANYBODY
        for actor, one, name in (
            (moderator, proceeding, "restricted"), (ANYBODY, proceeding, "restricted"), (ANYBODY, draft, "public"),
            (system("export"), draft, "public"), (ANYBODY, room, "public"), (rapporteur, room, "restricted"),
            (system("export"), room, "public"), (rapporteur, proceeding, "other"),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                edition_of(db, actor, one.id, name)


def test_a_rapporteur_gets_no_names_that_are_for_the_secretariat(site: Site, tmp_path: Path):
    body, proceeding = make_mixed(site)
    rapporteur = actor_for(site, make_account(site, "r@example.org", ("rapporteur", "body", body.id)))
    export_folder(
        site.database, lambda db: edition_of(db, rapporteur, proceeding.id, "restricted"), "jsonl", tmp_path / "out"
    )
    found = json_rows(tmp_path / "out" / "contributions.jsonl")
    confidential = {row["reference"] for row in found if row["identity"] == "secretariat"}
    assert confidential
    assert all(row["name"] is None and "name" in row["withheld"] for row in found if row["reference"] in confidential)
    for row in json_rows(tmp_path / "out" / "versions.jsonl"):
        if row["reference"] in confidential:
            assert (row["salt_desk_identity"], row["salt_open_identity"]) == (None, None)


def test_an_existing_folder_is_refused_and_replaced_whole_with_force(site: Site, tmp_path: Path):
    _body, proceeding = make_mixed(site)
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    find = lambda db: edition_of(db, ANYBODY, proceeding.id, "public")  # noqa: E731
    with pytest.raises(Refused, match="--force"):
        export_folder(site.database, find, "csv", out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    export_folder(site.database, find, "csv", out, force=True)
    assert "mine.txt" not in {path.name for path in out.iterdir()}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_failed_export_leaves_nothing(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    make_mixed(site)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("consult.records.exporting.withheld", full)
    before = set(tmp_path.iterdir())
    with pytest.raises(Refused, match="No space left"):
        export(site, "mixed", tmp_path / "out")
    assert set(tmp_path.iterdir()) == before


def test_a_slug_that_two_kinds_share_is_named_with_its_kind(site: Site):
    body, proceeding = make_mixed(site)
    hearing = make_proceeding(site, body, "mixed", kind="hearing")
    with site.database.reading() as db:
        with pytest.raises(Refused, match="consultation/mixed, hearing/mixed"):
            proceeding_named(db, "mixed")
        assert proceeding_named(db, "hearing/mixed").id == hearing.id
        assert proceeding_named(db, "consultation/mixed").id == proceeding.id
        with pytest.raises(Refused, match="no consultation, hearing or workspace"):
            proceeding_named(db, "nothing")
