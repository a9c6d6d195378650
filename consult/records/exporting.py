"""Making an edition: a folder that appears whole or not at all, with data, dictionary and manifest."""

import csv
import io
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from consult.contributions.access import visible
from consult.contributions.models import Contribution
from consult.contributions.publication import held_back
from consult.core.clock import now, rfc3339
from consult.core.db import Database
from consult.core.storage import Storage
from consult.ledger.models import Stream
from consult.ledger.queries import checkpoint
from consult.moderation.public_queries import moderated
from consult.proceedings.models import Proceeding
from consult.records import correspondence, histories, relations, tables
from consult.records.columns import Table
from consult.records.editions import Edition
from consult.records.files import attachments, write_files
from consult.records.hearings.papers import write_papers
from consult.records.hearings.tables import hearing_tables
from consult.records.intake import intake
from consult.records.proceeding_file import proceeding_document
from consult.records.pseudonyms import under_pseudonyms
from consult.records.refusals import Refused
from consult.records.responses import responses, write_responses
from consult.records.withholding import without_names
from consult.records.workspaces.files import write_documents
from consult.records.workspaces.tables import room_tables
from consult.records.writing import Written, write_csv, write_file, write_json, write_jsonl

Progress = Callable[[int], None]
Finder = Callable[[Session], Edition]
FORMAT = 1
ROOM_NEVER = [
    "what was read by whom", "mentions", "locks on paragraphs", "who cast which secret ballot", "draft proposals and requests",
]  # fmt: skip
NAMES_WITHHELD = "names of persons and organisations are left out; what people wrote stands as they wrote it"
CSV_SAYS = (
    "CSV files are UTF-8 with a byte order mark, with commas and CRLF. A cell that begins with = + - @, a tab or a carriage "
    "return has an apostrophe put before it, so that no spreadsheet runs it; nothing is taken away. An empty cell is a value "
    "that is absent or withheld: the column withheld tells which. The JSON Lines edition is the one without any change."
)
JSONL_SAYS = "JSON Lines files are UTF-8, one object to a line. null is a value that is absent or withheld."


def export_folder(
    database: Database,
    find: Finder,
    form: str,
    target: Path,
    *,
    storage: Storage | None = None,
    force: bool = False,
    progress: Progress = lambda _n: None,
) -> dict[str, Any]:
    """Write an edition to the folder `target` and give its manifest; all of it is read in one snapshot.

    Raises Refused for a target that exists (unless forced) or cannot be written.
    """
    if target.exists() and not force:
        raise Refused(f"{target} exists: name another path, or replace it with --force")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}") from error
    try:
        with database.snapshot() as db:
            manifest = write_edition(db, find(db), form, made, progress, storage)
        _put_in_place(made, target)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return manifest


def _put_in_place(made: Path, target: Path) -> None:
    made.chmod(0o755)
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        target.rename(old / "old")
        made.rename(target)
        shutil.rmtree(old)
    else:
        made.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_edition(
    db: Session, edition: Edition, form: str, folder: Path, progress: Progress, storage: Storage | None = None
) -> dict[str, Any]:
    """Write all files of an edition into an empty folder; the manifest comes last."""
    tally: Counter[tuple[Any, ...]] = Counter()
    write = write_csv if form == "csv" else write_jsonl
    files = [write_json(folder / "proceeding.json", proceeding_document(db, edition))]
    of_edition = tables_of(edition, form)
    files += [write(db, table, folder, progress, tally) for table in of_edition]
    files += write_files(db, edition, storage, folder)
    files += write_papers(db, edition, storage, folder)
    files += write_documents(db, edition, storage, folder)
    wide = responses(db, edition) if form == "csv" else None
    if wide is not None:
        files.append(write_responses(db, wide, folder, progress))
        of_edition.append(wide.table)
    files.append(_dictionary(folder, form, of_edition))
    manifest = {
        "format": FORMAT,
        "made_by": f"consult {version('consult')}",
        "made_at": rfc3339(now()),
        "proceeding": edition.proceeding.slug,
        "edition": edition.name,
        "form": form,
        "checkpoint": _heads(db, edition),
        "files": [asdict(file) for file in files],
        "left_out": left_out(db, edition) | not_selected(db, edition),
        "appeals": appeals_counted(db, edition.proceeding),
        "withheld": withheld(tally),
        "votes": edition.proceeding.source.get(
            "votes", {"counted": "the last vote of each voter on a contribution counts"}
        ),
        "never_exported": [
            "accounts",
            "sessions",
            "hashes of codewords",
            "addresses for news",
            "flags",
            "drafts with their files",
        ],
    }
    if edition.proceeding.kind == "workspace":
        manifest["never_exported"] += ROOM_NEVER
    if edition.is_unnamed:
        manifest["names"] = NAMES_WITHHELD
    if edition.selection is not None:
        manifest["selection"] = {"name": edition.selection.name, "query": edition.selection.query}
    write_json(folder / "manifest.json", manifest)
    return manifest


def tables_of(edition: Edition, form: str) -> list[Table]:
    """The tables of an edition: for reading in CSV, for machines and for bringing it in again in JSON Lines."""
    exchanged = [
        correspondence.appeals(edition),
        correspondence.letters(edition),
        correspondence.escalations(edition),
    ]
    if form == "csv":
        found = [
            tables.contributions(edition, with_text=True),
            tables.answers(edition),
            histories.decisions(edition),
            attachments(edition),
            relations.relations(edition),
            relations.codes(edition),
        ]
        kept = [intake(edition), *exchanged, under_pseudonyms(histories.votes(edition, in_words=True))]
        return _of_kind(edition, form, found if edition.is_public else [*found, *kept])
    found = [
        tables.contributions(edition, with_text=False),
        tables.versions(edition),
        tables.passages(edition),
        histories.decisions(edition),
        *([histories.entries(edition)] if edition.selection is None else []),  # a chain has no parts
        attachments(edition),
        relations.relations(edition),
        relations.codes(edition),
    ]
    votes = under_pseudonyms(histories.votes(edition, in_words=False))
    kept = [intake(edition), histories.proposals(edition), *exchanged, votes]
    return _of_kind(edition, form, found if edition.is_public else [*found, *kept])


def _of_kind(edition: Edition, form: str, found: list[Table]) -> list[Table]:
    """With the tables of a hearing or a room, and without names where they are left out."""
    whole = [*found, *hearing_tables(edition, form), *room_tables(edition, form)]
    return [without_names(one) for one in whole] if edition.is_unnamed else whole


def appeals_counted(db: Session, proceeding: Proceeding) -> dict[str, int]:
    """How many appeals were made and how they ended, as everybody is told."""
    counts = moderated(db, proceeding)
    return {"made": counts.appeals, "overturned": counts.overturned, "upheld": counts.upheld}


def _heads(db: Session, edition: Edition) -> list[dict[str, Any]]:
    public = set(
        db.scalars(
            select(Stream.public_id).where(
                Stream.scope_id == edition.proceeding.id, Stream.audience.in_(("public", "members"))
            )
        )
    )
    heads = checkpoint(db, edition.proceeding.id)
    return [asdict(head) for head in heads if head.stream in public or not edition.is_public]


def left_out(db: Session, edition: Edition) -> dict[str, int]:
    """How many contributions are no row of this edition, by reason."""
    held = case((held_back(), 1), else_=0)
    query = (
        select(Contribution.state, held, func.count())
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.proceeding_id == edition.proceeding.id, ~visible(edition.actor))
        .group_by(Contribution.state, held)
    )
    found: Counter[str] = Counter()
    for state, kept, count in db.execute(query):
        found["not published by policy" if kept else "pending" if state == "pending" else "not yet listed"] += count
    return dict(sorted(found.items()))


def not_selected(db: Session, edition: Edition) -> dict[str, int]:
    """How many contributions of an edition a selection leaves out, as the manifest says it; nothing for a whole edition."""
    if edition.selection is None:
        return {}
    whole = replace(edition, selection=None, only=())
    counted = (
        select(func.count()).select_from(Contribution).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    )
    rest = (db.scalar(counted.where(*whole.rows)) or 0) - (db.scalar(counted.where(*edition.rows)) or 0)
    return {"not in the selection": rest}


def withheld(tally: Counter[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """How many values of each field are withheld, by reason."""
    found: Counter[tuple[str, str]] = Counter()
    for (fields, state, confidentiality), count in tally.items():
        for field in fields.split():
            found[field, _why(state, confidentiality)] += count
    return [{"field": field, "reason": reason, "rows": rows} for (field, reason), rows in sorted(found.items())]


def _why(state: str, confidentiality: str) -> str:
    if state != "published":
        return state
    return "confidential" if confidentiality != "public" else "no public name"


def _dictionary(folder: Path, form: str, of_edition: Iterable[Table]) -> Written:
    """What each column of each file means: a table of its own in CSV, a document in JSON."""
    if form != "csv":
        document = {
            "about": JSONL_SAYS,
            "files": [
                {
                    "file": f"{table.name}.jsonl",
                    "meaning": table.meaning,
                    "columns": [
                        {"name": one.name, "type": one.type, "meaning": one.meaning, "values": one.values}
                        for one in table.columns
                    ],
                }
                for table in of_edition
            ],
        }
        return write_json(folder / "dictionary.json", document)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("file", "column", "type", "meaning", "values"))
    writer.writerow(("*.csv", "", "", CSV_SAYS, ""))
    for table in of_edition:
        writer.writerow((f"{table.name}.csv", "", "", table.meaning, ""))
        writer.writerows((f"{table.name}.csv", one.name, one.type, one.meaning, one.values) for one in table.columns)
    content = b"\xef\xbb\xbf" + text.getvalue().encode()
    return write_file(folder / "dictionary.csv", lambda file: file.write(content) and None)
