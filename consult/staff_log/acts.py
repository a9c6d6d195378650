"""Noting acts of staff: the unit of work does it for every operation in which a right of the staff was used."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.core.actors import Actor, Used
from consult.core.clock import next_local_hour, now
from consult.core.jobs import enqueue
from consult.policy.access import role_for
from consult.policy.matrix import MATRIX
from consult.staff_log.models import StaffAct

# What members of a room and of an organisation do with their own rights is not the staff's.
OF_PEOPLE = frozenset(
    {
        "room:read",
        "room:write",
        "room:vote",
        "document:read",
        "document:suggest",
        "organisation:speak",
        "organisation:draft",
    }
)
STAFF = frozenset(MATRIX) - OF_PEOPLE
SUBJECTS = ("reference", "organisation", "public_id", "appeal", "decision", "key", "slug")
DETAILS = ("act", "move", "role", "kind")
SEVERAL = ("references", "public_ids", "decisions")
CODE = re.compile(r"[a-z][a-z_]{0,39}")
LONGEST = 2000
FORGET_HOUR = 3


def note_act(db: Session, actor: Actor, operation: str, values: Mapping[str, Any]) -> None:
    """Write down what the staff did in this transaction: a row for each proceeding in which a right was used.

    Nothing is written for what nobody needed a right of the staff for, nor for jobs and commands, which have no account.
    """
    used = [one for one in actor.used if one.permission in STAFF]
    if actor.account_id is None or not used:
        return
    by_place: dict[tuple[int | None, int | None], Used] = {}
    for one in used:
        by_place.setdefault((one.proceeding_id, one.body_id), one)
    if len(by_place) > 1:  # a right used nowhere in particular says nothing beside those that were used somewhere
        by_place.pop((None, None), None)
    told = {"at": now(), "account_id": actor.account_id, "act": operation, **told_of(values)}
    if any(one.permission.startswith("contribution:") for one in used):
        told["note"] = None  # what is said of an input may quote it
    rows = [{**told, **_place_of(actor, one)} for one in by_place.values()]
    db.execute(insert(StaffAct), rows)
    enqueue(db, "forget_log", {}, next_local_hour(FORGET_HOUR, "UTC"), key="forget_log")


def _place_of(actor: Actor, used: Used) -> dict[str, Any]:
    role = role_for(actor, used.permission, used.body_id, used.proceeding_id)
    return {"role": role or "staff", "proceeding_id": used.proceeding_id, "body_id": used.body_id}


def told_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the log keeps of the values of an operation: names, a number, a code; words only where no input is concerned."""
    several = next((values[name] for name in SEVERAL if isinstance(values.get(name), (list, tuple, set, dict))), None)
    new = values.get("new")  # what a private room is called is told to nobody outside of it
    made = getattr(new, "slug", None) if getattr(new, "audience", None) == "public" else None
    subject = _first(values, SUBJECTS) or made
    about_input = several is not None or values.get("reference") is not None  # words about it may quote it
    reason = values.get("reason")
    is_code = isinstance(reason, str) and CODE.fullmatch(reason) is not None
    why = values.get("note") or (None if is_code else reason)
    return {
        "detail": _first(values, DETAILS),
        "subject": subject,
        "number": len(several) if several is not None else None,
        "reason": reason if is_code else None,
        "note": None if about_input else _words(why),
    }


def _first(values: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((found[:100] for name in names if isinstance(found := values.get(name), str) and found), None)


def _words(why: Any) -> str | None:
    if isinstance(why, Mapping):
        why = " / ".join(str(text) for text in why.values() if text)
    return why[:LONGEST] if isinstance(why, str) and why else None
