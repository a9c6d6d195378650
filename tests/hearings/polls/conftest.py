"""The hearing in which these tests vote."""

from collections.abc import Iterator

import pytest

from consult.contributions.operations.submit import ADMITTING
from consult.hearings.polls.operations.admitting import admit
from consult.hearings.polls.operations.running import closing_polls
from consult.proceedings.operations import CLOSING
from consult.site import Site
from tests.hearings.polls.ballot_box import SECRET, Box


@pytest.fixture
def box(site: Site) -> Iterator[Box]:
    """An open hearing in which polls can be held, put together as the application does."""
    before = list(ADMITTING), list(CLOSING)
    ADMITTING[:], CLOSING[:] = [admit], [closing_polls(SECRET)]
    yield Box(site)
    ADMITTING[:], CLOSING[:] = before
