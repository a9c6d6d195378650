"""A running hearing with its hall."""

import pytest

from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import make_body, make_proceeding
from tests.hearings.hall.scene import Scene, make_hall


@pytest.fixture
def hearing(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site), kind="hearing", is_live=True, prefix="H6")


@pytest.fixture
def hall(site: Site, hearing: Proceeding) -> Scene:
    return make_hall(site, hearing)
