"""What every page of a room has in common: its title, its rule of confidentiality, and the ways to its parts."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, current_app, render_template
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.policy.access import holds
from consult.proceedings.head import ALL, Head, address_of, head
from consult.proceedings.models import Proceeding
from consult.web.site import actor, reading
from consult.workspaces.rooms.models import PARTS, Room
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.rooms.words import form_words, rule_words


class Part(NamedTuple):
    """A part of a room: `path` below the room's address; `shown` says by actor, proceeding and room who finds its way."""

    key: str
    label: Callable[[], str]
    path: str
    shown: Callable[[Actor, Proceeding, Room], bool]


class Tab(NamedTuple):
    """The way to one part."""

    label: str
    url: str
    current: bool


class RoomFrame(NamedTuple):
    """What the frame of a page shows; `writable` says that the reader may write and the room takes it now."""

    head: Head
    room: Room
    form: str
    rule: tuple[str, str]
    tabs: list[Tab]
    writable: bool
    may_lead: bool


class Brief(NamedTuple):
    """The short box of a part on the overview: its template, and what that prints as `brief` (None: no box)."""

    template: str
    told: Callable[[Session, Actor, Proceeding], Any]


def install(app: Flask) -> None:
    """Begin the lists of parts and briefs; those that stand on the room add theirs, in the order of the tabs."""
    app.extensions["consult.room_parts"] = []
    app.extensions["consult.room_briefs"] = []
    app.extensions["consult.room_unread"] = []


def briefs_of(found: Proceeding) -> list[tuple[str, Any]]:
    """What the parts that a room has have to tell on its overview: template and what it prints."""
    briefs, room = map(Brief._make, current_app.extensions["consult.room_briefs"]), room_of(reading(), found)
    away = {f"workspaces/{part}/brief.html" for part in PARTS if part not in room.parts}
    told = [(one.template, one.told(reading(), actor(), found)) for one in briefs if one.template not in away]
    return [(template, brief) for template, brief in told if brief is not None]


def unread_in(found: Proceeding) -> int:
    """How much the reader has not read yet in the parts of a room that count it."""
    return sum(count(reading(), actor(), found) for count in current_app.extensions["consult.room_unread"])


def has(key: str) -> Callable[[Actor, Proceeding, Room], bool]:
    """Whether a room has a part that its chair may take away."""
    return lambda _who, _proceeding, room: key in room.parts


def frame_of(found: Proceeding, current: str) -> RoomFrame:
    """The frame of a page in the part `current`."""
    who, room = actor(), room_of(reading(), found)
    parts: list[Part] = current_app.extensions["consult.room_parts"]
    base = address_of(found)
    tabs = [Tab(one.label(), base + one.path, one.key == current) for one in parts if one.shown(who, found, room)]
    shown, may_write = head(found, ALL), holds(who, "room:write", found.where)
    may_lead = holds(who, "room:lead", found.where)
    writable = may_write and shown.phase == "open"
    return RoomFrame(shown, room, form_words(room.form), rule_words(room.rule), tabs, writable, may_lead)


def framed(template: str, found: Proceeding, current: str, **context: Any) -> str:
    """A page of a room, in its frame."""
    return render_template(template, frame=frame_of(found, current), **context)
