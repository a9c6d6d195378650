"""Putting the parts of workspaces together, in the order of their tabs."""

from flask import Flask

from consult.workspaces.advice import routes as advice
from consult.workspaces.closing import routes as closing
from consult.workspaces.documents import routes as documents
from consult.workspaces.meetings import routes as meetings
from consult.workspaces.plan import routes as plan
from consult.workspaces.requests import routes as requests
from consult.workspaces.rooms import routes as rooms
from consult.workspaces.threads import routes as threads
from consult.workspaces.threads.queries import unread_in
from consult.workspaces.votes import routes as votes
from consult.workspaces.writing import routes as writing


def install(app: Flask) -> None:
    """Add the addresses under /<language>/workspaces/."""
    rooms.install(app)
    threads.install(app)
    app.extensions["consult.room_unread"].append(unread_in)
    documents.install(app)
    writing.install(app)
    plan.install(app)
    meetings.install(app)
    votes.install(app)
    requests.install(app)
    advice.install(app)
    closing.install(app)
    rooms.install_members(app)
