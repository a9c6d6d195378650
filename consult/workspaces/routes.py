"""Putting the parts of workspaces together, in the order of their tabs."""

from flask import Flask

from consult.workspaces.documents import routes as documents
from consult.workspaces.meetings import routes as meetings
from consult.workspaces.rooms import routes as rooms
from consult.workspaces.threads import routes as threads
from consult.workspaces.votes import routes as votes


def install(app: Flask) -> None:
    """Add the addresses under /<language>/workspaces/."""
    rooms.install(app)
    threads.install(app)
    documents.install(app)
    meetings.install(app)
    votes.install(app)
