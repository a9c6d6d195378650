"""Writing back the tables of a room: the same public ids and texts in new rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import UtcTime, new_public_id
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.records.carried import Carried, Field
from consult.records.operations.replay_parts import add_texts
from consult.records.refusals import Broken
from consult.records.workspaces.tables import TEXTS
from consult.workspaces.votes.models import Elector, OpenVote

Line = dict[str, Any]
Names = dict[Any, dict[str, int]]  # table → public id (or another name) → id
NO_PASSWORD = "!"  # noqa: S105 - no hash: nobody signs in with it


def replay_members(db: Session, actor: Actor, *, proceeding_id: int, rows: list[Line]) -> dict[str, int]:
    """The people whom a package names; public id (or the words for somebody unnamed) → id.

    Who is here already is the same person. The others get an account that has ended: a name, and no way to sign in.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    known = {}
    for line in rows:
        found = db.scalar(select(Account.id).where(Account.public_id == line["public_id"]))
        known[line["public_id"] or line["name"]] = found or _ended_account(db, proceeding, line)
    return known


def _ended_account(db: Session, proceeding: Proceeding, line: Line) -> int:
    public_id, moment = line["public_id"] or new_public_id(), now()
    row = Account(
        public_id=public_id,
        email=f"{public_id}{address_of_people(proceeding)}",
        name=line["name"],
        password_hash=NO_PASSWORD,
        created_at=moment,
        ended_at=moment,
    )
    db.add(row)
    db.flush()
    return row.id


def address_of_people(proceeding: Proceeding) -> str:
    """The end of the addresses of those who are here only because a record names them; no mail reaches it."""
    return f"@{proceeding.public_id}.record.invalid"


def replay_room_rows(
    db: Session, actor: Actor, *, proceeding_id: int, carried: Carried, names: Names, rows: list[Line]
) -> dict[str, int]:
    """Rows of one table as they stood; name → id. Raises Broken for a name that the package does not hold."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    values = [_values(carried, line, proceeding_id, names) for line in rows]
    table = carried.table
    if "id" not in table.__table__.columns:
        db.execute(insert(table), values)
        for line in rows:
            add_texts(db, f"room:{proceeding_id}", line[TEXTS])
        return {}
    ids = db.scalars(insert(table).returning(table.id, sort_by_parameter_order=True), values).all()
    return {_name(line, number): key for number, (line, key) in enumerate(zip(rows, ids, strict=True))}


def _name(line: Line, number: int) -> str:
    """By which name other files know a row; a number for one that none of them names."""
    if "person" in line and "proposal" in line:
        return f"{line['proposal']} {line['person']}"
    return str(line.get("public_id") or line.get("key") or number)


def _values(carried: Carried, line: Line, proceeding_id: int, names: Names) -> Line:
    columns = carried.table.__table__.columns
    row = {one.into: _value(carried, one, line[one.name], names) for one in carried.fields if _is_own(carried, one)}
    if "proceeding_id" in columns:
        row["proceeding_id"] = proceeding_id
    if carried.table is OpenVote:
        row["elector_id"] = _known(carried, names.get(Elector, {}), _name(line, 0))
    return row


def _is_own(carried: Carried, field: Field) -> bool:
    """Whether the row itself has it; an open vote is told by its proposal and person, and hangs on its elector."""
    return carried.table is not OpenVote or field.name not in ("proposal", "person")


def _value(carried: Carried, field: Field, raw: Any, names: Names) -> Any:
    if raw is None:
        return None
    if field.target is not None:
        return _known(carried, names.get(field.target, {}), raw)
    if isinstance(carried.table.__table__.columns[field.into].type, UtcTime):
        return datetime.fromisoformat(raw)
    return raw


def _known(carried: Carried, known: dict[str, int], name: str) -> int:
    if name not in known:
        raise Broken(f"{carried.name}.jsonl", None, f"{name} is in no other file")
    return known[name]
