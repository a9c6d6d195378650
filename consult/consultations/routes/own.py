"""An author's own input: where it stands, why, and correcting or withdrawing it."""

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.consultations.answers import answers_of
from consult.consultations.asked import Asked
from consult.consultations.forms import answers_told
from consult.consultations.queries import asked, paragraph_numbers
from consult.consultations.routes.comments import refused
from consult.consultations.routes.loading import head
from consult.consultations.routes.pages import paragraphs_read
from consult.contributions.drafts.operations import begin_correction
from consult.contributions.drafts.queries import Which, kept_draft
from consult.contributions.forms import CorrectionForm
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.contributions.own import Own, own_contribution
from consult.contributions.party import party_of
from consult.core.errors import Conflict, ConsultError, NotFound
from consult.moderation.proposal_queries import erasure_asked, withheld_told
from consult.moderation.routes.news import told_parts
from consult.moderation.told import told_of
from consult.proceedings.later import cited_at
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add `return/<reference>` with `correct` and `withdraw`."""

    @app.get("/<language:lang>/return/<reference>", endpoint="own_input")
    def own(reference: str) -> str:
        return _own_page(_own(reference))

    @app.get("/<language:lang>/return/<reference>/correct", endpoint="correct")
    def correct(reference: str) -> ResponseReturnValue:
        one = _own(reference)
        if one.reading.kind == "submission":
            return redirect(url_for("correct_document", reference=reference))
        return _begin_page(one) if _questions(one) else _correct_page(one, _form_for(one))

    @app.post("/<language:lang>/return/<reference>/correct", endpoint="send_correction")
    def send_correction(reference: str) -> ResponseReturnValue:
        one = _own(reference)
        questions = _questions(one)
        if one.reading.kind == "submission":
            raise NotFound
        return _begin(one, questions) if questions else _correct_comment(one)

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
    news = told_parts(told_of(reading(), actor(), reference))
    numbers = paragraph_numbers(reading(), one.proceeding.id) if one.reading.target else {}
    return render_template(
        "contributions/own.html",
        own=one,
        told=one.reading,
        party=party_of(one.reading, actor()),
        head=head(one.proceeding),
        answers=answers_told(_questions(one), [told for told in one.reading.passages if told.question]),
        document=paragraphs_read(one.reading),
        paragraph=numbers.get(one.reading.target or ""),
        cited=cited_at(reading(), reference),
        withheld=withheld_told(reading(), actor(), reference),
        asked=erasure_asked(reading(), actor(), reference),
        by_codeword=actor().contribution_id is not None,
        **news,
    )


def _begin(one: Own, questions: Asked) -> ResponseReturnValue:
    """Draft the correction of a response from what was sent last; its pages are those of answering."""
    reference = one.reading.reference
    answers = answers_of(questions, one.reading.passages)
    try:
        run(begin_correction, reference=reference, seen=one.latest, answers=answers)
    except ConsultError as error:
        if isinstance(error, NotFound):
            raise
        return _begin_page(one, [message_for(error)]), error.status
    return redirect(url_for("correct_review", reference=reference), 303)


def _begin_page(one: Own, more: list[str] | None = None) -> str:
    here = head(one.proceeding)
    draft = kept_draft(reading(), actor(), Which(one.proceeding.id, corrects=one.reading.reference))
    return render_template(
        "contributions/correct_response.html",
        own=one,
        head=here,
        draft=draft,
        more=more or [],
        is_open=here.phase == "open",
    )


def _form_for(one: Own) -> CorrectionForm:
    return CorrectionForm(one.proceeding, data={"body": one.reading.text, "seen": str(one.latest)})


def _correct_comment(one: Own) -> ResponseReturnValue:
    form, reference = _form_for(one), one.reading.reference
    if not form.validate_on_submit():
        return _correct_page(one, form), 400
    typed = form.seen.data or ""
    seen = int(typed) if typed.isdecimal() else 0
    try:
        run(correct_contribution, reference=reference, seen=seen, passages=(NewPassage(form.body.data),))
    except ConsultError as error:
        if not (isinstance(error, Conflict) and _is_there_already(reference, form)):
            return _correct_page(one, form, refused(form, error)), error.status
    flash(_("Your correction is stored. The earlier version stays on the record."), "ok")
    return redirect(url_for("own_input", reference=reference), 303)


def _is_there_already(reference: str, form: CorrectionForm) -> bool:
    """Whether this very correction is the newest version: a second press of the button."""
    newest = _own(reference)
    return str(newest.latest - 1) == form.seen.data and bool(newest.reading.text == form.body.data)


def _correct_page(one: Own, form: CorrectionForm, more: list[str] | None = None) -> str:
    here = head(one.proceeding)
    return render_template(
        "contributions/correct.html",
        own=one,
        head=here,
        form=form,
        more=more or [],
        is_open=here.phase == "open",
        sent=request.method == "POST",
        typed=form.body.data,
    )
