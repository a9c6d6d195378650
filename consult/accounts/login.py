"""Flask-Login, wrapped once: a thin person over the actor that is loaded afresh for each request, and `signed_in`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Request
from flask_login import LoginManager, UserMixin, current_user

from consult.core.actors import Actor
from consult.core.errors import Unauthenticated
from consult.web.site import actor

View = TypeVar("View", bound=Callable[..., Any])


class Person(UserMixin):  # type: ignore[misc]
    """Who is signed in, as Flask-Login knows a user; rights are asked of the actor alone."""

    def __init__(self, who: Actor) -> None:
        self.actor = who

    def get_id(self) -> str:
        """The id of the account, as text."""
        return str(self.actor.account_id)


def install(app: Flask) -> None:
    """Let Flask-Login ask our sessions; it keeps nothing in the cookie itself."""
    manager = LoginManager()
    manager.session_protection = None  # it would store a hash of address and user agent
    manager.init_app(app)

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(_request: Request) -> Person | None:
        who = actor()
        return Person(who) if who.account_id is not None else None

    @manager.unauthorized_handler  # type: ignore[untyped-decorator]
    def refuse() -> None:
        raise Unauthenticated  # answered in web/errors.py, which keeps what was typed


def signed_in(view: View) -> View:
    """A view for accounts alone. Others are sent to sign in and come back; what they typed is shown to be copied."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if not current_user.is_authenticated:
            raise Unauthenticated
        return view(*args, **values)

    return guarded  # type: ignore[return-value]
