"""Reading the two logs: by person, act, proceeding and period, the latest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.policy.access import SITE, held_where, holds, holds_somewhere
from consult.staff_log.models import ConfidentialReading, StaffAct

PAGE = 50
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What of a log is wanted; `person` is part of a name, or a whole e-mail address. Days are of UTC, both included."""

    person: str | None = None
    act: str | None = None
    subject: str | None = None
    proceeding_id: int | None = None
    since: date | None = None
    until: date | None = None


class ActLine(NamedTuple):
    """An act with the name of who did it."""

    id: int
    at: datetime
    name: str
    role: str
    act: str
    detail: str | None
    subject: str | None
    number: int | None
    reason: str | None
    note: str | None
    proceeding_id: int | None


class ReadingLine(NamedTuple):
    """A reading with the name of who read: None for the operator by a command."""

    id: int
    at: datetime
    name: str | None
    door: str
    reference: str | None
    number: int | None
    proceeding_id: int | None


def reads_log(actor: Actor) -> bool:
    """Whether the actor may look into the log of acts: of the whole site, or of the own bodies."""
    return holds_somewhere(actor, "log:read")


def reads_readings(actor: Actor) -> bool:
    """Whether the actor may look into the log of who read what was confided."""
    return holds(actor, "log:read_readings", SITE)


def acts(db: Session, actor: Actor, wanted: LogFilter, page: int = 1) -> tuple[list[ActLine], int]:
    """A page of the acts that this actor may know of, and how many there are."""
    order = (StaffAct.at.desc(), StaffAct.id.desc())
    rows = db.execute(_acts(actor, wanted).order_by(*order).limit(PAGE).offset(PAGE * (page - 1)))
    return [ActLine(*row) for row in rows], _number(db, _acts(actor, wanted))


def readings(db: Session, actor: Actor, wanted: LogFilter, page: int = 1) -> tuple[list[ReadingLine], int]:
    """A page of the readings, and how many there are; none for whoever may not look into that log."""
    order = (ConfidentialReading.at.desc(), ConfidentialReading.id.desc())
    rows = db.execute(_readings(actor, wanted).order_by(*order).limit(PAGE).offset(PAGE * (page - 1)))
    return [ReadingLine(*row) for row in rows], _number(db, _readings(actor, wanted))


def all_acts(db: Session, actor: Actor, wanted: LogFilter) -> Iterator[ActLine]:
    """All of them, for an export; memory does not grow with them."""
    for row in _whole(db, _acts(actor, wanted), StaffAct.id.expression):
        yield ActLine(*row)


def all_readings(db: Session, actor: Actor, wanted: LogFilter) -> Iterator[ReadingLine]:
    """The same for the readings."""
    for row in _whole(db, _readings(actor, wanted), ConfidentialReading.id.expression):
        yield ReadingLine(*row)


def known_acts(db: Session, actor: Actor) -> list[str]:
    """The names of the operations that stand in what this actor may know of."""
    return sorted(db.scalars(select(StaffAct.act).where(_known(actor)).distinct()))


def _whole(db: Session, query: Select[*tuple[Any, ...]], key: ColumnElement[int]) -> Iterator[Any]:
    after: int | None = None
    while True:
        some = query if after is None else query.where(key < after)
        rows = db.execute(some.order_by(key.desc()).limit(CHUNK)).all()
        yield from rows
        if len(rows) < CHUNK:
            return
        after = rows[-1].id


def _number(db: Session, query: Select[*tuple[Any, ...]]) -> int:
    return db.scalar(query.with_only_columns(func.count()).order_by(None)) or 0


def _known(actor: Actor) -> ColumnElement[bool]:
    row: Any = StaffAct
    return held_where(actor, "log:read", row.body_id.is_not(None), row.body_id.expression, row.proceeding_id.expression)


def _acts(actor: Actor, wanted: LogFilter) -> Select[*tuple[Any, ...]]:
    row: Any = StaffAct
    columns = (row.id, row.at, Account.name, row.role, row.act, row.detail, row.subject, row.number, row.reason)
    query = select(*columns, row.note, row.proceeding_id).join(Account, Account.id == row.account_id)
    query = query.where(_known(actor), *_where(row, wanted))
    if wanted.act is not None:
        query = query.where(row.act == wanted.act)
    if wanted.subject is not None:
        query = query.where(row.subject == wanted.subject)
    return query


def _readings(actor: Actor, wanted: LogFilter) -> Select[*tuple[Any, ...]]:
    row: Any = ConfidentialReading
    columns = (row.id, row.at, Account.name, row.door, row.reference, row.number, row.proceeding_id)
    query = select(*columns).outerjoin(Account, Account.id == row.account_id)
    body: Any = row.proceeding_id  # held for the site alone: neither a body nor a proceeding reaches this log
    query = query.where(held_where(actor, "log:read_readings", row.id.is_(None), body, body), *_where(row, wanted))
    if wanted.subject is not None:
        query = query.where(row.reference == wanted.subject)
    return query


def _where(row: Any, wanted: LogFilter) -> Sequence[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if wanted.person is not None:
        like = f"%{wanted.person.replace('%', '').replace('_', '').lower()}%"
        clauses.append(or_(func.lower(Account.name).like(like), Account.email == wanted.person.lower()))
    if wanted.proceeding_id is not None:
        clauses.append(row.proceeding_id == wanted.proceeding_id)
    if wanted.since is not None:
        clauses.append(row.at >= _midnight(wanted.since))
    if wanted.until is not None:
        clauses.append(row.at < _midnight(wanted.until) + timedelta(days=1))
    return clauses


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
