"""The discussions of a room with what is unread in them, the people who can be told, and the decisions."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.accounts.models import Account
from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.contributions.access import visible
from consult.contributions.disclosure import Reading
from consult.contributions.models import Contribution
from consult.contributions.queries import readings, with_first_passage
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.threads.models import DecisionMark, Discussion, Mention, ReadMark

PAGE = 50


class Line(NamedTuple):
    """A discussion in the list: its messages, those that are new to the reader, its decisions, and who wrote last."""

    discussion: Discussion
    messages: int
    unread: int
    mentions: int
    decisions: int
    last: Reading | None


class Person(NamedTuple):
    """Somebody who reads the room now, by the public id and name of the account."""

    account_id: int
    public_id: str
    name: str


def discussion_of(db: Session, actor: Actor, proceeding: Proceeding, public_id: str) -> Discussion:
    """A discussion of this room. Raises NotFound outside of the room, and for one of another room."""
    require(actor, "room:read", proceeding)
    same = Discussion.public_id == public_id, Discussion.proceeding_id == proceeding.id
    found = db.scalar(select(Discussion).where(*same))
    if found is None:
        raise NotFound
    return found


def discussion_at(db: Session, actor: Actor, proceeding: Proceeding, target: str | None) -> Discussion | None:
    """The discussion that a message is in, where it is in one. Raises NotFound outside of the room."""
    require(actor, "room:read", proceeding)
    same = Discussion.public_id == target, Discussion.proceeding_id == proceeding.id
    return db.scalar(select(Discussion).where(*same)) if target is not None else None


def discussions(
    db: Session, actor: Actor, proceeding: Proceeding, *, limit: int = PAGE, offset: int = 0
) -> tuple[list[Line], int]:
    """The discussions of a room, pinned ones first, then by the latest message; and how many there are.

    Raises NotFound outside of the room.
    """
    require(actor, "room:read", proceeding)
    said = _said(actor, proceeding.id).subquery()
    query = (
        select(Discussion, said.c.messages, said.c.unread, said.c.last)
        .outerjoin(said, said.c.target == Discussion.public_id)
        .where(Discussion.proceeding_id == proceeding.id)
        .order_by(Discussion.pinned.desc(), func.coalesce(said.c.last, 0).desc(), Discussion.id.desc())
    )
    rows = db.execute(query.limit(limit).offset(offset)).all()
    last = _at_places(db, actor, proceeding, [row.last for row in rows if row.last is not None])
    mentioned, decided = mentions_by_target(db, actor, proceeding), _decided_by_target(db, proceeding)
    lines = [
        Line(
            row.Discussion,
            row.messages or 0,
            row.unread or 0,
            mentioned.get(row.Discussion.public_id, 0),
            decided.get(row.Discussion.public_id, 0),
            last.get(row.last),
        )
        for row in rows
    ]
    total = db.scalar(select(func.count(Discussion.id)).where(Discussion.proceeding_id == proceeding.id)) or 0
    return lines, total


def is_unread(actor: Actor) -> ColumnElement[bool]:
    """Whether a message, joined with the reader's mark, is new to its reader: what one wrote oneself never is."""
    foreign = or_(Contribution.author_id.is_(None), Contribution.author_id != actor.account_id)
    after = Contribution.place > func.coalesce(ReadMark.place, 0)
    return and_(Contribution.state == "published", after, foreign)


def _said(actor: Actor, proceeding_id: int) -> Select[*tuple[object, ...]]:
    """Per discussion: how many messages stand there, how many are unread, and the place of the last."""
    mine = and_(ReadMark.discussion_id == Discussion.id, ReadMark.account_id == actor.account_id)
    return (
        select(
            Contribution.target.label("target"),
            func.count().label("messages"),
            func.sum(case((is_unread(actor), 1), else_=0)).label("unread"),
            func.max(Contribution.place).label("last"),
        )
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Discussion, Discussion.public_id == Contribution.target)
        .outerjoin(ReadMark, mine)
        .where(
            visible(actor),
            Contribution.proceeding_id == proceeding_id,
            Discussion.proceeding_id == proceeding_id,
            Contribution.kind == "comment",
            Contribution.place.is_not(None),
        )
        .group_by(Contribution.target)
    )


def _at_places(db: Session, actor: Actor, proceeding: Proceeding, places: Sequence[int]) -> dict[int, Reading]:
    query = with_first_passage(actor, proceeding.id).where(Contribution.place.in_(places))
    found = readings(actor, proceeding, db.execute(query).all()) if places else []
    return {one.place: one for one in found if one.place is not None}


def mentions_by_target(db: Session, actor: Actor, proceeding: Proceeding) -> dict[str, int]:
    """How often the reader was named and has not seen it, by the public ids of the discussions."""
    query = _mentions(actor, proceeding).with_only_columns(Contribution.target, func.count(Mention.id))
    return {target: number for target, number in db.execute(query.group_by(Contribution.target)) if target}


def _mentions(actor: Actor, proceeding: Proceeding) -> Select[*tuple[object, ...]]:
    return (
        select(Contribution.reference)
        .join(Mention, Mention.contribution_id == Contribution.id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(
            visible(actor),
            Contribution.proceeding_id == proceeding.id,
            Contribution.state == "published",
            Contribution.place.is_not(None),
            Mention.account_id == actor.account_id,
            Mention.seen_at.is_(None),
        )
    )


def unseen_mentions(db: Session, actor: Actor, proceeding: Proceeding, *, limit: int = 20) -> list[Reading]:
    """The messages that name the reader and that the reader has not seen, the latest first."""
    require(actor, "room:read", proceeding)
    query = _mentions(actor, proceeding).order_by(Contribution.place.desc()).limit(limit)
    references = [row.reference for row in db.execute(query)]
    rows = db.execute(with_first_passage(actor, proceeding.id).where(Contribution.reference.in_(references))).all()
    return sorted(readings(actor, proceeding, rows), key=lambda one: -(one.place or 0))


def _decided_by_target(db: Session, proceeding: Proceeding) -> dict[str, int]:
    query = (
        select(Contribution.target, func.count(DecisionMark.id))
        .join(DecisionMark, DecisionMark.contribution_id == Contribution.id)
        .where(
            Contribution.proceeding_id == proceeding.id,
            Contribution.state == "published",
            DecisionMark.ended_at.is_(None),
        )
        .group_by(Contribution.target)
    )
    return {target: number for target, number in db.execute(query) if target}


def people(db: Session, actor: Actor, proceeding: Proceeding) -> list[Person]:
    """Who reads the room now and can be told of a message, by name. Raises NotFound outside of the room."""
    require(actor, "room:read", proceeding)
    query = (
        select(Account.id, Account.public_id, Account.name)
        .join(Grant, Grant.account_id == Account.id)
        .where(
            Grant.id.in_(in_force()),
            Grant.scope == "proceeding",
            Grant.scope_id == proceeding.id,
            Grant.role.in_(MATRIX["room:read"]),
            Account.ended_at.is_(None),
        )
        .distinct()
    )
    return sorted((Person(*row) for row in db.execute(query)), key=lambda one: (one.name, one.public_id))


class Decided(NamedTuple):
    """A message that states a decision, since when it is marked, and the discussion it stands in (None: the overview)."""

    reading: Reading
    marked_at: datetime
    discussion: Discussion | None


def decisions(db: Session, actor: Actor, proceeding: Proceeding) -> list[Decided]:
    """What is marked as a decision of the room, the latest first. Raises NotFound outside of the room."""
    require(actor, "room:read", proceeding)
    query = (
        select(Contribution.reference, DecisionMark.marked_at)
        .join(DecisionMark, DecisionMark.contribution_id == Contribution.id)
        .where(
            Contribution.proceeding_id == proceeding.id,
            Contribution.state == "published",
            DecisionMark.ended_at.is_(None),
        )
    )
    marked = {one.reference: one.marked_at for one in db.execute(query)}
    rows = db.execute(with_first_passage(actor, proceeding.id).where(Contribution.reference.in_(marked))).all()
    found = readings(actor, proceeding, rows)
    targets = {one.target for one in found if one.target}
    of = {one.public_id: one for one in db.scalars(select(Discussion).where(Discussion.public_id.in_(targets)))}
    decided = [Decided(one, marked[one.reference], of.get(one.target or "")) for one in found]
    return sorted(decided, key=lambda one: (one.marked_at, one.reading.reference), reverse=True)


class Brief(NamedTuple):
    """What the overview of a room says of its discussions."""

    lines: list[Line]
    total: int
    unread: int
    mentions: list[Reading]


def brief(db: Session, actor: Actor, proceeding: Proceeding) -> Brief | None:
    """The first discussions of the list, and what is unread in all of them; None in a room without discussions."""
    if "discussions" not in room_of(db, proceeding).parts:
        return None
    lines, total = discussions(db, actor, proceeding, limit=5)
    return Brief(lines, total, unread_in(db, actor, proceeding), unseen_mentions(db, actor, proceeding, limit=5))


def unread_in(db: Session, actor: Actor, proceeding: Proceeding) -> int:
    """How many messages of all discussions of a room the actor has not read yet."""
    said = _said(actor, proceeding.id).subquery()
    return int(db.scalar(select(func.coalesce(func.sum(said.c.unread), 0))) or 0)
