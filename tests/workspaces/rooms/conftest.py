"""A room for the tests of this folder."""

import pytest

from consult.bodies.models import Body
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import make_body
from tests.workspaces.rooms.makers import make_room


@pytest.fixture
def body(site: Site) -> Body:
    """A body that holds rooms."""
    return make_body(site)


@pytest.fixture
def room(site: Site, body: Body) -> Proceeding:
    """An open room that nobody outside is told of."""
    return make_room(site, body)
