"""Who writes, a look at everything, and the sending."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answering.changed import changes_of
from consult.consultations.answering.forms import kept_sender, sent_fields, you_form
from consult.consultations.answering.later_routes import keep_for_later
from consult.consultations.answering.loading import Sitting, forget, remember, sit, sit_again
from consult.consultations.answering.operations import send_correction, send_draft
from consult.consultations.answering.start_routes import gone
from consult.consultations.answering.steps import Step, problems_on
from consult.consultations.answers import Problem, Weighed, weigh
from consult.consultations.answers.ordering import piped
from consult.consultations.asked import Asked, AskedQuestion
from consult.consultations.forms import not_answered, words_to_send
from consult.consultations.routes.comments import say_unsent
from consult.contributions.attachments.sending import named_in
from consult.contributions.drafts.operations import keep_sender
from consult.contributions.forms import SenderForm
from consult.contributions.late import drop_pass
from consult.contributions.sending import answer_page, file_input
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, run

BASE = "/<language:lang>/consultations/<slug>/respond"
AGAIN = "/<language:lang>/return/<reference>/correct/review"


def install(app: Flask) -> None:
    """Add `you` and `review` below `respond`, and `review` for a correction."""

    @app.get(f"{BASE}/you", endpoint="respond_you")
    def you(slug: str) -> ResponseReturnValue:
        sitting = sit(slug)
        if sitting.draft is None:
            return redirect(sitting.url("start"))
        return _you_page(sitting, you_form(sitting.proceeding, actor(), sitting.draft.sender))

    @app.post(f"{BASE}/you", endpoint="keep_you")
    def keep(slug: str) -> ResponseReturnValue:
        return _keep_you(sit(slug))

    @app.get(f"{BASE}/review", endpoint="respond_review")
    def review(slug: str) -> ResponseReturnValue:
        sitting = sit(slug)
        return review_page(sitting) if sitting.draft else redirect(sitting.url("start"))

    @app.post(f"{BASE}/review", endpoint="send_response")
    def send(slug: str) -> ResponseReturnValue:
        return _sent(sit(slug))

    @app.get(AGAIN, endpoint="correct_review")
    def review_again(reference: str) -> ResponseReturnValue:
        sitting = sit_again(reference)
        return review_page(sitting) if sitting.draft else redirect(url_for("correct", reference=reference))

    @app.post(AGAIN, endpoint="send_response_correction")
    def send_again(reference: str) -> ResponseReturnValue:
        return _corrected(sit_again(reference))


def _you_page(sitting: Sitting, form: SenderForm, more: Sequence[str] = ()) -> str:
    count = len(sitting.shown)
    return render_template(
        "consultations/answering/you.html",
        sitting=sitting,
        head=sitting.head,
        form=form,
        more=list(more),
        place=count + 1,
        all=count + sitting.more_pages,
        back=sitting.url("step", key=sitting.shown[-1].key) if sitting.shown else sitting.url("start"),
    )


def _keep_you(sitting: Sitting) -> ResponseReturnValue:
    if sitting.draft is None:
        return gone(sitting)
    form, act = you_form(sitting.proceeding, actor(), {}), request.form.get("act", "continue")
    fit = form.validate()
    try:
        known = run(
            keep_sender, which=sitting.which, language=language(), sender=sent_fields(form, request.form)
        ).result
    except ConsultError as error:
        return _you_page(sitting, form, [message_for(error)]), error.status
    remember(sitting.proceeding, known)
    sitting = sit(sitting.proceeding.slug)
    if act.startswith("lang."):
        return redirect(sitting.url("you", lang=act[5:]), 303)
    if act == "save":
        return keep_for_later(sitting)
    if act == "back" and sitting.shown:
        return redirect(sitting.url("step", key=sitting.shown[-1].key), 303)
    return redirect(sitting.url("review"), 303) if fit else (_you_page(sitting, form), 400)


class Answer(NamedTuple):
    """An answer as it is looked at: lines of (row of a matrix or None, words); `is_missing` where one is wanted."""

    question: AskedQuestion
    instance: int | None
    lines: list[tuple[Any, str]]
    is_missing: bool


class Page(NamedTuple):
    """The answers of one page, with its problems."""

    step: Step
    answers: list[Answer]
    problems: list[Problem]


def looked_at(sitting: Sitting) -> list[Page]:
    """All answers as they would be sent, page by page."""
    weighed = weigh(sitting.asked, sitting.answers, files=sitting.files)
    asked = {one.public_id: one for part in sitting.asked.sections for one in part.questions}
    lines: dict[tuple[str | None, int], list[tuple[Any, str]]] = {}
    for one in weighed.passages:
        attached = [sitting.attached[name].name or name for name in named_in(one) if name in sitting.attached]
        said = attached or [words_to_send(asked[one.question], one) if one.question in asked else one.text or ""]
        lines.setdefault((one.question, one.instance), []).extend((one.matrix_row, words) for words in said)
    return [
        Page(step, list(_answers(sitting.asked, step, lines, weighed)), problems_on(step, weighed.problems))
        for step in sitting.shown
    ]


def _answers(
    version: Asked, step: Step, lines: dict[tuple[str | None, int], list[tuple[Any, str]]], weighed: Weighed
) -> Iterator[Answer]:
    shown = weighed.shown
    for part in step.parts:
        asked_here = [one for one in part.questions if one.takes_answer]
        last = max((number for key, number in shown if any(one.key == key for one in asked_here)), default=0)
        for instance in range(1, last + 1):
            group = part.section.key
            beside = (group, weighed.instances.get((group, instance), {}))
            place = (weighed.place_of(group, instance) or 0) if part.section.repeats else 1
            for one in asked_here:
                if (one.key, instance) in shown:
                    said = [(one.rows.get(row), text) for row, text in lines.get((one.public_id, place), [])]
                    label = piped(
                        one.label, version, weighed.kept, beside if part.section.repeats else None, not_answered()
                    )
                    yield Answer(
                        replace(one, label=label),
                        instance if part.section.repeats else None,
                        said,
                        one.required and not said,
                    )


def review_page(sitting: Sitting, more: Sequence[str] = (), *, tried: bool = False) -> str:
    """Everything that would be sent, with a way to each page; what changed meanwhile is said above."""
    assert sitting.draft is not None
    pages = looked_at(sitting)
    form = (
        None if sitting.own else kept_sender(sitting.proceeding, actor(), sitting.draft.sender, sitting.draft.form_key)
    )
    return render_template(
        "consultations/answering/review.html",
        sitting=sitting,
        head=sitting.head,
        draft=sitting.draft,
        pages=pages,
        form=form,
        is_known=form is None or form.validate(),
        changes=changes_of(sitting),
        more=list(more),
        tried=tried,
        all=len(pages) + sitting.more_pages,
        problem_words=lambda one: message_for(Invalid(one.key, one.problem, **one.facts)),
    )


def _sent(sitting: Sitting) -> ResponseReturnValue:
    """Send what was looked at. A second press, from wherever, gets the answer of the first one."""
    key, asks_late = request.form.get("client_id", ""), request.form.get("act") == "ask_late"
    sender = sitting.draft.sender if sitting.draft else {"identity": "none", "language": "und"}
    form = kept_sender(sitting.proceeding, actor(), sender, sitting.draft.form_key if sitting.draft else key)
    known = form.validate()
    if sitting.draft is not None:
        if not (sitting.is_open or asks_late):
            return review_page(sitting, tried=True), 403
        if not known or any(page.problems for page in looked_at(sitting)):
            return review_page(sitting, tried=True), 400
    new = form.contribution("response", questionnaire=sitting.asked.public_id, asks_late=asks_late)
    values = {"which": sitting.which, "saves": request.form.get("saves", 0, type=int)}
    try:
        answer = file_input(send_draft, sitting.proceeding, new, **values, privacy=sitting.proceeding.privacy_version)
    except ConsultError as error:
        return _not_sent(sitting, error)
    forget(sitting.proceeding)
    say_unsent(form)
    drop_pass(sitting.proceeding)
    return answer_page(answer)


def _not_sent(sitting: Sitting, error: ConsultError) -> ResponseReturnValue:
    if sitting.draft is None:
        return gone(sitting)
    return review_page(sit(sitting.proceeding.slug), [message_for(error)]), error.status


def _corrected(sitting: Sitting) -> ResponseReturnValue:
    own = sitting.own
    assert own is not None
    reference = own.reading.reference
    if sitting.draft is not None and any(page.problems for page in looked_at(sitting)):
        return review_page(sitting, tried=True), 400
    try:
        run(send_correction, reference=reference, saves=request.form.get("saves", 0, type=int))
    except ConsultError as error:
        if not (isinstance(error, Conflict) and error.problem == "draft_gone" and sitting.draft is None):
            return review_page(sit_again(reference), [message_for(error)], tried=True), error.status
    flash(_("Your correction is stored. The earlier version stays on the record."), "ok")
    return redirect(url_for("own_input", reference=reference), 303)
