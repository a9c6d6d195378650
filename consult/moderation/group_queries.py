"""Groups of near-identical texts as a moderator sees them: only texts that this reader may have are counted and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from consult.contributions.access import FIELDS, visible
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.differences import Piece, differences
from consult.core.errors import NotFound
from consult.moderation.likeness.clauses import waits
from consult.moderation.likeness.models import Likeness, TextGroup
from consult.moderation.queries import Waiting, lines_of
from consult.policy.access import require
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

PAGE = 100


class GroupAt(NamedTuple):
    """The group of a text, and how many of it wait."""

    public_id: str
    waiting: int


class Member(NamedTuple):
    """A text of a group: how like the representative it is in percent, and what differs, word by word."""

    line: Waiting
    percent: int
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group: the text that is shown for all, how many there are and how many wait, and a page of those that differ most."""

    public_id: str
    proceeding: Proceeding
    shown: Waiting | None
    total: int
    waiting: int
    members: list[Member]
    levels: list[tuple[int, int]]


def groups_at(db: Session, actor: Actor, ids: Sequence[int]) -> dict[str, GroupAt]:
    """The groups of some contributions, by reference; of those alone with at least one other that waits."""
    mine = aliased(Likeness)
    shared = (
        _readable(actor, select(mine.contribution_id, TextGroup.public_id, func.count()))
        .join(mine, mine.group_id == Likeness.group_id)
        .join(TextGroup, TextGroup.id == Likeness.group_id)
        .where(mine.contribution_id.in_(ids), waits())
        .group_by(mine.contribution_id, TextGroup.public_id)
        .having(func.count() > 1)
    )
    found = {row[0]: GroupAt(row[1], row[2]) for row in db.execute(shared)}
    rows = db.execute(
        _readable(actor, select(Contribution.id, Contribution.reference)).where(Contribution.id.in_(found))
    )
    return {reference: found[one] for one, reference in rows}


def group_page(db: Session, actor: Actor, public_id: str, page: int = 1) -> GroupPage:
    """One group, those that differ most first. Raises NotFound for whoever does not moderate there or may read none of it."""
    row = db.execute(
        select(TextGroup, Proceeding)
        .join(Proceeding, Proceeding.id == TextGroup.proceeding_id)
        .where(TextGroup.public_id == public_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    group, proceeding = row
    require(actor, "contribution:moderate", proceeding)
    here = Likeness.group_id == group.id
    total = db.scalar(_readable(actor, select(func.count())).where(here)) or 0
    if not total:
        raise NotFound
    waiting = db.scalar(_readable(actor, select(func.count())).where(here, waits())) or 0
    members = db.execute(
        _readable(actor, select(Contribution.id, Likeness.similarity))
        .where(here)
        .order_by(Likeness.similarity, Contribution.id)
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()
    shown = lines_of(db, actor, [group.representative_id], now())
    text = (shown[0].reading.text or "") if shown else ""
    return GroupPage(
        group.public_id,
        proceeding,
        shown[0] if shown and shown[0].reading.text is not None else None,
        total,
        waiting,
        _members(db, actor, members, text),
        _levels(db, actor, group.id),
    )


def _members(db: Session, actor: Actor, rows: Sequence[Any], text: str) -> list[Member]:
    likeness = {row[0]: row[1] or 0 for row in rows}
    lines = {line.reading.reference: line for line in lines_of(db, actor, list(likeness), now())}
    rows_of = db.execute(select(Contribution.id, Contribution.reference).where(Contribution.id.in_(likeness)))
    references: dict[int, str] = {row[0]: row[1] for row in rows_of}
    return [
        Member(line, round(share / 10), differences(text, line.reading.text or ""))
        for one, share in likeness.items()
        if (line := lines.get(references[one])) is not None
    ]


def _levels(db: Session, actor: Actor, group_id: int) -> list[tuple[int, int]]:
    """How many are less alike than 90, 80, 70 and 60 percent, where there are any."""
    found = []
    for percent in (90, 80, 70, 60):
        query = _readable(actor, select(func.count())).where(
            Likeness.group_id == group_id, Likeness.similarity < 10 * percent
        )
        if count := db.scalar(query):
            found.append((percent, count))
    return found


def _readable(actor: Actor, query: Any) -> Any:
    """Narrowed to texts that this moderator may read."""
    return (
        query.select_from(Likeness)
        .join(Contribution, Contribution.id == Likeness.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(visible(actor), held_in_sql(actor, "contribution:moderate"), FIELDS["text"].where(actor))
    )
