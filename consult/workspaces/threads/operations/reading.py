"""How far somebody has read: the reader's own affair, which no stream and no ledger is told."""

from sqlalchemy import Select, and_, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.workspaces.threads.models import Discussion, Mention, ReadMark
from consult.workspaces.threads.queries import discussion_of


def mark_read(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, place: int | None = None) -> None:
    """Keep that the actor has read a discussion up to a place, or to its end; a mark never moves back.

    Raises NotFound for whoever is not in the room, and for a discussion of another one.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    discussion = discussion_of(db, actor, proceeding, public_id)
    last = db.scalar(select(func.max(Contribution.place)).where(*_in(discussion))) or 0
    _move(db, actor, discussion, last if place is None else min(place, last))


def mark_all_read(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """The same to the end of every discussion of the room."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:read", proceeding)
    for discussion, last in db.execute(_ends(proceeding)).all():
        _move(db, actor, discussion, last or 0)


def _ends(proceeding: Proceeding) -> Select[Discussion, int | None]:
    on = and_(Contribution.target == Discussion.public_id, Contribution.proceeding_id == Discussion.proceeding_id)
    return (
        select(Discussion, func.max(Contribution.place))
        .join(Contribution, on)
        .where(
            Discussion.proceeding_id == proceeding.id,
            Contribution.kind == "comment",
            Contribution.place.is_not(None),
        )
        .group_by(Discussion.id)
        .order_by(Discussion.id)
    )


def _in(discussion: Discussion) -> tuple[ColumnElement[bool], ...]:
    return (
        Contribution.proceeding_id == discussion.proceeding_id,
        Contribution.target == discussion.public_id,
        Contribution.kind == "comment",
        Contribution.place.is_not(None),
    )


def _move(db: Session, actor: Actor, discussion: Discussion, place: int) -> None:
    if actor.account_id is None:
        raise NotFound
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = insert(ReadMark).values(account_id=actor.account_id, discussion_id=discussion.id, place=place)
    further = new.on_conflict_do_update(
        index_elements=[ReadMark.account_id, ReadMark.discussion_id],
        set_={"place": new.excluded.place},
        where=ReadMark.place < new.excluded.place,
    )
    db.execute(further)
    seen = select(Contribution.id).where(*_in(discussion), Contribution.place <= place)
    mine = Mention.account_id == actor.account_id, Mention.seen_at.is_(None), Mention.contribution_id.in_(seen)
    db.execute(update(Mention).where(*mine).values(seen_at=now()).execution_options(synchronize_session=False))
