"""Asking for the floor: who may, when, with which kind, once; and leaving the list."""

import threading

import pytest
from sqlalchemy import select

from consult.core.actors import ANYBODY
from consult.core.errors import Closed, Conflict, ConsultError, Invalid, NotFound
from consult.hearings.floor.operations.asking import leave_list
from consult.hearings.floor.operations.giving import end_turn, give_floor
from consult.hearings.floor.operations.listing import close_list, open_replies, reopen_list
from consult.hearings.floor.operations.sittings import finish_item, next_item, open_item
from consult.hearings.floor.queries import speakers_of
from consult.hearings.programme.models import KINDS
from consult.ledger.models import Entry, Stream
from consult.proceedings.operations import close_proceeding
from tests.factories import actor_for, make_account
from tests.hearings.floor.sitting import Sitting


def problem_of(sitting: Sitting, *given: object, error: type[ConsultError] = Conflict) -> str:
    with pytest.raises(error) as refused:
        sitting.ask(*given)  # type: ignore[arg-type]
    return str(refused.value.problem)


def test_those_who_are_registered_or_on_the_panel_ask_and_nobody_else(sitting):
    ana, row = sitting.registered("Ana", identity="secretariat", mode="online", present_at=sitting.session.starts_at)
    listed = sitting.speaker(sitting.ask(ana))
    assert (listed.name, listed.organisation, listed.identity) == ("Ana", "Union of Ana", "secretariat")
    assert (listed.present, listed.party, listed.seconds) == ("online", f"registration:{row.id}", 300)
    pia, person = sitting.panellist("Pia", office="Member", languages=["fr"])
    of_panel = sitting.speaker(sitting.ask(pia))
    assert (of_panel.person_id, of_panel.language, of_panel.present) == (person.id, "fr", "room")
    refused = [
        sitting.registered(f"S{state}", state=state)[0] for state in ("asked", "reserve", "declined", "withdrawn")
    ]
    stranger = actor_for(sitting.site, make_account(sitting.site, "stranger@example.org"))
    for actor in (ANYBODY, stranger, *refused):
        assert problem_of(sitting, actor, error=NotFound) == "not_found"


def test_one_place_for_each_person_item_and_kind(sitting):
    ana, _row = sitting.registered("Ana")
    place = sitting.ask(ana)
    assert problem_of(sitting, ana) == "waiting_already"
    sitting.ask(ana, sitting.second)
    sitting.do(leave_list, ana, speaker=place)
    assert sitting.ask(ana) != place


def test_one_place_also_when_it_is_asked_for_in_the_same_moment(sitting):
    ana, _row = sitting.registered("Ana")
    start = threading.Barrier(4)
    done: list[bool | str] = []

    def ask() -> None:
        start.wait()
        try:
            done.append(bool(sitting.ask(ana)))
        except Conflict as refused:
            done.append(refused.problem)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, done)) == ["True", *["waiting_already"] * 3]
    assert sitting.told("speaker.") == ["speaker.listed"]


def test_the_list_follows_the_rank_of_the_kinds_and_then_the_order_of_asking(sitting):
    ana, ben = sitting.registered("Ana")[0], sitting.registered("Ben")[0]
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(open_replies)
    sitting.act(give_floor, speaker=sitting.ask(sitting.registered("Eva")[0]))
    for actor in (ana, ben):
        for kind in reversed(KINDS):
            sitting.ask(actor, sitting.first, kind)
    with sitting.site.database.reading() as db:
        found = [(one.kind, one.name) for one in speakers_of(db, sitting.first.id)]
    assert found == [(kind, name) for kind in KINDS for name in ("Ana", "Ben")]


def test_a_closed_list_takes_nobody_but_a_point_of_order(sitting):
    ana, _row = sitting.registered("Ana")
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(close_list, item=sitting.first.public_id)
    assert problem_of(sitting, ana, sitting.first, "contribution", error=Closed) == "list_is_closed"
    assert problem_of(sitting, ana, sitting.first, "intervention", error=Closed) == "list_is_closed"
    sitting.ask(ana, sitting.first, "point_of_order")
    sitting.act(reopen_list, item=sitting.first.public_id)
    sitting.ask(ana)


def test_what_is_asked_in_the_debate_needs_the_debate(sitting):
    ana, _row = sitting.registered("Ana")
    for kind in ("point_of_order", "interposed_question", "intervention"):
        assert problem_of(sitting, ana, sitting.first, kind) == "item_not_current"
    sitting.act(open_item, item=sitting.first.public_id)
    assert problem_of(sitting, ana, sitting.first, "interposed_question") == "nobody_to_ask"
    sitting.ask(ana, sitting.first, "intervention")
    assert problem_of(sitting, ana, sitting.first, "speech", error=Invalid) == "no_such_choice"


def test_rights_of_reply_come_at_the_end_of_the_day_and_are_limited(sitting):
    ana, _row = sitting.registered("Ana")
    replies = sitting.item("3", 3, type="replies")
    sitting.act(open_item, item=sitting.first.public_id)
    for item in (sitting.first, replies):
        assert problem_of(sitting, ana, item, "right_of_reply") == "replies_at_end_of_day"
    sitting.act(finish_item, item=sitting.first.public_id)
    sitting.act(open_item, item=replies.public_id)
    for _time in range(2):
        sitting.act(give_floor, speaker=sitting.ask(ana, replies, "right_of_reply"))
        sitting.act(end_turn)
    with pytest.raises(Conflict) as refused:
        sitting.ask(ana, replies, "right_of_reply")
    assert (refused.value.problem, refused.value.facts) == ("replies_used", {"limit": 2})


def test_the_chair_may_take_replies_without_an_item_for_them(sitting):
    ana, _row = sitting.registered("Ana")
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(open_replies)
    assert sitting.speaker(sitting.ask(ana, sitting.first, "right_of_reply")).seconds == 180


def test_nothing_is_asked_on_what_is_over(sitting):
    ana, _row = sitting.registered("Ana")
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(next_item)
    assert problem_of(sitting, ana, sitting.first, error=Closed) == "item_is_done"
    sitting.site.work.run(close_proceeding, sitting.chair, proceeding_id=sitting.hearing.id)
    assert problem_of(sitting, ana, sitting.second, error=Closed) == "closed"


def test_a_closed_item_is_not_there_for_outsiders_and_told_to_the_desk_alone(sitting):
    secret = sitting.item("3", 3, audience="closed")
    ana, pia = sitting.registered("Ana")[0], sitting.panellist("Pia")[0]
    assert problem_of(sitting, ana, secret, error=NotFound) == "not_found"
    sitting.ask(pia, secret)
    with sitting.site.database.reading() as db:
        query = select(Stream.audience).join(Entry, Entry.stream_id == Stream.id)
        assert list(db.scalars(query.where(Entry.kind == "speaker.listed"))) == ["desk"]


def test_somebody_leaves_the_own_place_and_nobody_elses(sitting):
    ana, ben = sitting.registered("Ana")[0], sitting.registered("Ben")[0]
    place = sitting.ask(ana)
    for actor in (ben, ANYBODY):
        with pytest.raises(NotFound):
            sitting.do(leave_list, actor, speaker=place)
    sitting.do(leave_list, ana, speaker=place)
    assert (sitting.speaker(place).state, sitting.told("speaker.")) == ("left", ["speaker.listed", "speaker.left"])
