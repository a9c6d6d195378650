"""The addresses of discussions: the list, a thread, one message, the decisions, and the search of a room."""

from flask import Flask

from consult.web.language import gettext as _
from consult.web.uploads import files_allowed
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.targets import WAYS
from consult.workspaces.threads.queries import brief
from consult.workspaces.threads.routes import deciding, finding, listing, reading, thread


def install(app: Flask) -> None:
    """Add `discussions/`, `search` and `submissions/<reference>` below the address of a room."""
    parts: list[frame.Part] = app.extensions["consult.room_parts"]
    parts.append(frame.Part("discussions", lambda: _("Discussions"), "discussions/", frame.has("discussions")))
    app.extensions.setdefault("consult.room_briefs", []).append(("workspaces/discussions/brief.html", brief))
    if finding.leads not in WAYS:
        WAYS.append(finding.leads)
    room = "/<language:lang>/workspaces/<slug>"
    base = f"{room}/discussions"
    one = f"{base}/<discussion>"
    app.add_url_rule(f"{base}/", "discussions.list", files_allowed(listing.index), methods=["GET", "POST"])
    app.add_url_rule(f"{base}/read", "discussions.read_all", reading.read_all, methods=["POST"])
    app.add_url_rule(f"{base}/decisions", "discussions.decisions", deciding.decisions_page, methods=["GET"])
    app.add_url_rule(f"{base}/messages/<reference>", "discussions.message", deciding.message_page, methods=["GET"])
    app.add_url_rule(f"{base}/messages/<reference>/decision", "discussions.decide", deciding.decide, methods=["POST"])
    app.add_url_rule(f"{one}/", "discussions.thread", files_allowed(thread.thread), methods=["GET", "POST"])
    app.add_url_rule(f"{one}/part", "discussions.part", thread.part, methods=["GET"])
    app.add_url_rule(f"{one}/unread", "discussions.unread", reading.unread, methods=["GET"])
    app.add_url_rule(f"{one}/read", "discussions.read", reading.read, methods=["POST"])
    app.add_url_rule(f"{one}/state", "discussions.state", listing.change_state, methods=["POST"])
    app.add_url_rule(f"{one}/title", "discussions.title", listing.title, methods=["GET", "POST"])
    app.add_url_rule(f"{room}/search", "discussions.search", finding.search_page, methods=["GET"])
    app.add_url_rule(f"{room}/submissions/<reference>", "discussions.find", finding.find, methods=["GET"])
