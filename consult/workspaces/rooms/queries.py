"""A room, who sits in it, and whether it withholds names from what leaves it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.workspaces.rooms.models import PARTS, Room, Seat

ORDER = ("chair", "secretary", "rapporteur", "moderator", "member", "observer")


class Member(NamedTuple):
    """A person in a room with a role there."""

    name: str
    role: str


class SeatLine(NamedTuple):
    """Somebody in a room: the first of the roles held there, all of them, and what the seat says.

    `seat` is its public id, None for a right that came without a seat; `joined_at` is then that of the right. `person` is
    the public id of the account.
    """

    account_id: int
    name: str
    role: str
    roles: tuple[str, ...]
    seat: str | None
    organisation: str
    organisation_id: str | None
    category: str | None
    country: str | None
    office: str
    joined_at: datetime
    term_until: str | None
    person: str


def room_of(db: Session, proceeding: Proceeding) -> Room:
    """What makes this workspace a room; as a working group with every part where nobody has said."""
    found = db.get(Room, proceeding.id)
    unsaid = Room(proceeding_id=proceeding.id, form="working_group", rule="members", parts=list(PARTS), listed=False)
    return found or unsaid


def withholds_names(db: Session, proceeding: Proceeding) -> bool:
    """Whether whatever leaves this room leaves out the names of persons and organisations."""
    return proceeding.kind == "workspace" and room_of(db, proceeding).rule == "chatham"


def names_withheld() -> ColumnElement[bool]:
    """The same as a clause over the table of proceedings."""
    return exists().where(Room.proceeding_id == Proceeding.id, Room.rule == "chatham") & (
        Proceeding.kind == "workspace"
    )


def members(db: Session, actor: Actor, room: Proceeding) -> list[Member]:
    """The people of a room by role and name, each with one line for each role. Raises NotFound outside of the room."""
    found = [Member(one.name, role) for one in seats_of(db, actor, room) for role in one.roles]
    return sorted(found, key=lambda one: (rank(one.role), one.name))


def seats_of(db: Session, actor: Actor, proceeding: Proceeding) -> list[SeatLine]:
    """The people of a room by role and name, one line for each. Raises NotFound outside of the room."""
    require(actor, "room:read", proceeding)
    return present_seats(db, proceeding.id)


def present_seats(db: Session, proceeding_id: int) -> list[SeatLine]:
    """The same for operations and jobs that have decided that they may ask."""
    moment = now()
    rows = db.execute(
        select(Account, Grant.role, Grant.valid_from, Seat)
        .join(Grant, Grant.account_id == Account.id)
        .outerjoin(
            Seat,
            (Seat.account_id == Account.id) & (Seat.proceeding_id == proceeding_id) & Seat.left_at.is_(None),
        )
        .where(
            Grant.scope == "proceeding",
            Grant.scope_id == proceeding_id,
            Grant.ended_at.is_(None),
            Grant.valid_from <= moment,
            Grant.valid_until.is_(None) | (Grant.valid_until > moment),
            Account.ended_at.is_(None),
        )
    )
    held: dict[int, list[tuple[Account, str, datetime, Seat | None]]] = {}
    for account, role, since, seat in rows:
        held.setdefault(account.id, []).append((account, role, since, seat))
    found = [_line(of_one) for of_one in held.values()]
    return sorted(found, key=lambda one: (rank(one.role), one.name, one.account_id))


def rank(role: str) -> int:
    """The place of a role among those of a room."""
    return ORDER.index(role) if role in ORDER else len(ORDER)


def _line(held: list[tuple[Account, str, datetime, Seat | None]]) -> SeatLine:
    roles = tuple(sorted({role for _account, role, _since, _seat in held}, key=rank))
    account, _role, _since, seat = held[0]
    since = min(since for _account, _role, since, _seat in held)
    return SeatLine(
        account.id,
        account.name,
        roles[0],
        roles,
        seat.public_id if seat else None,
        seat.organisation if seat else "",
        seat.organisation_id if seat else None,
        seat.category if seat else None,
        seat.country if seat else None,
        seat.office if seat else "",
        seat.joined_at if seat else since,
        seat.term_until if seat else None,
        account.public_id,
    )


def rights_in(proceeding_id: int, account_id: int) -> Select[Grant]:
    """The grants in force that somebody has in a room."""
    moment = now()
    return select(Grant).where(
        Grant.account_id == account_id,
        Grant.scope == "proceeding",
        Grant.scope_id == proceeding_id,
        Grant.ended_at.is_(None),
        Grant.valid_from <= moment,
        Grant.valid_until.is_(None) | (Grant.valid_until > moment),
    )
