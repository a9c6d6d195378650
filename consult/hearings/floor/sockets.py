"""Taking part over a socket: asking for the floor, and leaving the list."""

from typing import Any

from sqlalchemy import select

from consult.core.actors import Actor
from consult.core.db import Database
from consult.core.errors import Invalid, NotFound
from consult.core.work import Work
from consult.hearings.floor.operations.asking import ask_for_floor, leave_list
from consult.live.limits import Limiter, Rate
from consult.live.server import Call, Live
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding

RATE = Rate(10, 10.0)


def install(live: Live, database: Database, work: Work) -> None:
    """Let those who take part ask for the floor."""
    limiter = Limiter(RATE)

    def ask(call: Call) -> dict[str, Any]:
        """`floor.ask {hearing, item, kind}` gives `{speaker}`, the place in the list."""
        item, kind = _text(call, "item"), _text(call, "kind")
        hearing = _hearing(database, call.actor, call.data.get("hearing"))
        limiter.take(_sender(call.actor))
        return {"speaker": work.run(ask_for_floor, call.actor, proceeding_id=hearing, item=item, kind=kind).result}

    def leave(call: Call) -> dict[str, Any]:
        """`floor.leave {hearing, speaker}` gives nothing but that it is done."""
        hearing = _hearing(database, call.actor, call.data.get("hearing"))
        limiter.take(_sender(call.actor))
        work.run(leave_list, call.actor, proceeding_id=hearing, speaker=_text(call, "speaker"))
        return {}

    live.on("floor.ask", ask)
    live.on("floor.leave", leave)


def _sender(actor: Actor) -> str:
    return f"account:{actor.account_id}" if actor.account_id is not None else actor.sender or ""


def _text(call: Call, field: str) -> str:
    value = call.data.get(field)
    if not isinstance(value, str) or len(value) > 40:
        raise Invalid(field, "no_such_choice")
    return value


def _hearing(database: Database, actor: Actor, public_id: Any) -> int:
    with database.reading() as db:
        found = None
        if isinstance(public_id, str):
            query = select(Proceeding).where(Proceeding.public_id == public_id, Proceeding.kind == "hearing")
            found = db.scalar(query)
        if found is None or not may_see(actor, found):
            raise NotFound
        return found.id
