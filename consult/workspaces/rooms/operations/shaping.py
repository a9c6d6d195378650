"""The shape of a room: how it begins, and what those who lead it change."""

import hashlib
import json

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict
from consult.core.localized import all_texts, set_texts
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.shape import NewProceeding
from consult.proceedings.telling import tell
from consult.workspaces.rooms.models import PARTS_OF, RULE_OF, Room
from consult.workspaces.rooms.operations.seating import take_seat
from consult.workspaces.rooms.queries import present_seats, room_of
from consult.workspaces.rooms.shape import NewRoom, checked

SHAPED = ("form", "rule", "parts", "term_from", "term_until", "keep_until", "listed")


def begin_room(db: Session, proceeding: Proceeding, new: NewProceeding) -> None:
    """Give a new workspace the shape of its form, and whoever made it a seat."""
    if proceeding.kind != "workspace":
        return
    form = new.form or "working_group"
    db.add(Room(proceeding_id=proceeding.id, form=form, rule=RULE_OF[form], parts=list(PARTS_OF[form])))
    db.flush()
    for one in present_seats(db, proceeding.id):
        take_seat(db, proceeding, one.account_id)


def room_fingerprint(db: Session, proceeding: Proceeding) -> str:
    """A short hash of all that the settings of a room hold, so that a save over somebody else's change is noticed."""
    room = room_of(db, proceeding)
    held = {name: getattr(room, name) for name in SHAPED} | {"texts": all_texts(db, room.owner)}
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:32]


def edit_room(db: Session, actor: Actor, *, proceeding_id: int, seen: str, new: NewRoom) -> None:
    """Change the shape of a room. Raises NotFound for whoever does not lead it, Invalid for a field that cannot be taken.

    `seen` is the fingerprint of what the editor had before them: Conflict when it was changed meanwhile.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "room:lead", proceeding)
    if room_fingerprint(db, proceeding) != seen:
        raise Conflict("changed_meanwhile")
    new = checked(new, proceeding)
    room = db.merge(room_of(db, proceeding))
    for name in SHAPED:
        value = getattr(new, name)
        setattr(room, name, list(value) if name == "parts" else value)
    for field, texts in new.texts.items():
        set_texts(db, room.owner, field, texts, proceeding.language)
    tell(db, proceeding, "room.changed", proceeding.public_id)
