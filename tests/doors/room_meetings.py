"""A meeting of the private workspace."""

from sqlalchemy import select

from consult.hearings.programme.models import Plan
from consult.proceedings.meetings import NewMeeting
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.meetings.operations import plan_meeting
from tests.doors.door import Door, L
from tests.factories import TEST

T = f"{L}/workspaces/<slug>/meetings"
MEETINGS = [
    Door("GET", f"{T}/", "meetings_of", "room", ("roommessage",)),
    Door("GET", f"{T}/new", "form", "office"),
    Door("POST", f"{T}/new", "plan_meeting", "office"),
    Door("GET", f"{T}/<meeting>", "meeting_by_public_id", "room", ("roommessage",)),
    Door("POST", f"{T}/<meeting>", "mark_attendance", "office"),
]
JUNE = {"starts_local": "2099-06-03T10:00", "ends_local": "2099-06-03T12:00", "zone": "Europe/Paris"}


def plant_meeting(site: Site, room: Proceeding, message: str) -> dict[str, str]:
    """The public id of a meeting with such a title and agenda."""
    new = NewMeeting(message, "en", agenda=(message,), **JUNE)
    made = site.work.run(plan_meeting, TEST, proceeding_id=room.id, new=new).result
    with site.database.reading() as db:
        assert db.scalar(select(Plan.form).where(Plan.under_id == room.id)) == "meeting"
    return {"meeting": made}
