"""The pages of writers: the text as it is being written, one paragraph, its history, and what waits to be merged."""

from flask import Flask

from consult.workspaces.documents.beside import TOOLS, WRITERS, Tool
from consult.workspaces.documents.operations.ground import SAVED, TOUCHING
from consult.workspaces.writing.beside import beside
from consult.workspaces.writing.operations.ground import before_change, keep_text
from consult.workspaces.writing.queries import brief, writers_in
from consult.workspaces.writing.routes import editing, history, settling, view

DOCUMENT = "/<language:lang>/workspaces/<slug>/documents/<piece>"


def install(app: Flask) -> None:
    """Add the addresses below that of a document, and keep the history of every change of a paragraph."""
    SAVED[:] = [keep_text]
    TOUCHING[:] = [before_change]
    TOOLS[:] = [Tool("workspaces/writing/tool.html", beside)]
    WRITERS[:] = [writers_in]
    app.extensions["consult.room_briefs"].append(("workspaces/writing/brief.html", brief))
    paragraph = f"{DOCUMENT}/paragraphs/<key>"
    app.add_url_rule(f"{DOCUMENT}/write", "writing.view", view.view, methods=["GET"])
    app.add_url_rule(f"{paragraph}/part", "writing.part", view.part, methods=["GET"])
    app.add_url_rule(f"{paragraph}/edit", "writing.edit", editing.edit, methods=["GET", "POST"])
    app.add_url_rule(f"{paragraph}/history", "writing.history", history.history, methods=["GET", "POST"])
    app.add_url_rule(f"{DOCUMENT}/conflicts/<conflict>", "writing.conflict", settling.conflict, methods=["GET", "POST"])
