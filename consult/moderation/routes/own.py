"""The own contributions of an account, in whatever state they are."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.accounts.login import signed_in
from consult.contributions.own_queries import own_contributions
from consult.core.localized import texts_for
from consult.moderation.routes import parts
from consult.moderation.told import latest_told, unread_letters
from consult.moderation.told_words import told_words
from consult.moderation.words import input_words, reason_words
from consult.proceedings.later import all_cited
from consult.web.language import language
from consult.web.site import actor, reading

PAGE = 50


@signed_in
def show() -> ResponseReturnValue:
    """The newest first, with state and reason."""
    page = parts.page_number()
    found, total = own_contributions(reading(), actor(), limit=PAGE, offset=PAGE * (page - 1))
    words = texts_for(reading(), {room.owner for room, _reading in found}, [language()])
    lines = [
        (words.get((room.owner, "title")), one, input_words(one.kind), reason_words(one.reason)) for room, one in found
    ]
    references = [one.reference for _room, one in found]
    latest = latest_told(reading(), actor(), references)
    return render_template(
        "moderation/own.html",
        lines=lines,
        latest={reference: (told_words(act), at) for reference, (act, at) in latest.items()},
        unread=unread_letters(reading(), actor()),
        cited=all_cited(reading(), references),
        pages=parts.pages(total, page, PAGE),
    )
