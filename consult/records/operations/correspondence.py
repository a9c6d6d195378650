"""Writing back appeals, letters and escalations of a package: by role, for their people have no account here."""

from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.moderation.letter_models import Appeal, Letter
from consult.moderation.models import Decision, Escalation
from consult.moderation.waiting import has_new_answer, has_open_appeal
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
    _mark(db, values, has_open_appeal(), "appealed")


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
    _mark(db, values, has_new_answer(), "answered")


def replay_escalations(
    db: Session, actor: Actor, *, proceeding_id: int, contributions: dict[str, int], rows: list[Line]
) -> None:
    """What was asked of the secretariat."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    values = [
        {name: line[name] for name in ("public_id", "note", "answer", "settled_role")}
        | {name: moment(line[name]) for name in ("escalated_at", "settled_at")}
        | {"escalated_role": line["role"], "contribution_id": contributions[line["reference"]]}
        for line in rows
    ]
    db.execute(insert(Escalation), values)
    asked = select(Escalation.contribution_id).where(Escalation.settled_at.is_(None))
    _mark(db, values, Contribution.id.in_(asked), "escalated")


def _mark(db: Session, values: list[Line], which: ColumnElement[bool], name: str) -> None:
    """Say for the queue, in the rows of these contributions, what waits there."""
    here = update(Contribution).where(Contribution.id.in_([one["contribution_id"] for one in values]), which)
    db.execute(here.values({name: True}).execution_options(synchronize_session=False))
