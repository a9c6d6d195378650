"""Two operations that meet on PostgreSQL: the first is held, its change made and not committed, while the second is sent."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.actors import load_actor, token_hash
from consult.bodies.models import Body, Grant
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.core.streams import PATIENCE, TEST, in_threads
from tests.waiting import until

READER = Actor(sender="a browser")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Races need two connections that write: PostgreSQL alone."""
    from sqlalchemy.engine import make_url

    from tests.conftest import admin

    template, name = request.getfixturevalue("postgres_template"), f"race_{os.urandom(6).hex()}"
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    url = make_url(os.environ["CONSULT_TEST_POSTGRES_URL"]).set(database=name)
    yield url.render_as_string(hide_password=False)
    admin(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def open_site_(site: Site) -> Site:
    """An open consultation with a moderator, and one published and one waiting comment."""

    def fill(db: Session, actor: Actor) -> None:
        db.add(Body(id=1, slug="b", created_at=now()))
        db.add(Account(id=1, email="m", name="m", password_hash="", created_at=now()))
        db.flush()
        lists: dict[str, Any] = {"languages": ["en"], "identities": ["none"], "confidentialities": ["public"]}
        db.add(
            Proceeding(
                id=1, kind="consultation", slug="c", body_id=1, audience="public", state="open", prefix="T",
                language="en", created_at=now(), votes=True, **lists,
            )
        )  # fmt: skip
        db.add_all([Stream(scope_id=1, audience="public"), Stream(scope_id=1, audience="desk")])
        db.add(Grant(account_id=1, role="moderator", scope="body", scope_id=1, valid_from=now()))
        later = now() + timedelta(hours=1)
        db.add(WebSession(token_hash=token_hash("m"), account_id=1, created_at=now(), expires_at=later))

    site.work.run(fill, TEST)
    return site


def sent(site: Site, key: str = "k") -> str:
    """The reference of a fresh comment."""
    new = NewContribution("comment", key, (NewPassage("a text"),), "en", "none")
    return site.work.run(submit_contribution, READER, proceeding_id=1, new=new).result.reference


def moderator(site: Site) -> Actor:
    with site.database.reading() as db:
        return replace(load_actor(db, "m"), sender="m")


def changing(model: Any, **values: object) -> Callable[[Session, Actor], None]:
    """An operation that sets columns of all rows of a table."""

    def change(db: Session, actor: Actor) -> None:
        db.execute(update(model).values(values))

    return change


def second_waits_for_first(site: Site, first: Callable[..., Any], second: Callable[[], Any]) -> Any:
    """Hold `first` before its commit, send `second`, see it wait for a lock, then let both go; what `second` gave."""
    changed, go = threading.Event(), threading.Event()

    def held(db: Session, actor: Actor) -> None:
        first(db, actor)
        db.flush()
        changed.set()
        assert go.wait(PATIENCE)

    def then() -> Any:
        assert changed.wait(PATIENCE)
        return second()

    def release() -> None:
        assert until(lambda: waiting_for_locks(site) == 1)
        go.set()

    return in_threads([lambda: site.work.run(held, TEST), then, release])[1]


def waiting_for_locks(site: Site) -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with site.database.reading() as db:
        return int(db.execute(text(query)).scalar_one())


def state(site: Site) -> str | None:
    """The state of the one contribution."""
    with site.database.reading() as db:
        return db.scalar(select(Contribution.state))
