"""A room of the demo that was made: its members with their seats, and its settings."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.demo.people import grant
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.rooms.operations.joining import ask_to_join
from consult.workspaces.rooms.operations.seating import SeatFacts, take_seat
from consult.workspaces.rooms.operations.shaping import edit_room, room_fingerprint
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.rooms.shape import NewRoom

FACTS = ("organisation", "category", "country", "office", "term_until")


class DemoRoom(NamedTuple):
    """A room that is open and has its members.

    `says` is its part of the story, `people` are its members as actors by e-mail address, in the order of the story.
    """

    id: int
    public_id: str
    slug: str
    form: str
    says: Mapping[str, Any]
    people: Mapping[str, Actor]

    def led_by(self) -> Actor:
        """Its chair."""
        return self.people[next(one["email"] for one in self.says["members"] if one["role"] == "chair")]

    def members(self) -> list[Actor]:
        """Those who write without leading."""
        return [self.people[one["email"]] for one in self.says["members"] if one["role"] == "member"]


def seat_people(db: Session, actor: Actor, *, proceeding_id: int, says: Mapping[str, Any]) -> None:
    """Give the people of a room their roles and seats."""
    room = db.get_one(Proceeding, proceeding_id)
    for one in says["members"]:
        account_id = db.scalars(select(Account.id).where(Account.email == one["email"])).one()
        held = (Grant.account_id == account_id, Grant.scope == "proceeding", Grant.scope_id == room.id)
        if db.scalar(select(Grant.id).where(*held)) is None:
            grant(db, account_id, one["role"], "proceeding", room.id)
        facts = SeatFacts(**{name: one[name] for name in FACTS if name in one})
        seat = take_seat(db, room, account_id, facts)
        for name, value in facts._asdict().items():  # whoever made the room has had an empty seat since then
            setattr(seat, name, value)


def ask_for_seats(site: Site, room: DemoRoom, people: Mapping[str, Actor]) -> None:
    """Let those in the story who want to join ask for it."""
    for one in room.says.get("asked", ()):
        values = {name: one[name] for name in ("text", "language", "organisation", "category")}
        site.work.run(ask_to_join, people[one["email"]], slug=room.slug, **values)


def shape_room(site: Site, leader: Actor, proceeding_id: int, says: Mapping[str, Any]) -> None:
    """Write the settings of a room."""
    with site.database.reading() as db:
        proceeding = db.get_one(Proceeding, proceeding_id)
        room, seen = room_of(db, proceeding), room_fingerprint(db, proceeding)
    new = NewRoom(
        room.form,
        says.get("rule", room.rule),
        tuple(says.get("parts", room.parts)),
        says.get("term_from"),
        says.get("term_until"),
        says.get("keep_until"),
        "listing" in says,
        {name: says[name] for name in ("terms", "listing") if name in says},
    )
    site.work.run(edit_room, leader, proceeding_id=proceeding_id, seen=seen, new=new)
