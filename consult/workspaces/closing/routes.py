"""The way to the record of a room; the pages of the record stand where records are made."""

from flask import Flask

from consult.web.language import gettext as _
from consult.workspaces.rooms import frame


def install(app: Flask) -> None:
    """Add the part of a room."""
    parts: list[frame.Part] = app.extensions["consult.room_parts"]
    parts.append(frame.Part("record", lambda: _("Record"), "record", lambda *_: True))
