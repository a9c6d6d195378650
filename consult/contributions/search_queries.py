"""Searching: what this actor can find, ranked by us from the tokens, so that both databases answer alike."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal, select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Contribution, Passage, SearchRow
from consult.contributions.search import audience_of, matching, scope_token
from consult.contributions.snippets import Piece, snippet
from consult.core.actors import Actor
from consult.core.text import Term, terms
from consult.proceedings.access import visible as visible_proceedings
from consult.proceedings.models import Proceeding

RANKED = 300
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

    The newest 300 passages are ranked and counted, so that a word of every text costs no more than a rare one. `where`
    narrows by disclosed fields.
    """
    scopes = _scopes(db, actor, proceeding_id)
    clause = matching(db, query, scopes, None if where else RANKED)
    if clause is None:
        return Found([], 0)
    columns = (SearchRow.id, SearchRow.contribution_id, SearchRow.passage_id, SearchRow.tokens)
    found: Select[*tuple[Any, ...]] = select(*columns).where(clause)
    if where:
        found = found.join(Contribution, Contribution.id == SearchRow.contribution_id)
        found = found.join(Proceeding, Proceeding.id == Contribution.proceeding_id).where(visible(actor), *where)
    ranked = _ranked(db, found, terms(query))
    best: dict[int, int] = {}
    for contribution_id, passage_id in ranked:
        best.setdefault(contribution_id, passage_id)
    page = list(best.items())[offset : offset + limit]
    return Found(_hits(db, actor, page, query), len(best), len(ranked) == RANKED)


def _scopes(db: Session, actor: Actor, proceeding_id: int | None) -> list[str]:
    """Where this actor may search: one audience in each proceeding that it sees."""
    query = select(audience_of(actor), Proceeding.id).where(visible_proceedings(actor))
    if proceeding_id is not None:
        query = query.where(Proceeding.id == proceeding_id)
    return [scope_token(audience, number) for audience, number in db.execute(query)]


def _ranked(db: Session, found: Select[Any], wanted: Sequence[Term]) -> list[tuple[int, int]]:
    """(contribution, passage) in the order of their rank."""
    rows = found.order_by(SearchRow.id.desc()).limit(RANKED).subquery()
    score = _score(rows.c.tokens, wanted)
    ordered = select(rows.c.contribution_id, rows.c.passage_id).order_by(
        score.desc(), rows.c.contribution_id, rows.c.passage_id
    )
    return [(row.contribution_id, row.passage_id) for row in db.execute(ordered)]


def _score(column: ColumnElement[str], wanted: Sequence[Term]) -> ColumnElement[int]:
    """How often the terms stand in a passage, against its length: whole numbers, the same on both databases."""
    padded = literal(" ") + func.replace(column, " ", "  ") + literal(" ")
    score: ColumnElement[int] = literal(0, Integer)
    for term in wanted:
        sought = " " + "  ".join(term.tokens) + ("" if term.prefix else " ")
        times = (_length(padded) - _length(func.replace(padded, sought, ""))) // len(sought)
        score = score + case((times > MOST_OF_ONE_TERM, MOST_OF_ONE_TERM), else_=times) * 100_000
    return score // (_length(column) + 200)


def _length(column: ColumnElement[str]) -> ColumnElement[int]:
    return func.length(column, type_=Integer)


def _hits(db: Session, actor: Actor, best: Sequence[tuple[int, int]], query: str) -> list[Hit]:
    ids = [contribution_id for contribution_id, _passage in best]
    rows = db.execute(
        select(Contribution, Proceeding)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.id.in_(ids), visible(actor))
    )
    known = {row.Contribution.id: (row.Contribution, row.Proceeding) for row in rows}
    found = select(Passage).where(Passage.id.in_([passage_id for _contribution, passage_id in best]))
    passages = {passage.id: passage for passage in db.scalars(found)}
    hits = []
    for contribution_id, passage_id in best:
        if contribution_id in known and passage_id in passages:
            row, proceeding = known[contribution_id]
            discloser = Discloser(sight_of(actor, proceeding))
            reading = discloser.disclose(row, [passages[passage_id]], mine=is_mine(actor, row))
            hits.append(Hit(proceeding, reading, snippet(reading.text or "", query)))
    return hits
