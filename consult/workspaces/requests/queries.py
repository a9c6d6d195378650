"""What the pages of requests read."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.live.streams import Event, Stream
from consult.organisations.queries import pages_of
from consult.policy.access import holds, require
from consult.proceedings.access import held_in_sql, visible
from consult.proceedings.duties import Duty, is_overdue
from consult.proceedings.models import Proceeding
from consult.workspaces.requests.models import InstitutionRequest, RequestAct
from consult.workspaces.requests.states import ENDED, WAITING
from consult.workspaces.rooms.people import Person, names_by_public_id, people_by_id
from consult.workspaces.rooms.queries import room_of

UNKNOWN = "–"  # somebody whom this site does not know: of a request that came from another one


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests a reader asks for; an empty text means all, `waiting` is every state in which an answer is due."""

    direction: str = ""
    subject: str = ""
    state: str = ""
    institution: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with who sees to it; `overdue` while its day is over and no answer has come."""

    row: InstitutionRequest
    responsible: Person | None
    overdue: bool

    @property
    def is_orphan(self) -> bool:
        """Whether it goes on, and who was responsible has left."""
        return self.row.state not in ENDED and self.responsible is not None and not self.responsible.present


def requests_of(db: Session, actor: Actor, room: Proceeding) -> list[Asked]:
    """All requests of a room, the latest first. Raises NotFound outside of it."""
    require(actor, "room:read", room)
    here = InstitutionRequest.proceeding_id == room.id
    return _with_people(
        db, room, db.scalars(select(InstitutionRequest).where(here).order_by(InstitutionRequest.number.desc())).all()
    )


def narrowed(found: Sequence[Asked], wanted: Wanted) -> list[Asked]:
    """Those that are asked for."""
    return [one for one in found if _is_wanted(one, wanted)]


def counted(found: Sequence[Asked]) -> dict[str, Counter[str]]:
    """How many requests there are of each direction, subject, state and institution, and how many are overdue."""
    names = ("direction", "subject", "state", "institution")
    counts = {name: Counter(str(getattr(one.row, name)) for one in found) for name in names}
    counts["state"]["waiting"] = sum(one.row.state in WAITING for one in found)
    return counts | {"overdue": Counter(yes=sum(one.overdue for one in found))}


def request_by_public_id(db: Session, actor: Actor, room: Proceeding, public_id: str) -> Asked:
    """One request. Raises NotFound."""
    require(actor, "room:read", room)
    here = (InstitutionRequest.proceeding_id == room.id, InstitutionRequest.public_id == public_id)
    row = db.scalar(select(InstitutionRequest).where(*here))
    if row is None:
        raise NotFound
    return _with_people(db, room, [row])[0]


def directory_page(db: Session, actor: Actor, row: InstitutionRequest) -> str | None:
    """The slug of a registered institution whose page the actor may see."""
    return pages_of(db, actor, [row.organisation_id]).get(row.organisation_id) if row.organisation_id else None


class Done(NamedTuple):
    """One step: what was done, when, by whom, in which words, and what else it changed, persons by their names."""

    act: str
    state: str
    at: datetime
    by: str
    text: str
    facts: dict[str, tuple[Any, ...]]


def acts_of(db: Session, actor: Actor, room: Proceeding, row: InstitutionRequest) -> list[Done]:
    """Everything that was done with a request, in order."""
    require(actor, "room:read", room)
    query = select(RequestAct, Account.name).outerjoin(Account, Account.id == RequestAct.by_id)
    rows = db.execute(query.where(RequestAct.request_id == row.id).order_by(RequestAct.id)).all()
    people = {one for found in rows for one in found[0].facts.get("responsible", ()) if one}
    names = names_by_public_id(db, people)
    return [Done(one.act, one.state, one.at, name or "", one.text, _named(one.facts, names)) for one, name in rows]


class Brief(NamedTuple):
    """Requests in a few numbers: drafts, those that wait for an answer, overdue ones, and those whose responsible member left."""

    drafts: int
    waiting: int
    overdue: int
    answered: int
    orphans: list[Asked]


def brief(db: Session, actor: Actor, proceeding: Proceeding) -> Brief | None:
    """What the overview of a room tells of its requests; what lost its responsible member, to who leads alone.

    None in a room without this part.
    """
    if "requests" not in room_of(db, proceeding).parts:
        return None
    found = requests_of(db, actor, proceeding)
    leads = holds(actor, "room:lead", proceeding.where)
    return Brief(
        sum(one.row.state == "draft" for one in found),
        sum(one.row.state in WAITING for one in found),
        sum(one.overdue for one in found),
        sum(one.row.state in ("answered", "followed_up") for one in found),
        [one for one in found if one.is_orphan] if leads else [],
    )


def own_requests(db: Session, actor: Actor) -> list[Duty]:
    """The requests that wait for an answer and that the actor sees to, in the open rooms that the actor is in."""
    if actor.account_id is None:
        return []
    query = (
        select(InstitutionRequest, Proceeding)
        .join(Proceeding, Proceeding.id == InstitutionRequest.proceeding_id)
        .where(
            visible(actor),
            held_in_sql(actor, "room:read"),
            InstitutionRequest.account_id == actor.account_id,
            InstitutionRequest.state.in_(WAITING),
        )
    )
    rows = db.execute(query.order_by(InstitutionRequest.id))
    return [duty_of(row, room) for row, room in rows if room.phase(now()) == "open"]


def duty_of(row: InstitutionRequest, room: Proceeding) -> Duty:
    """A request as something to do."""
    facts = (row.title, row.state, row.due_on, f"requests/{row.public_id}", row.revision, row.reminded)
    return Duty("request", row.public_id, row.account_id or 0, room, *facts)


def who_has_requests_due(db: Session, until: str) -> set[int]:
    """The accounts that see to something which waits for an answer and is due on a day or before it."""
    account = InstitutionRequest.account_id
    due = (InstitutionRequest.state.in_(WAITING), InstitutionRequest.due_on <= until, account.is_not(None))
    return {one for one in db.scalars(select(account).where(*due).distinct()) if one is not None}


def request_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """What those who follow the room are told of requests, as they are now."""
    rows = db.scalars(select(InstitutionRequest).where(InstitutionRequest.public_id.in_(list(references))))
    return {
        one.public_id: {
            "number": one.number,
            "title": one.title,
            "language": one.language,
            "state": one.state,
            "due": one.due_on,
            "revision": one.revision,
        }
        for one in rows
    }


def _with_people(db: Session, room: Proceeding, rows: Sequence[InstitutionRequest]) -> list[Asked]:
    people = people_by_id(db, room, [one.account_id for one in rows])
    return [
        Asked(one, people.get(one.account_id or 0), one.state in WAITING and is_overdue(one.due_on, room))
        for one in rows
    ]


def _is_wanted(one: Asked, wanted: Wanted) -> bool:
    plain = all(
        getattr(wanted, name) in ("", getattr(one.row, name)) for name in ("direction", "subject", "institution")
    )
    in_state = wanted.state in ("", one.row.state) or (wanted.state == "waiting" and one.row.state in WAITING)
    return plain and in_state and (one.overdue or not wanted.overdue)


def _named(facts: dict[str, Any], names: dict[str, str]) -> dict[str, tuple[Any, ...]]:
    return {
        key: tuple(names.get(value, UNKNOWN) if value else None for value in pair)
        if key == "responsible"
        else tuple(pair)
        for key, pair in facts.items()
    }
