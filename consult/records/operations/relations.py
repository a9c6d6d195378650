"""Writing relations and codes of a package back."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.contributions.docket.models import GivenCode, Relation
from consult.core.actors import Actor
from consult.core.db import new_public_id
from consult.policy.access import require
from consult.proceedings.queries import locked_proceeding
from consult.records.operations.replay_parts import moment

Line = dict[str, Any]
UNKNOWN_ROLE = "secretariat"  # a public edition does not say who, but nobody else may


def replay_relations(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """Relations as they were said, the ended ones too; a public edition has those in force, without their times."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    values = [
        {
            "public_id": line.get("public_id") or new_public_id(),
            "one_id": contributions[line["reference"]],
            "kind": line["kind"],
            "other_id": contributions[line["other"]],
            "role": line.get("role", UNKNOWN_ROLE),
            "set_at": moment(line.get("set_at")) or proceeding.created_at,
            "ended_role": line.get("ended_role"),
            "ended_at": moment(line.get("ended_at")),
        }
        for line in rows
    ]
    db.execute(insert(Relation), values)


def replay_codes(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """Codes as they were given, the former ones too."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    values = [
        {
            "proceeding_id": proceeding.id,
            "contribution_id": contributions[line["reference"]],
            "code": line["code"],
            "role": line.get("role", UNKNOWN_ROLE),
            "given_at": moment(line.get("given_at")) or proceeding.created_at,
            "ended_at": None if line["is_present"] else moment(line.get("ended_at")) or proceeding.created_at,
        }
        for line in rows
    ]
    db.execute(insert(GivenCode), values)
