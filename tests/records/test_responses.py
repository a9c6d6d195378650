"""responses.csv: each answer in the column of its question, over all versions, as each reader may have it."""

import csv
from pathlib import Path
from typing import Any

import pytest

from consult.consultations.operations import submit_response
from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor, system
from consult.proceedings.models import Proceeding
from consult.records.editions import edition_of
from consult.records.exporting import export_folder
from consult.records.responses import cell
from consult.site import Site
from tests.factories import make_body, make_proceeding, publish, release


def question(key: str, kind: str = "short_text", **settings: Any) -> dict[str, Any]:
    texts = {"label": {"en": f"What about {key}?"}}
    texts |= {
        f"{name}.{one}": {"en": f"The {one}"} for name in ("option", "row") for one in settings.get(f"{name}s", ())
    }
    return {"key": key, "type": kind, "required": False, "settings": settings, "texts": texts}


def part(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "title": {"en": key}, "questions": list(questions)} | more


CHOICES = {"options": ["a", "b"], "other": True}
FIRST = [
    part("start", question("gone"), question("word"), question("one", "single_choice", **CHOICES)),
]
SECOND = [
    part(
        "start",
        question("between", "section_text"),
        question("word"),
        question("one", "single_choice", **CHOICES),
        question("many", "multiple_choice", **CHOICES),
        question("order", "ranking", options=["a", "b"]),
        question("grid", "matrix_single", rows=["r", "s"], options=["a", "b"]),
        question("points", "budget", options=["a", "b"], total=10),
        question("yes", "consent", version="2026-11"),
        question("number", "number", decimals=1),
    ),
    part("group", question("who"), question("cells", "matrix_multiple", rows=["r"], options=["a", "b"]), repeats_max=2),
]
LATER = {
    "word": "=SUM(A1)",
    "one": {"other": 'mine, "quoted"'},
    "many": ["a", "b", {"other": "too"}],
    "order": ["b", "a"],
    "grid": {"r": "a", "s": "b"},
    "points": {"a": 3, "b": 7},
    "yes": True,
    "number": "1.5",
    "group": [{"who": "Ama", "cells": {"r": ["a", "b"]}}, {"who": "Bo"}],
}


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site), identities=["public", "none"])


def file(site: Site, proceeding: Proceeding, version: str, answers: dict[str, Any], **more: Any) -> str:
    given = {"identity": "public", "name": "Ama Toure"} | more
    new = NewContribution("response", f"key {answers} {more}", (), "en", questionnaire=version, **given)
    who = Actor(sender=f"browser {more}")
    filed = site.work.run(submit_response, who, proceeding_id=proceeding.id, new=new, answers=answers)
    return str(filed.result.reference)


def exported(
    site: Site, proceeding: Proceeding, folder: Path, edition: str
) -> tuple[list[str], dict[str, dict[str, str]]]:
    """The names of the columns, and the rows by reference, with the apostrophe of the spreadsheet still there."""
    found = folder / edition
    export_folder(site.database, lambda db: edition_of(db, system("test"), proceeding.id, edition), "csv", found)
    with (found / "responses.csv").open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = {row["reference"]: row for row in reader}
        return list(reader.fieldnames or ()), rows


def test_each_question_has_one_column_over_all_versions(site, proceeding, tmp_path):
    early = file(site, proceeding, publish(site, proceeding, FIRST), {"gone": "An old answer", "one": "a"})
    late = file(site, proceeding, publish(site, proceeding, SECOND), LATER)
    release(site, proceeding)
    names, rows = exported(site, proceeding, tmp_path, "public")
    assert names[7:] == [
        *("word", "one", "many", "order", "grid.r", "grid.s", "points", "yes", "number"),
        *("who.1", "who.2", "cells.1.r", "cells.2.r", "gone"),
    ]
    assert {name: value for name, value in rows[early].items() if value and name in names[7:]} == {
        "gone": "An old answer",
        "one": "a",
    }
    assert {name: value for name, value in rows[late].items() if value and name in names[7:]} == {
        "word": "'=SUM(A1)",
        "one": 'other: mine, "quoted"',
        "many": "a; b; other: too",
        "order": "b; a",
        "grid.r": "a",
        "grid.s": "b",
        "points": "a=3; b=7",
        "yes": "2026-11",
        "number": "1.5",
        "who.1": "Ama",
        "cells.1.r": "a; b",
        "who.2": "Bo",
    }
    with (tmp_path / "public" / "dictionary.csv").open(encoding="utf-8-sig", newline="") as lines:
        told = {(row["file"], row["column"]): row for row in csv.DictReader(lines)}
    assert told["responses.csv", "cells.2.r"]["meaning"] == "What about cells?: The r"
    assert told["responses.csv", "many"]["values"] == "a = The a; b = The b"


def test_what_is_confidential_has_a_row_and_no_answers_for_the_public(site, proceeding, tmp_path):
    version = publish(site, proceeding, FIRST)
    kept = file(
        site, proceeding, version, {"word": "A secret"}, confidentiality="secretariat", identity="none", name=None
    )
    file(site, proceeding, version, {"word": "In the open"})
    release(site, proceeding)
    names, rows = exported(site, proceeding, tmp_path, "public")
    assert [rows[kept][name] for name in names[7:]] == ["", "", ""]
    assert "text" in rows[kept]["withheld"].split()
    assert "A secret" not in (tmp_path / "public" / "responses.csv").read_text()
    assert exported(site, proceeding, tmp_path, "restricted")[1][kept]["word"] == "A secret"


def test_without_questions_there_is_no_such_file(site, proceeding, tmp_path):
    export_folder(
        site.database, lambda db: edition_of(db, system("test"), proceeding.id, "public"), "csv", tmp_path / "x"
    )
    assert not (tmp_path / "x" / "responses.csv").exists()


def test_a_withheld_answer_shows_the_words_that_are_left():
    assert cell(None, "The rest of it") == "The rest of it"
    assert cell(None, None) is None
