"""What everybody reads: the newest version of a public document, at an address that says nothing of its room."""

from flask import Flask, g, render_template

from consult.core.actors import Actor
from consult.web.frame import Place
from consult.web.language import gettext as _
from consult.web.site import actor, reading
from consult.workspaces.documents.numbering import HEADINGS
from consult.workspaces.documents.place import GUESTS, own_place
from consult.workspaces.documents.queries import guest_documents, proceeding_of, published_document, version_of


def install(app: Flask) -> None:
    """Add the addresses, and the way of guests to the documents that they were invited to."""
    place = Place("documents", lambda: _("Documents"), "/documents/", is_guest)
    app.extensions["consult.frame"].public.append(place)
    app.add_url_rule("/<language:lang>/documents/", f"{GUESTS}.index", index, methods=["GET"])
    app.add_url_rule("/<language:lang>/documents/<piece>/", "public_documents.text", text, methods=["GET"])


def is_guest(who: Actor) -> bool:
    """Whether the actor was invited to some document."""
    return any(held.scope == "document" for held in who.held)


def index() -> str:
    """The documents that the reader was invited to; nothing of their rooms."""
    found = guest_documents(reading(), actor())
    lines = [(document, own_place(document, proceeding_of(reading(), document))) for document in found]
    return render_template("workspaces/documents/guest_index.html", lines=lines)


def text(piece: str) -> str:
    """The newest version. Never kept by anybody: the address closes at the moment in which the document becomes private."""
    document = published_document(reading(), actor(), piece)
    proceeding = proceeding_of(reading(), document)
    g.zone = proceeding.zone
    version = version_of(reading(), document, document.version)
    contents = [one for one in version.paragraphs if one["style"] in HEADINGS]
    place = own_place(document, proceeding)
    within = place if place.may("document:read") else None
    return render_template("workspaces/documents/public.html", d=document, v=version, contents=contents, within=within)
