"""What everybody reads: the newest version of a public document, at an address that says nothing of its room."""

from flask import Flask, g, render_template

from consult.web.site import actor, reading
from consult.workspaces.documents.numbering import HEADINGS
from consult.workspaces.documents.place import own_place
from consult.workspaces.documents.queries import proceeding_of, published_document, version_of


def install(app: Flask) -> None:
    """Add the address."""
    app.add_url_rule("/<language:lang>/documents/<piece>/", "public_documents.text", text, methods=["GET"])


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
