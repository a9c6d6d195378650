"""Answering the questionnaire."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from consult.consultations.answers import weigh
from consult.consultations.forms import ResponseForm, answers_in, form_for, regrouped, response_form, typed_in
from consult.consultations.forms.names import ASKED
from consult.consultations.operations import submit_response
from consult.consultations.queries import Asked, asked
from consult.consultations.routes.comments import refused
from consult.consultations.routes.loading import consultation, head
from consult.contributions.late import takes_input
from consult.contributions.sending import answer_page, file_input
from consult.core.errors import Conflict, ConsultError, NotFound
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import language
from consult.web.site import actor, reading


def install(app: Flask) -> None:
    """Add `respond`: the questions with all answers, and the sending."""

    @app.get("/<language:lang>/consultations/<slug>/respond", endpoint="respond")
    def read(slug: str) -> str:
        found = consultation(slug)
        questions = _questions(found)
        return _page(found, questions, {}, response_form(questions, found, actor()))

    @app.post("/<language:lang>/consultations/<slug>/respond", endpoint="send_response")
    def write(slug: str) -> ResponseReturnValue:
        found = consultation(slug)
        questions = _questions(found)
        form = response_form(questions, found, actor())
        answers = answers_in(questions, request.form)
        changed = regrouped(questions, answers, request.form)
        if changed is not None:
            return _page(found, questions, changed, form)
        part = form_for(questions, answers)
        if part.came_up(request.form.get(ASKED, part.asked)):
            return _page(found, questions, answers, form, came_up=True)
        is_valid = form.validate_on_submit()
        if not is_valid or weigh(questions, answers).problems:
            return _page(found, questions, answers, form, wrong=True), 400
        if form.questionnaire.data != questions.public_id:
            form.questionnaire.data = questions.public_id
            return _page(found, questions, answers, form, [message_for(Conflict("questions_changed"))]), 409
        new = form.contribution("response", questionnaire=questions.public_id)
        try:
            answer = file_input(submit_response, found, new, answers=answers)
        except ConsultError as error:
            return _page(found, questions, answers, form, refused(form, error)), error.status
        return answer_page(answer)


def _questions(proceeding: Proceeding) -> Asked:
    questions = asked(reading(), proceeding, language())
    if questions is None:
        raise NotFound
    return questions


def _page(
    proceeding: Proceeding,
    questions: Asked,
    answers: Mapping[str, Any],
    form: ResponseForm,
    more: list[str] | None = None,
    *,
    wrong: bool = False,
    came_up: bool = False,
) -> str:
    here = head(proceeding)
    problems = weigh(questions, answers).problems if wrong else []
    return render_template(
        "consultations/respond.html",
        head=here,
        questions=questions,
        part=form_for(questions, answers, problems=problems, seed=form.client_id.data or ""),
        form=form,
        more=more or [],
        came_up=came_up,
        is_open=takes_input(proceeding),
        sent=request.method == "POST",
        typed=typed_in(questions, answers),
    )
