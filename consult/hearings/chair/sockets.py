"""The chair's acts over a socket: the same as from the forms of the chair's page."""

from typing import Any

from sqlalchemy import select

from consult.core.actors import Actor
from consult.core.db import Database
from consult.core.errors import NotFound
from consult.core.work import Work
from consult.hearings.chair.forms import ACTS
from consult.hearings.floor.forms import act_of
from consult.live.server import Call, Live
from consult.policy.access import require
from consult.proceedings.models import Proceeding


def install(live: Live, database: Database, work: Work) -> None:
    """Let chairs act."""

    def act(call: Call) -> dict[str, Any]:
        """`floor.act {hearing, act, seen, ...}` gives `{moves}`; `hearing` is a public id, the rest as the act takes it."""
        hearing = hearing_of(database, call.actor, call.data.get("hearing"))
        asked = act_of(ACTS, call.data)
        done = work.run(asked.operation, call.actor, proceeding_id=hearing, **asked.values)
        return {"moves": done.result}

    live.on("floor.act", act)


def hearing_of(database: Database, actor: Actor, public_id: Any) -> int:
    """The id of a hearing that the actor chairs. Raises NotFound for every other."""
    with database.reading() as db:
        found = None
        if isinstance(public_id, str):
            query = select(Proceeding).where(Proceeding.public_id == public_id, Proceeding.kind == "hearing")
            found = db.scalar(query)
        if found is None:
            raise NotFound
        require(actor, "hearing:chair", found)
        return found.id
