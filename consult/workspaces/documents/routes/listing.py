"""The documents of a room, and making one."""

from flask import Flask, redirect
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.policy.access import require
from consult.proceedings.head import located
from consult.web.fields import refuse
from consult.web.site import actor, reading, run
from consult.workspaces.documents.beside import writers
from consult.workspaces.documents.forms import DocumentForm, paragraphs_in
from consult.workspaces.documents.operations.making import make_document
from consult.workspaces.documents.place import Place
from consult.workspaces.documents.queries import document_by_public_id, overview
from consult.workspaces.documents.routes.addresses import BASE
from consult.workspaces.rooms.frame import framed


def install(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule(BASE, "room_documents.index", index, methods=["GET"])
    app.add_url_rule(f"{BASE}new", "room_documents.new", new, methods=["GET", "POST"])


def index(slug: str) -> str:
    """Every document with its state, its newest version and what is open."""
    found = located("workspace", slug)
    require(actor(), "room:read", found)
    lines = [(Place(one.document, found, slug), one) for one in overview(reading(), actor(), found)]
    writing = writers(reading(), [line.document for _place, line in lines])
    return framed("workspaces/documents/index.html", found, "documents", lines=lines, writing=writing)


def new(slug: str) -> ResponseReturnValue:
    """The form of a new document."""
    found = located("workspace", slug)
    require(actor(), "room:write", found)
    form = DocumentForm(found)
    status = 200
    if form.validate_on_submit():
        try:
            made = run(
                make_document,
                proceeding_id=found.id,
                title=form.title.data or "",
                language=form.language.data or "",
                paragraphs=tuple(paragraphs_in(form.text.data or "")),
            ).result
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            status = error.status
        else:
            document = document_by_public_id(reading(), actor(), made.public_id)
            return redirect(Place(document, found, slug).url("text"), 303)
    return framed("workspaces/documents/new.html", found, "documents", form=form), status
