"""Counting what a search finds in a docket: the same counts as of the whole, over the newest passages that were found."""

from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.contributions.access import sight_of
from consult.contributions.docket.counting import Counts, Own, count_rows, narrow
from consult.contributions.docket.wanted import DocketFilter
from consult.contributions.models import Contribution, SearchRow
from consult.contributions.search import matching, sought_for
from consult.contributions.search_queries import scopes_in
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding

COUNTED = 2_000  # passages; a word that stands in every text costs no more than one that stands in so many


class CountedFind(NamedTuple):
    """Exact counts; with `is_cut` those of the newest passages alone, so that each number is the least that there may be."""

    counts: Counts
    is_cut: bool


def count_found(
    db: Session, actor: Actor, proceeding: Proceeding, sought: str, wanted: DocketFilter, *, listed: bool = False
) -> CountedFind:
    """Count what a search finds for this reader in a docket, under a filter and for each value of each filter."""
    dialect = db.get_bind().dialect.name
    terms = sought_for(dialect, sought, scopes_in(db, actor, proceeding.id))
    sight = sight_of(actor, proceeding).bare
    if terms is None or not sight.proceeding:
        return CountedFind(Counts(), False)
    newest = select(SearchRow.contribution_id).where(matching(dialect)).order_by(SearchRow.id.desc()).limit(COUNTED + 1)
    passages = db.scalars(newest, {"terms": terms, "most": COUNTED + 1}).all()
    mine = or_(
        Contribution.author_id == actor.account_id if actor.account_id is not None else Contribution.id == -1,
        Contribution.id == (actor.contribution_id if actor.contribution_id is not None else -1),
    )
    query = select(Contribution.id, Contribution.cell, mine.label("mine"), Contribution.organisation)
    rows = db.execute(
        query.where(
            Contribution.id.in_(set(passages[:COUNTED])), Contribution.proceeding_id == proceeding.id, *narrow(wanted)
        )
    ).all()
    own = [Own(row.id, row.cell, "", row.organisation) for row in rows if row.mine]
    others = [row.cell for row in rows if not row.mine]
    return CountedFind(count_rows(sight, others, own, wanted, listed=listed), len(passages) > COUNTED)
