"""What followers of a room are told of its seats and settings."""

from sqlalchemy import select

from consult.contributions.streams import ContributionStreams
from consult.ledger.models import Stream as StreamRow
from consult.workspaces.rooms.operations.leaving import leave_room
from consult.workspaces.rooms.streams import room_data, seat_data
from tests.factories import actor_for, make_account
from tests.workspaces.rooms.makers import accepted, insider, invited, make_room, seat_of


def stream_of(site, room):
    with site.database.reading() as db:
        query = select(StreamRow.public_id).where(StreamRow.scope_id == room.id, StreamRow.audience == "members")
        return ContributionStreams().find(db, db.scalars(query).one())


def test_a_seat_is_told_as_it_is_now_and_a_room_by_its_settings(site, body, room):
    _account, chair = insider(site, room, "chair")
    newcomer = make_account(site, "new@example.org", name="Nora New")
    invited(site, chair, room, "new@example.org", organisation="Harbour Watch", office="Adviser")
    accepted(site, actor_for(site, newcomer))
    name, stream = seat_of(site, room, newcomer).public_id, stream_of(site, room)
    other = stream_of(site, make_room(site, body, "other"))
    with site.database.reading() as db:
        assert seat_data(db, stream, [name, "absent"]) == {
            name: {"state": "taken", "name": "Nora New", "organisation": "Harbour Watch", "office": "Adviser"}
        }
        assert seat_data(db, other, [name]) == {}
        assert room_data(db, stream, [room.public_id]) == {
            room.public_id: {"form": "working_group", "rule": "members", "parts": ["discussions", "documents"]}
        }
        assert room_data(db, other, [room.public_id]) == {}
    site.work.run(leave_room, actor_for(site, newcomer), proceeding_id=room.id)
    with site.database.reading() as db:
        assert seat_data(db, stream, [name]) == {name: {"state": "left"}}
