"""What a view needs of the request: the site, its reading session, who acts, and running an operation."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app, g, request, session
from sqlalchemy.orm import Session

from consult.core.actors import Actor, Rights
from consult.core.db import Database
from consult.core.prepared import Cursor
from consult.core.storage import Storage
from consult.core.work import Outcome, Work

T = TypeVar("T")
ActorLoader = Callable[[Session, str | None, str | None], Actor]
RightsLoader = Callable[[Cursor, str], Rights | None]


class Hasher(Protocol):
    """Slow hashes of passwords and codewords, made off the event loop."""

    def hash(self, secret: str) -> str: ...

    def verify(self, hashed: str | None, secret: str) -> bool: ...


class WebSite:
    """The parts of a site that the web uses; `load_actor(db, token, sender)`, `load_rights(cursor, token)` and `hasher` are
    registered by app.py."""

    def __init__(
        self,
        database: Database,
        work: Work,
        load_actor: ActorLoader,
        secret_key: str,
        hasher: Hasher,
        storage: Storage,
        load_rights: RightsLoader,
    ) -> None:
        self.database = database
        self.storage = storage
        self.work = work
        self.load_actor = load_actor
        self.load_rights = load_rights
        self.secret_key = secret_key
        self.hasher = hasher

    def sender_key(self, browser: str | None) -> str | None:
        """What the operations know of a browser: a keyed hash of the random name in its cookie."""
        if not browser:
            return None
        return hmac.new(self.secret_key.encode(), f"sender:{browser}".encode(), hashlib.sha256).hexdigest()

    def actor_of(self, db: Session, cookie: dict[str, Any]) -> Actor:
        """Who stands behind the content of a session cookie, loaded afresh."""
        found = self.load_actor(db, cookie.get("token"), self.sender_key(cookie.get("browser")))
        return replace(found, invitations=tuple(cookie.get("invited", ()))) if "invited" in cookie else found


def install(app: Flask, site: WebSite) -> None:
    """Attach the site, and close each request's session."""
    app.extensions["consult"] = site

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        if (db := g.pop("db", None)) is not None:
            db.close()


def this_site() -> WebSite:
    """The site of this app."""
    site: WebSite = current_app.extensions["consult"]
    return site


def reading() -> Session:
    """This request's session for queries."""
    if "db" not in g:
        g.db = Session(this_site().database.readers, expire_on_commit=False, autoflush=False)
    db: Session = g.db
    return db


def actor() -> Actor:
    """Who acts in this request."""
    if "actor" not in g:
        site = this_site()
        if "token" in session:
            g.actor = site.actor_of(reading(), dict(session))
        else:  # nobody signed in: nothing to ask the database
            g.actor = Actor(
                sender=site.sender_key(session.get("browser")), invitations=tuple(session.get("invited", ()))
            )
    found: Actor = g.actor
    return found


def run(operation: Callable[..., T], **values: Any) -> Outcome[T]:
    """Run an operation as the actor of this request.

    The reading session is let go first, so that what is read afterwards is fresh.
    """
    return run_as(actor(), operation, **values)


def run_as(who: Actor, operation: Callable[..., T], **values: Any) -> Outcome[T]:
    """The same as somebody else than the request's actor: where no cookie is looked at."""
    if (db := g.pop("db", None)) is not None:
        db.close()
    return this_site().work.run(operation, who, **values)


def name_browser() -> None:
    """Give the browser its random name in the signed cookie when it is shown a form; nothing is stored here."""
    if "browser" not in session:
        session["browser"] = secrets.token_urlsafe(16)


def wants_json() -> bool:
    """Whether the answer goes to a program."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"
