"""Whole submissions in the ledger: a public edition opens its own commitments, and none that is not for its readers."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult.consultations.operations import correct_response, submit_response
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.own import withdraw_contribution
from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor, system
from consult.ledger.commitments import commit
from consult.ledger.models import Entry, Stream
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.records.editions import edition_of
from consult.records.exporting import export_folder
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding, publish, release

pytestmark = pytest.mark.timeout(120)
KEYS = ("first", "second")
ASKED = [
    {"key": key, "type": "short_text", "required": True, "settings": {}, "texts": {"label": {"en": f"The {key}?"}}}
    for key in KEYS
]
LIVES = ("pending", "published", "corrected", "hidden", "restored", "declined", "withdrawn")
CHOICES = list(product(("public", "secretariat", "none"), ("public", "secretariat")))
Rows = list[dict[str, Any]]


def submit_all(site: Site, proceeding: Proceeding) -> dict[str, tuple[str, str, str]]:
    """A whole submission of each life, identity and confidentiality; what each reference is."""
    asked = publish(site, proceeding, [{"title": {"en": "All"}, "questions": ASKED}])
    author = actor_for(site, make_account(site, "author@example.org"))
    found = {}
    for life, (identity, confidentiality) in product(LIVES, CHOICES):
        name = f"{life} {identity} {confidentiality}"
        new = NewContribution(
            "response",
            f"key {name}",
            (),
            "en",
            identity,
            confidentiality,
            None if identity == "none" else f"Somebody {name}",
            "individual",
            questionnaire=asked,
        )
        answers = {key: f"The {key} answer, {name}" for key in KEYS}
        filed = site.work.run(submit_response, author, proceeding_id=proceeding.id, new=new, answers=answers).result
        found[filed.reference] = (life, identity, confidentiality)
        live(site, filed.reference, life, {one: f"{words}, anew" for one, words in answers.items()})
    return found


def live(site: Site, reference: str, life: str, anew: dict[str, str]) -> None:
    """Take a submission through what its life says; what is confidential is never approved, only read."""

    def act(name: str, seen: int = 1) -> None:
        site.work.run(decide, TEST, reference=reference, act=name, seen=seen, reason="off_topic")

    with site.database.reading() as db:
        row = db.scalars(select(Contribution).where(Contribution.reference == reference)).one()
    waits, author = row.waiting, Actor(sender="browser", contribution_id=row.id)  # as its codeword lets in
    if life in ("published", "corrected", "hidden", "restored") and waits:
        act("approve")
    if life == "corrected":
        site.work.run(correct_response, author, reference=reference, seen=1, answers=anew)
        if waits:
            act("approve", 2)
    if life == "declined" and waits:
        act("decline")
    if life in ("hidden", "restored"):
        act("hide")
    if life == "restored":
        act("restore")
    if life == "withdrawn":
        site.work.run(withdraw_contribution, author, reference=reference)


def edition(site: Site, proceeding: Proceeding, folder: Path) -> dict[str, Rows]:
    """The public edition in JSON Lines: name of the file → its rows."""
    with site.database.reading() as db:
        made = edition_of(db, system("export"), proceeding.id, "public")
        export_folder(site.database, lambda _db: made, "jsonl", folder)
    return {file.stem: [json.loads(line) for line in file.open()] for file in folder.glob("*.jsonl")}


def text_of(row: dict[str, Any], version: int, passages: Rows) -> dict[str, Any]:
    """What a commitment to the text opens to, as docs say it."""
    kept = [
        {name: one[name] for name in ("number", "question", "value", "text")}
        for one in sorted(passages, key=lambda one: int(one["number"]))
    ]
    return {"language": row["language"], "version": version, "passages": kept}


def identity_of(row: dict[str, Any]) -> dict[str, Any]:
    """What a commitment to the identity opens to."""
    return {name: row[name] for name in ("name", "category", "on_behalf", "organisation", "coalition", "country")}


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site), moderation="before")


def test_public_salts_open_the_public_commitments_and_nothing_of_the_desk(
    site: Site, proceeding: Proceeding, tmp_path: Path
):
    kinds = submit_all(site, proceeding)
    assert release(site, proceeding) > 0
    files = edition(site, proceeding, tmp_path / "public")
    rows = {row["reference"]: row for row in files["contributions"]}
    last = {entry["reference"]: entry["commitments"] for entry in files["entries"] if entry["reference"] in kinds}
    opened: dict[str, set[str]] = {}
    for version in files["versions"]:
        reference, number = version["reference"], version["version"]
        passages = [one for one in files["passages"] if one["reference"] == reference]
        renditions = {"text": text_of(rows[reference], number, passages), "identity": identity_of(rows[reference])}
        salts = {part: version[f"salt_open_{part}"] for part in renditions if version[f"salt_open_{part}"]}
        made = {part: commit(salt, renditions[part]) for part, salt in salts.items()}
        opened[reference] = {part for part, hashed in made.items() if last[reference].get(part) == hashed}
        assert opened[reference] == set(salts) == set(last[reference]), (kinds[reference], salts, last[reference])
    expected = {reference: told(*kind) for reference, kind in kinds.items()}
    assert {reference: opened.get(reference, set()) for reference in kinds} == expected
    nothing_of_the_desk(site, files, expected)


def told(life: str, identity: str, confidentiality: str) -> set[str]:
    """Which parts everybody may open at the end."""
    if confidentiality != "public" or life not in ("published", "corrected", "restored"):
        return set()
    return {"text", "identity"} if identity == "public" else {"text"}


def nothing_of_the_desk(site: Site, files: dict[str, Rows], expected: dict[str, set[str]]) -> None:
    """No salt of the edition opens an entry of the desk with the true words, and no other salt stands in any file."""
    text, desk = json.dumps(files), set()
    public = {salt for row in files["versions"] for name, salt in row.items() if name.startswith("salt_") and salt}
    with site.database.reading() as db:
        query = select(Entry.commitments).join(Stream, Stream.id == Entry.stream_id).where(Stream.audience == "desk")
        for commitments in db.scalars(query):
            desk |= set(commitments.values())
        for version, row in db.execute(select(Version, Contribution).join(Contribution)).all():
            passages = db.scalars(select(Passage).where(Passage.version_id == version.id).order_by(Passage.number))
            kept = [{name: getattr(one, name) for name in ("number", "question", "value", "text")} for one in passages]
            words: dict[str, Any] = {
                "text": text_of({"language": row.language}, version.number, kept),
                "identity": {"name": row.author_name}
                | {
                    name: getattr(row, name)
                    for name in ("category", "on_behalf", "organisation", "coalition", "country")
                },
            }
            mine = {commit(version.salts[f"desk.{part}"], value) for part, value in words.items()}
            assert len(mine & desk) == 1 + (row.identity != "none")  # the desk's ledger commits to all that was filed
            assert not {commit(salt, value) for salt in public for value in words.values()} & desk
            standing = version.number == row.version
            for part, value in words.items():
                may = standing and part in expected[row.reference]
                assert (version.salts[f"open.{part}"] in text) == may, (row.reference, part)
                assert version.salts[f"desk.{part}"] not in text
                assert part in expected[row.reference] or not value.get("name") or value["name"] not in text
