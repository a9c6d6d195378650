"""Loading who acts: only live sessions and grants in force, and once more inside each transaction."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.actors import load_actor, reload_actor, token_hash
from consult.bodies.models import Grant
from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.errors import NotFound, Unauthenticated
from consult.site import Site

HOUR = timedelta(hours=1)
TOKEN = "a token"


def change(site: Site, model: Any, **values: object) -> None:
    """Set columns of all rows of a table."""
    site.work.run(lambda db, actor: db.execute(update(model).values(values)) and None, system("test"))


def loaded(site: Site, token: str | None = TOKEN) -> Actor:
    """Who stands behind the token."""
    with site.database.reading() as db:
        return load_actor(db, token, "browser")


def itself(db: Session, actor: Actor) -> Actor:
    """The operation that says who runs it."""
    return actor


def acts(site: Site, actor: Actor) -> Actor:
    """Who acts inside a transaction."""
    return site.work.run(itself, actor).result


@pytest.fixture
def staffed(site: Site) -> Site:
    def fill(db: Session, actor: Actor) -> None:
        db.add(Account(id=1, email="m@example.org", name="Mona", password_hash="", created_at=now()))
        db.flush()
        for scope, scope_id in (("body", 4), ("proceeding", 5)):
            db.add(Grant(account_id=1, role="moderator", scope=scope, scope_id=scope_id, valid_from=now() - HOUR))
        db.add(WebSession(token_hash=token_hash(TOKEN), account_id=1, created_at=now(), expires_at=now() + HOUR))

    site.work.run(fill, system("test"))
    return site


def test_a_live_session_brings_name_and_grants(staffed: Site):
    actor = loaded(staffed)
    assert (actor.account_id, actor.name, actor.sender) == (1, "Mona", "browser")
    assert {(held.role, held.scope, held.scope_id) for held in actor.held} == {
        ("moderator", "body", 4),
        ("moderator", "proceeding", 5),
    }
    assert acts(staffed, actor) == actor


@pytest.mark.parametrize("token", [None, "", "another token"])
def test_no_or_another_token_is_anybody(staffed: Site, token: str | None):
    assert loaded(staffed, token) == Actor(sender="browser")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (WebSession, {"ended_at": now()}),
        (WebSession, {"expires_at": now() - HOUR}),
        (Account, {"ended_at": now()}),
    ],
    ids=["session ended", "session expired", "account ended"],
)
def test_an_end_of_session_or_account_ends_reading_and_acting(staffed: Site, model: Any, values: dict[str, Any]):
    before = loaded(staffed)
    change(staffed, model, **values)
    assert loaded(staffed) == Actor(sender="browser")
    with pytest.raises(Unauthenticated):
        acts(staffed, before)


@pytest.mark.parametrize(
    "values",
    [{"ended_at": now()}, {"valid_until": now() - HOUR}, {"valid_from": now() + HOUR}],
    ids=["ended", "expired", "not yet"],
)
def test_a_grant_that_is_not_in_force_gives_nothing(staffed: Site, values: dict[str, Any]):
    before = loaded(staffed)
    change(staffed, Grant, **values)
    assert loaded(staffed).held == ()
    with pytest.raises(NotFound):
        acts(staffed, before)


def test_a_codeword_session_opens_its_contribution_and_nothing_else(staffed: Site):
    def open_one(db: Session, actor: Actor) -> None:
        db.add(WebSession(token_hash=token_hash("code"), contribution_id=7, created_at=now(), expires_at=now() + HOUR))

    staffed.work.run(open_one, system("test"))
    actor = loaded(staffed, "code")
    assert (actor.contribution_id, actor.account_id, actor.held, actor.is_anonymous) == (7, None, (), True)
    assert acts(staffed, actor) == actor


def test_the_system_and_unknown_senders_need_no_session(site: Site):
    for actor in (Actor(), Actor(sender="browser"), system("worker")):
        assert acts(site, actor) == actor
        with site.database.reading() as db:
            assert reload_actor(db, actor) == actor
