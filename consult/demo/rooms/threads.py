"""The discussions of each room of the demo: answers, decisions, members who are told, and one that is closed."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.story import CONTENT
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.threads.message_queries import message_page
from consult.workspaces.threads.operations.deciding import mark_decision
from consult.workspaces.threads.operations.leading import close_discussion, open_discussion, pin_discussion
from consult.workspaces.threads.operations.sending import send_message
from consult.workspaces.threads.queries import discussion_of, people

BETWEEN = timedelta(hours=5)


def add_threads(site: Site, room: DemoRoom) -> None:
    """Let the people of a room speak with each other, as the story tells of a room of this form."""
    said = json.loads((CONTENT / "room_discussions.json").read_text(encoding="utf-8")).get(room.form, ())
    for one in sorted(said, key=lambda one: -one["ago"]):
        _discuss(site, room, one)


def _discuss(site: Site, room: DemoRoom, says: Mapping[str, Any]) -> None:
    first, *others = says["messages"]
    began = now() - timedelta(days=says["ago"])
    with telling(began):
        new = _new(room, first, says["language"])
        values = {"proceeding_id": room.id, "title": says["title"], "new": new}
        public_id = str(site.work.run(open_discussion, _by(room, first), **values).result)
    references = [_first(site, room, public_id)]
    for number, one in enumerate(others, start=1):
        references.append(_say(site, room, public_id, one, says["language"], references, began + number * BETWEEN))
    with telling(began + len(says["messages"]) * BETWEEN):
        if says.get("pinned"):
            site.work.run(pin_discussion, room.led_by(), proceeding_id=room.id, public_id=public_id, pinned=True)
        if says.get("closes"):
            site.work.run(close_discussion, room.led_by(), proceeding_id=room.id, public_id=public_id)


def _say(
    site: Site,
    room: DemoRoom,
    public_id: str,
    one: Mapping[str, Any],
    language: str,
    references: list[str],
    at: datetime,
) -> str:
    """One message; its reference."""
    answered = references[one["answers"]] if "answers" in one else None
    told = _public_ids(site, room, one.get("tells", ()))
    with telling(at):
        new = _new(room, one, language, target=public_id, reply_to=answered)
        filed = site.work.run(send_message, _by(room, one), proceeding_id=room.id, new=new, told=told).result
        if one.get("decision"):
            site.work.run(mark_decision, room.led_by(), proceeding_id=room.id, reference=filed.reference)
    return str(filed.reference)


def _by(room: DemoRoom, one: Mapping[str, Any]) -> Actor:
    return room.people[one["by"]]


def _new(room: DemoRoom, one: Mapping[str, Any], language: str, **more: Any) -> NewContribution:
    sent = {"language": one.get("language", language), "identity": "public", "name": _by(room, one).name, **more}
    return NewContribution("comment", str(uuid.uuid4()), (NewPassage(one["text"]),), **sent)


def _public_ids(site: Site, room: DemoRoom, emails: Any) -> list[str]:
    with site.database.reading() as db:
        known = {one.account_id: one.public_id for one in people(db, room.led_by(), db.get_one(Proceeding, room.id))}
    return [known[room.people[email].account_id or 0] for email in emails]


def _first(site: Site, room: DemoRoom, public_id: str) -> str:
    with site.database.reading() as db:
        proceeding = db.get_one(Proceeding, room.id)
        one = discussion_of(db, room.led_by(), proceeding, public_id)
        return message_page(db, room.led_by(), proceeding, one).messages[0].reading.reference
