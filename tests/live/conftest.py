"""A prepared database for the live tests with real processes: made by a site that is closed again before a server opens it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from consult.app import create_app
from consult.site import Site, open_site
from tests.conftest import settings_for
from tests.live.launch import SECRET
from tests.live.scene import Browser, Scene, browser_for, make_person, make_scene


@dataclass
class Stage:
    """A database with an open consultation whose comments appear at once, and a site of this process on it."""

    url: str
    site: Site
    app: Flask
    scene: Scene

    def browser(self, token: str | None = None) -> Browser:
        """A new browser that has seen a form."""
        return browser_for(self.app, token)

    def member(self, name: str) -> Browser:
        """The browser of somebody new who is signed in."""
        return self.browser(make_person(self.site, name)[1])


@pytest.fixture
def stage(database_url: str, tmp_path: Path) -> Iterator[Stage]:
    """An open consultation without a server."""
    site = open_site(replace(settings_for(database_url, tmp_path), secret_key=SECRET))
    scene = make_scene(site, kind="consultation", is_live=False)
    yield Stage(database_url, site, create_app(site=site), scene)
    site.close()
