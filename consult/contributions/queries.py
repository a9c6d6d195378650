"""Reading contributions: every query starts from `visible`, every row leaves through `disclose`."""

from collections import namedtuple
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.attachments.holding import files_of_version
from consult.contributions.disclosure import COLUMN_OF, Discloser, Reading, Teller, ToldComment, disclosed
from consult.contributions.models import VOTES, Contribution, Passage, Version, Vote
from consult.contributions.publication import held_back
from consult.core.actors import ANYBODY, Actor
from consult.core.clock import next_local_hour
from consult.core.errors import NotFound
from consult.core.prepared import Cursor, Prepared
from consult.proceedings.models import RELEASE_HOUR, Proceeding

COLUMNS = (
    Contribution.id,
    Contribution.reference,
    Contribution.kind,
    Contribution.state,
    Contribution.reason,
    Contribution.identity,
    Contribution.confidentiality,
    Contribution.place,
    Contribution.docket,
    Contribution.version,
    Contribution.latest,
    Contribution.waiting,
    Contribution.author_id,
    Contribution.author_name,
    Contribution.category,
    Contribution.on_behalf,
    Contribution.organisation,
    Contribution.coalition,
    Contribution.country,
    Contribution.language,
    Contribution.target,
    Contribution.reply_to,
    Contribution.submitted_at,
    Contribution.agrees,
    Contribution.disagrees,
    Contribution.passes,
    Contribution.code,
    Contribution.mark,
)
PASSAGE = (
    Passage.number,
    Passage.question,
    Passage.value,
    Passage.text,
    Passage.redacted,
    Passage.instance,
    Passage.matrix_row,
)
ALL_COLUMNS = (*COLUMNS, *PASSAGE)
# The same as a row, and a tenth of the time for each of the thirty times that a field of it is asked for.
Listed = namedtuple("Listed", [column.key for column in ALL_COLUMNS])  # type: ignore[misc]


# What a public list prints of a comment. A column is a fiftieth of the time.
PRINTED = tuple(dict.fromkeys((*(COLUMN_OF.get(name, name) for name in ToldComment._fields), "confidentiality")))


def with_first_passage(
    actor: Actor, proceeding_id: int | BindParameter[int], columns: Sequence[Any] = ALL_COLUMNS
) -> Select[*tuple[Any, ...]]:
    """The visible contributions of a proceeding, each with the first passage of its standing version."""
    return (
        select(*columns)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, and_(Version.contribution_id == Contribution.id, Version.number == Contribution.version))
        .join(Passage, and_(Passage.version_id == Version.id, Passage.number == 1))
        .where(Contribution.proceeding_id == proceeding_id, visible(actor))
    )


def listed_comments(
    db: Session,
    actor: Actor,
    proceeding: Proceeding,
    *,
    target: str | None = None,
    before: int | None = None,
    limit: int = 50,
    kinds: tuple[str, ...] = ("comment",),
) -> list[Reading]:
    """The listed comments (or other kinds) of a proceeding, the newest place first; on one target, or before a place."""
    query = _listed_comments(holder(actor), target is not None, before is not None, kinds)
    values = {"proceeding_id": proceeding.id, "target": target, "before": before, "limit": limit}
    rows = db.connection().execute(query, values)  # columns alone: the session would make each row twice
    return readings(actor, proceeding, map(Listed._make, rows))


def holder(actor: Actor) -> Actor:
    """The actor without what no clause asks for: equal for all who hold the same, so that they share statements."""
    return replace(actor, sender=None, session_id=None, invitations=())


class PublicComments:
    """The same for readers who hold nothing, of all of one proceeding while nothing else about it changes.

    A sixth of the time: the statement is prepared, and what is decided of one row serves the next ones, too.
    """

    def __init__(self, proceeding: Proceeding) -> None:
        self._proceeding = proceeding
        self._teller = Teller(Discloser(sight_of(ANYBODY, proceeding)), PRINTED)

    def listed(self, cursor: Cursor, *, before: int | None, limit: int) -> list[ToldComment]:
        """The newest ones, or the newest before a place."""
        values: dict[str, Any] = {"proceeding_id": self._proceeding.id, "limit": limit}
        if before is not None:
            values["before"] = before
        return self._teller.told(_prepared(before is not None).rows(cursor, **values))


@cache
def _prepared(before: bool) -> Prepared:
    text = disclosed(ANYBODY, "text").label("text")
    columns = tuple(text if name == "text" else getattr(Contribution, name) for name in PRINTED)
    return Prepared(_listed_comments(ANYBODY, False, before, ("comment",), columns))


@lru_cache(maxsize=256)
def _listed_comments(
    actor: Actor, on_target: bool, before: bool, kinds: tuple[str, ...], columns: tuple[Any, ...] = ALL_COLUMNS
) -> Select[*tuple[Any, ...]]:
    """The busiest query of the site, made once for all who hold the same: making it takes as long as running it."""
    query = with_first_passage(actor, bindparam("proceeding_id"), columns).where(
        Contribution.kind.in_(kinds) if len(kinds) > 1 else Contribution.kind == kinds[0],
        Contribution.place.is_not(None),
    )
    if on_target:
        query = query.where(Contribution.target == bindparam("target"))
    if before:
        query = query.where(Contribution.place < bindparam("before"))
    return query.order_by(Contribution.place.desc()).limit(bindparam("limit"))


def readings(actor: Actor, proceeding: Proceeding, rows: Iterable[Any]) -> list[Reading]:
    """What this actor may have of rows with COLUMNS and one passage each."""
    discloser = Discloser(sight_of(actor, proceeding))
    return [discloser.disclose(row, (row,), mine=is_mine(actor, row)) for row in rows]


def readings_by_reference(
    db: Session, actor: Actor, proceeding: Proceeding, references: Sequence[str]
) -> dict[str, Reading]:
    """Readings of some references, as they are now: what live frames and catch-up are made of."""
    query = with_first_passage(actor, proceeding.id).where(Contribution.reference.in_(references))
    return {reading.reference: reading for reading in readings(actor, proceeding, db.execute(query).all())}


def whole_reading(db: Session, actor: Actor, reference: str, *, latest: bool = False) -> tuple[Proceeding, Reading]:
    """One contribution with all passages and files of the standing version (with `latest` the newest sent, for staff and author).

    Raises NotFound where there is none for this actor.
    """
    row = db.execute(
        select(Contribution, Proceeding)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.reference == reference, visible(actor))
    ).one_or_none()
    if row is None:
        raise NotFound
    contribution, proceeding = row
    sight, mine = sight_of(actor, proceeding), is_mine(actor, contribution)
    number = contribution.latest if latest and (sight.desk or mine) else contribution.version
    passages = db.scalars(
        select(Passage)
        .join(Version, Version.id == Passage.version_id)
        .where(Version.contribution_id == contribution.id, Version.number == number)
        .order_by(Passage.number)
    ).all()
    files = files_of_version(db, contribution.id, number)
    return proceeding, Discloser(sight).disclose(contribution, passages, mine=mine, files=files)


class Count(NamedTuple):
    """How many listed inputs are alike; `target` is None where not every reader is told it, and reason may be None."""

    kind: str
    state: str
    reason: str | None
    confidentiality: str
    target: str | None
    number: int


def listed_counts(db: Session, proceeding_id: int) -> list[Count]:
    """All listed inputs of a proceeding counted, so that what is withheld is counted too; every reader is told these."""
    columns = (
        Contribution.kind,
        Contribution.state,
        Contribution.reason,
        Contribution.confidentiality,
        Contribution.target,
    )
    rows = db.execute(
        select(*columns, func.count())
        .where(Contribution.proceeding_id == proceeding_id, Contribution.place.is_not(None))
        .group_by(*columns)  # in the order of an index, which answers this alone
    )
    return [Count(*row) if row.confidentiality == "public" else Count(*row)._replace(target=None) for row in rows]


def held_counts(db: Session, proceeding: Proceeding) -> dict[str, int]:
    """How many inputs of each kind a policy keeps from the public list, as every reader is told it.

    Counted up to the last daily release, so that nobody who watches the number learns when something came.
    """
    until = next_local_hour(RELEASE_HOUR, proceeding.zone) - timedelta(days=1)
    rows = db.execute(
        select(Contribution.kind, func.count())
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.proceeding_id == proceeding.id, held_back(), Contribution.submitted_at < until)
        .group_by(Contribution.kind)
    )
    return {row[0]: row[1] for row in rows}


def votes_of(db: Session, voter: str, references: Sequence[str]) -> dict[str, str]:
    """The present votes of one voter, who is known in one proceeding only: reference → agree, disagree or pass."""
    words = {value: name for name, value in VOTES.items()}
    rows = db.execute(
        select(Contribution.reference, Vote.value)
        .join(Vote, Vote.contribution_id == Contribution.id)
        .where(Contribution.reference.in_(references), Vote.voter == voter, Vote.is_current)
    )
    return {row.reference: words[row.value] for row in rows}


def tally_mark(db: Session, references: Sequence[str]) -> tuple[int, ...]:
    """What changes when a vote on one of these contributions is cast or changed."""
    tallies = (Contribution.agrees, Contribution.disagrees, Contribution.passes)
    row = db.execute(
        select(*(func.sum(Contribution.id * tally) for tally in tallies)).where(Contribution.reference.in_(references))
    ).one()
    return tuple(int(total or 0) for total in row)
