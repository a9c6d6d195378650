"""A page of comments as HTML, as one reader may have it."""

from typing import Any, NamedTuple

from flask import current_app, url_for
from markupsafe import Markup

from consult.consultations.queries import paragraph_numbers
from consult.contributions.disclosure import Reading
from consult.contributions.operations.opinions import voter_in
from consult.contributions.queries import listed_comments, votes_of
from consult.core.actors import Actor
from consult.moderation.shown import Shown, shown
from consult.moderation.words import words_by_reason
from consult.organisations.words import words_by_category
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.web.site import reading

PAGE = 50


class View(NamedTuple):
    """Which comments are looked at: on one paragraph or all, the newest or those before a place."""

    target: str | None
    number: int | None
    before: int | None
    is_open: bool


class Made(NamedTuple):
    """The HTML of a page of comments; `last` is the place where older ones follow, or None."""

    html: Markup
    references: tuple[str, ...]
    last: int | None


def own_votes(proceeding: Proceeding, who: Actor, references: tuple[str, ...]) -> dict[str, str]:
    """How this reader voted on these comments."""
    if not proceeding.votes or not references or (who.sender is None and who.account_id is None):
        return {}
    return votes_of(reading(), voter_in(who, proceeding), references)


def made_thread(proceeding: Proceeding, view: View, who: Actor) -> Made:
    """The page of comments for this reader."""
    db = reading()
    rows = listed_comments(db, who, proceeding, target=view.target, before=view.before, limit=PAGE + 1)
    references = tuple(row.reference for row in rows[:PAGE])
    numbers = {} if view.target else paragraph_numbers(db, proceeding.id)
    shown_rows = _shown(proceeding, rows[:PAGE], numbers, own_votes(proceeding, who, references))
    last = rows[PAGE - 1].place if len(rows) > PAGE else None
    return Made(_html(proceeding, view, shown_rows, numbers), references, last)


def _shown(proceeding: Proceeding, rows: list[Reading], numbers: dict[str, int], mine: dict[str, str]) -> list[Shown]:
    address = url_for("submissions", slug=proceeding.slug)
    on_paragraph, in_reply = _("On paragraph %(number)s"), _("In reply to %(reference)s")
    found = []
    for row in rows:
        label = None
        if row.reply_to:
            label = in_reply % {"reference": row.reply_to}
        elif row.target in numbers:
            label = on_paragraph % {"number": numbers[row.target]}
        one = shown(row, address, votes=proceeding.votes, target_label=label)
        one.my_vote = mine.get(row.reference)
        found.append(one)
    return found


def _html(proceeding: Proceeding, view: View, rows: list[Shown], numbers: dict[str, int]) -> Markup:
    macros: Any = current_app.jinja_env.get_template("macros/comments.html").module
    reply = None
    if view.is_open:
        address = url_for("comments", slug=proceeding.slug)
        reply = f"{address}?paragraph={view.number}&reply=" if view.number else f"{address}?reply="
    report = url_for("report", slug=proceeding.slug) + "?ref="
    votes, address = proceeding.votes and view.is_open, url_for("submissions", slug=proceeding.slug)
    codes = {"categories": words_by_category(), "reasons": words_by_reason(), "targets": numbers}
    made: Markup = macros.thread_of(
        rows, votes, reply, report, live=True, address=address, tally=proceeding.votes, **codes
    )
    return made
