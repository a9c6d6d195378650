"""An author's own input: where it stands, why, and correcting or withdrawing it."""

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answers import Answers, answers_of, weigh
from consult.consultations.forms import AnswersForm, answers_in, answers_told, form_for, regrouped, typed_in
from consult.consultations.forms.names import ASKED
from consult.consultations.operations import correct_response
from consult.consultations.queries import Asked, asked, paragraph_numbers
from consult.consultations.routes.comments import refused
from consult.consultations.routes.loading import head
from consult.contributions.forms import CorrectionForm
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.contributions.own import Own, own_contribution
from consult.core.errors import Conflict, ConsultError
from consult.moderation.told import decision_told
from consult.moderation.words import reason_words
from consult.web.errors import message_for
from consult.web.forms import PageForm
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add `return/<reference>` with `correct` and `withdraw`."""

    @app.get("/<language:lang>/return/<reference>", endpoint="own_input")
    def own(reference: str) -> str:
        return _own_page(_own(reference))

    @app.get("/<language:lang>/return/<reference>/correct", endpoint="correct")
    def correct(reference: str) -> str:
        one = _own(reference)
        form, questions = _form_for(one)
        return _correct_page(one, form, questions, _stored(one, questions))

    @app.post("/<language:lang>/return/<reference>/correct", endpoint="send_correction")
    def send_correction(reference: str) -> ResponseReturnValue:
        one = _own(reference)
        form, questions = _form_for(one)
        answers = answers_in(questions, request.form) if questions else {}
        again = _shown_again(one, form, questions, answers) if questions else None
        if again is not None:
            return again
        if not form.validate_on_submit():
            return _correct_page(one, form, questions, answers), 400
        try:
            _correct(one, form, questions, answers)
        except ConsultError as error:
            if not (isinstance(error, Conflict) and _is_there_already(reference, form, questions, answers)):
                return _correct_page(one, form, questions, answers, refused(form, error)), error.status
        flash(_("Your correction is stored. The earlier version stays on the record."), "ok")
        return redirect(url_for("own_input", reference=reference), 303)

    @app.get("/<language:lang>/return/<reference>/withdraw", endpoint="withdraw")
    def withdraw(reference: str) -> str:
        one = _own(reference)
        return render_template("contributions/withdraw.html", own=one, head=head(one.proceeding))

    @app.post("/<language:lang>/return/<reference>/withdraw", endpoint="send_withdrawal")
    def send_withdrawal(reference: str) -> ResponseReturnValue:
        _own(reference)
        try:
            run(withdraw_contribution, reference=reference)
        except Conflict as error:
            flash(message_for(error), "warn")
        else:
            flash(_("Your input is withdrawn."), "ok")
        return redirect(url_for("own_input", reference=reference), 303)


def _own(reference: str) -> Own:
    one = own_contribution(reading(), actor(), reference)
    g.zone = one.proceeding.zone
    return one


def _questions(one: Own) -> Asked | None:
    if one.reading.kind != "response" or one.questionnaire is None:
        return None
    return asked(reading(), one.proceeding, language(), one.questionnaire)


def _own_page(one: Own) -> str:
    reference = one.reading.reference
    decision = decision_told(reading(), actor(), reference)
    numbers = paragraph_numbers(reading(), one.proceeding.id) if one.reading.target else {}
    return render_template(
        "contributions/own.html",
        own=one,
        told=one.reading,
        head=head(one.proceeding),
        answers=answers_told(_questions(one), one.reading.passages),
        paragraph=numbers.get(one.reading.target or ""),
        decision=decision,
        reason=reason_words(decision.reason) if decision else None,
        by_codeword=actor().contribution_id is not None,
    )


def _form_for(one: Own) -> tuple[PageForm, Asked | None]:
    questions = _questions(one)
    if questions is not None:
        return AnswersForm(data={"seen": str(one.latest)}), questions
    return CorrectionForm(one.proceeding, data={"body": one.reading.text, "seen": str(one.latest)}), None


def _stored(one: Own, questions: Asked | None) -> Answers:
    return answers_of(questions, one.reading.passages) if questions else {}


def _files(one: Own, questions: Asked) -> list[str]:
    """The attachments that the answers name already."""
    told = (part for answer in answers_told(questions, one.reading.passages) for part in answer.files)
    return list(told)


def _shown_again(one: Own, form: PageForm, questions: Asked, answers: Answers) -> ResponseReturnValue | None:
    """The page once more, where a group was changed, more questions came up, or an answer is not taken."""
    changed = regrouped(questions, answers, request.form)
    if changed is not None:
        return _correct_page(one, form, questions, changed)
    part = form_for(questions, answers, files=_files(one, questions))
    if part.came_up(request.form.get(ASKED, part.asked)):
        return _correct_page(one, form, questions, answers, came_up=True)
    if weigh(questions, answers, files=_files(one, questions)).problems:
        return _correct_page(one, form, questions, answers, wrong=True), 400
    return None


def _correct(one: Own, form: PageForm, questions: Asked | None, answers: Answers) -> None:
    seen = int(form["seen"].data) if str(form["seen"].data).isdecimal() else 0
    reference = one.reading.reference
    if questions is not None:
        run(correct_response, reference=reference, seen=seen, answers=answers)
        return
    run(correct_contribution, reference=reference, seen=seen, passages=(NewPassage(form["body"].data),))


def _is_there_already(reference: str, form: PageForm, questions: Asked | None, answers: Answers) -> bool:
    """Whether this very correction is the newest version: a second press of the button."""
    newest = _own(reference)
    if str(newest.latest - 1) != form["seen"].data:
        return False
    if questions is None:
        return bool(newest.reading.text == form["body"].data)
    kept = weigh(questions, answers, files=_files(newest, questions)).kept
    return kept == _stored(newest, questions)


def _correct_page(
    one: Own,
    form: PageForm,
    questions: Asked | None,
    answers: Answers,
    more: list[str] | None = None,
    *,
    wrong: bool = False,
    came_up: bool = False,
) -> str:
    here, part = head(one.proceeding), None
    if questions is not None:
        files = _files(one, questions)
        problems = weigh(questions, answers, files=files).problems if wrong else []
        part = form_for(questions, answers, problems=problems, files=files, seed=one.public_id)
    return render_template(
        "contributions/correct.html",
        own=one,
        head=here,
        form=form,
        part=part,
        came_up=came_up,
        more=more or [],
        is_open=here.phase == "open",
        sent=request.method == "POST",
        typed=typed_in(questions, answers) if questions else form["body"].data,
    )
