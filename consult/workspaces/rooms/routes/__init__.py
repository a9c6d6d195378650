"""The pages of a room itself: overview, settings, members, and the way in for outsiders."""

from flask import Flask

from consult.core.actors import Actor
from consult.policy.matrix import MATRIX
from consult.web.frame import Place
from consult.web.language import gettext as _
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.routes import guests, inviting, joining, members, overview, settings

PAGE = "/<language:lang>/workspaces"


def install(app: Flask) -> None:
    """Add the addresses under /<language>/workspaces/, and begin the list of the parts of a room."""
    place = Place("workspaces", lambda: _("Workspaces"), "/workspaces/", has_a_room)
    app.extensions["consult.frame"].public.append(place)
    listed = Place("listed_rooms", lambda: _("Workspaces that you can ask to join"), "/workspaces/")
    app.extensions["consult.frame"].about.append(listed)
    frame.install(app)
    parts: list[frame.Part] = app.extensions["consult.room_parts"]
    parts.append(frame.Part("overview", lambda: _("Overview"), "", lambda *_: True))
    for room in (overview, settings, members, inviting, guests, joining):
        room.install(app, PAGE)


def install_members(app: Flask) -> None:
    """Add the last tab of a room."""
    parts: list[frame.Part] = app.extensions["consult.room_parts"]
    parts.append(frame.Part("members", lambda: _("Members"), "members/", lambda *_: True))


def has_a_room(who: Actor) -> bool:
    """Whether some grant lets the actor into a room or a document of one; which they are is asked for on the page."""
    return any(
        held.scope == "document" or (held.scope == "proceeding" and held.role in MATRIX["room:read"])
        for held in who.held
    )
