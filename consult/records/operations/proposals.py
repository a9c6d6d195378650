"""Writing back what a package says was proposed to be withheld or erased."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.moderation.proposal_models import Proposal
from consult.policy.access import require
from consult.proceedings.queries import locked_proceeding
from consult.records.operations.replay_parts import moment

Line = dict[str, Any]
PROPOSAL = (
    "public_id", "act", "version", "spans", "lifts", "reason", "mark", "note", "hides", "state", "proposed_role",
    "settled_role", "settled_note",
)  # fmt: skip
MOMENTS = ("proposed_at", "settled_at", "lifted_at")


def replay_proposals(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """What was proposed, by role: its people have no account here, so that whoever moderates here may confirm what waits."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    values = [
        {name: line[name] for name in PROPOSAL}
        | {name: moment(line[name]) for name in MOMENTS}
        | {"contribution_id": contributions[line["reference"]]}
        for line in rows
    ]
    db.execute(insert(Proposal), values)
