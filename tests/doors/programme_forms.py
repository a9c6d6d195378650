"""A well-formed request for everything that is planned of a hearing, and for one's own calendar address."""

from consult.hearings.programme.seen import order_of
from tests.doors.door import PART, L, M
from tests.doors.forms import ROOM_OFFICE, SIGNED, Case
from tests.doors.scene import ROOM, Scene

AT_DESK = ROOM - {"member", "observer"}  # who know of the hearing by its desk
SESSION = {
    "number": "8",
    "zone": "Europe/Zurich",
    "starts_local": "2099-02-26T10:00",
    "ends_local": "2099-02-26T13:00",
}
ITEM = {"title_en": "Item", "type": "opening", "audience": "public"}
PERSON = {"role": "panel", "name": "Ann Other"}
CHANNEL = {"kind": "video", "url": "https://video.example.org/"}
RULES = {
    "form": "webinar",
    "rule": "first_come",
    "replies_most": "2",
    "statement_hours": "24",
    "slow_mode": "0",
    **{
        f"seconds_{kind}": "60"
        for kind in ("point_of_order", "interposed_question", "intervention", "contribution", "right_of_reply")
    },
}


def planning(scene: Scene) -> list[Case]:
    """All of them, in the private hearing: its secretary alone plans it."""
    at, things = {"slug": "private-hearing"}, scene.furniture
    found = [
        Case(f"{L}/account/calendar", {}, SIGNED, {"act": "make"}),
        Case(f"{L}/account/calendar", {}, SIGNED, {"act": "revoke"}),
        Case(f"{M}/rules", at, ROOM_OFFICE, RULES, sees=AT_DESK, stands=f"{M}/rules"),
    ]
    for part, fields in (("session", SESSION), ("item", ITEM), ("person", PERSON), ("channel", CHANNEL)):
        one = at | {"part": part, "piece": things[f"planned {part}"]}
        free = one | {"piece": things["further item"]} if part == "item" else one
        edit, remove = f"{M}/{PART}/<piece>", f"{M}/{PART}/<piece>/remove"
        found += [
            Case(f"{M}/{PART}/new", at | {"part": part}, ROOM_OFFICE, fields, AT_DESK),
            Case(edit, one, ROOM_OFFICE, fields, AT_DESK, stands=edit),
            Case(remove, free, ROOM_OFFICE, {}, AT_DESK, stands=remove),
        ]
    item = at | {"piece": things["planned item"]}
    paper = {"file": b"Words.", "language": "en"}
    with scene.site.database.reading() as db:
        up = {"move": "up", "seen": order_of(db, scene.rooms[3].id)}
    drop = item | {"paper": things["planned paper"]}
    return [
        *found,
        Case(f"{M}/item/<piece>/move", at | {"piece": things["further item"]}, ROOM_OFFICE, up, AT_DESK),
        Case(f"{M}/item/<piece>/papers", item, ROOM_OFFICE, paper, AT_DESK),
        Case(f"{M}/item/<piece>/papers/<paper>/remove", drop, ROOM_OFFICE, sees=AT_DESK),
    ]
