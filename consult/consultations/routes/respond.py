"""Answering the questionnaire."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from consult.consultations.answers import word_limit
from consult.consultations.forms import ResponseForm, answers_in, name_of, response_form, typed_in
from consult.consultations.operations import submit_response
from consult.consultations.queries import Asked, asked
from consult.consultations.routes.comments import refused
from consult.consultations.routes.loading import consultation, head
from consult.contributions.late import takes_input
from consult.contributions.sending import answer_page, file_input
from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import language
from consult.web.site import actor, reading


def install(app: Flask) -> None:
    """Add `respond`: the questions, then all answers to look at once more, then the sending."""

    @app.get("/<language:lang>/consultations/<slug>/respond", endpoint="respond")
    def read(slug: str) -> str:
        found = consultation(slug)
        questions = _questions(found)
        return _page(found, questions, response_form(questions, found, actor()))

    @app.post("/<language:lang>/consultations/<slug>/respond", endpoint="send_response")
    def write(slug: str) -> ResponseReturnValue:
        found = consultation(slug)
        questions = _questions(found)
        form = response_form(questions, found, actor())
        if not form.validate_on_submit():
            return _page(found, questions, form), 400
        if form.questionnaire.data != questions.public_id:
            form.questionnaire.data = questions.public_id
            return _page(found, questions, form, [message_for(Conflict("questions_changed"))]), 409
        new = form.contribution("response", questionnaire=questions.public_id)
        try:
            answer = file_input(submit_response, found, new, answers=answers_in(questions, form))
        except ConsultError as error:
            return _page(found, questions, form, _refused(form, error)), error.status
        return answer_page(answer)


def _refused(form: ResponseForm, error: ConsultError) -> list[str]:
    if isinstance(error, Invalid) and f"q_{error.field}" in form:
        error.field = f"q_{error.field}"
    return refused(form, error)


def _questions(proceeding: Proceeding) -> Asked:
    questions = asked(reading(), proceeding, language())
    if questions is None:
        raise NotFound
    return questions


def _page(proceeding: Proceeding, questions: Asked, form: ResponseForm, more: list[str] | None = None) -> str:
    here = head(proceeding)
    return render_template(
        "consultations/respond.html",
        head=here,
        questions=questions,
        form=form,
        more=more or [],
        is_open=takes_input(proceeding),
        sent=request.method == "POST",
        typed=typed_in(questions, form),
        name_of=name_of,
        word_limit=word_limit,
    )
