"""Writing back the tables of a hearing: the same public ids and texts in new rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.db import UtcTime, new_public_id
from consult.hearings.floor.models import Speaker
from consult.hearings.programme.models import AgendaItem, Plan
from consult.hearings.record.models import Origin
from consult.hearings.registration.models import Registration
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.records.carried import OWNERS, Carried, Field, kind_of
from consult.records.hearings.tables import SOURCE, TEXTS
from consult.records.operations.replay_parts import add_texts
from consult.records.refusals import Broken

Line = dict[str, Any]
Names = dict[Any, dict[str, int]]  # table → public id (or reference) → id


def replay_rows(
    db: Session, actor: Actor, *, proceeding_id: int, carried: Carried, names: Names, rows: list[Line]
) -> dict[str, int]:
    """Rows of one table as they stood; public id → id. Raises Broken for a name that the package does not hold."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    absent = _absent(carried, proceeding.closes_at or proceeding.created_at)
    values = [_values(carried, line, proceeding_id, names, absent) for line in rows]
    table = carried.table
    if "public_id" not in table.__table__.columns or "id" not in table.__table__.columns:
        db.execute(insert(table), values)
        _note_under(db, carried, rows, values)
        return {}
    ids = db.scalars(insert(table).returning(table.id, sort_by_parameter_order=True), values).all()
    made = dict(zip((line["public_id"] for line in rows), ids, strict=True))
    for line, key in zip(rows, ids, strict=True):
        _add_beside(db, carried, line, key, proceeding_id)
    return made


def replay_parents(db: Session, actor: Actor, *, proceeding_id: int, names: Names, rows: list[Line]) -> None:
    """What lies above each item, once all of them are there."""
    require(actor, "proceeding:create", locked_proceeding(db, actor, proceeding_id))
    for line in rows:
        if line["parent"] is not None:
            items = names[AgendaItem]
            if line["parent"] not in items:
                raise Broken("items.jsonl", None, f"{line['parent']} is not in items.jsonl")
            here = update(AgendaItem).where(AgendaItem.id == items[line["public_id"]])
            db.execute(here.values(parent_id=items[line["parent"]]))


def _values(carried: Carried, line: Line, proceeding_id: int, names: Names, absent: Line) -> Line:
    table = carried.table
    row = {
        field.into: _value(carried, field, line[field.name], names) for field in carried.fields if field.name in line
    }
    if "proceeding_id" in table.__table__.columns:
        row["proceeding_id"] = proceeding_id
    if table is Registration:
        row["form_key"] = new_public_id()
    if table is AgendaItem:
        row["parent_id"] = None
    if table is Speaker:
        _complete(row)
    return row | {name: value for name, value in absent.items() if row.get(name) is None}


def _complete(row: Line) -> None:
    """By which word a speaker is told from others: that of the registration or of the part in the hearing."""
    if row.get("registration_id") is not None:
        row["party"] = f"registration:{row['registration_id']}"
    elif row.get("person_id") is not None:
        row["party"] = f"person:{row['person_id']}"
    elif row.get("party") is None:
        row["party"] = f"name:{new_public_id()}"


def _absent(carried: Carried, at: datetime) -> Line:
    """What stands where a public edition tells nothing, or no edition does; `at` where it tells no time."""
    found: Line = {}
    for column in carried.table.__table__.columns:
        if column.nullable or column.primary_key or column.foreign_keys:
            continue
        found[column.name] = "other" if column.name == "type" else (_EMPTY | {"datetime": at})[kind_of(column.type)[0]]
    return {name: value for name, value in found.items() if name != "proceeding_id"}


_EMPTY: dict[str, Any] = {"string": "", "integer": 0, "boolean": False, "object": {}}


def _value(carried: Carried, field: Field, raw: Any, names: Names) -> Any:
    if field.target is not None:
        return _named(carried, field, raw, names)
    if raw is not None and isinstance(carried.table.__table__.columns[field.into].type, UtcTime):
        return datetime.fromisoformat(raw)
    return raw


def _named(carried: Carried, field: Field, raw: str | None, names: Names) -> int | None:
    if raw is None or (carried.table is AgendaItem and field.into == "parent_id"):
        return None
    found = names.get(field.target, {}).get(raw)
    if found is None and field.target is not Proceeding:
        raise Broken(f"{carried.name}.jsonl", None, f"{raw} is in no other file")
    return found


def _add_beside(db: Session, carried: Carried, line: Line, key: int, proceeding_id: int) -> None:
    kind = OWNERS.get(carried.table.__tablename__)
    if carried.texts:
        add_texts(db, f"{kind}:{key}", line[TEXTS])
    if line.get(SOURCE) is not None:
        db.add(Origin(proceeding_id=proceeding_id, owner=f"{kind}:{key}", source=line[SOURCE]))


def _note_under(db: Session, carried: Carried, rows: list[Line], values: list[Line]) -> None:
    """The proceeding that a plan belongs to, where it is not here."""
    if carried.table is Plan:
        for line, value in zip(rows, values, strict=True):
            if line.get("under") is not None and value["under_id"] is None:
                owner = f"plan:{value['proceeding_id']}"
                db.add(Origin(proceeding_id=value["proceeding_id"], owner=owner, source={"under": line["under"]}))


def known_names(db: Session, contributions: dict[str, int], under: str | None) -> Names:
    """The names that are there before: the contributions by reference, and the proceeding that a plan belongs to."""
    row = db.query(Proceeding.id).filter(Proceeding.public_id == under).one_or_none() if under else None
    return {Contribution: contributions, Proceeding: {under: row[0]} if row and under else {}}
