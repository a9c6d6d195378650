"""Before the first answer: what it is about, how long it takes, until when, and the questions to print."""

from collections.abc import Sequence

from flask import Flask, render_template
from flask.typing import ResponseReturnValue

from consult.consultations.answering.loading import Sitting, sit
from consult.consultations.answering.steps import minutes_for
from consult.consultations.routes.loading import head
from consult.contributions.drafts.operations import UNTOUCHED
from consult.core.errors import Conflict
from consult.proceedings.head import more_time
from consult.web.errors import message_for
from consult.web.kept import About, kept_page

FIELDS = ("title", "lede", "name", "about", "privacy")


def install(app: Flask) -> None:
    """Add `respond` and `respond/questions`."""

    @app.get("/<language:lang>/consultations/<slug>/respond", endpoint="respond")
    def start(slug: str) -> str:
        return start_page(sit(slug))

    @app.get("/<language:lang>/consultations/<slug>/respond/questions", endpoint="respond_questions")
    def questions(slug: str) -> ResponseReturnValue:
        return kept_page(lambda: _questions(slug), lambda _shows: False)


def gone(sitting: Sitting) -> ResponseReturnValue:
    """The first page, where something was to be done with a draft that is not there."""
    return start_page(sitting, [message_for(Conflict("draft_gone"))]), 409


def start_page(sitting: Sitting, more: Sequence[str] = ()) -> str:
    """The first page; with a draft, the way back to it."""
    here = head(sitting.proceeding, FIELDS)
    return render_template(
        "consultations/answering/start.html",
        sitting=sitting,
        head=here,
        draft=sitting.draft,
        minutes=minutes_for(sitting.asked),
        questions=sum(1 for _one in sitting.asked.answerable()),
        first=sitting.where,
        untouched=UNTOUCHED.days,
        more=list(more),
        more_time=more_time(sitting.proceeding),
    )


def _questions(slug: str) -> tuple[str, About]:
    sitting = sit(slug)
    text = render_template("consultations/answering/questions.html", sitting=sitting, head=sitting.head)
    return text, About(sitting.head.moment if sitting.head.left is not None else None, None)
