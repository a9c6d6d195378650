"""Reading proposals: what is decided, by whom, how many have voted, and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.accounts.models import Account
from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.policy.access import holds, require
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.models import Document
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.votes.access import known
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal
from consult.workspaces.votes.values import keys_of


class Turnout(NamedTuple):
    """Of an electorate: how many there were at the opening, how many left since, and how many of the others have voted."""

    electorate: int = 0
    struck: int = 0
    voted: int = 0


class On(NamedTuple):
    """The document that a proposal is on, and the version; `there` says whether it can still be read in the room."""

    public_id: str
    title: str
    language: str
    version: int
    there: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as one reader may know of it. `is_elector` says that the reader may vote on it while it is open.

    `mine` and `reason` are the reader's own vote where it is open; of a secret one only that it `has_voted`.
    """

    row: RoomProposal
    turnout: Turnout
    on: On | None = None
    is_elector: bool = False
    has_voted: bool = False
    mine: tuple[str, ...] = ()
    reason: str = ""

    @property
    def phase(self) -> str:
        """Where it stands now."""
        return self.row.phase(now())

    @property
    def waits(self) -> bool:
        """Whether it waits for the vote of this reader."""
        return self.phase == "open" and self.is_elector and not self.has_voted


@dataclass(frozen=True, slots=True)
class NamedVote:
    """One vote that is told: without name where the room withholds names."""

    name: str | None
    choices: tuple[str, ...]
    reason: str = ""


class Voter(NamedTuple):
    """One of the electorate by name, and when they left the room."""

    name: str
    struck_at: datetime | None


def proposals_of(db: Session, actor: Actor, room: Proceeding) -> list[Proposed]:
    """All that the actor may know of, the newest first. Raises NotFound outside of the room, and where it has no votes."""
    check_part(db, actor, room)
    query = select(RoomProposal).join(Proceeding, Proceeding.id == RoomProposal.proceeding_id)
    found = query.where(RoomProposal.proceeding_id == room.id, known(actor)).order_by(RoomProposal.number.desc())
    return _read(db, actor, room, db.scalars(found).all())


def proposal_by_public_id(db: Session, actor: Actor, room: Proceeding, public_id: str) -> Proposed:
    """One of them. Raises NotFound where there is none for this actor."""
    check_part(db, actor, room)
    query = select(RoomProposal).join(Proceeding, Proceeding.id == RoomProposal.proceeding_id)
    one = (RoomProposal.proceeding_id == room.id, RoomProposal.public_id == public_id)
    row = db.scalar(query.where(*one, known(actor)))
    if row is None:
        raise NotFound
    return _read(db, actor, room, [row])[0]


def check_part(db: Session, actor: Actor, room: Proceeding) -> None:
    """Raises NotFound unless the actor reads in this room and it has votes."""
    require(actor, "room:read", room)
    if room.kind != "workspace" or "votes" not in room_of(db, room).parts:
        raise NotFound


def _read(db: Session, actor: Actor, room: Proceeding, rows: Sequence[RoomProposal]) -> list[Proposed]:
    ids = [row.id for row in rows]
    of, documents = turnouts(db, ids), _documents(db, rows)
    mine = _own(db, actor, room, ids)
    found = []
    for row in rows:
        own = mine.get(row.id)
        on = _on(row, documents)
        turnout = of.get(row.id, Turnout())
        if own is None:
            found.append(Proposed(row, turnout, on))
        else:
            found.append(Proposed(row, turnout, on, True, own.voted, own.choices, own.reason))
    return found


class _Own(NamedTuple):
    voted: bool
    choices: tuple[str, ...]
    reason: str


def _own(db: Session, actor: Actor, room: Proceeding, ids: Sequence[int]) -> dict[int, _Own]:
    """What the reader has to do with these, as an elector who still may vote."""
    if actor.account_id is None or not holds(actor, "room:vote", room.where):
        return {}
    current = (OpenVote.elector_id == Elector.id) & OpenVote.is_current
    query = select(Elector.proposal_id, Elector.voted_at, OpenVote.value, OpenVote.reason).outerjoin(OpenVote, current)
    me = (Elector.account_id == actor.account_id, Elector.struck_at.is_(None))
    return {
        row.proposal_id: _Own(
            row.voted_at is not None, tuple(keys_of(row.value)) if row.value else (), row.reason or ""
        )
        for row in db.execute(query.where(Elector.proposal_id.in_(ids), *me))
    }


def turnouts(db: Session, ids: Collection[int]) -> dict[int, Turnout]:
    """Of each proposal; whoever lost the right to vote meanwhile and is not struck yet counts as having left."""
    still = Elector.struck_at.is_(None) & _may_still_vote(RoomProposal.proceeding_id)
    staying = (RoomProposal.state != "open") & Elector.struck_at.is_(None) | still
    counted = (
        select(
            Elector.proposal_id,
            func.count(),
            func.count().filter(~staying),
            func.count().filter(staying & Elector.voted_at.is_not(None)),
        )
        .join(RoomProposal, RoomProposal.id == Elector.proposal_id)
        .where(Elector.proposal_id.in_(ids))
        .group_by(Elector.proposal_id)
    )
    return {row[0]: Turnout(row[1], row[2], row[3]) for row in db.execute(counted)}


def _documents(db: Session, rows: Sequence[RoomProposal]) -> dict[int, Document]:
    ids = {row.document_id for row in rows if row.document_id is not None}
    if not ids:
        return {}
    return {one.id: one for one in db.scalars(select(Document).where(Document.id.in_(ids)))}


def _on(row: RoomProposal, documents: dict[int, Document]) -> On | None:
    if row.document_id is None:
        return None
    one = documents[row.document_id]
    return On(one.public_id, one.title, one.language, row.document_version or 0, one.removed_at is None)


def documents_of(db: Session, actor: Actor, room: Proceeding) -> list[Document]:
    """The documents of the room of which there is a version, by title: what a proposal can be on."""
    require(actor, "room:read", room)
    known_ones = (Document.proceeding_id == room.id, Document.removed_at.is_(None), Document.version > 0)
    return list(db.scalars(select(Document).where(*known_ones).order_by(Document.title, Document.id)))


def may_still_vote(proceeding_id: int) -> ColumnElement[bool]:
    """Whether an elector still has a right to vote in the room, as a clause over electors."""
    return _may_still_vote(proceeding_id)


def _may_still_vote(proceeding_id: Any) -> ColumnElement[bool]:
    grant = select(Grant.id).where(
        Grant.id.in_(in_force()),
        Grant.account_id == Elector.account_id,
        Grant.role.in_(MATRIX["room:vote"]),
        Grant.scope == "proceeding",
        Grant.scope_id == proceeding_id,
    )
    living = exists().where(Account.id == Elector.account_id, Account.ended_at.is_(None))
    return grant.exists() & living


def electorate_of(db: Session, proceeding_id: int) -> list[int]:
    """The accounts that may vote in a room at this moment."""
    held = (Grant.scope == "proceeding", Grant.scope_id == proceeding_id, Grant.role.in_(MATRIX["room:vote"]))
    query = select(Grant.account_id).join(Account, Account.id == Grant.account_id)
    rows = db.scalars(query.where(Grant.id.in_(in_force()), *held, Account.ended_at.is_(None)).distinct())
    return sorted(rows)


def voters_of(db: Session, proposed: Proposed) -> list[Voter]:
    """The electorate of a proposal by name: fixed when it was opened. Who of them has voted is told to nobody."""
    query = select(Account.name, Elector.struck_at).join(Account, Account.id == Elector.account_id)
    rows = db.execute(query.where(Elector.proposal_id == proposed.row.id).order_by(Account.name, Account.id))
    return [Voter(row.name, row.struck_at) for row in rows]


def votes_told(db: Session, room: Proceeding, proposed: Proposed) -> list[NamedVote]:
    """Who chose what in an open vote that is closed, by name and choice; by choice alone where the room withholds names.

    None while it is open, and none of a secret one.
    """
    row = proposed.row
    if row.state != "closed" or row.is_secret:
        return []
    query = (
        select(Account.name, OpenVote.value, OpenVote.reason)
        .join(Elector, Elector.id == OpenVote.elector_id)
        .join(Account, Account.id == Elector.account_id)
        .where(Elector.proposal_id == row.id, OpenVote.is_current, Elector.struck_at.is_(None))
    )
    named = room_of(db, room).rule != "chatham"
    found = [NamedVote(one.name if named else None, tuple(keys_of(one.value)), one.reason) for one in db.execute(query)]
    return sorted(found, key=lambda one: (one.name or "", one.choices, one.reason))


def tally_of(row: RoomProposal) -> dict[str, Any]:
    """What the commitment `tally` of a closing opens to."""
    return {
        "vote": row.public_id,
        "number": row.number,
        "title": row.title,
        "text": row.text,
        "method": row.method,
        "majority": row.majority,
        "secret": row.is_secret,
        "options": [dict(one) for one in row.options],
        "quorum": row.quorum,
        "result": row.result,
    }


class Brief(NamedTuple):
    """For the overview of a room: what waits for the reader's vote, what else is open, and what was decided last."""

    waiting: list[Proposed]
    open: list[Proposed]
    decided: list[Proposed]


def brief(db: Session, actor: Actor, room: Proceeding) -> Brief | None:
    """What the overview tells of votes; None where there is nothing to tell."""
    if "votes" not in room_of(db, room).parts:
        return None
    found = proposals_of(db, actor, room)
    waiting = [one for one in found if one.waits]
    running = [one for one in found if one.row.state == "open" and not one.waits]
    decided = [one for one in found if one.row.state == "closed"][:3]
    return Brief(waiting, running, decided) if waiting or running or decided else None


def votes_in_meetings(db: Session, meeting_ids: Sequence[int]) -> dict[int, list[RoomProposal]]:
    """What was or is decided in each of these meetings, drafts left out, by number."""
    query = select(RoomProposal).where(RoomProposal.meeting_id.in_(meeting_ids), RoomProposal.state != "draft")
    found: dict[int, list[RoomProposal]] = {}
    for row in db.scalars(query.order_by(RoomProposal.number)):
        found.setdefault(row.meeting_id or 0, []).append(row)
    return found
