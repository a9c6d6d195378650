"""A document's page: its text as it is now."""

from flask import Flask

from consult.web.site import reading
from consult.workspaces.documents.place import GUESTS, MEMBERS, placed
from consult.workspaces.documents.queries import paragraphs_of
from consult.workspaces.documents.routes.listing import BASE

GUEST_BASE = "/<language:lang>/documents/<piece>/draft/"


def install(app: Flask) -> None:
    """Add the addresses: in the room, and for guests."""
    app.add_url_rule(f"{BASE}<piece>/", f"{MEMBERS}.text", text, methods=["GET"])
    app.add_url_rule(GUEST_BASE, f"{GUESTS}.text", text, methods=["GET"])


def text(piece: str, slug: str | None = None) -> str:
    """The text as it is now, in numbered paragraphs."""
    place = placed(piece, slug)
    return place.page("workspaces/documents/text.html", rows=paragraphs_of(reading(), place.document))
