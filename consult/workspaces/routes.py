"""Putting the parts of workspaces together, in the order of their tabs."""

from flask import Flask

from consult.workspaces.plan import routes as plan
from consult.workspaces.rooms import routes as rooms


def install(app: Flask) -> None:
    """Add the addresses under /<language>/workspaces/."""
    rooms.install(app)
    plan.install(app)
