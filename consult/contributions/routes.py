"""Receipts, and coming back with reference and codeword."""

import secrets

from flask import Flask, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from consult.contributions.coming_back import FINDERS, Way, found_by
from consult.contributions.forms import ReturnForm
from consult.contributions.operations.codeword import (
    canonical_codeword,
    canonical_reference,
    codeword_hash_of,
    end_session,
    open_codeword_session,
)
from consult.contributions.promise import promise_words
from consult.contributions.sending import receipt_page
from consult.core.errors import ConsultError, Invalid, RateLimited
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.limits import Limiter
from consult.web.site import actor, reading, run, this_site

TRIES = 8
SECONDS = 300.0


def install(app: Flask) -> None:
    """Add the addresses `receipts/` and `return/`."""
    app.jinja_env.globals["promise"] = promise_words
    app.extensions["consult.return_tries"] = Limiter(TRIES, SECONDS)
    FINDERS[:] = [_contribution]

    @app.get("/<language:lang>/receipts/<public_id>")
    def receipt(public_id: str) -> str:
        return receipt_page(public_id)

    @app.get("/<language:lang>/return/")
    def come_back() -> str:
        return render_template("contributions/return.html", form=ReturnForm(), refused=())

    @app.post("/<language:lang>/return/")
    def come_back_with() -> ResponseReturnValue:
        form = ReturnForm()
        if not form.validate_on_submit():
            return render_template("contributions/return.html", form=form, refused=()), 400
        try:
            _limit(app, form.reference.data or "")
            way = _verified(form.reference.data or "", form.codeword.data or "")
        except (Invalid, RateLimited) as error:
            return _refused(form, error)
        return redirect(way.address(), 303)

    @app.post("/<language:lang>/return/close")
    def close_return() -> ResponseReturnValue:
        run(end_session)
        session.pop("token", None)
        flash(_("You have left. Your reference and codeword open your input again."), "ok")
        return redirect(url_for("come_back"), 303)


def _limit(app: Flask, reference: str) -> None:
    limiter: Limiter = app.extensions["consult.return_tries"]
    limiter.take(f"reference:{canonical_reference(reference)}", f"browser:{session.get('browser', '')}")


def _contribution(db: Session, reference: str) -> Way | None:
    contribution_id, hashed = codeword_hash_of(db, reference)
    if contribution_id is None:
        return None
    return Way(hashed, {"contribution_id": contribution_id}, lambda: url_for("own_input", reference=reference))


def _verified(typed_reference: str, typed_codeword: str) -> Way:
    """What both open, with a session for it. Raises Invalid, the same for any wrong pair."""
    way = found_by(reading(), canonical_reference(typed_reference))
    hashed = way.hashed if way is not None else None
    if not this_site().hasher.verify(hashed, canonical_codeword(typed_codeword)) or way is None:
        raise Invalid("codeword", "wrong_codeword")
    actor()
    token = secrets.token_urlsafe(32)
    run(open_codeword_session, token=token, **way.opens)
    session["token"] = token
    return way


def _refused(form: ReturnForm, error: ConsultError) -> ResponseReturnValue:
    page = render_template("contributions/return.html", form=form, refused=(message_for(error),))
    return page, error.status
