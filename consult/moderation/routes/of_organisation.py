"""What an organisation submitted, as everybody may read it: the part of its page that the room of organisations cannot know."""

from flask import render_template, url_for
from markupsafe import Markup

from consult.contributions.disclosure import Reading
from consult.contributions.organisation_queries import public_inputs_of
from consult.core.localized import texts_for
from consult.moderation.routes.parts import pages
from consult.moderation.words import input_words
from consult.proceedings.head import address_of
from consult.proceedings.models import Proceeding
from consult.web.language import language
from consult.web.site import reading

PAGE = 30


def submitted_by(public_id: str, page: int) -> Markup:
    """The list as HTML: the same for every reader, also for those who may know more."""
    rows, total = public_inputs_of(reading(), public_id, limit=PAGE, offset=PAGE * (page - 1))
    words = texts_for(reading(), [room.owner for room, _one in rows], [language()], ["title"])
    lines = [
        (input_words(one.kind), one.reference, _address(room, one), words[room.owner, "title"], one.day)
        for room, one in rows
    ]
    return Markup(render_template("moderation/of_organisation.html", lines=lines, pages=pages(total, page, PAGE)))  # noqa: S704


def _address(room: Proceeding, one: Reading) -> str:
    if room.kind == "consultation":
        return url_for("submission", slug=room.slug, reference=one.reference)
    return f"{address_of(room)}live#{one.reference}" if room.kind == "hearing" else address_of(room)
