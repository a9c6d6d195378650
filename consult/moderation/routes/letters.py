"""The desk's side of letters and appeals: what stands beside the open input, and what its forms send."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.moderation.forms import DecideForm
from consult.moderation.item_queries import Item, item
from consult.moderation.letter_forms import LetterForm, SettleForm
from consult.moderation.letter_models import QUESTIONS
from consult.moderation.letter_queries import exchange
from consult.moderation.operations.appealing import settle_appeal
from consult.moderation.operations.writing import mark_answers_read, write_letter
from consult.moderation.routes import queue
from consult.moderation.routes.filtering import as_arguments, chosen
from consult.moderation.told_words import beginning, letter_words, outcome_words, told_words
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import INTERFACE, language, speaking
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run


def beside(found: Item) -> dict[str, Any]:
    """What the partials of letters and appeals print of the open input."""
    begun = request.args.get("begin")
    begun = begun if begun in QUESTIONS else None
    form = LetterForm(
        prefix="letter-", formdata=None, data={"kind": begun, "text": _beginning(found, begun)} if begun else None
    )
    return {
        "exchange": exchange(reading(), actor(), found),
        "letter_form": form,
        "settle_form": SettleForm(prefix="settle-", formdata=None),
        "open_letter": begun is not None,
        "beginnings": [(kind, letter_words(kind)) for kind in QUESTIONS],
        "letter_of": letter_words,
        "outcome_of": outcome_words,
        "told_of": told_words,
        "barred_of": lambda problem: message_for(Conflict(problem)),
    }


def _beginning(found: Item, kind: str) -> str:
    """Its first sentence, in the author's language where the interface speaks it."""
    theirs = found.reading.language
    with speaking(theirs if theirs in INTERFACE else language()):
        return beginning(kind)


def write(reference: str) -> ResponseReturnValue:
    """Send a letter, or say that the author's answers are read."""
    found = item(reading(), actor(), reference)
    if request.form.get("act") == "read":
        run(mark_answers_read, reference=reference)
        flash(_("The answers are marked as read."), "ok")
        return _back(reference, "letters-h")
    form = LetterForm(prefix="letter-")
    if form.validate():
        try:
            run(write_letter, reference=reference, kind=form.kind.data or "", text=form.text.data or "")
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
        else:
            flash(_("The letter is sent. Its reader finds it behind the codeword or in the account."), "ok")
            return _back(reference, "letters-h")
    return _again(found, 422, letter_form=form, open_letter=True)


def settle(reference: str, appeal: str) -> ResponseReturnValue:
    """Decide an appeal."""
    found = item(reading(), actor(), reference)
    form, status = SettleForm(prefix="settle-"), 422
    if form.validate():
        try:
            run(settle_appeal, appeal=appeal, outcome=form.outcome.data or "", note=form.note.data or "")
        except NotFound:
            raise
        except Invalid as error:
            refuse(form, error)
        except Conflict as error:
            refuse(form, error)
            status = error.status
        else:
            flash(_("The appeal is decided, and the author is told."), "ok")
            return _back(reference, "appeals-h")
    return _again(found, status, settle_form=form)


def _again(found: Item, status: int, **forms: Any) -> ResponseReturnValue:
    plain = DecideForm(formdata=None, seen=found.latest, back=request.query_string.decode())
    return queue.opened(found, plain, status=status, **forms)


def _back(reference: str, anchor: str) -> ResponseReturnValue:
    arguments = as_arguments(chosen())
    return redirect(url_for("desk.item", reference=reference, _anchor=anchor, **arguments), 303)
