"""Small worlds for the tests of the desk: people who are signed in, a body, rooms, contributions."""

import hashlib
import re
import secrets

from consult.accounts.models import Account, WebSession
from consult.accounts.passwords import Hasher
from consult.bodies.actors import load_actor
from consult.bodies.models import Body, Grant
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.localized import set_texts
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding

PASSWORD = "a lantern under the old bridge"
HASHED = Hasher(1, 64).hash(PASSWORD)
OPERATOR = system("test")


def write(site, operation, **values):
    """Run an operation as the system and give its result."""
    return site.work.run(operation, OPERATOR, **values).result


def add_person(site, email, *roles, name=None):
    """An account with grants `(role, scope, scope_id)`; its id."""

    def op(db, actor):
        account = Account(
            email=email,
            name=name or email.partition("@")[0].title(),
            password_hash=HASHED,
            language="en",
            created_at=now(),
        )
        db.add(account)
        db.flush()
        for role, scope, scope_id in roles:
            db.add(Grant(account_id=account.id, role=role, scope=scope, scope_id=scope_id, valid_from=now()))
        return account.id

    return write(site, op)


def actor_for(site, account_id):
    """The actor of an account with a session of its own, and the token of that session."""
    token = secrets.token_urlsafe(32)

    def op(db, actor):
        db.add(
            WebSession(
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                account_id=account_id,
                created_at=now(),
                expires_at=now().replace(year=now().year + 1),
            )
        )

    write(site, op)
    with site.database.reading() as db:
        return load_actor(db, token, f"sender-of-{account_id}"), token


def add_body(site, slug="commission"):
    """A body; its id."""

    def op(db, actor):
        body = Body(slug=slug, created_at=now())
        db.add(body)
        db.flush()
        set_texts(db, body.owner, "name", {"en": "Isthmus Commission", "fr": "Commission de l’Isthme"}, "en")
        return body.id

    return write(site, op)


def add_room(site, body_id, slug, *, audience="public", moderation="before", title="Peaceful assemblies", **more):
    """An open proceeding with its streams; its id."""
    values = {
        "kind": "consultation" if audience == "public" else "workspace",
        "state": "open",
        "language": "en",
        "languages": ["en", "fr", "ar"],
        "prefix": "C1",
        "is_live": True,
        "symbol": "IC/C/1",
        "identities": ["public", "secretariat", "none"],
        "confidentialities": ["public", "secretariat"],
    } | more

    def op(db, actor):
        room = Proceeding(
            slug=slug, body_id=body_id, audience=audience, moderation=moderation, created_at=now(), **values
        )
        db.add(room)
        db.flush()
        set_texts(db, room.owner, "title", {"en": title}, "en")
        for name in ("public" if audience == "public" else "members", "desk"):
            db.add(Stream(scope_id=room.id, audience=name))
        return room.id

    return write(site, op)


def add_comment(site, room_id, text, *, actor=None, sender="somebody", **more):
    """A comment; its reference."""
    sent = {"identity": "public", "name": "Ama Toure", "language": "en"} | more
    new = NewContribution(kind="comment", client_id=secrets.token_hex(8), passages=(NewPassage(text=text),), **sent)
    who = actor or Actor(sender=sender)
    return site.work.run(submit_contribution, who, proceeding_id=room_id, new=new).result.reference


def token_in(page):
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True))
    assert found
    return found[1]


def post(client, url, data=None, *, form=None, **more):
    """Send a form that stands at `form` (or at its own address) with its token."""
    token = token_in(client.get(form or url))
    return client.post(url, data={"csrf_token": token, **(data or {})}, **more)


def sign_in(client, email, password=PASSWORD, **more):
    """Sign in by the form."""
    return post(client, "/en/account/sign-in", {"email": email, "password": password}, **more)
