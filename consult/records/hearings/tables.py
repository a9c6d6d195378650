"""The tables of a hearing as an edition has them."""

from typing import Any

from sqlalchemy import case, literal, null, select

from consult.core.localized import LocalizedText
from consult.hearings.record.models import Origin
from consult.records.carried import Carried, Field, owner_of, texts_json
from consult.records.columns import Column, Table
from consult.records.editions import Edition
from consult.records.hearings.floor import (
    AGREEMENTS,
    BALLOTS,
    FLOOR,
    HANDLED,
    LINE_VERSIONS,
    LINES,
    POLLS,
    SCREEN,
    SPEAKERS,
    STATEMENTS,
    TURNS,
    VOTERS,
)
from consult.records.hearings.programme import CHANNEL, ITEMS, PAPERS, PEOPLE, PLAN, REGISTRATIONS, SESSIONS
from consult.records.package_checks import Check, is_list, is_object, maybe
from consult.records.pseudonyms import under_pseudonyms
from consult.records.statements import statement_of

# In the order in which they are brought in: what is pointed at comes first.
ALL: tuple[Carried, ...] = (
    PLAN, SESSIONS, ITEMS, PEOPLE, CHANNEL, PAPERS, REGISTRATIONS, SPEAKERS, TURNS, FLOOR, LINES, LINE_VERSIONS, AGREEMENTS,
    POLLS, VOTERS, BALLOTS, STATEMENTS, HANDLED, SCREEN,
)  # fmt: skip
TEXTS, SOURCE = "texts", "source"
OUR_VOTERS = r"(?!voter-\d+$).*"  # what an import brought is a number already


def hearing_tables(edition: Edition, form: str) -> list[Table]:
    """The tables of an edition of a hearing; none for another kind, and none for a selection, which is about contributions."""
    if edition.proceeding.kind != "hearing" or edition.selection is not None:
        return []
    found = [_table(edition, one, form) for one in ALL if one.is_public or not edition.is_public]
    return [under_pseudonyms(one, OUR_VOTERS) if one.name == VOTERS.name else one for one in found]


def hearing_shapes(public: bool) -> dict[str, dict[str, Check]]:
    """The files of a package of a hearing, each with the checks of its fields."""
    shapes: dict[str, dict[str, Check]] = {}
    for one in ALL:
        if public and not one.is_public:
            continue
        shape = {field.name: _check(field, public) for field in one.fields if _is_in(field, public)}
        shape |= {TEXTS: is_list} if one.texts else {}
        shapes[one.name] = shape | ({SOURCE: maybe(is_object)} if one.keeps_source else {})
    return shapes


def _check(field: Field, public: bool) -> Check:
    return maybe(field.check) if public and field.public is not field.read else field.check


def _is_in(field: Field, public: bool) -> bool:
    return not public or field.public is not None


def _table(edition: Edition, carried: Carried, form: str) -> Table:
    columns = [_column(one, edition.is_public) for one in carried.fields if _is_in(one, edition.is_public)]
    if carried.texts and form == "csv":
        columns += [_title(edition, carried, name) for name in carried.texts]
    elif carried.texts:
        read = texts_json(owner_of(carried.table))
        meaning = "its texts in every language: field, language, text, status, source_hash"
        columns.append(Column(TEXTS, _if_open(edition, carried, read, "[]"), "list", meaning))
    if carried.keeps_source and form != "csv":
        kept = select(Origin.source).where(Origin.owner == owner_of(carried.table)).scalar_subquery()
        meaning = "what an imported record says of it beside its words"
        columns.append(Column(SOURCE, _if_open(edition, carried, kept, None), "object", meaning))
    return Table(carried.name, carried.meaning, tuple(columns), statement_of(edition, carried))


def _column(field: Field, public: bool) -> Column:
    read = field.public if public else field.read
    assert read is not None
    return Column(field.name, read, field.type, field.meaning, field.values)


def _title(edition: Edition, carried: Carried, name: str) -> Column:
    text = LocalizedText
    read = select(text.text).where(
        text.owner == owner_of(carried.table), text.field == name, text.language == edition.proceeding.language
    )
    meaning = f"{name} in the original language"
    return Column(name, _if_open(edition, carried, read.scalar_subquery(), None), "string", meaning)


def _if_open(edition: Edition, carried: Carried, read: Any, otherwise: Any) -> Any:
    """Words of a closed item, and of a line that was removed, are not told to everybody."""
    if not edition.is_public or carried not in (ITEMS, LINES):
        return read
    told = ITEMS.table.audience == "public" if carried is ITEMS else LINES.table.state == "written"
    return case((told, read), else_=null() if otherwise is None else literal(otherwise))
