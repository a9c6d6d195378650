"""Writing back how things came that were entered at a desk."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.contributions.intake_models import Intake
from consult.core.actors import Actor
from consult.core.db import new_public_id
from consult.policy.access import require
from consult.proceedings.queries import locked_proceeding
from consult.records.operations.replay_parts import moment

Line = dict[str, Any]
PLAIN = (
    "public_id",
    "medium",
    "received_on",
    "entered_role",
    "state",
    "checked_role",
    "checked_version",
    "corrections",
)


def replay_intake(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """As it was: who entered and who checked have no account here; of a public edition there is the way and the day alone."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    values = [
        {"contribution_id": contributions[line["reference"]]} | (_whole(line) if "salt" in line else _told(line))
        for line in rows
    ]
    db.execute(insert(Intake), values)


def _whole(line: Line) -> Line:
    row = {name: line[name] for name in PLAIN}
    row |= {name: line[name] or "" for name in ("sender", "kept_at", "salt")}
    return row | {"entered_at": moment(line["entered_at"]), "checked_at": moment(line["checked_at"])}


def _told(line: Line) -> Line:
    at = datetime.fromisoformat(line["received_on"]).replace(tzinfo=UTC)
    row = {
        "public_id": new_public_id(),
        "medium": line["medium"],
        "received_on": line["received_on"],
        "state": "unchecked",
    }
    return row | {
        "sender": "",
        "kept_at": "",
        "corrections": "",
        "salt": "",
        "entered_role": "secretariat",
        "entered_at": at,
    }
