"""Minutes of the private hearing: a line for everybody in the room, and one of a closed item."""

from typing import Any

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.hearings.notes.operations.writing import NewLine, write_line
from consult.hearings.programme.models import AgendaItem
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.site import Site
from tests.factories import TEST, saved


def plant_lines(site: Site, room: Proceeding, closed: str, message: str, secret: str) -> dict[str, str]:
    """The public ids of both lines and of an item that is done; `closed` is that of the closed item."""
    item: AgendaItem = saved(
        site, AgendaItem(proceeding_id=room.id, position=9, label="9", type="statements", state="done")
    )

    def conclude(db: Session, _actor: Actor) -> None:
        tell(db, db.get_one(Proceeding, room.id), "item.done", item.public_id)

    site.work.run(conclude, TEST)

    def line(text: str, **more: Any) -> str:
        new = NewLine(key=text, language="en", kind="speech", text=text, turn="none", **more)
        return str(site.work.run(write_line, TEST, proceeding_id=room.id, new=new).result.id)

    return {
        "line": line(message, item=item.public_id),
        "closed line": line(secret, item=closed),
        "noted item": item.public_id,
    }
