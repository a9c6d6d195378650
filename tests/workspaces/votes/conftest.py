"""The room in which these tests vote."""

from collections.abc import Iterator

import pytest

from consult.bodies.operations import ENDED
from consult.proceedings.operations import CLOSING
from consult.site import Site
from consult.workspaces.votes.operations.running import closing_votes
from consult.workspaces.votes.operations.striking import striking_electors
from tests.workspaces.votes.ballot_room import SECRET, BallotRoom


@pytest.fixture
def ballots(site: Site) -> Iterator[BallotRoom]:
    """An open room in which votes can be held, put together as the application does."""
    before = list(ENDED), list(CLOSING)
    ENDED[:], CLOSING[:] = [striking_electors(SECRET)], [closing_votes(SECRET)]
    yield BallotRoom(site)
    ENDED[:], CLOSING[:] = before
