"""The page of a consultation, its text alone, and what was submitted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from flask import Flask, render_template
from sqlalchemy import select

from consult.consultations.editing.words import changes_in_words
from consult.consultations.models import Paragraph
from consult.consultations.publications import publications
from consult.consultations.queries import asked, paragraphs
from consult.consultations.routes.loading import ALL, consultation, head
from consult.contributions.disclosure import Reading
from consult.contributions.queries import Count, held_counts, listed_counts
from consult.core.localized import Words, older_texts
from consult.moderation.words import reason_words
from consult.proceedings.head import more_time
from consult.proceedings.later import results_out
from consult.proceedings.models import Proceeding
from consult.web.language import language
from consult.web.site import reading

SENT = ("response", "submission", "advice")


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
            behind=is_behind(found),
        )

    @app.get("/<language:lang>/consultations/<slug>/text", endpoint="consultation_text")
    def text(slug: str) -> str:
        found = consultation(slug)
        return render_template(
            "consultations/text.html",
            head=head(found),
            paragraphs=paragraphs(reading(), found, language()),
            behind=is_behind(found),
        )


def is_behind(proceeding: Proceeding) -> bool:
    """Whether a text of the page is older, in the reader's language, than the original that it was made from."""
    if language() == proceeding.language:
        return False
    rows = reading().scalars(select(Paragraph).where(Paragraph.proceeding_id == proceeding.id))
    found = older_texts(reading(), [proceeding.owner, *(row.owner for row in rows)])
    return any(code == language() and field in (*ALL, "heading", "text") for _owner, field, code in found)


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
