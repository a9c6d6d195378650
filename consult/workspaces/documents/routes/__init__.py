"""The pages of documents: the list, each with its text, its amendments and versions, and the public ones."""

from flask import Flask

from consult.web.language import gettext as _
from consult.workspaces.documents import words
from consult.workspaces.documents.routes import listing, text
from consult.workspaces.rooms import frame


def install(app: Flask) -> None:
    """Add the part of a room, and its addresses."""
    parts: list[frame.Part] = app.extensions["consult.room_parts"]
    parts.append(frame.Part("documents", lambda: _("Documents"), "documents/", frame.has("documents")))
    app.jinja_env.globals["document_state"] = words.state_words
    listing.install(app)
    text.install(app)
