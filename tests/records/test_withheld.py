"""What of withheld and erased words an edition carries: the mark, what opens it, and the number."""

import json
from pathlib import Path

import pytest

from consult.ledger.commitments import commit
from tests.factories import make_comment
from tests.moderation.withholding import MARK, make_desk
from tests.records.test_packages import export

MARKER = "quillfeatherine"
TEXT = f"Mrs {MARKER} said no."


def lines(path: Path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_public_edition_has_no_withheld_word_in_any_file(site, tmp_path, form):
    desk = make_desk(site)
    reference = make_comment(site, desk.room, TEXT)
    desk.want_two()
    desk.redact(reference, MARKER, note=f"About {MARKER}.", by=desk.moderator)
    desk.settle(reference, note=f"{MARKER} has not agreed.")
    export(site, "assemblies", tmp_path / "public", "public", form)
    export(site, "assemblies", tmp_path / "restricted", "restricted", form)
    files = {
        name: [path.read_text(errors="replace") for path in (tmp_path / name).rglob("*") if path.is_file()]
        for name in ("public", "restricted")
    }
    assert not [text for text in files["public"] if MARKER in text]
    assert [text for text in files["public"] if MARK in text]
    assert [text for text in files["restricted"] if MARKER in text]


def test_the_public_edition_opens_the_last_commitment_and_not_the_one_before(site, tmp_path):
    desk = make_desk(site)
    reference = make_comment(site, desk.room, TEXT)
    desk.redact(reference, MARKER)
    export(site, "assemblies", tmp_path / "out", "public", "jsonl")
    (version,) = lines(tmp_path / "out" / "versions.jsonl")
    (passage,) = lines(tmp_path / "out" / "passages.jsonl")
    published, redacted = (one["commitments"]["text"] for one in lines(tmp_path / "out" / "entries.jsonl"))
    told = {name: passage[name] for name in ("number", "question", "value", "text")}
    rendition = {"language": "en", "version": 1, "passages": [told]}
    assert commit(version["salt_open_text"], rendition) == redacted
    before = {**rendition, "passages": [told | {"text": TEXT}]}
    assert commit(version["salt_open_text"], before) != published  # a guess cannot be proved


def test_an_erased_input_keeps_its_number_in_both_editions(site, tmp_path):
    desk = make_desk(site)
    reference = make_comment(site, desk.room, TEXT, category="individual")
    docket = desk.row(reference).docket
    desk.erase(reference, note="By order.", ground="court")
    for edition in ("public", "restricted"):
        export(site, "assemblies", tmp_path / edition, edition, "jsonl")
        (row,) = lines(tmp_path / edition / "contributions.jsonl")
        assert (row["reference"], row["state"], row["docket"]) == (reference, "erased", docket)
        assert lines(tmp_path / edition / "passages.jsonl") == []
        assert not [
            path
            for path in (tmp_path / edition).rglob("*")
            if path.is_file() and MARKER in path.read_text(errors="replace")
        ]
    (decision,) = lines(tmp_path / "public" / "decisions.jsonl")
    assert (decision["act"], decision["reason"]) == ("erase", "court")
