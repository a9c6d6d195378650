"""compare.100-pages.s: the page that shows two versions of 100 pages side by side, from the request to its last byte."""

import random
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from consult.app import create_app
from consult.core.config import Settings
from consult.migrate import migrate
from consult.site import Site, open_site
from consult.workspaces.documents.operations.bringing import Text, bring_text
from consult.workspaces.documents.operations.making import NewParagraph, make_document
from consult.workspaces.documents.operations.versions import make_version, present_text, text_digest
from consult.workspaces.documents.queries import document_by_public_id
from tests.bench.rows import Row, row
from tests.factories import TEST, make_account, make_body, make_proceeding, sign_in

PARAGRAPHS, WORDS, TIMES = 625, 80, 5  # about 50,000 words
PHRASE = "peaceful assembly states shall protect the right of everybody who takes part in it and of those who watch it by law"
SPOKEN = PHRASE.split()


def words(dice: random.Random, number: int) -> str:
    """A sentence of so many words, as people write them."""
    return " ".join(
        dice.choice(SPOKEN) + (f"{dice.randrange(400)}" if dice.random() < 0.3 else "") for _word in range(number)
    )


def edited(dice: random.Random, text: str) -> str:
    """The same with a few words in other places: replaced, added, taken away."""
    parts = text.split()
    for _change in range(dice.randrange(1, 9)):
        at = dice.randrange(len(parts))
        parts[at : at + dice.randrange(2)] = words(dice, dice.randrange(3)).split()
    return " ".join(parts)


def changed(dice: random.Random, kept: list[dict[str, str]]) -> Text:
    """The next version: a third of the paragraphs edited, some moved, some new, some gone."""
    rows: list[tuple[str | None, NewParagraph]] = []
    for one in kept:
        fate = dice.random()
        if fate < 0.03:
            continue
        text = edited(dice, one["text"]) if fate < 0.36 else one["text"]
        rows.append((one["key"], NewParagraph(text, one["style"])))
        if fate > 0.96:
            rows.append((None, NewParagraph(words(dice, WORDS), "paragraph")))
    for _move in range(len(rows) // 40):
        rows.insert(dice.randrange(len(rows)), rows.pop(dice.randrange(len(rows))))
    return Text(rows)


def measure() -> list[Row]:
    """The median of five times, by somebody of the room who is signed in."""
    with TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/bench.sqlite",
            secret_key="b" * 50,
            base_url="http://localhost",
            data_dir=Path(folder),
        )
        migrate(settings)
        site = open_site(settings)
        try:
            return [row("compare.100-pages.s", seconds(site))]
        finally:
            site.close()


def seconds(site: Site) -> float:
    """Make the two versions and read their comparison."""
    dice = random.Random(100)
    room = make_proceeding(site, make_body(site), "advisers", kind="workspace", audience="members")
    styles = ["heading1", *["paragraph"] * 9, "item", "item"]
    new = [NewParagraph(words(dice, WORDS), styles[number % len(styles)]) for number in range(PARAGRAPHS)]
    given: dict[str, Any] = {"title": "A text of 100 pages", "language": "en", "paragraphs": new}
    made = site.work.run(make_document, TEST, proceeding_id=room.id, **given).result
    site.work.run(make_version, TEST, document_id=made.id)
    with site.database.reading() as db:
        kept = present_text(db, document_by_public_id(db, TEST, made.public_id))
    site.work.run(bring_text, TEST, document_id=made.id, seen=text_digest(kept), text=changed(dice, kept))
    site.work.run(make_version, TEST, document_id=made.id)
    client = create_app(site=site).test_client()
    sign_in(site, client, make_account(site, "m@example.org", ("member", "proceeding", room.id)))
    address = f"/en/workspaces/advisers/documents/{made.public_id}/compare?from=1&to=2"
    taken = []
    for _time in range(TIMES):
        began = time.perf_counter()
        answer = client.get(address)
        taken.append(time.perf_counter() - began)
        assert answer.status_code == 200
        assert b"<ins>" in answer.data
    return median(taken)
