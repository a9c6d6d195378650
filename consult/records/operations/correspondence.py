"""Writing back the appeals and letters of a package: by role, for their people have no account here."""

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.moderation.letter_models import Appeal, Letter
from consult.moderation.models import Decision
from consult.policy.access import require
from consult.proceedings.queries import locked_proceeding
from consult.records.operations.replay_parts import moment
from consult.records.refusals import Broken

Line = dict[str, Any]


def replay_appeals(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """Appeals, after the decisions that they are about. Raises Broken for one of a decision that the package does not hold."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    named = {one for line in rows for one in (line["decision"], line["led_to"]) if one is not None}
    rows_of = db.execute(select(Decision.public_id, Decision.id).where(Decision.public_id.in_(named)))
    known: dict[str, int] = {row.public_id: row.id for row in rows_of}
    for missing in sorted(named - known.keys()):
        raise Broken("appeals.jsonl", None, f"decision {missing} is not in decisions.jsonl")
    values = [
        {name: line[name] for name in ("public_id", "text", "outcome", "note")}
        | {"made_at": moment(line["made_at"]), "decided_at": moment(line["decided_at"]), "decided_role": line["role"]}
        | {"contribution_id": contributions[line["reference"]], "decision_id": known[line["decision"]]}
        | {"led_to": known.get(line["led_to"])}
        for line in rows
    ]
    db.execute(insert(Appeal), values)


def replay_letters(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """Letters and answers."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    values = [
        {name: line[name] for name in ("public_id", "kind", "text", "role", "file")}
        | {name: moment(line[name]) for name in ("written_at", "seen_at")}
        | {"contribution_id": contributions[line["reference"]]}
        for line in rows
    ]
    db.execute(insert(Letter), values)
