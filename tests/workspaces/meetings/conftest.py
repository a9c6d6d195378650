"""The room in which these tests meet."""

from collections.abc import Iterator

import pytest

from consult.bodies.actors import FURTHER
from consult.hearings.programme.coming import held_under
from consult.hearings.programme.operations.meetings import plan_meeting
from consult.hearings.programme.rooms import held_in_meetings
from consult.hearings.record.meetings import meetings_told
from consult.proceedings.meetings import HOLDING, TOLD, UNDER
from consult.site import Site
from tests.workspaces.meetings.meeting_room import MeetingRoom


@pytest.fixture
def meetings(site: Site) -> Iterator[MeetingRoom]:
    """An open room in which meetings are held, put together as the application does."""
    before = [list(one) for one in (FURTHER, HOLDING, TOLD, UNDER)]
    FURTHER[:], HOLDING[:], TOLD[:], UNDER[:] = [held_in_meetings], [plan_meeting], [meetings_told], [held_under]
    yield MeetingRoom(site)
    FURTHER[:], HOLDING[:], TOLD[:], UNDER[:] = before  # type: ignore[assignment]
