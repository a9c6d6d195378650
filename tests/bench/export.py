"""Exports of 100,000 rows against the `sqlite3` shell that runs the same statements, and their peak memory."""

import json
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.submit import new_reference
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.config import Settings
from consult.core.db import Database, new_public_id
from consult.migrate import migrate
from consult.records.editions import edition_of, proceeding_named
from consult.records.exporting import export_folder, tables_of
from consult.records.operations.drafts import NewDraft, create_draft, make_visible
from consult.records.writing import statement_text
from consult.site import Site, open_site

ROWS = 100_000
ROUNDS = 3
ACTOR = system("bench")
WORDS = tuple(
    "the night ferry should run for those who work late and cannot pay a taxi says 計程車 = dear - ,".split(" ")
)


def rows() -> list[dict[str, object]]:
    """The rows of this bench, for the list of `make bench`."""
    with tempfile.TemporaryDirectory() as folder:
        settings = made_site(Path(folder))
        measured = [(form, *ratio(settings, form, Path(folder))) for form in ("csv", "jsonl")]
    found = [
        {
            "name": f"export.{form}.vs.sqlite3",
            "value": round(value, 2),
            "unit": "ratio",
            "target": 2,
            "better": "lower",
            "holds": value <= 2,
        }
        for form, value, _mib in measured
    ]
    mib = max(mib for _form, _value, mib in measured)
    memory = {"name": "export.rss.mb", "value": round(mib, 1), "unit": "MiB", "target": 96, "better": "lower"}
    return [*found, memory | {"holds": mib <= 96}]


def made_site(folder: Path) -> Settings:
    """A site with one consultation of 100,000 comments with texts of 60 words."""
    settings = Settings(f"sqlite:///{folder / 'bench.sqlite'}", secrets.token_hex(32), "http://localhost", folder)
    migrate(settings)
    site = open_site(settings)
    new = NewDraft("big", "en", {"title": {"en": "Big"}})
    proceeding_id = site.work.run(create_draft, ACTOR, new=new, body=None).result.proceeding_id
    for start in range(0, ROWS, 2000):
        site.work.run(fill, ACTOR, bulk=True, proceeding_id=proceeding_id, numbers=range(start, start + 2000))
    site.work.run(make_visible, ACTOR, proceeding_id=proceeding_id, state="open")
    site.close()
    return settings


def fill(db: Session, actor: Actor, *, proceeding_id: int, numbers: range) -> None:
    """Rows of every identity, some declined, some confidential."""
    filed = [
        {
            "id": number + 1,
            "public_id": new_public_id(),
            "reference": new_reference("C1"),
            "proceeding_id": proceeding_id,
            "kind": "comment",
            "state": "published" if number % 10 else "declined",
            "identity": ("public", "none", "secretariat")[number % 3],
            "confidentiality": "public" if number % 17 else "secretariat",
            "author_name": f"Author {number}" if number % 3 != 1 else None,
            "language": "en",
            "category": "academia",
            "target": "paragraph:3",
            "submitted_at": now() + timedelta(seconds=number),
            "place": number + 1,
            "docket": number + 1,
            "agrees": number % 7,
        }
        for number in numbers
    ]
    db.execute(insert(Contribution), filed)
    salts = {
        f"{audience}.{part}": secrets.token_hex(16) for audience in ("open", "desk") for part in ("text", "identity")
    }
    sent = [{"id": n + 1, "contribution_id": n + 1, "number": 1, "sent_at": now(), "salts": salts} for n in numbers]
    db.execute(insert(Version), sent)
    texts = [
        ("=" if n % 50 == 0 else "") + " ".join(WORDS[(n + place * 7) % len(WORDS)] for place in range(60))
        for n in numbers
    ]
    written = [
        {"id": n + 1, "version_id": n + 1, "number": 1, "text": text} for n, text in zip(numbers, texts, strict=True)
    ]
    db.execute(insert(Passage), written)


def ratio(settings: Settings, form: str, folder: Path) -> tuple[float, float]:
    """Our time for a public edition over the shell's for the same statements, and our peak memory in MiB."""
    statements = shell_statements(settings, form)
    ours, shell, peaks = [], [], []
    for number in range(ROUNDS):
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench.export", settings.database_url, form, str(folder / f"{form}-{number}")],
            check=True, capture_output=True,
        )  # fmt: skip
        measured = json.loads(run.stdout)
        ours.append(measured["seconds"])
        peaks.append(measured["mib"])
        shell.append(shell_seconds(settings, form, statements, folder))
    return median(ours) / median(shell), max(peaks)


def shell_statements(settings: Settings, form: str) -> str:
    """What the shell runs: the same columns with the same disclosure; putting apostrophes is our work alone."""
    database = Database(settings.database_url)
    with database.reading() as db:
        edition = edition_of(db, ACTOR, proceeding_named(db, "big").id, "public")
        found = [statement_text(db, table) for table in tables_of(edition, form)]
    database.close()
    return ";\n".join(found) + ";"


def shell_seconds(settings: Settings, form: str, statements: str, folder: Path) -> float:
    """The time of one `sqlite3` that writes the same tables to a file."""
    with (folder / "shell.out").open("wb") as output:
        started = time.perf_counter()
        path = str(Database(settings.database_url).url.database)
        mode = "-csv" if form == "csv" else "-json"
        subprocess.run(["sqlite3", mode, "-header", path, statements], stdout=output, check=True)
        return time.perf_counter() - started


def export_once(url: str, form: str, target: Path) -> dict[str, float]:
    """One export in this process: whole, from the snapshot to the folder in its place."""
    site: Site = open_site(Settings(url, "x" * 40, "http://localhost", target.parent))
    with site.database.reading() as db:
        proceeding_id = proceeding_named(db, "big").id
    started = time.perf_counter()
    export_folder(site.database, lambda db: edition_of(db, ACTOR, proceeding_id, "public"), form, target)
    seconds = time.perf_counter() - started
    site.close()
    return {"seconds": seconds, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(export_once(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
    else:
        print(json.dumps(rows(), indent=2))
