"""Fixtures for all tests: a fresh site per test, on SQLite and on PostgreSQL, copied from a migrated template."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from consult.app import create_app
from consult.contributions.operations.submit import ADMITTING
from consult.core.config import Settings
from consult.forgetting import know_forgetters
from consult.migrate import migrate
from consult.site import Site, open_site
from consult.workspaces.following import know_workspaces
from tests.emptied import Emptied
from tests.servers import chromium as chromium_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser

POSTGRES = os.environ.get("CONSULT_TEST_POSTGRES_URL")
HOST = "localhost"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Operations, queries and doors run on both databases; HTML on SQLite alone."""
    spared = [item for item in items if item.get_closest_marker("pages") and item.get_closest_marker("postgres")]
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in spared]


def settings_for(url: str, folder: Path) -> Settings:
    """Settings of a test site: cheap password hashes, everything else as in production."""
    return Settings(
        database_url=url,
        secret_key="test-secret-" + "x" * 40,
        base_url=f"http://{HOST}",
        data_dir=folder,
        argon2_time=1,
        argon2_memory_kib=64,
        site_name="Test Commission",
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.sqlite"
    migrate(settings_for(f"sqlite:///{path}", folder))
    with create_engine(f"sqlite:///{path}").connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database."""
    assert POSTGRES, "CONSULT_TEST_POSTGRES_URL is not set: run the tests by `make test`"
    name = f"template_{uuid.uuid4().hex[:12]}"
    admin(f'CREATE DATABASE "{name}"')
    url = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    migrate(settings_for(url, tmp_path_factory.mktemp("template")))
    yield name
    admin(f'DROP DATABASE "{name}" WITH (FORCE)')


def admin(statement: str) -> None:
    """Run one statement outside of a transaction on the test server."""
    assert POSTGRES
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg", database="postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@contextmanager
def fresh_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a database of one kind, copied from its template and gone afterwards."""
    if kind == "sqlite":
        path = folder / "consult.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template, name = request.getfixturevalue("postgres_template"), f"test_{uuid.uuid4().hex[:12]}"
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    assert POSTGRES
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    admin(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def emptied(postgres_template: str) -> Iterator[Emptied]:
    """The PostgreSQL database that the tests of this worker use one after the other."""
    assert POSTGRES
    made = Emptied(
        POSTGRES,
        lambda name: admin(f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"'),
        lambda name: admin(f'DROP DATABASE "{name}" WITH (FORCE)'),
    )
    yield made
    made.close()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database: each test that asks runs on both kinds."""
    if request.param == "sqlite":
        with fresh_database(request.param, request, tmp_path) as url:
            yield url
        return
    database: Emptied = request.getfixturevalue("emptied")
    yield database.url()
    database.give_back()


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A site without web: database and unit of work, without the refusals that an application of an earlier test added."""
    know_forgetters()
    know_workspaces()
    ADMITTING.clear()
    opened = open_site(settings_for(database_url, tmp_path))
    yield opened
    opened.close()


class Compiled(BytecodeCache):
    """The compiled templates of this run: each app of a test would compile them anew."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before; Jinja compares the source."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@pytest.fixture
def app(site: Site) -> Flask:
    """The web application of the site."""
    made = create_app(site=site)
    made.jinja_env.bytecode_cache = COMPILED
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The system's Chromium: one for all tests, because two of Playwright's loops cannot run in one thread.

    Nothing is drawn by a GPU, and /dev/shm is small in containers.
    """
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=quiet)
        yield browser
        browser.close()
