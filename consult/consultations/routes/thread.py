"""A page of comments as HTML, as one reader may have it."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import current_app, url_for
from markupsafe import Markup

from consult.consultations.queries import paragraph_numbers
from consult.contributions.disclosure import Reading, ToldComment
from consult.contributions.operations.opinions import voter_in
from consult.contributions.queries import listed_comments, votes_of
from consult.core.actors import Actor
from consult.moderation.printing import Around, printer
from consult.moderation.words import words_by_reason
from consult.organisations.words import words_by_category
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.web.site import reading

PAGE = 50
NO_VOTES: Mapping[str, str] = MappingProxyType({})
VotesOn = Callable[[tuple[str, ...]], Mapping[str, str]]


class View(NamedTuple):
    """Which comments are looked at: on one paragraph or all, the newest or those before a place."""

    target: str | None
    number: int | None
    before: int | None
    is_open: bool


class Made(NamedTuple):
    """The HTML of each comment of a page, in UTF-8; `last` is the place where older ones follow, or None.

    `numbers` are those of the paragraphs by their targets.
    """

    comments: Sequence[bytes]
    references: tuple[str, ...]
    last: int | str | None
    numbers: Mapping[str, int]


def own_votes(proceeding: Proceeding, who: Actor, references: tuple[str, ...]) -> dict[str, str]:
    """How this reader voted on these comments."""
    if not proceeding.votes or not references or (who.sender is None and who.account_id is None):
        return {}
    return votes_of(reading(), voter_in(who, proceeding), references)


class Listing:
    """How the comments of one consultation are printed in one language."""

    def __init__(self, proceeding: Proceeding, view: View, numbers: dict[str, int]) -> None:
        on_paragraph = _("On paragraph %(number)s")
        self._printer = printer(_around(proceeding, view))
        self._in_reply = _("In reply to %(reference)s")
        self._numbers = numbers
        self._labels = {target: on_paragraph % {"number": number} for target, number in numbers.items()}

    def made(self, rows: Sequence[Reading | ToldComment], votes_on: VotesOn = lambda _references: NO_VOTES) -> Made:
        """A page of comments from at most one more than it holds; `votes_on` tells how the reader has voted on some."""
        last = rows[PAGE - 1].place if len(rows) > PAGE else None
        here = rows[:PAGE]
        references = tuple([row.reference for row in here])
        mine, printed = votes_on(references).get, self._printer.printed
        comments = [printed(row, self._label(row), mine(row.reference)) for row in here]
        return Made(comments, references, last, self._numbers)

    def _label(self, row: Reading | ToldComment) -> str | None:
        if row.reply_to:
            return self._in_reply % {"reference": row.reply_to}
        return self._labels.get(row.target) if row.target else None


def made_thread(proceeding: Proceeding, view: View, who: Actor) -> Made:
    """The page of comments for this reader."""
    db = reading()
    rows = listed_comments(db, who, proceeding, target=view.target, before=view.before, limit=PAGE + 1)
    listing = Listing(proceeding, view, {} if view.target else paragraph_numbers(db, proceeding.id))
    return listing.made(rows, lambda references: own_votes(proceeding, who, references))


def _around(proceeding: Proceeding, view: View) -> Around:
    reply = None
    if view.is_open:
        address = url_for("comments", slug=proceeding.slug)
        reply = f"{address}?paragraph={view.number}&reply=" if view.number else f"{address}?reply="
    address, report = url_for("submissions", slug=proceeding.slug), url_for("report", slug=proceeding.slug) + "?ref="
    return Around(address, reply, report, proceeding.votes, proceeding.votes and view.is_open)


def whole_thread(proceeding: Proceeding, view: View, made: Made) -> Markup:
    """The printed comments in their list, with the pattern for those that arrive."""
    macros: Any = current_app.jinja_env.get_template("macros/comments.html").module
    around = _around(proceeding, view)
    codes = {"categories": words_by_category(), "reasons": words_by_reason(), "targets": made.numbers}
    links = {"reply": around.reply, "report": around.report, "address": around.address}
    comments = Markup(b"".join(made.comments).decode())  # noqa: S704 - what people wrote is escaped there
    html: Markup = macros.thread_of(
        (), around.votes, live=True, tally=proceeding.votes, printed=comments, **links, **codes
    )
    return html
