"""The pages of advice: those of the room, and what everybody reads of it."""

from flask import Flask

from consult.web.language import gettext as _
from consult.workspaces.advice import words
from consult.workspaces.advice.routes import public, room
from consult.workspaces.rooms import frame


def install(app: Flask) -> None:
    """Add the part of a room, and its addresses."""
    parts: list[frame.Part] = app.extensions["consult.room_parts"]
    parts.append(frame.Part("advice", lambda: _("Advice"), "advice/", frame.has("advice")))
    app.jinja_env.globals["advice_state"] = words.state_words
    app.jinja_env.globals["advice_there"] = words.there_words
    app.extensions.setdefault("consult.room_briefs", []).append(("workspaces/advice/brief.html", room.brief))
    room.install(app)
    public.install(app)
