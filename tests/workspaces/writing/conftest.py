"""A room whose document is being written."""

import pytest

from consult.site import Site
from tests.workspaces.writing.world import Desk, make_desk


@pytest.fixture
def desk(site: Site) -> Desk:
    """An open room with a document, on each kind of database."""
    return make_desk(site)
