"""From the opening of an item to the end of a speech."""

from consult.hearings.floor.operations.giving import end_turn, give_floor, next_speaker
from consult.hearings.floor.operations.sittings import finish_item, next_item, open_item
from consult.hearings.floor.operations.timing import extend_turn, pause_turn, resume_turn
from consult.hearings.floor.queries import floor_of, speakers_of, spoken_by, turn_now
from tests.hearings.floor.sitting import Sitting


def test_an_item_is_opened_two_speak_and_it_is_done(sitting: Sitting):
    ana, _row = sitting.registered("Ana")
    ben, _row = sitting.registered("Ben")
    first, second = sitting.ask(ana), sitting.ask(ben)
    assert sitting.act(open_item, item=sitting.first.public_id) == 1
    assert sitting.act(give_floor, speaker=first) == 2
    assert sitting.speaker(first).state == "speaking"
    with sitting.site.database.reading() as db:
        turn = turn_now(db, sitting.hearing.id)
        assert turn is not None
        assert turn.ends_at is not None
        assert (turn.ends_at - turn.started_at).total_seconds() == 300
        assert [one.public_id for one in speakers_of(db, sitting.first.id)] == [second]
    sitting.act(pause_turn)
    sitting.act(resume_turn)
    sitting.act(extend_turn, seconds=30)
    sitting.act(next_speaker, speaker=second)
    sitting.act(end_turn)
    sitting.act(finish_item, item=sitting.first.public_id)
    assert sitting.act(next_item) == 9
    assert [turn.ended_at is not None for turn in sitting.turns()] == [True, True]
    assert sitting.turns()[0].seconds == 330
    assert sitting.told("speaker.") == ["speaker.listed"] * 2 + ["speaker.called", "speaker.spoke"] * 2
    assert sitting.told("item.") == ["item.opened", "item.done", "item.opened"]
    assert sitting.told("timer.") == ["timer.changed"] * 7
    with sitting.site.database.reading() as db:
        assert floor_of(db, sitting.hearing.id).item_id == sitting.second.id
        assert turn_now(db, sitting.hearing.id) is None
        assert set(spoken_by(db, sitting.hearing.id).by_category) == {"civil_society"}
        assert set(spoken_by(db, sitting.hearing.id).by_region) == {"western_europe_other"}
