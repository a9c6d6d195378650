"""Makers of what tests stand on: bodies, proceedings with streams, accounts with grants, comments by a browser."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.accounts.passwords import Hasher
from consult.bodies.actors import load_actor, token_hash
from consult.bodies.models import Body, Grant
from consult.consultations.operations import publish_questionnaire, save_questionnaire
from consult.contributions.operations.listing import release_waiting
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.localized import set_texts
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding
from consult.site import Site

TEST = system("test")
PASSWORD = "a lantern under the old bridge"
HASHED = Hasher(1, 64).hash(PASSWORD)
CSRF = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


def saved(site: Site, row: Any, *more: Any) -> Any:
    """Store rows through the unit of work; the first comes back."""

    def store(db: Session, _actor: Actor) -> Any:
        db.add_all([row, *more])
        db.flush()
        return row

    return site.work.run(store, TEST).result


def make_body(site: Site, slug: str = "commission", name: str = "Test Commission") -> Body:
    """A body with a name in English."""
    body: Body = saved(site, Body(slug=slug, created_at=now()))
    words(site, body.owner, {"name": {"en": name}})
    return body


def words(site: Site, owner: str, texts: dict[str, dict[str, str]], original: str = "en") -> None:
    """Set localized texts: field → language → text."""

    def write(db: Session, _actor: Actor) -> None:
        for field, by_language in texts.items():
            set_texts(db, owner, field, by_language, original)

    site.work.run(write, TEST)


def make_proceeding(site: Site, body: Body, slug: str = "assemblies", **values: Any) -> Proceeding:
    """An open, public consultation (or what `values` say) with title, lede and the streams of its audiences."""
    room, title = values.get("audience", "public") == "members", values.pop("title", f"The title of {slug}")
    given = {
        "kind": "consultation",
        "slug": slug,
        "body_id": body.id,
        "audience": "public",
        "state": "open",
        "symbol": "TC/2026/C/1",
        "prefix": "C1",
        "language": "en",
        "languages": ["en", "fr", "ar"],
        "zone": "Europe/Zurich",
        "opens_local": "2026-01-05T09:00",
        "opens_at": datetime(2026, 1, 5, 8, tzinfo=UTC),
        "closes_at": now() + timedelta(days=3, hours=1),
        "moderation": "after",
        "identities": ["public", "secretariat", "none"],
        "confidentialities": ["public", "secretariat"],
        "votes": True,
        "created_at": now(),
    }
    proceeding: Proceeding = saved(site, Proceeding(**{**given, **values}))
    audiences = ("members", "desk") if room else ("public", "desk")
    streams = [Stream(scope_id=proceeding.id, audience=audience) for audience in audiences]
    saved(site, streams[0], *streams[1:])
    words(site, proceeding.owner, {"title": {"en": title}, "lede": {"en": "A sentence about it."}})
    return proceeding


def publish(site: Site, proceeding: Proceeding, sections: list[dict[str, Any]], **more: Any) -> str:
    """Write the questions of a consultation and ask them; the public id of their version."""
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=sections, **more)
    return str(site.work.run(publish_questionnaire, TEST, proceeding_id=proceeding.id).result)


def make_account(
    site: Site, email: str = "ana@example.org", *grants: tuple[str, str, int | None], name: str = "Ana Tesch"
) -> Account:
    """An account with PASSWORD and grants given as (role, scope, scope id)."""
    account: Account = saved(site, Account(email=email, name=name, password_hash=HASHED, created_at=now()))
    held = [
        Grant(account_id=account.id, role=role, scope=scope, scope_id=scope_id, valid_from=now())
        for role, scope, scope_id in grants
    ]
    if held:
        saved(site, held[0], *held[1:])
    return account


def token_for(site: Site, account: Account) -> str:
    """The token of a new session of this account."""
    token = uuid.uuid4().hex
    ends = now() + timedelta(hours=1)
    saved(site, WebSession(token_hash=token_hash(token), account_id=account.id, created_at=now(), expires_at=ends))
    return token


def actor_for(site: Site, account: Account) -> Actor:
    """The account as an actor, loaded as a request would."""
    token = token_for(site, account)
    with site.database.reading() as db:
        return load_actor(db, token, f"browser of {account.email}")


def sign_in(site: Site, client: FlaskClient, account: Account) -> None:
    """Put a session of this account into the browser."""
    token = token_for(site, account)
    with client.session_transaction() as session:
        session["token"] = token


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    """The text of a page."""
    answer = client.get(address)
    assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[:2000])
    return answer.get_data(as_text=True)


def hidden(text: str, name: str) -> str:
    """The value of the first hidden field of that name."""
    found = re.search(rf'name="{name}"[^>]*?value="([^"]*)"', text) or re.search(
        rf'value="([^"]*)"[^>]*?name="{name}"', text
    )
    assert found, f"no field {name}"
    return unescape(found[1])


def without_token(text: str) -> str:
    """A page but for its form token, which changes each second."""
    return CSRF.sub("", text)


def send(client: FlaskClient, form_address: str, values: dict[str, Any], to: str | None = None) -> Any:
    """Open the form's page and send it as a browser would, with its hidden fields; the answer, not followed."""
    text = page(client, form_address)
    given: dict[str, Any] = {"csrf_token": hidden(text, "csrf_token")}
    if 'name="client_id"' in text:
        given["client_id"] = hidden(text, "client_id")
    return client.post(to or form_address.split("#")[0], data=given | values)


def post(client: FlaskClient, url: str, data: dict[str, Any] | None = None, *, form: str | None = None) -> Any:
    """Send values with the token of the page at `form` (or at the same address); the answer, not followed."""
    token = hidden(client.get(form or url).text, "csrf_token")
    return client.post(url, data={"csrf_token": token, **(data or {})})


def type_password(client: FlaskClient, email: str, password: str = PASSWORD) -> Any:
    """Sign in through the page."""
    return post(client, "/en/account/sign-in", {"email": email, "password": password})


def make_comment(
    site: Site, proceeding: Proceeding, text: str, *, actor: Actor | None = None, sender: str = "somebody", **more: Any
) -> str:
    """A comment by the operation, of a named author if `more` says nothing else; its reference."""
    sent: dict[str, Any] = {"identity": "public", "name": "Ama Toure", "language": "en"} | more
    new = NewContribution(kind="comment", client_id=uuid.uuid4().hex, passages=(NewPassage(text=text),), **sent)
    who = actor or Actor(sender=sender)
    return str(site.work.run(submit_contribution, who, proceeding_id=proceeding.id, new=new).result.reference)


def post_comment(client: FlaskClient, slug: str = "assemblies", **values: Any) -> Any:
    """Send a comment through the page of a consultation; the answer of the server."""
    given = {
        "body": "A comment.",
        "language": "en",
        "identity": "public",
        "name": "Ana Tesch",
        "category": "individual",
    }
    given |= {"confidentiality": "public"}
    return send(client, f"/en/consultations/{slug}/comments", given | values)


def release(site: Site, proceeding: Proceeding) -> int:
    """The daily release of what came without a name."""
    count: int = site.work.run(release_waiting, TEST, proceeding_id=proceeding.id).result
    return count
