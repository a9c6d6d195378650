"""What the live tests stand on: a proceeding with its streams, people with sessions, and their browsers' credentials."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.actors import token_hash
from consult.bodies.models import Body, Grant
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.localized import set_texts
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding
from consult.site import Site

TEST = system("test")


@dataclass(frozen=True)
class Scene:
    """An open proceeding: its row, and the public names of its streams."""

    proceeding: Proceeding
    stream: str
    epoch: str
    desk: str


@dataclass(frozen=True)
class Browser:
    """What a browser sends: the Cookie header and the token of its forms."""

    cookie: str
    csrf: str
    content: dict[str, Any]


def saved(site: Site, *rows: Any) -> Any:
    """Store rows through the unit of work; the first comes back."""

    def store(db: Session, _actor: Actor) -> Any:
        db.add_all(rows)
        db.flush()
        return rows[0]

    return site.work.run(store, TEST).result


def make_scene(site: Site, slug: str = "floor", **values: Any) -> Scene:
    """An open hearing whose comments appear at once, or what `values` say."""
    body = saved(site, Body(slug=f"body-{slug}", created_at=now()))
    given = {
        "kind": "hearing",
        "slug": slug,
        "body_id": body.id,
        "audience": "public",
        "state": "open",
        "prefix": "H1",
        "language": "en",
        "languages": ["en", "ar"],
        "moderation": "after",
        "is_live": True,
        "identities": ["public", "secretariat", "none"],
        "confidentialities": ["public", "secretariat"],
        "created_at": now(),
    }
    proceeding = saved(site, Proceeding(**{**given, **values}))
    site.work.run(name_it, TEST, owner=proceeding.owner)
    audience = "public" if proceeding.audience == "public" else "members"
    stream = saved(site, Stream(scope_id=proceeding.id, audience=audience))
    desk = saved(site, Stream(scope_id=proceeding.id, audience="desk"))
    return Scene(proceeding, stream.public_id, stream.epoch, desk.public_id)


def name_it(db: Session, _actor: Actor, *, owner: str) -> None:
    """Give it a title."""
    set_texts(db, owner, "title", {"en": "A law on public assemblies"}, "en")
    set_texts(db, owner, "lede", {"en": "What should change?"}, "en")


def make_person(site: Site, name: str, *grants: tuple[str, str, int | None]) -> tuple[Account, str]:
    """An account with grants given as (role, scope, scope id), and the token of a session of it."""
    account = saved(site, Account(email=f"{name}@example.org", name=name, password_hash="-", created_at=now()))
    for role, scope, scope_id in grants:
        saved(site, Grant(account_id=account.id, role=role, scope=scope, scope_id=scope_id, valid_from=now()))
    token = uuid.uuid4().hex
    ends = now() + timedelta(hours=1)
    saved(site, WebSession(token_hash=token_hash(token), account_id=account.id, created_at=now(), expires_at=ends))
    return account, token


def browser_for(app: Flask, token: str | None = None, name: str | None = None) -> Browser:
    """A browser that has seen a page with a form, signed in where a token is given."""
    with app.test_request_context():
        session["browser"] = name or uuid.uuid4().hex
        if token:
            session["token"] = token
        csrf = generate_csrf()
        content = dict(session)
        serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return Browser(f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(content)}", csrf, content)


def comment(site: Site, scene: Scene, text: str, actor: Actor | None = None, **values: Any) -> str:
    """File a comment; its reference."""
    given = {"identity": "public", "name": "Ana Tesch", "language": "en", **values}
    new = NewContribution("comment", str(uuid.uuid4()), (NewPassage(text=text),), **given)
    who = actor or Actor(sender=uuid.uuid4().hex)
    return site.work.run(submit_contribution, who, proceeding_id=scene.proceeding.id, new=new).result.reference
