"""The chair's one screen without JavaScript: each button is an act, and a refusal shows what is so now."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from consult.core.clock import now
from consult.hearings.chair.desk import desk_of, spent_of
from consult.hearings.floor.operations.giving import give_floor
from consult.hearings.floor.operations.sittings import open_item
from consult.hearings.programme.models import Plan
from tests.factories import TEST, hidden, make_account, page, saved, send, sign_in
from tests.hearings.floor.sitting import Sitting

CHAIR = "/en/hearings/assemblies/chair"


@pytest.fixture
def chair(sitting: Sitting, client: FlaskClient) -> FlaskClient:
    sign_in(sitting.site, client, sitting.account)
    return client


def press(chair: FlaskClient, button: str, seen: str | None = None, **values: Any) -> Any:
    """Press a button of the screen as it is now, or as it was."""
    given = {"seen": seen or hidden(page(chair, CHAIR), "seen"), "do": button, **values}
    return send(chair, CHAIR, given, to=f"{CHAIR}/act")


def set_row(sitting: Sitting, row: Any, **values: Any) -> None:
    sitting.site.work.run(lambda db, _actor: db.execute(update(type(row)).filter_by(id=row.id).values(values)), TEST)


@pytest.mark.pages
def test_a_debate_is_led_by_buttons_alone(sitting, chair):
    (ana, _row), (ben, _row2) = sitting.registered("Ana"), sitting.registered("Ben")
    first, second = sitting.ask(ana), sitting.ask(ben)
    assert 'value="next_item"' in page(chair, CHAIR)
    assert press(chair, "next_item").status_code == 303
    assert press(chair, f"move_speaker:{second}:{first}").location == f"{CHAIR}#speaker-{second}"
    text = page(chair, CHAIR)
    assert text.index(f'id="speaker-{second}"') < text.index(f'id="speaker-{first}"')
    assert f'value="give_floor:{second}"' in text
    press(chair, f"give_floor:{second}")
    text = page(chair, CHAIR)
    assert "Ben was given the floor." in text
    assert "The clock of" not in text  # it goes without saying
    assert re.search(r'data-clock="[a-z0-9]{16}" data-state="running" data-ends="20[^"]+Z"', text)
    assert f'value="next_speaker:{first}"' in text
    press(chair, "pause_turn")
    assert 'data-state="paused"' in page(chair, CHAIR)
    for button in ("extend_turn:30", "resume_turn", f"next_speaker:{first}", "end_turn"):
        assert press(chair, button).status_code == 303
    assert [sitting.speaker(one).state for one in (first, second)] == ["spoke", "spoke"]
    assert "Ana has spoken." in page(chair, CHAIR)


@pytest.mark.pages
def test_an_act_on_an_older_screen_shows_what_is_now_and_keeps_what_was_typed(sitting, chair):
    seen = hidden(page(chair, CHAIR), "seen")
    sitting.act(open_item, item=sitting.second.public_id)
    answer = press(
        chair, "add_speaker", seen, who="", name="Ray Okri", kind="intervention", item=sitting.second.public_id
    )
    assert answer.status_code == 409
    assert "Somebody else acted in the chair meanwhile" in answer.text
    assert "Item 2 was taken up." in answer.text
    assert 'value="Ray Okri"' in answer.text
    assert re.search(r'value="intervention" selected', answer.text)
    assert hidden(answer.text, "seen") == "1"
    press(chair, "add_speaker", "1", who="", name="Ray Okri", kind="intervention", item=sitting.second.public_id)
    assert "Ray Okri" in page(chair, f"{CHAIR}/floor")


@pytest.mark.pages
@pytest.mark.parametrize("button", ["", "nothing", "give_floor", "give_floor:../x", "extend_turn:soon", "add_speaker"])
def test_what_cannot_be_read_is_refused_on_the_screen(sitting, chair, button):
    answer = press(chair, button, who="minister:7")
    assert answer.status_code == 400
    assert 'class="error-summary"' in answer.text
    assert sitting.seen == 0


@pytest.mark.pages
@pytest.mark.parametrize("name", ["do", "act"])  # a button, or the script of the page while it has no socket
def test_a_program_gets_the_number_of_the_act_or_the_refusal(sitting, chair, name):
    text = page(chair, CHAIR)
    given = {"csrf_token": hidden(text, "csrf_token"), "seen": "0", name: "next_item"}
    accept = {"Accept": "application/json"}
    assert chair.post(f"{CHAIR}/act", data=given, headers=accept).json == {"ok": True, "moves": 1}
    refused = chair.post(f"{CHAIR}/act", data=given, headers=accept)
    assert (refused.status_code, refused.json["code"]) == (409, "conflict")


@pytest.mark.pages
def test_the_parts_are_those_of_the_whole_page_and_for_the_chair_alone(sitting, chair):
    sitting.ask(sitting.registered("Ana")[0])
    sitting.act(open_item, item=sitting.first.public_id)
    parts, whole = page(chair, f"{CHAIR}/floor"), page(chair, CHAIR)
    for name in re.findall(r'id="(part-[a-z]+)"', parts):
        assert f'id="{name}"' in whole
    assert 'data-moves="1"' in parts
    stranger = chair.application.test_client()
    page(stranger, f"{CHAIR}/floor", 404)
    sign_in(sitting.site, stranger, make_account(sitting.site, "m@example.org", ("moderator", "body", sitting.body.id)))
    page(stranger, CHAIR, 404)


def test_the_screen_tells_how_far_behind_the_agenda_is(sitting):
    site, start = sitting.site, now() - timedelta(minutes=40)
    set_row(sitting, sitting.session, starts_at=start)
    for row, minutes in ((sitting.first, 10), (sitting.second, 20)):
        set_row(sitting, row, minutes=minutes, session_id=sitting.session.id)
    sitting.act(open_item, item=sitting.second.public_id)
    set_row(sitting, sitting.second, opened_at=start + timedelta(minutes=12))
    with site.database.reading() as db:
        desk = desk_of(db, sitting.chair, sitting.hearing, start + timedelta(minutes=15))
        assert (desk.behind, desk.following) == (2, None)
        assert desk_of(db, sitting.chair, sitting.hearing, start + timedelta(minutes=36)).behind == 6
        set_row(sitting, sitting.second, opened_at=start + timedelta(minutes=7))
    with site.database.reading() as db:
        assert desk_of(db, sitting.chair, sitting.hearing, start + timedelta(minutes=15)).behind == -3


def test_who_is_there_is_heard_before_who_is_not(sitting):
    absent = sitting.ask(sitting.registered("Ana")[0])
    there = sitting.ask(sitting.registered("Ben", mode="room", present_at=now())[0])
    sitting.act(open_item, item=sitting.first.public_id)
    with sitting.site.database.reading() as db:
        desk = desk_of(db, sitting.chair, sitting.hearing, now())
        assert desk.next is not None
        assert desk.next.row.public_id == there
        assert desk.asked_for == 600
        assert [(line.row.public_id, line.up, line.down) for line in desk.waiting] == [
            (absent, None, ""),
            (there, absent, None),
        ]
        assert desk.present == {"": 2, "room": 1, "online": 0}


def test_a_category_over_its_budget_is_shown_and_still_gets_the_floor(sitting):
    saved(sitting.site, Plan(proceeding_id=sitting.hearing.id, budgets={"civil_society": 1, "academia": 600}))
    places = [sitting.ask(sitting.registered(name)[0]) for name in ("Ana", "Ben")]
    sitting.act(open_item, item=sitting.first.public_id)
    sitting.act(give_floor, speaker=places[0])
    with sitting.site.database.reading() as db:
        desk = desk_of(db, sitting.chair, sitting.hearing, now() + timedelta(seconds=90))
    over = {one.category: one.is_over for one in desk.spent}
    assert over == {"academia": False, "civil_society": True}


def test_the_bars_of_spoken_time_share_one_scale():
    lines = spent_of({"state": 700, "media": 100}, {"state": 600, "academia": 300})
    assert [(one.category, one.width, one.limit, one.is_over) for one in lines] == [
        ("state", 96.0, 82.3, True),
        ("academia", 0.0, 41.1, False),
        ("media", 13.7, None, False),
    ]
    assert spent_of({}, {}) == []
