"""The messages of one discussion, page by page in the order they were said, each as its reader may have it."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.contributions.access import is_mine, sight_of
from consult.contributions.attachments.holding import standing_files
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Contribution
from consult.contributions.queries import Listed, holder, readings_by_reference, with_first_passage
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.workspaces.threads.models import DecisionMark, Discussion, Mention, ReadMark
from consult.workspaces.threads.queries import PAGE, is_unread

QUOTED = 160


class Quote(NamedTuple):
    """The beginning of what a message answers; `text` is None where it may not be told any more."""

    reference: str
    name: str | None
    text: str | None


class Message(NamedTuple):
    """A message with what belongs to it: since when it is a decision, what it answers, and whom it names."""

    reading: Reading
    quote: Quote | None
    decided_at: datetime | None
    told: tuple[str, ...]

    @property
    def is_edited(self) -> bool:
        """Whether its author has written it anew."""
        return self.reading.version > 1


class MessagePage(NamedTuple):
    """One page of a discussion, from 1; the last of `pages` is where it goes on."""

    messages: list[Message]
    number: int
    pages: int
    total: int

    @property
    def is_last(self) -> bool:
        """Whether what comes next comes here."""
        return self.number == self.pages


def message_page(
    db: Session, actor: Actor, proceeding: Proceeding, discussion: Discussion, number: int | None = None
) -> MessagePage:
    """A page of a discussion, the last one where no number is given. Raises NotFound outside of the room, and for a page
    that is not there."""
    require(actor, "room:read", proceeding)
    on = {"proceeding_id": proceeding.id, "target": discussion.public_id}
    connection = db.connection()
    total = connection.execute(_COUNT, on).scalar() or 0
    pages = max(1, math.ceil(total / PAGE))
    number = pages if number is None else number
    if not 1 <= number <= pages:
        raise NotFound
    first = connection.execute(_FIRST, on | {"before": (number - 1) * PAGE}).scalar()
    rows = (
        connection.execute(_rows(holder(actor)), on | {"first": first or 0, "limit": PAGE}) if first is not None else ()
    )
    return MessagePage(whole_messages(db, actor, proceeding, map(Listed._make, rows)), number, pages, total)


_ON = (
    Contribution.proceeding_id == bindparam("proceeding_id"),
    Contribution.target == bindparam("target"),
    Contribution.kind == "comment",
    Contribution.place.is_not(None),
)
_COUNT = select(func.count()).select_from(Contribution).where(*_ON)
_FIRST = select(Contribution.place).where(*_ON).order_by(Contribution.place).limit(1).offset(bindparam("before"))


@lru_cache(maxsize=256)
def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Made once for all who hold the same: making it takes as long as running it."""
    query = with_first_passage(actor, bindparam("proceeding_id"))
    query = query.where(*_ON, Contribution.place >= bindparam("first"))
    return query.order_by(Contribution.place).limit(bindparam("limit"))


def message(db: Session, actor: Actor, proceeding: Proceeding, reference: str) -> Message:
    """One message of the room. Raises NotFound where there is none for this actor."""
    require(actor, "room:read", proceeding)
    query = with_first_passage(actor, proceeding.id).where(
        Contribution.reference == reference, Contribution.kind == "comment", Contribution.place.is_not(None)
    )
    found = whole_messages(db, actor, proceeding, db.execute(query).all())
    if not found:
        raise NotFound
    return found[0]


def messages_named(
    db: Session, actor: Actor, proceeding: Proceeding, discussion: Discussion, references: Sequence[str]
) -> list[Message]:
    """Those of some messages that stand in this discussion, in the order they were said."""
    require(actor, "room:read", proceeding)
    query = with_first_passage(actor, proceeding.id).where(*_ON, Contribution.reference.in_(references))
    on = {"proceeding_id": proceeding.id, "target": discussion.public_id}
    return whole_messages(db, actor, proceeding, db.execute(query.order_by(Contribution.place), on).all())


def whole_messages(db: Session, actor: Actor, proceeding: Proceeding, rows: Iterable[Any]) -> list[Message]:
    """Rows as they are listed, through `disclose`, with what belongs to them."""
    rows = list(rows)
    ids = [row.id for row in rows]
    files = standing_files(db, ids) if ids else {}
    discloser = Discloser(sight_of(actor, proceeding))
    told = [discloser.disclose(row, (row,), mine=is_mine(actor, row), files=files.get(row.id, ())) for row in rows]
    answered = readings_by_reference(db, actor, proceeding, sorted({one.reply_to for one in told if one.reply_to}))
    marked, named = _marked(db, ids), _named(db, ids)
    return [
        Message(
            one,
            _quote(one, answered),
            marked.get(row.id) if one.state == "published" else None,
            named.get(row.id, ()) if one.state == "published" else (),
        )
        for row, one in zip(rows, told, strict=True)
    ]


def _quote(one: Reading, answered: dict[str, Reading]) -> Quote | None:
    if one.reply_to is None or one.state != "published":
        return None
    found = answered.get(one.reply_to)
    text = found.text if found is not None and found.state == "published" else None
    name = found.name if found is not None and text is not None else None
    return Quote(one.reply_to, name, _beginning(text))


def _beginning(text: str | None) -> str | None:
    if text is None:
        return None
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[:QUOTED].rsplit(" ", 1)[0] + " …"


def _marked(db: Session, ids: Sequence[int]) -> dict[int, datetime]:
    columns = DecisionMark.contribution_id, DecisionMark.marked_at
    query = select(*columns).where(DecisionMark.contribution_id.in_(ids), DecisionMark.ended_at.is_(None))
    return {one.contribution_id: one.marked_at for one in db.execute(query)}


def _named(db: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = (
        select(Mention.contribution_id, Account.name)
        .join(Account, Account.id == Mention.account_id)
        .where(Mention.contribution_id.in_(ids))
        .order_by(Account.name, Account.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, name in db.execute(query):
        found[number] = (*found.get(number, ()), name)
    return found


def page_of(db: Session, proceeding: Proceeding, discussion: Discussion, place: int) -> int:
    """The number of the page on which the message at a place stands."""
    on = {"proceeding_id": proceeding.id, "target": discussion.public_id}
    before = db.scalar(_COUNT.where(Contribution.place < place), on) or 0
    return before // PAGE + 1


def first_unread(db: Session, actor: Actor, proceeding: Proceeding, discussion: Discussion) -> tuple[int, str] | None:
    """The page and the reference of the first message that is new to the reader; None where nothing is."""
    require(actor, "room:read", proceeding)
    mark = (ReadMark.account_id == actor.account_id) & (ReadMark.discussion_id == discussion.id)
    query = (
        select(Contribution.place, Contribution.reference)
        .outerjoin(ReadMark, mark)
        .where(*_ON, is_unread(actor))
        .order_by(Contribution.place)
        .limit(1)
    )
    on = {"proceeding_id": proceeding.id, "target": discussion.public_id}
    found = db.execute(query, on).one_or_none()
    return None if found is None else (page_of(db, proceeding, discussion, found.place or 0), found.reference)
