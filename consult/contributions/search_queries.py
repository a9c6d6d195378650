"""Searching: what this actor can find, ranked by us from the tokens, so that both databases answer alike."""

from collections import namedtuple
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Contribution, Passage, SearchRow, Version
from consult.contributions.queries import ALL_COLUMNS, holder
from consult.contributions.search import audience_of, matching, scope_token, sought_for
from consult.contributions.snippets import Piece, snippet
from consult.core.actors import Actor
from consult.core.text import Term, terms
from consult.proceedings.access import visible as visible_proceedings
from consult.proceedings.models import Proceeding

RANKED = 200
HitRow = namedtuple("HitRow", ["proceeding_id", *(column.key for column in ALL_COLUMNS)])  # type: ignore[misc]
MOST_OF_ONE_TERM = 5


class Hit(NamedTuple):
    """One contribution that was found, as this reader may have it, and the place in its text."""

    proceeding: Proceeding
    reading: Reading
    pieces: list[Piece]


class Found(NamedTuple):
    """A page of hits, and how many contributions were ranked; `is_cut` when there are older ones beside them."""

    hits: list[Hit]
    total: int
    is_cut: bool = False


def search(
    db: Session,
    actor: Actor,
    query: str,
    *,
    proceeding_id: int | None = None,
    where: Sequence[ColumnElement[bool]] = (),
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Contributions in which every term stands, the best first, equals by id.

    The newest 200 passages are ranked and counted, so that a word of every text costs no more than a rare one. `where`
    narrows by disclosed fields.
    """
    dialect = db.get_bind().dialect.name
    sought = sought_for(dialect, query, scopes_in(db, actor, proceeding_id))
    if sought is None:
        return Found([], 0)
    found = _newest(dialect)
    if where:
        found = found.join(Contribution, Contribution.id == SearchRow.contribution_id)
        found = found.join(Proceeding, Proceeding.id == Contribution.proceeding_id).where(visible(actor), *where)
    rows = db.connection().execute(found, {"terms": sought, "most": -1 if where else RANKED}).all()
    ranked = _ranked(rows, terms(query))
    best: dict[int, int] = {}
    for contribution_id, passage_id in ranked:
        best.setdefault(contribution_id, passage_id)
    page = list(best.items())[offset : offset + limit]
    return Found(_hits(db, actor, page, query), len(best), len(ranked) == RANKED)


# Statements are made once for all who hold the same: making them takes longer than running them.
@cache
def _newest(dialect: str) -> Select[*tuple[Any, ...]]:
    columns = (SearchRow.contribution_id, SearchRow.passage_id, SearchRow.tokens)
    return select(*columns).where(matching(dialect)).order_by(SearchRow.id.desc()).limit(RANKED)


def scopes_in(db: Session, actor: Actor, proceeding_id: int | None) -> list[str]:
    """Where this actor may search: one audience in each proceeding that it sees."""
    query, values = _scopes_of(holder(actor)), {}
    if proceeding_id is not None:
        query, values = _scope_of(holder(actor)), {"proceeding_id": proceeding_id}
    return [scope_token(audience, number) for audience, number in db.connection().execute(query, values)]


@lru_cache(maxsize=256)
def _scopes_of(actor: Actor) -> Select[str, int]:
    return select(audience_of(actor), Proceeding.id).where(visible_proceedings(actor))


@lru_cache(maxsize=256)
def _scope_of(actor: Actor) -> Select[str, int]:
    return _scopes_of(actor).where(Proceeding.id == bindparam("proceeding_id"))


def _ranked(rows: Sequence[Any], wanted: Sequence[Term]) -> list[tuple[int, int]]:
    """(contribution, passage) in the order of their rank."""
    sought = [" " + "  ".join(term.tokens) + ("" if term.prefix else " ") for term in wanted]
    scored = sorted((-_score(tokens, sought), contribution, passage) for contribution, passage, tokens in rows)
    return [(contribution, passage) for _score, contribution, passage in scored]


def _score(tokens: str, sought: Sequence[str]) -> int:
    """How often the terms stand in a passage, against its length: whole numbers, the same on both databases."""
    padded = f" {tokens.replace(' ', '  ')} "
    times = sum(min(padded.count(term), MOST_OF_ONE_TERM) for term in sought)
    return times * 100_000 // (len(tokens) + 200)


@lru_cache(maxsize=256)
def _told(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Contribution.proceeding_id, *ALL_COLUMNS)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, Version.contribution_id == Contribution.id)
        .join(Passage, Passage.version_id == Version.id)
        .where(Passage.id.in_(bindparam("chosen", expanding=True)), visible(actor))
    )


def _hits(db: Session, actor: Actor, best: Sequence[tuple[int, int]], query: str) -> list[Hit]:
    chosen = [passage_id for _contribution, passage_id in best]
    rows: Iterable[Any] = map(HitRow._make, db.connection().execute(_told(holder(actor)), {"chosen": chosen}))
    known: dict[int, Any] = {row.id: row for row in rows}
    rooms = {number: db.get_one(Proceeding, number) for number in {row.proceeding_id for row in known.values()}}
    disclosers = {number: Discloser(sight_of(actor, room)) for number, room in rooms.items()}
    hits = []
    for contribution_id, _passage in best:
        if (row := known.get(contribution_id)) is not None:
            reading = disclosers[row.proceeding_id].disclose(row, [row], mine=is_mine(actor, row))
            hits.append(Hit(rooms[row.proceeding_id], reading, snippet(reading.text or "", query)))
    return hits
