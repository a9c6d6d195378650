"""The demo, loaded once for each kind of database; a served copy of it for each test; and people with browsers."""

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from consult.accounts.passwords import Hasher
from consult.demo.loader import Demo
from consult.site import open_site
from tests.conftest import POSTGRES, admin, settings_for
from tests.journeys.people import PASSWORD, World
from tests.live.launch import SECRET, Running, running

SITE = "Isthmus Commission on Human Rights"


def load_demo(url: str, folder: Path) -> None:
    """The demo's content in a migrated database, with password hashes that cost little to check."""
    site = open_site(replace(settings_for(url, folder), secret_key=SECRET))
    try:
        Demo(site, lambda _count: None).load(Hasher(1, 64).hash(PASSWORD))
    finally:
        site.close()


@pytest.fixture(scope="session")
def sqlite_demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the demo."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "demo.sqlite"
    shutil.copy(sqlite_template, path)
    load_demo(f"sqlite:///{path}", folder)
    with create_engine(f"sqlite:///{path}").connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def postgres_demo(postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a PostgreSQL database with the demo."""
    name = f"demo_{uuid.uuid4().hex[:12]}"
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    load_demo(address_of(name), tmp_path_factory.mktemp("demo"))
    yield name
    admin(f'DROP DATABASE "{name}" WITH (FORCE)')


def address_of(name: str) -> str:
    """The address of a database on the test server."""
    assert POSTGRES
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite"])
def demo_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A copy of the demo's database; on both kinds where a test is marked with `both`."""
    if request.param == "sqlite":
        path = tmp_path / "consult.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_demo"), path)
        yield f"sqlite:///{path}"
        return
    name = f"journey_{uuid.uuid4().hex[:12]}"
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{request.getfixturevalue("postgres_demo")}"')
    yield address_of(name)
    admin(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def world(demo_url: str, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[World]:
    """The demo, served for this test alone."""
    with running(demo_url, CONSULT_SITE_NAME=SITE) as server:
        yield from visited(server, chromium, request)


@pytest.fixture(scope="session")
def shown(sqlite_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A copy of the demo served for all tests that change nothing but sessions."""
    path = tmp_path_factory.mktemp("shown") / "consult.sqlite"
    shutil.copy(sqlite_demo, path)
    with running(f"sqlite:///{path}", CONSULT_SITE_NAME=SITE) as server:
        yield server


@pytest.fixture
def gallery(shown: Running, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[World]:
    """The demo as it is, to be looked at."""
    yield from visited(shown, chromium, request)


def visited(server: Running, browser: Browser, request: pytest.FixtureRequest) -> Iterator[World]:
    """A served site with its visitors; whatever one of their browsers complains about fails the test."""
    pictures = os.environ.get("CONSULT_TEST_PICTURES")
    made = World(server, browser, Path(pictures) / request.node.name if pictures else None)
    try:
        yield made
        assert made.complaints() == []
    finally:
        made.close()
