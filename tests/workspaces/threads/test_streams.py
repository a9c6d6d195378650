"""What followers of a room are told of discussions and decisions: from the rows as they are now, and of this room alone."""

from typing import Any

import pytest

from consult.contributions.streams import ContributionStreams
from consult.ledger.queries import streams_of
from consult.workspaces.threads.operations.deciding import mark_decision
from consult.workspaces.threads.operations.leading import close_discussion, rename_discussion
from consult.workspaces.threads.streams import decision_data, discussion_data
from tests.workspaces.threads.test_operations import run


def told(world, room: Any, app: Any) -> list[dict[str, Any]]:
    assert app is not None  # which registers who tells what
    with world.site.database.reading() as db:
        streams = ContributionStreams()
        found = streams.find(db, streams_of(db, room.id)["members"].public_id)
        assert found is not None
        return streams.events(db, found, 0, 100)


def test_a_follower_is_told_what_a_discussion_is_now(world, app):
    discussion = world.open("Before")
    said = world.say(discussion, "Words.")
    run(world, "chair", mark_decision, reference=said.reference)
    run(world, "chair", rename_discussion, public_id=discussion, title="After")
    run(world, "chair", close_discussion, public_id=discussion)
    events = told(world, world.room, app)
    now = {"title": "After", "language": "en", "state": "closed", "pinned": False}
    assert {one["kind"]: one["data"] for one in events if one["kind"].startswith("discussion.")} == {
        "discussion.opened": now,
        "discussion.renamed": now,
        "discussion.closed": now,
    }
    assert [one["data"] for one in events if one["kind"] == "decision.marked"] == [
        {"target": discussion, "marked": True}
    ]
    assert told(world, world.other, app) == []


@pytest.mark.parametrize("tell", [discussion_data, decision_data])
def test_another_rooms_stream_tells_nothing_of_it(world, tell):
    discussion = world.open("Ours")
    said = world.say(discussion, "Ours.")
    run(world, "chair", mark_decision, reference=said.reference)
    with world.site.database.reading() as db:
        streams = ContributionStreams()
        ours, theirs = (
            streams.find(db, streams_of(db, room.id)["members"].public_id) for room in (world.room, world.other)
        )
        references = {discussion, said.reference}
        assert ours is not None
        assert theirs is not None
        assert tell(db, ours, references) != {}
        assert tell(db, theirs, references) == {}
