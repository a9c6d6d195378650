"""The two addresses of each page: below the room for its members, and one of its own for a guest."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from consult.workspaces.documents.place import GUESTS, MEMBERS

BASE = "/<language:lang>/workspaces/<slug>/documents/"
GUEST_BASE = "/<language:lang>/documents/<piece>/draft/"


def members(app: Flask, path: str, name: str, view: Callable[..., Any], methods: list[str]) -> None:
    """A page for those in the room."""
    app.add_url_rule(f"{BASE}<piece>/{path}", f"{MEMBERS}.{name}", view, methods=methods)


def both(app: Flask, path: str, name: str, view: Callable[..., Any], methods: list[str]) -> None:
    """The same page for guests, too."""
    members(app, path, name, view, methods)
    app.add_url_rule(f"{GUEST_BASE}{path}", f"{GUESTS}.{name}", view, methods=methods)
