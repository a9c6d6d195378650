"""Signing in and out, and the own account."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from consult.accounts.forms import PasswordForm, ProfileForm, SignInForm
from consult.accounts.limiter import Limiter
from consult.accounts.login import signed_in
from consult.accounts.operations import (
    change_password,
    change_profile,
    end_all_sessions,
    end_session,
    start_session,
)
from consult.accounts.queries import Credentials, credentials, own_account, own_sessions
from consult.core.errors import RateLimited
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run, this_site

# What the cookie of a browser keeps over a sign-in, named by higher rooms: what somebody was writing without an account.
CARRIED: list[str] = []


def install(app: Flask) -> None:
    """Add the addresses under /<language>/account/."""
    app.extensions["consult.sign_in_limiter"] = Limiter()
    base = "/<language:lang>/account"
    app.add_url_rule(f"{base}/sign-in", "account.sign_in", sign_in, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/sign-out", "account.sign_out", sign_out, methods=["POST"])
    app.add_url_rule(f"{base}/", "account.home", home, methods=["GET"])
    app.add_url_rule(f"{base}/profile", "account.profile", profile, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/password", "account.password", password, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/sessions/end", "account.end_sessions", end_sessions, methods=["POST"])


def sign_in() -> ResponseReturnValue:
    """The form, and what it sends: the same answer, in the same time, for an unknown address and a wrong password."""
    form = SignInForm()
    wrong = False
    if form.validate_on_submit():
        found = checked(form.email.data or "", form.password.data or "")
        if found is not None:
            let_in(found)
            return redirect(local_address(request.args.get("next")) or url_for("account.home"))
        wrong = True
    return render_template("accounts/sign_in.html", form=form, wrong=wrong), 422 if wrong else 200


def checked(email: str, password: str) -> Credentials | None:
    """The credentials where the password fits. Raises RateLimited after too many mistakes for one address."""
    limiter: Limiter = current_app.extensions["consult.sign_in_limiter"]
    key = email.strip().lower()
    wait = limiter.begin(key)
    if wait:
        raise RateLimited("sign_in_wait", retry_after_ms=int(wait * 1000) + 1)
    with this_site().database.reading() as db:
        found = credentials(db, email)
    if not this_site().hasher.verify(found.password_hash if found else None, password):
        return None
    limiter.forget(key)
    return found


def let_in(found: Credentials) -> None:
    """Open a session; the cookie's content is made new, so that nothing set before sign-in lives on but `CARRIED`."""
    token = secrets.token_urlsafe(32)
    run(start_session, account_id=found.account_id, password_hash=found.password_hash, token=token)
    carried = {name: session[name] for name in CARRIED if name in session}
    renew_cookie(token)
    session.update(carried)


def renew_cookie(token: str | None) -> None:
    """Empty the cookie and put the token of a session into it, or none; invitations to answer outlive a signing in."""
    invited = session.get("invited")
    session.clear()
    if token is not None:
        session["token"] = token
        if invited:
            session["invited"] = invited


def local_address(wanted: str | None) -> str | None:
    """An address on this site, as path and query; None for any other."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or "\\" in wanted:
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or any(ord(letter) < 33 for letter in wanted):
        return None
    return wanted


def sign_out() -> ResponseReturnValue:
    """End the session on the server, then in the browser."""
    if actor().session_id is not None:
        run(end_session)
    renew_cookie(None)
    flash(_("You are signed out."), "ok")
    return redirect(f"/{language()}/")


@signed_in
def home() -> ResponseReturnValue:
    """The own account: name, places, sessions."""
    who = actor()
    return render_template(
        "accounts/home.html",
        account=own_account(reading(), who),
        sessions=own_sessions(reading(), who),
        present=who.session_id,
        places=current_app.extensions["consult.frame"].account,
    )


@signed_in
def profile() -> ResponseReturnValue:
    """Change name and language."""
    form = ProfileForm(obj=own_account(reading(), actor()))
    if form.validate_on_submit():
        run(change_profile, name=form.name.data, language=form.language.data)
        flash(_("Your account is changed."), "ok")
        return redirect(url_for("account.home"))
    return render_template("accounts/profile.html", form=form), 422 if form.errors else 200


@signed_in
def password() -> ResponseReturnValue:
    """Change the password; every other session ends."""
    account = own_account(reading(), actor())
    form = PasswordForm(account.email)
    if form.validate_on_submit():
        found = checked(account.email, form.present.data or "")
        if found is not None:
            new = this_site().hasher.hash(form.password.data or "")
            run(change_password, seen_hash=found.password_hash, password_hash=new)
            flash(_("Your password is changed. All other sessions are ended."), "ok")
            return redirect(url_for("account.home"))
        form.present.errors = [_("This is not your present password.")]
    return render_template("accounts/password.html", form=form), 422 if form.errors else 200


@signed_in
def end_sessions() -> ResponseReturnValue:
    """End one of the own sessions, or all others."""
    one = request.form.get("session", type=int)
    if one is None:
        run(end_all_sessions, but_this=True)
        flash(_("All other sessions are ended."), "ok")
    else:
        run(end_session, session_id=one)
        flash(_("The session is ended."), "ok")
    return redirect(url_for("account.home"))
