"""CSRF protection of every form and of the socket's handshake; tokens live as long as the browser's session."""

from flask import Flask, current_app, session
from flask_wtf.csrf import CSRFProtect, generate_csrf

from consult.web.places import TOKEN, holds_places
from consult.web.site import name_browser
from consult.web.stamps import Stamp, token_stamp


def install(app: Flask) -> None:
    """Check each unsafe request, and give templates `csrf_token()`, which also names the browser."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    CSRFProtect(app)
    app.extensions["consult.tokens"] = token_stamp(app)

    app.jinja_env.globals["csrf_token"] = csrf_token
    app.context_processor(lambda: {"csrf_token": csrf_token})  # over that of Flask-WTF, which knows no places


def csrf_token() -> str:
    """The token of this browser's forms, or the place for one."""
    if holds_places():
        return TOKEN
    name_browser()
    if "csrf_token" not in session:
        return str(generate_csrf())
    stamp: Stamp = current_app.extensions["consult.tokens"]
    return stamp.signed(b'"%b"' % session["csrf_token"].encode()).decode()
