"""A page that shows staff what was confided is sent only once it is written down who was shown it."""

import logging

from flask import Flask, Response, jsonify, make_response, request, session
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from consult.contributions.models import Contribution
from consult.core.errors import ConsultError, Unavailable
from consult.staff_log.operations import not_noted, note_readings
from consult.staff_log.showing import Collected, collect, stop
from consult.web.errors import as_dict, error_page
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run, wants_json

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Collect what each page of somebody signed in shows of it, and write that down before the page leaves."""

    @app.before_request
    def begin() -> None:
        if "token" in session:
            collect()
        else:
            stop()

    @app.after_request
    def write(answer: Response) -> Response:
        collected = stop()
        return answer if not collected else _written(answer, collected)


def _written(answer: Response, collected: Collected) -> Response:
    try:
        _note(collected)
    except (ConsultError, DBAPIError) as error:
        log.warning("a page is kept back: the log of readings cannot be written (%s)", type(error).__name__)
        answer.close()
        return _kept_back()
    return answer


def _note(collected: Collected) -> None:
    who = actor()
    if who.account_id is None:
        return
    new = not_noted(reading(), who.account_id, list(collected.references)) if collected.references else []
    if not new and not collected.exports:
        return
    rows = reading().execute(
        select(Contribution.reference, Contribution.proceeding_id).where(Contribution.reference.in_(new))
    )
    places = {row.reference: row.proceeding_id for row in rows}
    run(note_readings, door=request.endpoint or "", places=places, exports=collected.exports)


def _kept_back() -> Response:
    """Instead of the page: nothing of it is shown."""
    if wants_json():
        return make_response(jsonify(as_dict(Unavailable("cannot_note_reading"))), 503)
    words = _(
        "This page shows what was confided to the secretariat. Who reads it is written down, and that cannot be done at "
        "the moment: so it is not shown. Please try again."
    )
    return make_response(error_page(503, words), 503)
