"""Refusals in words: what happened and what to do, in the reader's language, for pages, programs and sockets alike."""

import logging
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from consult.core.errors import ConsultError, Invalid, Unauthenticated
from consult.core.work import unavailable
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import wants_json

log = logging.getLogger(__name__)
NOT_TYPED = frozenset({"csrf_token", "client_id", "password", "present"})


def message_for(error: ConsultError) -> str:
    """The sentence for a refusal, in the language of this request."""
    facts = error.facts
    sentences = {
        "unauthenticated": lambda: _("Your session has ended. Please sign in again; what you wrote is still here."),
        "not_found": lambda: _("There is no page at this address, or it is not open to you."),
        "not_yet": lambda: _("This is not open for input yet."),
        "closed": lambda: _("This is closed: no more input can be sent."),
        "rate_limited": lambda: _("That was quick. Please wait a moment and send again."),
        "conflict": lambda: _("Something changed while you were writing. Please look at the page again."),
        "changed_meanwhile": lambda: _(
            "Somebody was here before you. Please look at the present state, then decide again."
        ),
        "key_used": lambda: _("This form was already sent with another text. Please open a new form."),
        "cannot_write": lambda: _(
            "Nothing was stored: the site cannot save at the moment. Please send again in a few minutes."
        ),
        "too_slow": lambda: _(
            "Nothing was confirmed: the site is very busy. Please send again; it will not be counted twice."
        ),
        "busy": lambda: _("The site is very busy. Please send again in a moment."),
        "stopping": lambda: _("The site is restarting. Please send again in a moment."),
        "required": lambda: _("Please fill in this field."),
        "no_such_choice": lambda: _("Please choose one of the options given."),
        "control_character": lambda: _("This text holds invisible control characters. Please type that part again."),
        "direction_mark": lambda: _(
            "This text holds hidden marks that turn the direction of writing. "
            "Please remove them or type that part again."
        ),
        "too_many_words": lambda: _("This text has %(words)s words; the limit is %(limit)s.", **facts),
        "too_long": lambda: _("This text has %(length)s characters; the limit is %(limit)s.", **facts),
        "not_a_time": lambda: _(
            "Please give a date and time such as 2026-11-27T18:00, and a time zone such as Europe/Paris."
        ),
        "skipped_by_clock_change": lambda: _("This time does not exist on that day: the clocks are put forward."),
        "wrong_state": lambda: _("That is not possible in the present state. Please look at the page again."),
        "closing_time_passed": lambda: _("The closing time has passed. Please set a later one first."),
        "closes_before_opening": lambda: _("The closing time must be later than the opening time."),
        "slug_taken": lambda: _("This address is in use, or was in use once. Please choose another one."),
        "not_a_slug": lambda: _("Please use lower-case letters a to z, digits and single hyphens only."),
        "not_a_prefix": lambda: _("Please use 2 to 6 capital letters or digits."),
        "not_a_zone": lambda: _("Please give a time zone such as Europe/Paris or Africa/Nairobi."),
        "out_of_range": lambda: _("Please give a whole number from %(lowest)s to %(highest)s.", **facts),
        "number_taken": lambda: _("Another paragraph has this number. Please choose a free one."),
        "paragraph_has_comments": lambda: _("A paragraph that has been commented on cannot be taken away."),
        "section_has_questions": lambda: _("A section with questions cannot be taken away. Please move them first."),
        "repeated_number": lambda: _("Please give a number from 1 that no other paragraph has."),
        "repeated_key": lambda: _("Another question has this name. Please choose another one."),
        "not_a_key": lambda: _("Please begin with a letter or digit; use lower-case letters, digits and underscores."),
        "not_a_scale": lambda: _("Please give a lowest and a highest step, at most ten steps apart."),
        "not_a_limit": lambda: _("Please give a number of words from 1 to 10,000, or none."),
        "not_options": lambda: _("Please give at least two choices, each with its own name and its words."),
        "too_many": lambda: _("There are too many: the limit is %(limit)s.", **facts),
        "fixed": lambda: _("Kind, address and prefix cannot be changed any more: references and links hold them."),
        "sign_in_wait": lambda: _(
            "There were several tries with this address. Please wait a few minutes, then sign in again."
        ),
        "other_account": lambda: _(
            "This invitation is for another address. Please sign in with the address that it was sent to."
        ),
        "account_exists": lambda: _("There is an account with this address already."),
        "not_an_address": lambda: _("Please give an address such as name@example.org."),
        "password_short": lambda: _("Please choose a password of at least %(limit)s characters.", **facts),
        "password_long": lambda: _("Please choose a password of at most %(limit)s characters.", **facts),
        "password_common": lambda: _("This is one of the passwords that are tried first. Please choose another one."),
        "password_is_address": lambda: _("This password can be guessed from your address. Please choose another one."),
        "use_the_form": lambda: _(
            "Please send this with the form on the page: it gives you the code to come back with."
        ),
        "questions_changed": lambda: _(
            "The questions were changed while you were answering. Please look at them again; what you wrote is still here."
        ),
        "no_answers": lambda: _("Please answer at least one question."),
        "wrong_codeword": lambda: _(
            "This reference and these words do not belong together. Please check both and try again."
        ),
        "no_session": lambda: _(
            "Your browser did not send the cookie of this form. Please allow cookies and send again."
        ),
    }
    sentence = sentences.get(error.problem) or sentences.get(error.code)
    return str(sentence()) if sentence else str(_("This could not be taken as it is. Please check what you sent."))


def as_dict(error: ConsultError) -> dict[str, Any]:
    """A refusal on the wire, as contract.md says."""
    body: dict[str, Any] = {"ok": False, "code": error.code, "message": message_for(error)}
    if isinstance(error, Invalid):
        body["field"] = error.field
    if "retry_after_ms" in error.facts:
        body["retry_after_ms"] = error.facts["retry_after_ms"]
    return body


def install(app: Flask) -> None:
    """Answer refusals with a page or with JSON."""

    @app.errorhandler(ConsultError)
    def refused(error: ConsultError) -> ResponseReturnValue:
        if wants_json():
            return jsonify(as_dict(error)), error.status
        if isinstance(error, Unauthenticated):
            return sign_in_again()
        return error_page(error.status, message_for(error)), error.status

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> ResponseReturnValue:
        return refused(unavailable(error))

    @app.errorhandler(CSRFError)
    def stale_form(error: CSRFError) -> ResponseReturnValue:
        return typed_again(), 400

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        if error.code is not None and error.code < 400:
            return error
        code = error.code or 500
        if wants_json():
            return jsonify(
                {
                    "ok": False,
                    "code": "not_found" if code == 404 else "invalid",
                    "message": str(words_for(code)),
                }
            ), code
        return error_page(code, words_for(code)), code

    @app.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        log.exception("unexpected error")
        return error_page(500, words_for(500)), 500


def words_for(status: int) -> str:
    """The sentence for an HTTP status that no operation gave."""
    if status == 404 or status == 405:
        return str(_("There is no page at this address, or it is not open to you."))
    if status == 413:
        return str(_("What you sent is too large. Please shorten it and send again."))
    if status == 400:
        return str(_("Part of what was sent is not readable text. Please type it again and send it once more."))
    return str(_("Something went wrong on our side. Nothing you sent before was lost. Please try again."))


def error_page(status: int, message: str) -> str:
    """A page that says what happened and what to do."""
    titles = {
        404: _("Page not found"),
        400: _("This could not be read"),
        403: _("Closed"),
        409: _("Changed meanwhile"),
        413: _("Too large"),
        429: _("Please wait a moment"),
        503: _("The site cannot save at the moment"),
    }
    title = titles.get(status, _("Something went wrong"))
    error = {"title": title, "text": message, "code": status, "reference": None}
    return render_template("errors/error.html", error=error)


def sign_in_again() -> ResponseReturnValue:
    """The way to sign in and come back; after a form that was sent, with everything that was typed."""
    if request.method == "GET":
        here = request.full_path if request.query_string else request.path
        return redirect(f"/{language()}/account/sign-in?{urlencode({'next': here})}")
    return typed_again(f"/{language()}/account/sign-in"), 401


def typed_again(sign_in_url: str | None = None) -> str:
    """The page after a form that could not be taken: what was typed, to be copied. A press that sends it would let
    forgeries through."""
    typed = [
        {"label": name.replace("_", " ").capitalize(), "value": value, "language": None}
        for name, values in request.form.lists()
        for value in values
        if name not in NOT_TYPED and value.strip()
    ]
    return render_template("errors/csrf.html", typed=typed, again_url=request.path, ended=sign_in_url)
