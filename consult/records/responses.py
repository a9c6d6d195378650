"""responses.csv: one row for each response and one column for each question, over all versions that were asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlalchemy import and_, literal, select
from sqlalchemy.orm import Session

from consult.consultations.answers.values import MATRICES
from consult.consultations.shape.limits import OTHER
from consult.consultations.written import Item, published_sections
from consult.contributions.access import FIELDS
from consult.contributions.disclosure import disclosed
from consult.contributions.models import Contribution, Passage, Version
from consult.proceedings.models import Proceeding
from consult.records.columns import Column, Table, withheld_fields
from consult.records.editions import Edition
from consult.records.tables import STANDING, STATE_WORDS
from consult.records.writing import BOM, Progress, Written, csv_line, read_rows, write_file

MOST_COLUMNS = 10_000
FIRST = 7  # the columns about the response itself; those of the passage follow in the statement
Place = tuple[str, int, str | None]
MEANING = (
    "responses to the questionnaire, a column for each question over all its versions. In groups the name of a column ends "
    "with the number of the instance, in tables with the row. Choices stand as their keys, several with a semicolon between "
    "them, other words after 'other:'; a ranking as keys in order; points as key=points; a consent as its version."
)


@dataclass(frozen=True, slots=True)
class Wide:
    """The table as the dictionary describes it, where each answer goes, and the statement that reads them."""

    table: Table
    places: Mapping[Place, int]
    source: Table


def responses(db: Session, edition: Edition) -> Wide | None:
    """The wide table of an edition; None where no questions were ever asked."""
    versions = published_sections(db, edition.proceeding.id)
    if not versions:
        return None
    answers = _answer_columns(versions, edition.proceeding.language)
    source = _source(edition)
    about = [replace(column, made=None) for column in source.columns[:FIRST]]
    table = Table("responses", MEANING, (*about, *answers.values()), source.statement)
    return Wide(table, {place: FIRST + number for number, place in enumerate(answers)}, source)


def _source(edition: Edition) -> Table:
    """One row for each answer of the responses that stand, and one for a response without any that may be read."""
    actor = edition.actor
    columns = (
        Column("reference", Contribution.reference.expression, "string", "the contribution"),
        Column("state", Contribution.state.expression, "string", "how it stands", STATE_WORDS),
        Column("version", Contribution.version.expression, "integer", "number of the version that stands"),
        Column("language", disclosed(actor, "language"), "string", "language of the text, BCP 47"),
        Column("category", disclosed(actor, "category"), "string", "stakeholder category"),
        Column("name", disclosed(actor, "name"), "string", "name of the author"),
        Column("withheld", withheld_fields(actor), "string", "fields that readers of this edition may not have"),
        Column("question", Passage.question.expression, "string", "public id of the question"),
        Column("instance", Passage.instance.expression, "integer", "which repetition of a group"),
        Column("matrix_row", Passage.matrix_row.expression, "string", "row of a table"),
        Column("value", disclosed(actor, "value"), "object", "typed value"),
        Column("text", disclosed(actor, "text"), "string", "text as readers of this edition may have it"),
    )
    read = and_(Passage.version_id == Version.id, Passage.question.is_not(None), FIELDS["text"].where(actor))
    query = (
        select(Contribution.id)
        .select_from(Contribution)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, STANDING)
        .outerjoin(Passage, read)
        .where(*edition.rows, Contribution.kind == "response")
        .order_by(Contribution.reference, Passage.number)
    )
    return Table("responses", MEANING, columns, query)


def _answer_columns(versions: Sequence[Sequence[Item]], language: str) -> dict[Place, Column]:
    """Place → column, in the order of the newest version and then of those that are asked no more."""
    found: dict[Place, Column] = {}
    asked = [(part, one) for sections in reversed(versions) for part in sections for one in part["questions"]]
    for key in dict.fromkeys(one["key"] for _part, one in asked if one["type"] != "section_text"):
        forms = [(part, one) for part, one in asked if one["key"] == key and one["type"] != "section_text"]
        instances = max(part["repeats_max"] for part, _one in forms)
        rows = dict.fromkeys(row for _part, one in forms for row in one["settings"].get("rows", ()))
        plain = any(one["type"] not in MATRICES for _part, one in forms)
        for instance in range(1, instances + 1):
            for row in [*([None] if plain else []), *rows]:
                if len(found) < MOST_COLUMNS:
                    number = [str(instance)] if instances > 1 else []
                    name = ".".join([key, *number, *([row] if row else [])])
                    found[forms[0][1]["public_id"], instance, row] = _column(name, forms[0][1], row, language)
    return found


def _column(name: str, one: Item, row: str | None, language: str) -> Column:
    label = _words(one, "label", language)
    meaning = f"{label}: {_words(one, f'row.{row}', language)}" if row else label
    options = (f"{key} = {_words(one, f'option.{key}', language)}" for key in one["settings"].get("options", ()))
    return Column(name, literal(None), "string", meaning, "; ".join(options))


def _words(one: Item, name: str, language: str) -> str:
    texts = one["texts"].get(name, {})
    return str(texts.get(language) or next(iter(texts.values()), ""))


def write_responses(db: Session, wide: Wide, folder: Path, progress: Progress) -> Written:
    """Write the file while its answers are read; memory holds one response at a time."""
    # Every answer may hold what people wrote: all cells are looked at, whatever values they may have.
    free = tuple(replace(column, values="") for column in wide.table.columns)
    line = csv_line(replace(wide.table, columns=free))

    def write(file: BinaryIO) -> int:
        count = 0
        names = [f'"{column.name}"' if "," in column.name else column.name for column in free]
        file.write(BOM + ",".join(names).encode() + b"\r\n")
        for row in _rows(db, wide):
            file.write(line(row).encode())
            count += 1
            progress(1)
        return count

    return write_file(folder / "responses.csv", write)


def _rows(db: Session, wide: Wide) -> Iterator[Sequence[Any]]:
    present: list[Any] = []
    for rows in read_rows(db, wide.source):
        for row in rows:
            if not present or present[0] != row[0]:
                if present:
                    yield present
                present = [*row[:FIRST], *[None] * len(wide.places)]
            question, instance, matrix_row, value, text = row[FIRST:]
            at = wide.places.get((question, instance, matrix_row)) if question else None
            if at is not None:
                present[at] = cell(orjson.loads(value) if isinstance(value, str) else value, text)
    if present:
        yield present


def cell(value: Mapping[str, Any] | None, text: str | None) -> str | None:
    """One answer as a cell; the public words alone where the answer itself is withheld."""
    if value is None:
        return text
    told = value.get("value")
    if value.get("type") == "consent":
        return text
    if isinstance(told, list):
        return "; ".join(map(_choice, told))
    if value.get("type") == "budget" and isinstance(told, Mapping):
        return "; ".join(f"{key}={points}" for key, points in told.items())
    return _choice(told)


def _choice(value: Any) -> str:
    return f"{OTHER}: {value.get(OTHER, '')}" if isinstance(value, Mapping) else str(value)
