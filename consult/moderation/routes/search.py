"""Search for readers: what they may read anyway, found by its words."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.contributions.search_queries import Found, search
from consult.core.localized import texts_for
from consult.moderation.found_texts import texts_found
from consult.moderation.routes import parts
from consult.moderation.words import input_words
from consult.organisations.words import category_words
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.web.language import language
from consult.web.site import actor, reading

PAGE = 20
LISTED = (Contribution.place.is_not(None),)


def show() -> ResponseReturnValue:
    """A box, and what was found."""
    sought, inside = request.args.get("q", "").strip()[:200], parts.argument("in")
    page = min(parts.page_number(), 100)
    query = select(Proceeding).where(Proceeding.public_id == inside, visible(actor()))
    room = reading().scalar(query) if inside else None
    found = Found([], 0)
    if sought and (room is not None or inside is None):
        only, offset = (room.id if room else None), PAGE * (page - 1)
        found = search(reading(), actor(), sought, proceeding_id=only, where=LISTED, limit=PAGE, offset=offset)
    owners = {hit.proceeding.owner for hit in found.hits} | ({room.owner} if room else set())
    g.zone = room.zone if room else "UTC"
    return render_template(
        "moderation/search.html",
        found=found,
        sought=sought,
        room=room,
        words=texts_for(reading(), owners, [language()]),
        kind_of=input_words,
        category_of=category_words,
        pages=parts.pages(found.total, page, PAGE),
        texts=texts_found(sought, room) if page == 1 and (room is not None or inside is None) else [],
    )
