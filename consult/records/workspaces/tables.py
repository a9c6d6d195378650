"""The tables of a room as an edition has them."""

from sqlalchemy import select, union
from sqlalchemy.orm import aliased

from consult.accounts.models import Account
from consult.core.db import condition
from consult.core.localized import LocalizedText
from consult.records.carried import Carried, Field, owner_of, texts_json
from consult.records.columns import Column, Table, plain
from consult.records.editions import Edition
from consult.records.package_checks import PUBLIC_ID, Check, is_list, is_text, maybe
from consult.records.statements import rows_of, statement_of
from consult.records.workspaces.advice import ADVICE, HANDOVERS
from consult.records.workspaces.documents import (
    AMENDMENT,
    CONFLICT,
    DOCUMENTS,
    FILES,
    PARAGRAPHS,
    SAVES,
    VERSIONS,
)
from consult.records.workspaces.plan import OBJECTIVES, REQUEST_ACTS, REQUESTS, TASK_ACTS, TASKS
from consult.records.workspaces.rooms import DISCUSSIONS, MARKS, ROOM, SEATS
from consult.records.workspaces.votes import BALLOTS, ELECTORS, OPEN_VOTES, PROPOSALS
from consult.workspaces.votes.models import Elector

# In the order in which they are brought in: what is pointed at comes first.
ALL: tuple[Carried, ...] = (
    ROOM, SEATS, DISCUSSIONS, MARKS, DOCUMENTS, PARAGRAPHS, VERSIONS, AMENDMENT, SAVES, CONFLICT, FILES, OBJECTIVES, TASKS,
    TASK_ACTS, REQUESTS, REQUEST_ACTS, PROPOSALS, ELECTORS, OPEN_VOTES, BALLOTS, ADVICE, HANDOVERS,
)  # fmt: skip
MEMBERS, TEXTS = "members", "texts"
MEMBER: dict[str, Check] = {"public_id": PUBLIC_ID, "name": is_text}


def room_tables(edition: Edition, form: str) -> list[Table]:
    """The tables of an edition of a room; none for another kind, and none for a selection, which is about contributions."""
    if edition.proceeding.kind != "workspace" or edition.selection is not None:
        return []
    found = [_table(edition, one, form) for one in _in(edition.is_public)]
    return found if form == "csv" else [_members(edition), *found]


def room_shapes(public: bool) -> dict[str, dict[str, Check]]:
    """The files of a package of a room, each with the checks of its fields."""
    shapes = {MEMBERS: MEMBER}
    for one in _in(public):
        shape = {field.name: maybe(field.check) if field.unnamed is not None else field.check for field in one.fields}
        shapes[one.name] = shape | ({TEXTS: is_list} if one.texts else {})
    return shapes


def _in(public: bool) -> list[Carried]:
    return [one for one in ALL if one.is_public or not public]


def _table(edition: Edition, carried: Carried, form: str) -> Table:
    columns = [_column(edition, carried, one, form) for one in carried.fields]
    if carried.texts and form == "csv":
        columns += [_text(edition, carried, name) for name in carried.texts]
    elif carried.texts:
        read = texts_json(owner_of(carried.table))
        columns.append(
            Column(TEXTS, read, "list", "its texts in every language: field, language, text, status, source_hash")
        )
    return Table(carried.name, carried.meaning, tuple(columns), statement_of(edition, carried))


def _column(edition: Edition, carried: Carried, field: Field, form: str) -> Column:
    read = field.read
    if edition.is_unnamed and field.unnamed is not None:
        read = field.unnamed
    elif form == "csv" and field.target is Account:
        one, home = aliased(Account), Elector if carried is OPEN_VOTES else carried.table
        read = select(one.name).where(one.id == getattr(home, field.into)).scalar_subquery()
    return Column(field.name, read, field.type, field.meaning, field.values)


def _text(edition: Edition, carried: Carried, name: str) -> Column:
    text = LocalizedText
    read = select(text.text).where(
        text.owner == owner_of(carried.table), text.field == name, text.language == edition.proceeding.language
    )
    return Column(name, read.scalar_subquery(), "string", f"{name} in the original language")


def _members(edition: Edition) -> Table:
    """Everybody whom another table names; nobody where names are left out."""
    columns = (
        Column("public_id", plain(Account.public_id), "string", "name for machines"),
        Column("name", plain(Account.name), "string", "name"),
    )
    named = [
        rows_of(edition, carried).with_only_columns(getattr(carried.table, field.into))
        for carried in _in(edition.is_public)
        for field in carried.fields
        if field.target is Account and hasattr(carried.table, field.into)
    ]
    query = select(Account.id).where(Account.id.in_(union(*named)), condition(not edition.is_unnamed))
    return Table(MEMBERS, "the people whom the other files name", columns, query.order_by(Account.public_id))
