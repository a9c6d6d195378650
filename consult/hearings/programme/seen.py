"""What somebody who plans had before them, as a short hash: a save over somebody else's change is noticed by it."""

import hashlib
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.localized import all_texts
from consult.hearings.programme.models import AgendaItem, Channel, HearingPerson, HearingSession, Plan

EDITED: dict[type[Any], tuple[str, ...]] = {
    Plan: (
        "form",
        "under_id",
        "rule",
        "places",
        "registers_from_local",
        "registers_until_local",
        "seconds",
        "budgets",
        "replies_most",
        "statement_hours",
        "guests",
        "slow_mode",
    ),
    HearingSession: ("number", "zone", "starts_local", "ends_local"),
    AgendaItem: ("parent_id", "session_id", "type", "minutes", "audience"),
    HearingPerson: ("role", "name", "office", "organisation", "category", "country", "languages"),
    Channel: ("kind", "language", "url"),
}


def fingerprint(db: Session, row: Any) -> str:
    """A short hash of all that the form of a row can change, its texts included."""
    told = {name: getattr(row, name) for name in EDITED[type(row)]}
    texts = all_texts(db, row.owner) if hasattr(row, "owner") else {}
    return _hash([told, texts])


def order_of(db: Session, proceeding_id: int) -> str:
    """A short hash of the tree of the agenda: which items there are, and where they stand."""
    query = select(AgendaItem.id, AgendaItem.parent_id, AgendaItem.position, AgendaItem.state)
    rows = db.execute(query.where(AgendaItem.proceeding_id == proceeding_id).order_by(AgendaItem.id))
    return _hash([list(row) for row in rows])


def _hash(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
