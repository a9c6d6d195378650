"""The page of a consultation, its text alone, and what was submitted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from flask import Flask, render_template, request, url_for

from consult.consultations.editing.words import changes_in_words
from consult.consultations.forms import answers_told
from consult.consultations.publications import publications
from consult.consultations.queries import answered_version, asked, paragraph_numbers, paragraphs
from consult.consultations.routes.loading import ALL, consultation, head
from consult.contributions.disclosure import Reading
from consult.contributions.late_queries import late_reason
from consult.contributions.party import party_of
from consult.contributions.queries import Count, held_counts, listed_comments, listed_counts, whole_reading
from consult.core.errors import NotFound
from consult.core.localized import Words
from consult.moderation.shown import shown
from consult.moderation.words import reason_words
from consult.proceedings.head import more_time
from consult.proceedings.later import cited_at, results_out
from consult.proceedings.models import Proceeding
from consult.web.language import language, ngettext
from consult.web.site import actor, reading

PAGE = 50
SENT = ("response", "submission")


def install(app: Flask) -> None:
    """Add the pages that take no input."""

    @app.get("/<language:lang>/consultations/<slug>/", endpoint="consultation")
    def page(slug: str) -> str:
        found = consultation(slug)
        counts = listed_counts(reading(), found.id)
        questions = asked(reading(), found, language())
        here = head(found, ALL)
        here.results_at = results_out(reading(), [found.id]).get(found.id)
        return render_template(
            "consultations/page.html",
            head=here,
            more_time=more_time(found),
            paragraphs=paragraphs(reading(), found, language()),
            by_target=readable_by_target(counts),
            totals=totals_of(counts),
            withheld=withheld_of(counts),
            held=sum(held_counts(reading(), found).values()),
            questions=sum(1 for _one in questions.answerable()) if questions else 0,
            changes=changes_told(found) if questions and questions.number > 1 else [],
        )

    @app.get("/<language:lang>/consultations/<slug>/text", endpoint="consultation_text")
    def text(slug: str) -> str:
        found = consultation(slug)
        return render_template(
            "consultations/text.html", head=head(found), paragraphs=paragraphs(reading(), found, language())
        )

    @app.get("/<language:lang>/consultations/<slug>/submissions/", endpoint="submissions")
    def submissions(slug: str) -> str:
        found = consultation(slug)
        before = request.args.get("before", type=int)
        rows = listed_comments(reading(), actor(), found, kinds=SENT, before=before, limit=PAGE + 1)
        address = url_for("submissions", slug=slug)
        older = url_for("submissions", slug=slug, before=rows[PAGE - 1].place) if len(rows) > PAGE else None
        return render_template(
            "consultations/submissions.html",
            head=head(found),
            rows=[shown(one, address, votes=False) for one in rows[:PAGE]],
            totals=totals_of(listed_counts(reading(), found.id)),
            held=held_counts(reading(), found).get("response", 0),
            newest=address if before else None,
            older=older,
        )

    @app.get("/<language:lang>/consultations/<slug>/submissions/<reference>", endpoint="submission")
    def submission(slug: str, reference: str) -> str:
        found = consultation(slug)
        proceeding, told = whole_reading(reading(), actor(), reference)
        if proceeding.id != found.id or told.place is None:
            raise NotFound
        number = answered_version(reading(), reference, told.version) if told.kind == "response" else None
        questions = asked(reading(), found, language(), number) if number else None
        numbers = paragraph_numbers(reading(), found.id) if told.target else {}
        one = shown(told, url_for("submissions", slug=slug), votes=found.votes and told.kind == "comment")
        document = paragraphs_read(told)
        if told.kind == "submission" and document:  # its words stand below, each paragraph with its number
            one.text = ngettext("A document of %(num)s paragraph", "A document of %(num)s paragraphs", len(document))
        return render_template(
            "consultations/submission.html",
            head=head(found),
            one=one,
            told=told,
            party=party_of(told, actor()),
            cited=cited_at(reading(), reference),
            late=late_reason(reading(), reference),
            paragraph=numbers.get(told.target or ""),
            answers=answers_told(questions, [one for one in told.passages if one.question]),
            document=document,
        )


class Changed(NamedTuple):
    """One later version of the questions: since when it is asked, the secretariat's note, and what is different."""

    published_at: datetime
    note: Words | None
    kinds: list[tuple[str, list[str]]]


def changes_told(proceeding: Proceeding, since: str | None = None) -> list[Changed]:
    """What was changed in the questions since they were first asked, or since the version of a public id, newest first."""

    def best(texts: Mapping[str, str], otherwise: str) -> str:
        return texts.get(language()) or texts.get(proceeding.language) or next(iter(texts.values()), otherwise)

    return [
        Changed(one.published_at, one.note, changes_in_words(one.changes, best))
        for one in publications(reading(), proceeding.id, language(), since)
    ]


def paragraphs_read(told: Reading) -> list[str]:
    """The paragraphs of a document, as this reader may have them; none for a comment."""
    if told.kind not in SENT:
        return []
    return [one.text or "" for one in told.passages if one.question is None]


def readable_by_target(counts: Sequence[Count]) -> dict[str, int]:
    """How many comments each paragraph has that every reader can read."""
    found: dict[str, int] = {}
    for one in counts:
        if one.kind == "comment" and one.target and one.state == "published" and one.confidentiality == "public":
            found[one.target] = found.get(one.target, 0) + one.number
    return found


def totals_of(counts: Sequence[Count]) -> dict[str, int]:
    """How many listed inputs there are of each kind."""
    kinds = {"comment": ("comment",), "response": SENT}
    return {name: sum(one.number for one in counts if one.kind in some) for name, some in kinds.items()}


class Withheld(NamedTuple):
    """How many inputs are listed without their words, and why."""

    state: str
    reason: str | None
    number: int


def withheld_of(counts: Sequence[Count]) -> list[Withheld]:
    """What is counted but not shown: by state and reason, and the confidential ones."""

    def key(one: Count) -> tuple[str, str]:
        return ("confidential" if one.state == "published" else one.state, one.reason or "")

    kept = sorted((one for one in counts if one.state != "published" or one.confidentiality != "public"), key=key)
    return [
        Withheld(state, reason_words(reason or None), sum(one.number for one in group))
        for (state, reason), group in groupby(kept, key=key)
    ]
