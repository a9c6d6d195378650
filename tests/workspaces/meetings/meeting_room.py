"""A room with meetings, and who is in it."""

from typing import Any

from sqlalchemy import select, update

from consult.core.actors import Actor
from consult.hearings.programme.models import HearingSession
from consult.proceedings.meetings import NewMeeting
from consult.proceedings.models import Proceeding
from consult.workspaces.meetings.operations import plan_meeting
from consult.workspaces.meetings.queries import Meeting, meeting_by_public_id, meetings_of
from tests.factories import TEST
from tests.workspaces.votes.ballot_room import BallotRoom

JUNE = {"starts_local": "2099-06-03T10:00", "ends_local": "2099-06-03T12:30", "zone": "Africa/Nairobi"}


class MeetingRoom(BallotRoom):
    """What is done with meetings."""

    def meets(self, who: Actor | None = None, **values: Any) -> str:
        """A meeting; its public id."""
        given = {"title": "Third meeting", "language": "en", "agenda": ("Opening", "The draft"), **JUNE, **values}
        return str(self.do(plan_meeting, who or self.chair, new=NewMeeting(**given)))

    def meeting(self, public_id: str, who: Actor | None = None) -> Meeting:
        """One as somebody reads it."""
        with self.site.database.reading() as db:
            return meeting_by_public_id(db, who or self.reading(), self.room, public_id, "en")

    def reading(self, name: str = "ama") -> Actor:
        """Somebody as they are now: what they may at a meeting came with it."""
        return self.actor(name)

    def meetings(self, name: str = "ama") -> list[Meeting]:
        """All as somebody reads them."""
        with self.site.database.reading() as db:
            return meetings_of(db, self.actor(name), self.room, "en")

    def held(self, public_id: str) -> Proceeding:
        """The hearing behind it."""
        with self.site.database.reading() as db:
            return db.scalars(select(Proceeding).where(Proceeding.public_id == public_id)).one()

    def passes(self, public_id: str) -> None:
        """Let its sitting be over."""
        over = update(HearingSession).where(HearingSession.proceeding_id == self.held(public_id).id)
        self.site.work.run(lambda db, _actor: db.execute(over.values(state="closed")).rowcount, TEST)
