"""The docket at the desk: all that was filed in one proceeding, with filters and search."""

from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import NotFound
from consult.core.localized import texts_for
from consult.moderation.docket.address import asked
from consult.moderation.docket.page import Tools, docket_of
from consult.moderation.docket.words import line_words
from consult.moderation.docket_queries import desk_room, desk_rooms
from consult.moderation.queries import moderates
from consult.policy.access import holds, sits_at_desk
from consult.web.addresses import addresses_of
from consult.web.language import language
from consult.web.site import actor, reading


def dockets() -> ResponseReturnValue:
    """The proceedings at whose desk the actor sits."""
    if not sits_at_desk(actor()):
        raise NotFound
    rooms = desk_rooms(reading(), actor())
    words = texts_for(reading(), [room.owner for room in rooms], [language()])
    lines = [(room, words.get((room.owner, "title"))) for room in rooms]
    return render_template("moderation/dockets.html", lines=lines)


def show(public_id: str) -> ResponseReturnValue:
    """One docket."""
    room = desk_room(reading(), actor(), public_id)
    may_publish = holds(actor(), "contribution:publish", room.where)
    moderates_here = moderates(actor()) and holds(actor(), "contribution:moderate", room.where)
    return render_template(
        "moderation/docket.html",
        room=room,
        title=texts_for(reading(), [room.owner], [language()]).get((room.owner, "title")),
        docket=docket_of(room, asked(), partial(address, public_id), listed=False),
        words=line_words(),
        tools=Tools(
            addresses_of("desk.item", _anchor="input") if moderates_here else None,
            addresses_of("desk.filing", public_id=public_id) if may_publish else None,
        ),
        may_publish=may_publish,
    )


def address(public_id: str, arguments: dict[str, Any]) -> str:
    """The docket with these arguments."""
    return url_for("desk.docket", public_id=public_id, **arguments)
