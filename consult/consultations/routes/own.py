"""An author's own input: where it stands, why, and correcting or withdrawing it."""

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answers import word_limit
from consult.consultations.forms import answers_form, answers_in, name_of, typed_in
from consult.consultations.operations import correct_response
from consult.consultations.queries import Asked, asked, paragraph_numbers
from consult.consultations.routes.comments import refused
from consult.consultations.routes.loading import head
from consult.consultations.routes.pages import answers_told
from consult.contributions.forms import CorrectionForm
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.contributions.own import Own, own_contribution
from consult.contributions.party import party_of
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
        return _correct_page(one, *_form_for(one))

    @app.post("/<language:lang>/return/<reference>/correct", endpoint="send_correction")
    def send_correction(reference: str) -> ResponseReturnValue:
        one = _own(reference)
        form, questions = _form_for(one)
        if not form.validate_on_submit():
            return _correct_page(one, form, questions), 400
        try:
            _correct(one, form, questions)
        except ConsultError as error:
            if not (isinstance(error, Conflict) and _is_there_already(reference, form, questions)):
                return _correct_page(one, form, questions, refused(form, error)), error.status
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
        party=party_of(one.reading, actor()),
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
        return answers_form(questions, one.reading.passages, one.latest), questions
    return CorrectionForm(one.proceeding, data={"body": one.reading.text, "seen": str(one.latest)}), None


def _correct(one: Own, form: PageForm, questions: Asked | None) -> None:
    seen = int(form["seen"].data) if str(form["seen"].data).isdecimal() else 0
    reference = one.reading.reference
    if questions is not None:
        run(correct_response, reference=reference, seen=seen, answers=answers_in(questions, form))
        return
    run(correct_contribution, reference=reference, seen=seen, passages=(NewPassage(form["body"].data),))


def _is_there_already(reference: str, form: PageForm, questions: Asked | None) -> bool:
    """Whether this very correction is the newest version: a second press of the button."""
    newest = _own(reference)
    if str(newest.latest - 1) != form["seen"].data:
        return False
    if questions is None:
        return bool(newest.reading.text == form["body"].data)
    known = answers_form_values(questions, newest)
    return known == {key: value or None for key, value in answers_in(questions, form).items()}


def answers_form_values(questions: Asked, own: Own) -> dict[str, object]:
    """The stored answers as a form would send them: question → answer, None where there is none."""
    values = {one.question: one.value["value"] for one in own.reading.passages if one.value is not None}
    found = {one.public_id: values.get(one.public_id) for one in questions.questions()}
    return {key: str(value) if isinstance(value, int) else value for key, value in found.items()}


def _correct_page(one: Own, form: PageForm, questions: Asked | None, more: list[str] | None = None) -> str:
    here = head(one.proceeding)
    return render_template(
        "contributions/correct.html",
        own=one,
        head=here,
        form=form,
        questions=questions,
        more=more or [],
        is_open=here.phase == "open",
        sent=request.method == "POST",
        typed=typed_in(questions, form) if questions else form["body"].data,
        name_of=name_of,
        word_limit=word_limit,
    )
