"""What somebody who registered is told of the own turn."""

from datetime import timedelta

from consult.core.clock import now
from consult.hearings.floor.expected import expected_turns
from consult.hearings.floor.operations.giving import give_floor
from consult.hearings.floor.operations.sittings import open_item
from tests.hearings.floor.sitting import Sitting


def turns(sitting, actor, row):
    with sitting.site.database.reading() as db:
        return expected_turns(db, actor, sitting.hearing, row)


def test_the_place_counts_who_speaks_before_and_the_time_they_have(sitting: Sitting):
    ama, first = sitting.registered("Ama")
    ben, second = sitting.registered("Ben")
    assert turns(sitting, ben, second) == []
    place, _other = (sitting.ask(who, sitting.first) for who in (ama, ben))
    assert [(one.ahead, one.expected_at) for one in turns(sitting, ben, second)] == [(1, None)]
    sitting.act(open_item, item=sitting.first.public_id)
    (mine,), (next_one,) = turns(sitting, ben, second), turns(sitting, ama, first)
    assert (mine.state, mine.ahead, next_one.ahead) == ("waiting", 1, 0)
    assert mine.expected_at is not None
    assert next_one.expected_at is not None
    assert timedelta(seconds=299) < mine.expected_at - next_one.expected_at < timedelta(seconds=301)
    assert next_one.expected_at <= now()
    sitting.act(give_floor, speaker=place)
    (speaking,), (mine,) = turns(sitting, ama, first), turns(sitting, ben, second)
    assert (speaking.state, speaking.ahead) == ("speaking", None)
    assert mine.ahead == 0
    assert mine.expected_at is not None
    assert now() + timedelta(seconds=290) < mine.expected_at < now() + timedelta(seconds=301)
