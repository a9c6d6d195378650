"""The shape of acts on the floor: the same names and values from a form, a program and a socket."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from consult.core.errors import Invalid
from consult.hearings.floor.operations.comments import close_comments, open_comments
from consult.hearings.floor.operations.giving import end_turn, give_floor, give_floor_to, next_speaker
from consult.hearings.floor.operations.listing import (
    add_speaker,
    close_list,
    close_replies,
    mark_present,
    move_speaker,
    open_replies,
    pass_speaker,
    relist_speaker,
    remove_speaker,
    reopen_list,
)
from consult.hearings.floor.operations.sittings import (
    close_session,
    finish_item,
    next_item,
    open_item,
    open_session,
    suspend_item,
)
from consult.hearings.floor.operations.timing import extend_turn, pause_turn, resume_turn
from consult.hearings.floor.parties import Named

ID = re.compile(r"[a-z0-9]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


class Act(NamedTuple):
    """An act of the chair: what does it, and the values that it takes, in the order of a button's value.

    One that is not `counted` is no move on the floor: it may be done on an older screen.
    """

    operation: Callable[..., int | None]
    takes: tuple[str, ...] = ()
    counted: bool = True


ACTS: dict[str, Act] = {
    "open_session": Act(open_session, ("session",)),
    "close_session": Act(close_session, ("session",)),
    "open_item": Act(open_item, ("item",)),
    "suspend_item": Act(suspend_item, ("item",)),
    "finish_item": Act(finish_item, ("item",)),
    "next_item": Act(next_item),
    "give_floor": Act(give_floor, ("speaker",)),
    "give_floor_to": Act(give_floor_to, ("kind", "who")),
    "next_speaker": Act(next_speaker, ("speaker",)),
    "end_turn": Act(end_turn),
    "pause_turn": Act(pause_turn),
    "resume_turn": Act(resume_turn),
    "extend_turn": Act(extend_turn, ("seconds",)),
    "close_list": Act(close_list, ("item",)),
    "reopen_list": Act(reopen_list, ("item",)),
    "open_replies": Act(open_replies),
    "close_replies": Act(close_replies),
    "add_speaker": Act(add_speaker, ("item", "kind", "who")),
    "remove_speaker": Act(remove_speaker, ("speaker",)),
    "pass_speaker": Act(pass_speaker, ("speaker",)),
    "relist_speaker": Act(relist_speaker, ("speaker",)),
    "mark_present": Act(mark_present, ("speaker", "present")),
    "move_speaker": Act(move_speaker, ("speaker", "before")),
    "close_comments": Act(close_comments),
    "open_comments": Act(open_comments),
}


class Asked(NamedTuple):
    """An act with everything that its operation takes beside the hearing."""

    operation: Callable[..., int | None]
    values: dict[str, Any]


def act_of(acts: Mapping[str, Act], given: Mapping[str, Any]) -> Asked:
    """The act that `given` asks for: `act`, `seen` and what it takes. Raises Invalid for what cannot be read."""
    name = given.get("act")
    if not isinstance(name, str) or name not in acts:
        raise Invalid("act", "no_such_choice")
    values: dict[str, Any] = {"seen": number(given, "seen")} if acts[name].counted else {}
    for field in acts[name].takes:
        values |= SEVERAL[field](given) if field in SEVERAL else {field: _value(given, field)}
    return Asked(acts[name].operation, values)


def number(given: Mapping[str, Any], field: str) -> int:
    """A whole number from a form or from JSON. Raises Invalid."""
    value = given.get(field)
    if type(value) is int and 0 <= value < 2**31:
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    raise Invalid(field, "no_such_choice")


def who(given: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody as `person:<id>` or `registration:<id>`, or where that is empty a typed name. Raises Invalid."""
    kind, _colon, public_id = _text(given, "who").partition(":")
    if not kind:
        language = _text(given, "language") or None
        if language is not None and not LANGUAGE.fullmatch(language):
            raise Invalid("language", "no_such_choice")
        category, country = _text(given, "category") or None, _text(given, "country") or None
        return {"named": Named(_text(given, "name"), _text(given, "organisation"), category, country, language)}
    if kind not in ("person", "registration") or not ID.fullmatch(public_id):
        raise Invalid("who", "no_such_choice")
    return {kind: public_id}


def shown(given: Mapping[str, Any]) -> dict[str, str | None]:
    """What the screen of the room shows as `<kind>.<reference>`; empty for nothing but the floor."""
    kind, _dot, reference = _text(given, "shown").partition(".")
    return {"kind": kind or None, "reference": reference or None}


SEVERAL: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {"who": who, "shown": shown}


def _value(given: Mapping[str, Any], field: str) -> Any:
    if field == "seconds":
        return number(given, field)
    text = _text(given, field)
    if field in ("before", "present"):
        return text or None
    if field != "kind" and not ID.fullmatch(text):
        raise Invalid(field, "no_such_choice")
    return text


def _text(given: Mapping[str, Any], field: str) -> str:
    value = given.get(field) or ""
    if not isinstance(value, str) or len(value) > 1000:
        raise Invalid(field, "no_such_choice")
    return value
