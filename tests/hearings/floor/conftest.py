"""The hearing on which these tests act."""

import pytest

from consult.site import Site
from tests.hearings.floor.sitting import Sitting


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """An open hearing with an open session and two planned items."""
    return Sitting(site)
