"""The pages of documents: the list, each with its text, its amendments and versions, and the public ones."""

from flask import Flask

from consult.core.localized import direction
from consult.web.language import gettext as _
from consult.workspaces.documents import words
from consult.workspaces.documents.queries import brief
from consult.workspaces.documents.routes import (
    amendments,
    bringing,
    copies,
    listing,
    paragraph,
    public,
    settings,
    text,
    versions,
)
from consult.workspaces.documents.targets import leads
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.targets import WAYS


def install(app: Flask) -> None:
    """Add the part of a room, and its addresses."""
    parts: list[frame.Part] = app.extensions["consult.room_parts"]
    parts.append(frame.Part("documents", lambda: _("Documents"), "documents/", frame.has("documents")))
    app.extensions["consult.room_briefs"].append(("workspaces/documents/brief.html", brief))
    if leads not in WAYS:
        WAYS.append(leads)
    app.jinja_env.globals |= {
        "direction_of": direction,
        "document_state": words.state_words,
        "amendment_state": words.amendment_state_words,
        "amendment_kind": words.kind_words,
    }
    for pages in (listing, text, paragraph, amendments, versions, copies, settings, bringing, public):
        pages.install(app)
