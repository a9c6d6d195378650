"""The scene of the doors: one that a test may change, and one that stands for all tests that only look."""

from collections.abc import Iterator

import pytest
from flask import Flask

from consult.app import create_app
from consult.site import Site, open_site
from tests.conftest import COMPILED, KINDS, fresh_database, settings_for
from tests.doors.scene import Scene, make_scene


@pytest.fixture
def scene(site: Site, app: Flask) -> Scene:
    """A scene of this test alone."""
    return make_scene(site, app)


@pytest.fixture(scope="session", params=KINDS)
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A scene that nobody changes."""
    folder = tmp_path_factory.mktemp("doors")
    with fresh_database(request.param, request, folder) as url:
        site = open_site(settings_for(url, folder))
        app = create_app(site=site)
        app.jinja_env.bytecode_cache = COMPILED
        yield make_scene(site, app)
        site.close()
