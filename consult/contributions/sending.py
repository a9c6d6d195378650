"""From a valid form to a filed input and its receipt: the codeword is made, hashed off the loop, and shown once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from flask import current_app, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.codewords import Codewords
from consult.contributions.late import pass_in_hand
from consult.contributions.operations.submit import Filed, NewContribution, check_open
from consult.contributions.own import receipt_by_public_id
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.web.frame import say_once
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run, this_site


class Answer(NamedTuple):
    """What was filed, and the words to come back with, which are told this once; None where the account is enough."""

    filed: Filed
    codeword: str | None


def file_input(operation: Callable[..., Filed], proceeding: Proceeding, new: NewContribution, **values: Any) -> Answer:
    """Run the operation that files an input. Raises what it raises; nothing slow happens when the answer will be no."""
    new = replace(new, late_pass=pass_in_hand(proceeding))
    if not (new.late_pass or new.asks_late):
        check_open(proceeding)
    site = this_site()
    codewords = Codewords(site.secret_key, site.hasher)
    codeword = codewords.make(actor(), session.get("browser"), new.client_id, new.identity)
    if codeword is not None:
        new = replace(new, codeword_hash=codeword.hash)
    filed = run(operation, proceeding_id=proceeding.id, new=new, **values).result
    return Answer(filed, codeword.words if codeword else None)


def receipt_page(public_id: str, codeword: str | None = None, *, fresh: bool = False) -> str:
    """The receipt; with the codeword only in the direct answer to the sending: no address and no store has it."""
    receipt = receipt_by_public_id(reading(), actor(), public_id)
    words = proceeding_words(reading(), [receipt.proceeding], language())[receipt.proceeding.id]
    sends_mail = current_app.config["SENDS_MAIL"]
    return render_template(
        "contributions/receipt.html",
        receipt=receipt,
        words=words,
        codeword=codeword,
        fresh=fresh,
        sends_mail=sends_mail,
    )


def answer_page(answer: Answer) -> ResponseReturnValue:
    """What answers a sending: the receipt with the codeword, or where there is none the way to the receipt."""
    public_id = answer.filed.receipt
    if answer.codeword is None:
        say_once("ok", _("Thank you. We have it."))
        return redirect(url_for("receipt", public_id=public_id), 303)
    return receipt_page(public_id, answer.codeword, fresh=True)
