"""The public page of how a proceeding is moderated: the rules in plain words, and what was decided, counted."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.contributions.queries import listed_counts
from consult.moderation.models import REASONS
from consult.moderation.public_queries import moderated
from consult.moderation.words import history_words, reason_words
from consult.proceedings.head import head, located
from consult.web.site import reading

WITHHELD = ("declined", "hidden", "withdrawn", "erased")


def show(kinds: str, slug: str) -> ResponseReturnValue:
    """The page of a consultation or a hearing."""
    found = located(kinds.removesuffix("s"), slug)
    marks: dict[str, int] = {}
    for one in listed_counts(reading(), found.id):
        if one.state in WITHHELD:
            marks[one.state] = marks.get(one.state, 0) + one.number
    return render_template(
        "moderation/public.html",
        head=head(found, ("title", "rules")),
        counts=moderated(reading(), found),
        marks=[(state, marks[state]) for state in WITHHELD if state in marks],
        reasons=[reason_words(code) for code in REASONS],
        act_of=history_words,
        reason_of=reason_words,
    )
