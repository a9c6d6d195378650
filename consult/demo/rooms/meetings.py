"""The meetings of the advisory group: one that was held, with its attendance and minutes, and one to come."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from consult.bodies.actors import FURTHER, reader_of_account
from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.plan import day
from consult.demo.rooms.story import part_of
from consult.hearings.floor.operations.sittings import close_session, open_session
from consult.hearings.floor.queries import floor_of
from consult.hearings.notes.operations.writing import NOBODY, NewLine, write_line
from consult.hearings.programme.coming import held_under
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.hearings.programme.operations.meetings import plan_meeting as plan_hearing
from consult.hearings.programme.rooms import held_in_meetings
from consult.proceedings.meetings import HOLDING, UNDER, NewMeeting
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.site import Site
from consult.workspaces.meetings.operations import mark_attendance, plan_meeting

ZONE = "Europe/Paris"


def add_meetings(site: Site, room: DemoRoom) -> dict[str, str]:
    """Give the room of the story its meetings; their public ids by key."""
    HOLDING[:], UNDER[:], FURTHER[:] = [plan_hearing], [held_under], [held_in_meetings]
    says = part_of("room_meetings", room)
    return {one["key"]: _meet(site, room, one) for one in says["meetings"]} if says is not None else {}


def _meet(site: Site, room: DemoRoom, says: Mapping[str, Any]) -> str:
    starts, ends = (f"{day(says['day'])}T{says[name]}" for name in ("from", "until"))
    words = {name: says[name] for name in ("title", "language", "place", "url", "agenda") if name in says}
    with telling(now() - timedelta(days=says["planned"])):
        new = NewMeeting(starts_local=starts, ends_local=ends, zone=ZONE, **words)
        made = str(site.work.run(plan_meeting, room.led_by(), proceeding_id=room.id, new=new).result)
    if "lines" in says:
        began, over = (datetime.fromisoformat(one).replace(tzinfo=ZoneInfo(ZONE)) for one in (starts, ends))
        _hold(site, room, made, says, began, over)
    return made


def _hold(site: Site, room: DemoRoom, meeting: str, says: Mapping[str, Any], began: datetime, over: datetime) -> None:
    """Sit, note what was said, and mark who was there."""
    with site.database.reading() as db:
        row = db.scalars(select(Proceeding).where(Proceeding.public_id == meeting)).one()
        session = db.scalars(select(HearingSession.public_id).where(HearingSession.proceeding_id == row.id)).one()
        items = db.scalars(
            select(AgendaItem.public_id).where(AgendaItem.proceeding_id == row.id).order_by(AgendaItem.position)
        ).all()
        chair = reader_of_account(db, room.led_by().account_id or 0)
    _sit(site, chair, row.id, open_session, session, began)
    for place, (item, kind, text, *speaker) in enumerate(says["lines"]):
        line = NewLine(uuid.uuid4().hex, says["language"], kind, text, NOBODY, items[item - 1], *speaker)
        with telling(began + timedelta(minutes=3 + 5 * place)):
            site.work.run(write_line, chair, proceeding_id=row.id, new=line)
    _sit(site, chair, row.id, close_session, session, over)
    with telling(over + timedelta(minutes=1)):
        site.work.run(close_proceeding, chair, proceeding_id=row.id)
    present = [room.people[email].account_id for email in says["present"]]
    with telling(over + timedelta(hours=1)):
        site.work.run(mark_attendance, chair, proceeding_id=room.id, meeting=meeting, present=present)


def _sit(site: Site, chair: Actor, proceeding_id: int, operation: Any, session: str, at: datetime) -> None:
    with telling(at):
        with site.database.reading() as db:
            seen = floor_of(db, proceeding_id).moves
        site.work.run(operation, chair, proceeding_id=proceeding_id, seen=seen, session=session)
