"""The own rooms, and the first page of one with its members and its thread."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from consult.bodies.words import role_words
from consult.contributions.forms import CommentForm
from consult.core.actors import Actor
from consult.moderation.thread import Refused, sent_comment, thread_of
from consult.policy.access import holds, require
from consult.policy.matrix import MATRIX
from consult.proceedings.head import address_of, heads_of, located
from consult.proceedings.queries import proceedings
from consult.web.frame import Place
from consult.web.language import gettext as _
from consult.web.site import actor, reading
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.queries import members


def install(app: Flask) -> None:
    """Add the addresses under /<language>/workspaces/."""
    place = Place("workspaces", lambda: _("Workspaces"), "/workspaces/", has_a_room)
    app.extensions["consult.frame"].public.append(place)
    frame.install(app)
    parts: list[frame.Part] = app.extensions["consult.room_parts"]
    parts.append(frame.Part("overview", lambda: _("Overview"), "", lambda *_: True))
    app.add_url_rule("/<language:lang>/workspaces/", "workspaces.index", index, methods=["GET"])
    app.add_url_rule("/<language:lang>/workspaces/<slug>/", "workspaces.room", room, methods=["GET", "POST"])


def has_a_room(who: Actor) -> bool:
    """Whether some grant lets the actor into a room; the rooms themselves are asked for on the page."""
    return any(held.scope == "proceeding" and held.role in MATRIX["room:read"] for held in who.held)


def index() -> str:
    """The reader's own rooms."""
    heads = heads_of(list(proceedings(reading(), actor(), "workspace")))
    return render_template("workspaces/index.html", heads=heads, signed_in=actor().account_id is not None)


def room(slug: str) -> ResponseReturnValue:
    """The room: what it is for, who is in it, and its thread. Whoever is not in it is told what an absent one tells."""
    found, who = located("workspace", slug), actor()
    form, address = CommentForm(found, who), address_of(found)
    form.body.label.text = _("Your message")
    refused = Refused([], 200)
    if request.method == "POST":
        require(who, "room:write", found)
        answer = sent_comment(found, form, address)
        if not isinstance(answer, Refused):
            return answer
        refused = answer
    text = frame.framed(
        "workspaces/room.html",
        found,
        "overview",
        thread=thread_of(found, address),
        form=form,
        more=refused.sentences,
        members=[(one.name, role_words(one.role)) for one in members(reading(), who, found)],
        briefs=frame.briefs_of(found),
        may_invite=holds(who, "room:invite", found.where),
    )
    return text, refused.status
