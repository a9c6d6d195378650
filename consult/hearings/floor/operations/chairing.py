"""What every act of a chair begins and ends with, so that two chairs never overwrite each other."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.hearings.floor.models import Floor, Speaker, Turn
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell

Row = TypeVar("Row", AgendaItem, HearingSession, Speaker)


@dataclass(slots=True)
class Chaired:
    """A hearing in the hands of one chair: no other act comes between until this transaction is over."""

    db: Session
    proceeding: Proceeding
    floor: Floor

    def tell(self, kind: str, reference: str, item: AgendaItem | None = None) -> None:
        """Say what happened to readers and desk; of a closed item to the desk alone."""
        tell(self.db, self.proceeding, kind, reference, closed=item is not None and item.audience == "closed")

    def item(self, public_id: str) -> AgendaItem:
        """An item of this hearing, to be changed. Raises NotFound."""
        return self._own(AgendaItem, public_id)

    def session(self, public_id: str) -> HearingSession:
        """A session of this hearing, to be changed. Raises NotFound."""
        return self._own(HearingSession, public_id)

    def speaker(self, public_id: str) -> Speaker:
        """A speaker of this hearing, to be changed. Raises NotFound."""
        return self._own(Speaker, public_id)

    def item_of(self, row: Speaker | Turn) -> AgendaItem:
        """The item on which somebody speaks."""
        return self.db.get_one(AgendaItem, row.item_id)

    def current_item(self) -> AgendaItem | None:
        """The item that is dealt with now."""
        return self.db.get(AgendaItem, self.floor.item_id, with_for_update=True) if self.floor.item_id else None

    def turn(self) -> Turn:
        """The turn of who has the floor, to be changed. Raises Conflict where nobody has it."""
        query = select(Turn).where(Turn.proceeding_id == self.proceeding.id, Turn.ended_at.is_(None))
        found = self.db.scalar(query.with_for_update())
        if found is None:
            raise Conflict("nobody_has_floor")
        return found

    def require_no_turn(self) -> None:
        """Raises Conflict while somebody has the floor."""
        if self.db.scalar(select(Turn.id).where(Turn.proceeding_id == self.proceeding.id, Turn.ended_at.is_(None))):
            raise Conflict("somebody_has_floor")

    def require_open(self) -> None:
        """Raises Conflict unless the hearing is open."""
        phase = self.proceeding.phase(now())
        if phase != "open":
            raise Conflict("hearing_is_over" if phase == "closed" else "hearing_not_open")

    def _own(self, model: type[Row], public_id: str) -> Row:
        query = select(model).where(model.public_id == public_id, model.proceeding_id == self.proceeding.id)
        found = self.db.scalar(query.with_for_update())
        if found is None:
            raise NotFound
        return found


def take_chair(db: Session, actor: Actor, proceeding_id: int, seen: int, *, to_change: bool = False) -> Chaired:
    """The hearing for one act of its chair, who saw it after `seen` acts; counts this one.

    `to_change` is for what changes more than the floor: comments, or a statement that is delivered.
    Raises NotFound for whoever does not chair it, Conflict `stale` when another act came between.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=to_change)
    if proceeding.kind != "hearing":
        raise NotFound
    require(actor, "hearing:chair", proceeding)
    floor = locked_floor(db, proceeding_id)
    if floor.moves != seen:
        raise Conflict("stale", moves=floor.moves)
    floor.moves += 1
    return Chaired(db, proceeding, floor)


def locked_floor(db: Session, proceeding_id: int) -> Floor:
    """The floor of a hearing, to be changed; it gets its row with the first act."""
    query = select(Floor).where(Floor.proceeding_id == proceeding_id).with_for_update()
    found = db.scalar(query)
    if found is None:
        with suppress(IntegrityError), db.begin_nested():  # another chair may act first, in the same moment
            db.add(Floor(proceeding_id=proceeding_id, moves=0))
        found = db.scalars(query.execution_options(populate_existing=True)).one()
    return found
