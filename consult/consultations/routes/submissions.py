"""The docket of a consultation in public, and the page of each contribution at its stable address."""

from functools import partial
from typing import Any

from flask import Flask, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.forms import answers_told
from consult.consultations.intake.words import came_words
from consult.consultations.queries import answered_version, asked, paragraph_numbers
from consult.consultations.routes.loading import consultation, head
from consult.consultations.routes.pages import paragraphs_read
from consult.contributions.access import sight_of
from consult.contributions.disclosure import Reading
from consult.contributions.docket.related import coded_reference, former_codes, relations_of
from consult.contributions.intake_queries import came
from consult.contributions.late_queries import late_reason
from consult.contributions.party import party_of
from consult.contributions.queries import held_counts, whole_reading
from consult.core.errors import NotFound
from consult.moderation.docket.address import asked as asked_for
from consult.moderation.docket.page import Tools, citer, docket_of
from consult.moderation.docket.words import line_words, mark_words, related_line
from consult.moderation.shown import shown
from consult.proceedings.later import cited_at
from consult.proceedings.models import Proceeding
from consult.web.formats import day_words
from consult.web.language import language, ngettext
from consult.web.site import actor, reading


def install(app: Flask) -> None:
    """Add `submissions` and `submissions/<reference>`."""

    @app.get("/<language:lang>/consultations/<slug>/submissions/", endpoint="submissions")
    def submissions(slug: str) -> str:
        found = consultation(slug)
        docket = docket_of(found, asked_for(), partial(_address, slug), listed=True)
        return render_template(
            "consultations/submissions.html",
            head=head(found),
            docket=docket,
            words=line_words(),
            tools=Tools(),
            held=0 if docket.total or docket.chosen else sum(held_counts(reading(), found).values()),
        )

    @app.get("/<language:lang>/consultations/<slug>/submissions/<reference>", endpoint="submission")
    def submission(slug: str, reference: str) -> ResponseReturnValue:
        found = consultation(slug)
        try:
            return _page(found, reference)
        except NotFound:
            coded = coded_reference(reading(), actor(), found, reference)
            if coded is None:
                raise
            return redirect(url_for("submission", slug=slug, reference=coded))


def _address(slug: str, arguments: dict[str, Any]) -> str:
    return url_for("submissions", slug=slug, **arguments)


def _page(found: Proceeding, reference: str) -> str:
    proceeding, told = whole_reading(reading(), actor(), reference)
    at_desk = sight_of(actor(), found).desk
    if proceeding.id != found.id or (told.place is None and not at_desk):
        raise NotFound
    number = answered_version(reading(), reference, told.version) if told.kind == "response" else None
    questions = asked(reading(), found, language(), number) if number else None
    numbers = paragraph_numbers(reading(), found.id) if told.target else {}
    one = shown(told, url_for("submissions", slug=found.slug), votes=found.votes and told.kind == "comment")
    document = paragraphs_read(told)
    if told.kind in ("submission", "advice") and document:  # its words stand below, each paragraph with its number
        one.text = ngettext("A document of %(num)s paragraph", "A document of %(num)s paragraphs", len(document))
    _url, short, full = citer(found)(told)
    return render_template(
        "consultations/submission.html",
        head=head(found),
        one=one,
        told=told,
        party=party_of(told, actor()),
        cited=cited_at(reading(), reference),
        late=late_reason(reading(), reference),
        came=_how_it_came(told),
        paragraph=numbers.get(told.target or ""),
        answers=answers_told(questions, [one for one in told.passages if one.question]),
        document=document,
        citations=(short, full),
        former=former_codes(reading(), actor(), [reference]).get(reference, []),
        mark=mark_words(told.mark) if told.mark else None,
        relations=_relations(found, told),
        desk_url=url_for("desk.docket", public_id=found.public_id) if at_desk else None,
    )


def _how_it_came(told: Reading) -> str | None:
    """By which way and on which day something came that was entered at the desk, as far as its reader is told the day."""
    found = came(reading(), told)
    return came_words(found.medium, day_words(found.day, language())) if found is not None else None


def _relations(found: Proceeding, told: Reading) -> list[Any]:
    return [
        related_line(one, url_for("submission", slug=found.slug, reference=one.reference))
        for one in relations_of(reading(), actor(), found, told.reference)
    ]
