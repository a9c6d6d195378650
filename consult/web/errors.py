"""Refusals in words: what happened and what to do, in the reader's language, for pages, programs and sockets alike."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from consult.core.errors import ConsultError, Invalid, Unauthenticated
from consult.core.work import unavailable
from consult.web.advice_refusals import SENTENCES as ADVICE
from consult.web.answer_refusals import SENTENCES as ANSWERS
from consult.web.discussion_refusals import SENTENCES as DISCUSSIONS
from consult.web.document_refusals import SENTENCES as DOCUMENTS
from consult.web.file_refusals import SENTENCES as FILES
from consult.web.floor_refusals import SENTENCES as FLOOR
from consult.web.hearing_refusals import SENTENCES as HEARING
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.plan_refusals import SENTENCES as PLAN
from consult.web.refusals import SENTENCES
from consult.web.seat_refusals import SENTENCES as SEATS
from consult.web.site import wants_json
from consult.web.vote_refusals import SENTENCES as VOTES
from consult.web.writing_refusals import SENTENCES as WRITING

log = logging.getLogger(__name__)
NOT_TYPED = frozenset({"csrf_token", "client_id", "password", "present", "seen", "back", "act", "reply"})
# What is chosen from a list is not typed.
CHOSEN = frozenset({"language", "identity", "confidentiality", "category", "reason", "role"})
# Endpoint → the same page again with everything that was typed, for forms that only keep a draft and send nothing.
KEEPING: dict[str, Callable[[], ResponseReturnValue]] = {}


def message_for(error: ConsultError) -> str:
    """The sentence for a refusal, in the language of this request."""
    rooms = (SENTENCES, ANSWERS, FILES, FLOOR, HEARING, DISCUSSIONS, DOCUMENTS, SEATS, VOTES, PLAN, WRITING, ADVICE)
    sentence = next((one[error.problem] for one in rooms if error.problem in one), SENTENCES.get(error.code))
    return (
        str(sentence(error.facts))
        if sentence
        else str(_("This could not be taken as it is. Please check what you sent."))
    )


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
        keep = KEEPING.get(request.endpoint or "")
        # The browser itself says that one of our own pages sent this: no other site can have written it.
        if keep is not None and request.headers.get("Sec-Fetch-Site") == "same-origin":
            return keep()
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
    return render_template("errors/csrf.html", typed=typed_fields(), again_url=request.path, ended=sign_in_url)


def typed_fields() -> list[dict[str, str | None]]:
    """What was typed into the form that this request sends, field by field; nothing that was chosen, and no secret."""
    return [
        {"label": field_words(name), "value": value, "language": None}
        for name, values in request.form.lists()
        for value in values
        if name not in NOT_TYPED | CHOSEN and value.strip()
    ]


def field_words(name: str) -> str:
    """What a field is called where its form is not at hand; the name itself where nobody said."""
    words = {
        "body": _("Your text"),
        "text": _("Your text"),
        "name": _("Name"),
        "note": _("Your note"),
        "email": _("E-mail address"),
        "reference": _("Your reference"),
        "codeword": _("Your codeword"),
    }
    return words.get(name, name.replace("_", " ").capitalize())
