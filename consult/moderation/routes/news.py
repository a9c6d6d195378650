"""An author's side of what follows a filing: appeals, letters, and the address for news."""

from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.words import role_words
from consult.contributions.attachments.storing import NewFile, store_upload
from consult.contributions.own import Own, own_contribution
from consult.core.errors import ConsultError, NotFound
from consult.moderation.letter_forms import AddressForm, AnswerForm, AppealForm
from consult.moderation.operations.appealing import appeal as appeal_against
from consult.moderation.operations.contacts import kept_until, remove_contact, set_contact
from consult.moderation.operations.writing import answer_letter, mark_read
from consult.moderation.told import Statement, Told, statement, told_of
from consult.moderation.told_words import letter_words, told_words
from consult.moderation.words import reason_words
from consult.proceedings.head import head
from consult.web.errors import typed_fields
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.limits import Limiter
from consult.web.site import actor, reading, run
from consult.web.uploads import files_allowed, sent_files

TRIES = 6
SECONDS = 300.0


def told_parts(told: Told) -> dict[str, Any]:
    """What templates/moderation/told.html prints."""
    return {
        "news": told,
        "told_of": _sentence,
        "reason_of": reason_words,
        "role_of": role_words,
        "letter_of": letter_words,
        "outcome_of": told_words,
        "sends_mail": current_app.config["SENDS_MAIL"],
    }


def _sentence(one: Statement) -> str:
    return told_words(one.act, correction=one.is_correction)


def appeal(reference: str, decision: str) -> ResponseReturnValue:
    """The form of an appeal, and what it sends."""
    own = _own(reference)
    if isinstance(own, tuple):
        return own
    one, form = statement(reading(), actor(), reference, decision), AppealForm()
    if form.validate_on_submit():
        try:
            _slowly(reference)
            run(appeal_against, decision=decision, text=form.text.data or "")
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            return _page("appeal", own, form, one=one), error.status
        flash(_("Your appeal is stored. Somebody who did not take the decision will look at it."), "ok")
        return redirect(url_for("own_input", reference=reference), 303)
    return _page("appeal", own, form, one=one), 422 if form.errors else 200


@files_allowed
def letters(reference: str) -> ResponseReturnValue:
    """The letters about an input, and what their page sends: an answer, or that they are read."""
    own = _own(reference)
    if isinstance(own, tuple):
        return own
    form = AnswerForm()
    if request.method == "POST" and request.form.get("act") == "read":
        run(mark_read, reference=reference)
        flash(_("The letters are marked as read."), "ok")
        return redirect(url_for("own_input", reference=reference), 303)
    if form.validate_on_submit():
        try:
            _slowly(reference)
            run(answer_letter, reference=reference, text=form.text.data or "", copy=_copy(own))
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            return _page("letters", own, form), error.status
        flash(_("Your answer is stored. Those who wrote to you will read it."), "ok")
        return redirect(url_for("own_input", reference=reference), 303)
    return _page("letters", own, form), 422 if form.errors else 200


def _copy(own: Own) -> NewFile | None:
    """The clearer copy that came with an answer, in the storage. Raises Invalid for a file that is not taken."""
    files = sent_files("copy")
    if not files:
        return None
    incoming, called = files[0]
    return store_upload(incoming, called, question="copy", keeps_original=own.reading.identity != "none")


def address(reference: str) -> ResponseReturnValue:
    """The address for news of an input that was sent without an account: given, changed, taken back."""
    own = _own(reference)
    if isinstance(own, tuple):
        return own
    if own.by_account:
        raise NotFound
    told = told_of(reading(), actor(), reference)
    form = AddressForm(data={"email": told.address})
    if request.method == "POST" and request.form.get("act") == "remove":
        run(remove_contact, reference=reference)
        flash(_("The address is forgotten. No more mails go to it."), "ok")
        return redirect(url_for("own_input", reference=reference), 303)
    if form.validate_on_submit():
        try:
            _slowly(reference)
            run(set_contact, reference=reference, address=form.email.data or "", language=language())
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            return _page("address", own, form, until=kept_until(own.proceeding)), error.status
        flash(_("The address is kept. A mail will say that there is news, and nothing else."), "ok")
        return redirect(url_for("own_input", reference=reference), 303)
    return _page("address", own, form, until=kept_until(own.proceeding)), 422 if form.errors else 200


def _own(reference: str) -> Own | tuple[str, int]:
    """The actor's own input; for a form whose codeword session is over, a page with everything that was typed."""
    try:
        own = own_contribution(reading(), actor(), reference)
    except NotFound:
        typed = typed_fields()
        if not typed:
            raise
        return render_template("moderation/left.html", typed=typed), NotFound.status
    g.zone = own.proceeding.zone
    return own


def _page(name: str, own: Own, form: Any, **more: Any) -> str:
    told = told_of(reading(), actor(), own.reading.reference)
    parts = told_parts(told) | {"own": own, "form": form, "head": head(own.proceeding)} | more
    return render_template(f"moderation/{name}.html", **parts)


def _slowly(reference: str) -> None:
    limiter: Limiter = current_app.extensions["consult.author_writes"]
    limiter.take(f"reference:{reference}")
