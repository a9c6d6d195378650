"""The live page, the own part and the screen of the room, without JavaScript."""

import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.hearings.hall.operations import choose_for_screen
from consult.hearings.programme.models import HearingPerson
from consult.hearings.registration.models import Statement
from consult.moderation.operations.deciding import decide
from tests.factories import TEST, hidden, make_account, make_comment, page, post, saved, sign_in
from tests.hearings.hall.scene import SECRET_NAME, Scene

pytestmark = pytest.mark.pages
LIVE = "/en/hearings/assemblies/live"
PROJECTOR = "/en/hearings/assemblies/projector"


def bare(text: str) -> str:
    """The words of a page without its data for scripts and without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<template.*?</template>", "", text, flags=re.S)))


@pytest.fixture
def panellist(hall: Scene, client):
    account = make_account(hall.site, "ana@example.org")
    saved(
        hall.site,
        HearingPerson(proceeding_id=hall.hearing.id, account_id=account.id, role="panel", position=1, name="Ana Tesch"),
    )
    sign_in(hall.site, client, account)
    return account


def test_who_speaks_until_when_and_who_comes_next(hall: Scene, client) -> None:
    for name in ("Amina", "Bo", "Cem"):
        hall.add(name)
    at = now() - timedelta(seconds=166)
    turn = hall.give_floor("Amina", started_at=at, ran_from=at, ends_at=at + timedelta(seconds=300))
    text = bare(page(client, LIVE))
    assert re.search(r"Has the floor Amina Union of Amina", text)
    assert re.search(r"2:1[0-4] Time given: 5:00, until \d\d:\d\d:\d\d", text)
    assert "Item 2: Title of two" in text
    assert re.search(r"2 Union of Bo Bo · Civil society organisation next 3 Union of Cem .*? about \d\d:\d\d", text)
    hall.end_turn(turn, "Amina", 298_000)
    text = bare(page(client, LIVE))
    assert "Nobody has the floor" in text
    assert "spoke 4:58" in text


def test_a_paused_clock_and_one_that_has_run_out(hall: Scene, client) -> None:
    hall.add("Amina")
    turn = hall.give_floor("Amina", ends_at=now() - timedelta(seconds=12, milliseconds=500))
    text = page(client, LIVE)
    assert re.search("\u22120:[12]\\d", text)
    assert "is-over" in text
    hall.change(turn, "timer.changed", ends_at=None, ran_from=None, left_ms=134_000)
    text = bare(page(client, LIVE))
    assert "2:14" in text
    assert "Paused. Left of 5:00" in text


def test_readers_learn_neither_withheld_names_nor_closed_items(hall: Scene, client) -> None:
    hall.add(SECRET_NAME, identity="secretariat")
    hall.add("Zoe", item="four")
    for address in (LIVE, PROJECTOR):
        text = page(client, address)
        assert SECRET_NAME not in text
        assert "Title of four" not in text
        assert "Zoe" not in text
        assert "Name known to the secretariat" in text


def test_whoever_attends_what_is_closed_reads_its_title(hall: Scene, client) -> None:
    account = make_account(hall.site, "notes@example.org", ("note_taker", "proceeding", hall.hearing.id))
    sign_in(hall.site, client, account)
    assert "Title of four" in page(client, LIVE)


def test_a_panellist_asks_sees_the_own_place_and_leaves(hall: Scene, client, panellist) -> None:
    hall.add("Bo")
    address, item = f"{LIVE}/floor", hall.items["two"].public_id
    answer = post(client, address, {"act": "ask:contribution", "item": item}, form=LIVE)
    assert (answer.status_code, answer.location) == (303, f"{LIVE}#own")
    text = page(client, LIVE)
    assert re.search(r"You are number 2 on the list, about \d\d:\d\d\.", text)
    assert 'class="is-you"' in text
    assert post(client, address, {"act": "ask:contribution", "item": item}, form=LIVE).status_code == 303
    assert "notice-warn" in page(client, LIVE)  # twice is refused in words
    leaves = re.search(r'value="(leave:[^"]+)"', page(client, LIVE))
    assert leaves
    post(client, address, {"act": leaves[1]}, form=LIVE)
    assert "You have left the list." in page(client, LIVE)
    assert "You are number" not in bare(page(client, LIVE))


def test_whoever_takes_no_part_has_no_buttons_and_is_told_of_nothing(hall: Scene, client) -> None:
    sign_in(hall.site, client, make_account(hall.site, "reader@example.org"))
    assert 'id="own"' not in page(client, LIVE)
    for act in ("ask:contribution", "check_in:room", "leave:absent", "nothing"):
        answer = post(client, f"{LIVE}/floor", {"act": act, "item": hall.items["two"].public_id}, form=LIVE)
        assert answer.status_code == 404, act


def test_the_screen_in_two_languages_and_what_was_chosen(hall: Scene, client) -> None:
    hall.add("Amina")
    hall.give_floor("Amina")
    text = page(client, f"{PROJECTOR}?also=ar")
    assert 'lang="ar"' in text
    assert "بند 2" in text
    assert 'http-equiv="refresh"' in text
    reference = make_comment(hall.site, hall.hearing, "marmalade")
    hall.site.work.run(
        choose_for_screen, TEST, proceeding_id=hall.hearing.id, kind="comment", reference=reference
    )  # fmt: skip
    assert "marmalade" in page(client, PROJECTOR)
    hall.site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult")
    assert "marmalade" not in page(client, PROJECTOR)
    assert "Amina" in page(client, "/ar/hearings/assemblies/projector?also=xx")


def test_the_screen_of_a_draft_is_shown_to_its_desk_alone(site, client, hall: Scene) -> None:
    hall.site.work.run(lambda db, _a: setattr(db.get_one(type(hall.hearing), hall.hearing.id), "state", "draft"), TEST)
    page(client, PROJECTOR, 404)
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", hall.hearing.body_id)))
    page(client, PROJECTOR)


def test_only_what_was_delivered_is_read_of_the_statements(hall: Scene, client) -> None:
    for words, delivered_at in (("marmalade", None), ("chutney", now())):
        new = NewContribution(
            "statement", uuid.uuid4().hex, (NewPassage(text=words),), "en", "public", name="Ana Tesch"
        )
        filed = hall.site.work.run(
            submit_contribution, Actor(sender=words), proceeding_id=hall.hearing.id, new=new
        ).result
        with hall.site.database.reading() as db:
            row = db.scalars(select(Contribution.id).where(Contribution.reference == filed.reference)).one()
        saved(hall.site, Statement(contribution_id=row, delivery="written", delivered_at=delivered_at))
    text = page(client, LIVE)
    assert "Statements delivered" in text
    assert "chutney" in text
    assert "marmalade" not in text


def test_the_chair_chooses_with_the_button_beside(hall: Scene, client, site) -> None:
    reference, chair = make_comment(site, hall.hearing, "marmalade"), "/en/hearings/assemblies/chair"
    sign_in(site, client, make_account(site, "lead@example.org", ("chair", "proceeding", hall.hearing.id)))
    for value, pressed in ((f"comment.{reference}", "true"), ("", "false")):
        text = page(client, chair)
        button = f'value="choose_for_screen:{value}"'
        assert button in text
        given = {"seen": hidden(text, "seen"), "do": f"choose_for_screen:{value}"}
        assert post(client, f"{chair}/act", given, form=chair).status_code == 303
        assert ("marmalade" in page(client, PROJECTOR)) is bool(value)
        assert f'aria-pressed="{pressed}">On the screen' in page(client, chair)


def test_the_chair_chooses_and_nobody_else(hall: Scene, client, site) -> None:
    reference = make_comment(site, hall.hearing, "marmalade")
    sent = {"kind": "comment", "reference": reference}
    sign_in(site, client, make_account(site, "reader@example.org"))
    assert post(client, PROJECTOR, sent, form=LIVE).status_code == 404
    account = make_account(site, "chair@example.org", ("chair", "proceeding", hall.hearing.id))
    sign_in(site, client, account)
    answer = post(client, PROJECTOR, sent, form=LIVE)
    assert (answer.status_code, answer.location) == (303, "/en/hearings/assemblies/chair")
    assert "marmalade" in page(client, PROJECTOR)
    assert post(client, PROJECTOR, {"kind": ""}, form=LIVE).status_code == 303
    assert "marmalade" not in page(client, PROJECTOR)
