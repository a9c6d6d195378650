"""The chair's hand on the list: order, adding, absent speakers; and what follows from registrations."""

from typing import Any

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.floor.models import STEP, Speaker
from consult.hearings.floor.operations.following import clear_floor, know_speakers, list_speaker
from consult.hearings.floor.operations.giving import end_turn, give_floor, give_floor_to, next_speaker
from consult.hearings.floor.operations.listing import (
    add_speaker,
    close_list,
    mark_present,
    move_speaker,
    pass_speaker,
    relist_speaker,
)
from consult.hearings.floor.operations.sittings import close_session, finish_item, next_item, open_item
from consult.hearings.floor.parties import Named
from consult.hearings.floor.queries import floor_of, speakers_of
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.deciding import decide_registrations
from consult.hearings.registration.operations.own import check_in, withdraw_registration
from consult.proceedings.operations import CLOSING, close_proceeding
from tests.factories import TEST, saved
from tests.hearings.floor.sitting import Sitting, registration


@pytest.fixture(autouse=True)
def _know() -> None:
    """What the application puts together."""
    know_speakers()


def order(sitting: Sitting) -> list[str]:
    with sitting.site.database.reading() as db:
        return [one.name for one in speakers_of(db, sitting.first.id)]


def three(sitting: Sitting) -> list[str]:
    return [sitting.ask(sitting.registered(name)[0]) for name in ("Ana", "Ben", "Eva")]


def test_speakers_are_moved_before_others_and_to_the_end(sitting):
    ana, ben, eva = three(sitting)
    for speaker, before, expected in (
        (eva, ana, ["Eva", "Ana", "Ben"]),
        (eva, None, ["Ana", "Ben", "Eva"]),
        (ana, eva, ["Ben", "Ana", "Eva"]),
        (ana, ana, ["Ben", "Eva", "Ana"]),
    ):
        sitting.act(move_speaker, speaker=speaker, before=before)
        assert order(sitting) == expected
    assert sitting.told("speaker.moved") == ["speaker.moved"] * 4
    sitting.act(pass_speaker, speaker=ben)
    with pytest.raises(Conflict) as refused:
        sitting.act(move_speaker, speaker=ana, before=ben)
    assert refused.value.problem == "speaker_is_passed"


def test_where_there_is_no_room_between_two_the_list_is_numbered_anew(sitting):
    _ana, ben, eva = three(sitting)
    for _time in range(12):
        sitting.act(move_speaker, speaker=eva, before=ben)
        ben, eva = eva, ben
    assert order(sitting)[0] == "Ana"
    with sitting.site.database.reading() as db:
        places = [one.position for one in speakers_of(db, sitting.first.id)]
    assert places == sorted(set(places))
    assert min(places) >= 1
    assert max(places) <= 4 * STEP


def test_the_ranks_of_the_kinds_are_fixed(sitting):
    ana, _ben, _eva = three(sitting)
    sitting.act(open_item, item=sitting.first.public_id)
    leo = sitting.ask(sitting.registered("Leo")[0], sitting.first, "point_of_order")
    with pytest.raises(Conflict) as refused:
        sitting.act(move_speaker, speaker=ana, before=leo)
    assert refused.value.problem == "speaker_of_another_kind"
    assert order(sitting)[0] == "Leo"


def test_the_chair_adds_the_panel_the_registered_and_names_also_to_a_closed_list(sitting):
    _pia, person = sitting.panellist("Pia")
    _ana, row = sitting.registered("Ana")
    item = sitting.first.public_id
    sitting.act(close_list, item=item)
    sitting.act(add_speaker, item=item, person=person.public_id)
    sitting.act(add_speaker, item=item, registration=row.public_id)
    sitting.act(add_speaker, item=item, named=Named(" Ray Okri ", "Press", "media", "KE", "fr"))
    assert order(sitting) == ["Pia", "Ana", "Ray Okri"]
    with sitting.site.database.reading() as db:
        ray = db.scalars(select(Speaker).where(Speaker.name == "Ray Okri")).one()
        assert (ray.organisation, ray.category, ray.country, ray.language) == ("Press", "media", "KE", "fr")
    with pytest.raises(Conflict):
        sitting.act(add_speaker, item=item, person=person.public_id)


@pytest.mark.parametrize(
    ("named", "field"),
    [
        (Named("  "), "name"),
        (Named("x" * 201), "name"),
        (Named("Ray", "x" * 201), "organisation"),
        (Named("Ray", category="nobody"), "category"),
        (Named("Ray", country="XX"), "country"),
    ],
)
def test_a_name_that_cannot_be_taken_is_refused_beside_its_field(sitting, named, field):
    with pytest.raises(Invalid) as refused:
        sitting.act(add_speaker, item=sitting.first.public_id, named=named)
    assert (refused.value.field, order(sitting), sitting.seen) == (field, [], 0)


def test_only_the_accepted_of_this_hearing_are_added(sitting):
    _ana, asked = sitting.registered("Ana", state="asked")
    for who in ({"registration": asked.public_id}, {"registration": "nobody"}, {"person": "nobody"}):
        with pytest.raises(NotFound):
            sitting.act(add_speaker, item=sitting.first.public_id, **who)


def test_an_absent_speaker_is_passed_over_and_comes_back_at_the_end(sitting):
    ana, ben, _eva = three(sitting)
    sitting.act(pass_speaker, speaker=ana)
    assert order(sitting) == ["Ben", "Eva"]
    sitting.act(relist_speaker, speaker=ana)
    assert order(sitting) == ["Ben", "Eva", "Ana"]
    sitting.act(mark_present, speaker=ana, present="online")
    sitting.act(mark_present, speaker=ben, present=None)
    assert (sitting.speaker(ana).present, sitting.speaker(ben).present) == ("online", None)
    assert sitting.told("speaker.")[3:] == ["speaker.passed", "speaker.listed", "speaker.present", "speaker.absent"]


def test_the_floor_is_given_to_a_typed_name_and_back_to_who_was_interrupted(sitting):
    ana, _ben, _eva = three(sitting)
    with pytest.raises(Conflict) as refused:
        sitting.act(give_floor_to, named=Named("Ray Okri"), kind="point_of_order")
    assert refused.value.problem == "no_item_is_current"
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(give_floor, speaker=ana)
    with pytest.raises(Conflict) as refused:
        sitting.act(give_floor_to, named=Named("Ray Okri"), kind="point_of_order")
    assert refused.value.problem == "somebody_has_floor"
    sitting.act(end_turn)
    sitting.act(give_floor_to, named=Named("Ray Okri"), kind="point_of_order")
    sitting.act(next_speaker, speaker=ana)
    first, order_point, again = sitting.turns()
    assert order_point.seconds == 120
    assert (again.speaker_id, again.seconds) == (first.speaker_id, (first.left_ms or 0) // 1000)


def test_a_speaker_of_another_item_waits_for_that_item(sitting):
    place = sitting.ask(sitting.registered("Ana")[0], sitting.second)
    sitting.act(open_item, item=sitting.first.public_id)
    with pytest.raises(Conflict) as refused:
        sitting.act(give_floor, speaker=place)
    assert refused.value.problem == "speaker_of_another_item"


def test_nothing_is_concluded_while_somebody_has_the_floor(sitting):
    place = sitting.ask(sitting.registered("Ana")[0])
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(give_floor, speaker=place)
    acts: tuple[tuple[Any, dict[str, str]], ...] = (
        (finish_item, {"item": sitting.first.public_id}),
        (next_item, {}),
        (close_session, {"session": sitting.session.public_id}),
    )
    for operation, values in acts:
        with pytest.raises(Conflict) as refused:
            sitting.act(operation, **values)
        assert refused.value.problem == "somebody_has_floor"
    sitting.act(end_turn)
    sitting.act(close_session, session=sitting.session.public_id)
    with sitting.site.database.reading() as db:
        assert floor_of(db, sitting.hearing.id).item_id is None
    with pytest.raises(Conflict) as refused:
        sitting.act(open_item, item=sitting.first.public_id)
    assert refused.value.problem == "no_open_session"


def test_who_is_accepted_comes_onto_the_list_of_their_item_once(sitting):
    row = saved(sitting.site, registration(sitting.hearing, "Ana", item_id=sitting.first.id, state="asked"))
    sitting.site.work.run(
        decide_registrations, TEST, proceeding_id=sitting.hearing.id, public_ids=[row.public_id], act="accept"
    )
    assert order(sitting) == ["Ana"]
    sitting.site.work.run(lambda db, _actor: list_speaker(db, db.get_one(Registration, row.id)), TEST)
    assert order(sitting) == ["Ana"]


def test_who_withdraws_leaves_every_list_and_keeps_the_floor_until_it_is_taken_back(sitting):
    ana, _row = sitting.registered("Ana")
    speaking, waiting = sitting.ask(ana), sitting.ask(ana, sitting.second)
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(give_floor, speaker=speaking)
    sitting.do(withdraw_registration, ana)
    assert [sitting.speaker(one).state for one in (speaking, waiting)] == ["speaking", "left"]
    sitting.act(end_turn)
    assert sitting.speaker(speaking).state == "spoke"


def test_who_is_removed_while_in_the_list_is_off_it(sitting):
    ana, row = sitting.registered("Ana")
    place = sitting.ask(ana)
    sitting.site.work.run(
        decide_registrations,
        TEST,
        proceeding_id=sitting.hearing.id,
        public_ids=[row.public_id],
        act="remove",
        reason="Asked to be taken off.",
    )
    assert (sitting.speaker(place).state, order(sitting)) == ("removed", [])
    with pytest.raises(NotFound):
        sitting.ask(ana)


def test_who_checks_in_is_shown_as_there(sitting):
    ana, _row = sitting.registered("Ana")
    place = sitting.ask(ana)
    sitting.do(check_in, ana, mode="online")
    assert sitting.speaker(place).present == "online"
    assert sitting.told("speaker.") == ["speaker.listed", "speaker.present"]


def test_a_hearing_that_closes_leaves_no_clock_running(sitting):
    CLOSING[:] = [clear_floor, *(one for one in CLOSING if one is not clear_floor)]
    place = sitting.ask(sitting.registered("Ana")[0])
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(give_floor, speaker=place)
    sitting.site.work.run(close_proceeding, sitting.chair, proceeding_id=sitting.hearing.id)
    assert [turn.ended_at is None for turn in sitting.turns()] == [False]
    assert sitting.speaker(place).state == "spoke"
    assert sitting.told("item.")[-1:] == ["item.done"]
    assert sitting.told("session.") == ["session.closed"]
