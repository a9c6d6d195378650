"""Exports of what a saved selection of the docket finds: by what each reader is told, and never more than it asks for."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from consult.cli import commands
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY, system
from consult.core.clock import now
from consult.moderation.models import Escalation, SavedView
from consult.moderation.selections import selected, selection_of, selections
from consult.proceedings.models import Proceeding
from consult.records.editions import Gone, edition_of, selection_named
from consult.records.exporting import export_folder
from consult.records.package import read_package
from consult.records.refusals import Refused
from tests.factories import (
    actor_for,
    make_account,
    make_body,
    make_comment,
    make_proceeding,
    page,
    saved,
    type_password,
)


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, "assemblies", is_live=True)


@pytest.fixture
def office(site, body):
    return make_account(site, "office@example.org", ("secretariat", "body", body.id))


def keep(site, account, room, query, name="Mine"):
    view = SavedView(
        account_id=account.id, place="docket", proceeding_id=room.id, name=name, query=query, created_at=now()
    )
    return saved(site, view)


def found(site, who, room, view):
    with site.database.reading() as db:
        clauses = selected(db, who, room, selection_of(db, room, view))
        query = select(Contribution.reference).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        return set(db.scalars(query.where(*clauses)))


def export(site, room, view, target, edition="restricted", form="jsonl"):
    def find(db):
        return edition_of(db, system("test"), room.id, edition, view)

    return export_folder(site.database, find, form, target)


def references(folder):
    return {json.loads(line)["reference"] for line in (folder / "contributions.jsonl").read_text().splitlines()}


def test_a_selection_finds_by_filter_and_by_words_and_is_read_anew(site, room, office):
    first = make_comment(site, room, "the bridge was closed", category="academia")
    make_comment(site, room, "the bridge was open", category="media")
    view = keep(site, office, room, "category=academia&q=bridge&page=3")
    who = actor_for(site, office)
    assert found(site, who, room, view) == {first}
    later = make_comment(site, room, "another bridge", category="academia")
    assert found(site, who, room, view) == {first, later}


def test_an_export_holds_what_is_selected_in_each_of_its_files(site, room, office, tmp_path):
    chosen = make_comment(site, room, "the bridge was closed")
    other = make_comment(site, room, "nothing to add")
    with site.database.reading() as db:
        left = db.scalars(select(Contribution.id).where(Contribution.reference == other)).one()
    asked = {"note": "May we?", "escalated_role": "moderator", "escalated_at": now()}
    saved(site, Escalation(contribution_id=left, **asked))
    view = keep(site, office, room, "q=bridge", "Bridges")
    manifest = export(site, room, view, tmp_path / "out")
    assert references(tmp_path / "out") == {chosen}
    assert manifest["selection"] == {"name": "Bridges", "query": "q=bridge"}
    assert manifest["left_out"]["not in the selection"] == 1
    whole = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file())
    assert other.encode() not in whole
    with pytest.raises(Refused, match="only a whole one"):
        read_package(tmp_path / "out")
    export(site, room, view, tmp_path / "csv", "public", "csv")
    text = (tmp_path / "csv" / "contributions.csv").read_text(encoding="utf-8-sig")
    assert [row["reference"] for row in csv.DictReader(io.StringIO(text))] == [chosen]


def test_a_public_edition_is_selected_by_what_the_public_is_told(site, room, office):
    hidden = make_comment(
        site, room, "for the secretariat", identity="secretariat", on_behalf="organisation", country="KE", name="Zq"
    )
    view = keep(site, office, room, "country=KE")
    assert found(site, actor_for(site, office), room, view) == {hidden}
    assert found(site, ANYBODY, room, view) == set()


@pytest.mark.parametrize(
    "query",
    [
        "category=pigeons",
        "question=why",
        "state=lost",
        "country=XX",
        "organisation=nosuch",
        "since=yesterday",
        "late=soon",
    ],
)
def test_what_asks_for_something_that_is_no_more_says_so_and_shows_nothing(site, room, office, tmp_path, query):
    make_comment(site, room, "the bridge was closed")
    view = keep(site, office, room, f"{query}&q=bridge")
    with site.database.reading() as db:
        assert selection_of(db, room, view).gone == (query,)
    assert found(site, actor_for(site, office), room, view) == set()
    with pytest.raises(Gone, match=query):
        export(site, room, view, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_operator_names_a_selection(site, room, office, body):
    view = keep(site, office, room, "q=bridge", "Bridges")
    other = make_account(site, "other@example.org", ("rapporteur", "body", body.id))
    with site.database.reading() as db:
        assert selection_named(db, room, "Bridges").id == view.id
        with pytest.raises(Refused, match="no saved selection called Rivers"):
            selection_named(db, room, "Rivers")
    twin = keep(site, other, room, "q=river", "Bridges")
    with site.database.reading() as db:
        with pytest.raises(Refused, match="several saved a selection called Bridges"):
            selection_named(db, room, "Bridges")
        assert selection_named(db, room, twin.public_id).id == twin.id
        assert [one.id for one in selections(db, actor_for(site, other), room)] == [twin.id]


def test_the_command_exports_a_selection(site, room, office, tmp_path, monkeypatch):
    make_comment(site, room, "the bridge was closed")
    make_comment(site, room, "nothing to add")
    keep(site, office, room, "q=bridge", "Bridges")
    keep(site, office, room, "question=why", "Old")
    for name, value in (("DATABASE_URL", site.settings.database_url), ("SECRET_KEY", site.settings.secret_key)):
        monkeypatch.setenv(f"CONSULT_{name}", value)
    monkeypatch.setenv("CONSULT_BASE_URL", "http://localhost")
    monkeypatch.setenv("CONSULT_DATA_DIR", str(tmp_path))
    given = ["export", "assemblies", "--format", "jsonl", "--edition", "public", "--output"]
    done = CliRunner().invoke(commands, [*given, str(tmp_path / "out"), "--selection", "Bridges"])
    assert done.exit_code == 0, done.output
    assert len(references(tmp_path / "out")) == 1
    assert "left out: 1 not in the selection" in done.output
    for name in ("Rivers", "Old"):
        refused = CliRunner().invoke(commands, [*given, str(tmp_path / "none"), "--selection", name])
        assert refused.exit_code != 0
        assert not (tmp_path / "none").exists()


@pytest.mark.pages
def test_the_page_of_exports_offers_own_selections_and_says_what_is_gone(site, client, room, office):
    chosen = make_comment(site, room, "the bridge was closed")
    make_comment(site, room, "nothing to add")
    view = keep(site, office, room, "q=bridge", "Bridges")
    old = keep(site, office, room, "question=why", "Old")
    type_password(client, "office@example.org")
    address = f"/en/desk/exports/{room.public_id}/"
    text = page(client, address)
    assert "Bridges" in text
    assert "It asks for something that the docket no longer has: question=why." in text
    download = f"{address}record.zip?edition=restricted&format=jsonl&selection="
    with ZipFile(io.BytesIO(client.get(f"{download}{view.public_id}").data)) as packed:
        lines = packed.read("assemblies-restricted-jsonl-selection/contributions.jsonl").decode().splitlines()
    assert [json.loads(line)["reference"] for line in lines] == [chosen]
    refused = client.get(f"{download}{old.public_id}")
    assert refused.status_code == 409
    assert "Nothing was exported" in refused.text
    assert client.get(f"{download}nosuchthing00000").status_code == 404
