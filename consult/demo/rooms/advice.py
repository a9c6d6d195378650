"""The advice of the advisory group: its first reading is kept, the second one published to the open consultation."""

from collections.abc import Mapping
from typing import Any

from consult.core.actors import system
from consult.core.clock import now
from consult.demo.people import person
from consult.demo.rooms.documents import days_ago
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.story import part_of
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.advice.operations import give_advice, publish_advice
from consult.workspaces.advice.queries import addressees, advice_of, versions_to_give


def add_advice(site: Site, room: DemoRoom) -> None:
    """Give both readings as advice, and publish the second one where the text is open for comment."""
    says = part_of("room_advice", room)
    if says is None:
        return
    _give(site, room, says, says["kept"])
    reference = _give(site, room, says, says["published"])
    with site.database.reading() as db:
        proceeding = db.get_one(Proceeding, room.id)
        found = next(one for one in advice_of(db, room.led_by(), proceeding) if one.advice.reference == reference)
        to = next((one for one in addressees(db, proceeding) if is_open_text(one)), None)
    given: dict[str, Any] = {"advice": found.advice.public_id, "addressee": to.public_id if to is not None else None}
    with days_ago(says["published"]["ago"]):
        published = site.work.run(publish_advice, room.led_by(), proceeding_id=room.id, **given).result
        if published is not None and to is not None and to.moderation == "before":
            moderator = site.work.run(lambda db, _actor: person(db, says["moderator"]), system("demo")).result
            site.work.run(decide, moderator, reference=published, seen=1, act="approve")


def is_open_text(proceeding: Proceeding) -> bool:
    """A consultation that takes input now."""
    return proceeding.kind == "consultation" and proceeding.phase(now()) == "open"


def _give(site: Site, room: DemoRoom, says: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    with site.database.reading() as db:
        proceeding = db.get_one(Proceeding, room.id)
        versions = versions_to_give(db, room.led_by(), proceeding)
    document = next(row for row, version in versions if version.number == one["version"])
    given: dict[str, Any] = {"document": document.public_id, "version": one["version"]}
    with days_ago(one["ago"]):
        words = {"signed": says["signed"], "covering": one["covering"]}
        return str(site.work.run(give_advice, room.led_by(), proceeding_id=room.id, **given, **words).result)
