"""The search index: for each passage and audience the tokens of what `disclose` tells, and finding in it."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    bindparam,
    case,
    cast,
    column,
    delete,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from consult.contributions.access import DESK, OPEN, RESTRICTED
from consult.contributions.disclosure import Discloser
from consult.contributions.models import Contribution, Passage, SearchRow
from consult.core.actors import Actor
from consult.core.db import Base
from consult.core.prepared import Inserting, Prepared, cursor_in
from consult.core.text import Term, terms, tokens
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

NEWEST = "SELECT rowid FROM search_fts WHERE search_fts MATCH :terms ORDER BY rowid DESC LIMIT :most"
_TABLE = Base.metadata.tables[SearchRow.__tablename__]
_FORGET = Prepared(delete(_TABLE).where(_TABLE.c.contribution_id == bindparam("contribution")))
_DROP = Prepared(delete(_TABLE).where(_TABLE.c.id == bindparam("row")))
_INDEX = Inserting(_TABLE)
NOTHING: Mapping[str, str] = MappingProxyType({})
AUDIENCES = {"open": OPEN, "desk": DESK, "restricted": RESTRICTED}


def index_contribution(db: Session, proceeding: Proceeding, row: Contribution, passages: Sequence[Passage]) -> None:
    """Replace the index rows of a contribution by what each audience may find of it now."""
    cursor = cursor_in(db)
    _FORGET.run(cursor, {"contribution": row.id})
    _INDEX.run_many(cursor, index_rows(proceeding, row, passages))


def index_contributions(db: Session, changed: Sequence[tuple[Proceeding, Contribution, Sequence[Passage]]]) -> None:
    """The same for many at once: what is there already stays, and lends its tokens to what is new."""
    cursor = cursor_in(db)
    columns = (SearchRow.id, SearchRow.contribution_id, SearchRow.passage_id, SearchRow.audience, SearchRow.tokens)
    query = select(*columns).where(SearchRow.contribution_id.in_([row.id for _room, row, _passages in changed]))
    there: dict[int, list[Any]] = {}
    for one in db.execute(query):
        there.setdefault(one.contribution_id, []).append(one)
    stale: list[dict[str, int]] = []
    new: list[dict[str, Any]] = []
    for proceeding, row, passages in changed:
        old = there.get(row.id, [])
        texts = {passage.id: passage.text for passage in passages}
        known = {
            texts[one.passage_id] or "": one.tokens.partition(" ")[2]
            for one in old
            if one.audience == "restricted" and one.passage_id in texts  # which is told the text itself
        }
        missing = {(one["passage_id"], one["audience"]): one for one in index_rows(proceeding, row, passages, known)}
        for one in old:
            wanted = missing.get((one.passage_id, one.audience))
            if wanted is not None and wanted["tokens"] == one.tokens:
                del missing[one.passage_id, one.audience]
            else:
                stale.append({"row": one.id})
        new += missing.values()
    _DROP.run_many(cursor, stale)
    _INDEX.run_many(cursor, new)


def index_rows(
    proceeding: Proceeding, row: Contribution, passages: Sequence[Passage], known: Mapping[str, str] = NOTHING
) -> list[dict[str, Any]]:
    """The index rows that a contribution has to have as it is now, without ids; `known` are the tokens of some texts."""
    rows: list[dict[str, Any]] = []
    words = dict(known)  # what an audience is told is mostly what the others are told
    for audience, sight in AUDIENCES.items():
        if audience == "open" and row.place is None:
            continue
        reading = Discloser(sight).disclose(row, passages)
        for passage, told in zip(passages, reading.passages, strict=False):
            if told.text:
                if told.text not in words:
                    words[told.text] = " ".join(tokens(told.text))
                rows.append(
                    {
                        "proceeding_id": proceeding.id,
                        "contribution_id": row.id,
                        "passage_id": passage.id,
                        "audience": audience,
                        "tokens": f"{scope_token(audience, proceeding.id)} {words[told.text]}",
                    }
                )
    return rows


def scope_token(audience: str, proceeding_id: int) -> str:
    """The first token of each row: with it the index itself finds only what a reader may find."""
    return f"{audience}{proceeding_id}"


def audience_of(actor: Actor) -> ColumnElement[str]:
    """The one audience in which an actor searches each proceeding, as a column over proceedings."""
    return case(
        (held_in_sql(actor, "contribution:read_confidential"), "restricted"),
        (held_in_sql(actor, "desk:read"), "desk"),
        else_="open",
    )


@cache
def matching(dialect: str) -> ColumnElement[bool]:
    """A clause over SearchRow for what `:terms` says, as `sought_for` writes it; on SQLite the newest `:most` of them.

    Made once for each kind of database; both parameters have to be given.
    """
    if dialect == "sqlite":
        typed = bindparam("terms", type_=String), bindparam("most", type_=Integer)
        return SearchRow.id.in_(text(NEWEST).bindparams(*typed).columns(column("rowid", Integer)).subquery().select())
    vector = func.to_tsvector(literal_column("'simple'::regconfig"), SearchRow.tokens)
    return vector.bool_op("@@")(cast(bindparam("terms", type_=String), TSQUERY))


def sought_for(dialect: str, query: str, scopes: Sequence[str]) -> str | None:
    """All terms of a query within some scopes, in the words of a database; None where there is no term or no scope."""
    wanted = terms(query)
    if not wanted or not scopes:
        return None
    if dialect == "sqlite":
        return f"({' OR '.join(scopes)}) AND {' AND '.join(map(_fts5, wanted))}"
    return f"({' | '.join(scopes)}) & {' & '.join(map(_tsquery, wanted))}"


def _fts5(term: Term) -> str:
    return " + ".join(term.tokens) + ("*" if term.prefix else "")


def _tsquery(term: Term) -> str:
    words = " <-> ".join(f"'{token}'" for token in term.tokens)
    return f"({words}:*)" if term.prefix else f"({words})"
