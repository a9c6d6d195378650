"""A second, empty site beside the first one, of the same kind or of the other."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from consult.site import Site, open_site
from tests.conftest import POSTGRES, admin, settings_for


@pytest.fixture
def empty_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Site]]:
    """Makes empty sites by kind, `sqlite` or `postgresql`."""
    made: list[tuple[Site, str | None]] = []

    def make(kind: str) -> Site:
        name = f"again_{uuid.uuid4().hex[:12]}"
        if kind == "sqlite":
            path = tmp_path / f"{name}.sqlite"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            made.append((open_site(settings_for(f"sqlite:///{path}", tmp_path)), None))
        else:
            admin(f'CREATE DATABASE "{name}" TEMPLATE "{request.getfixturevalue("postgres_template")}"')
            assert POSTGRES
            url = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
            made.append((open_site(settings_for(url, tmp_path)), name))
        return made[-1][0]

    yield make
    for site, name in made:
        site.close()
        if name:
            admin(f'DROP DATABASE "{name}" WITH (FORCE)')
