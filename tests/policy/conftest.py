"""The world of every role, state, identity and author, filled once for each kind of database and module."""

import shutil
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import make_url

from consult.site import open_site
from tests.conftest import POSTGRES, admin, settings_for
from tests.policy.world import World, make_world


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "world.sqlite")
        url, name = f"sqlite:///{folder / 'world.sqlite'}", ""
    else:
        template, name = request.getfixturevalue("postgres_template"), f"world_{uuid.uuid4().hex[:12]}"
        admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        assert POSTGRES
        url = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    site = open_site(settings_for(url, folder))
    yield make_world(site)
    site.close()
    if name:
        admin(f'DROP DATABASE "{name}" WITH (FORCE)')
