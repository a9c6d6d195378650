"""Polls, questions and limits on pages without JavaScript."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from consult.hearings.floor.operations.sittings import open_item
from consult.hearings.polls.operations.limits import set_guests, set_slow_mode
from consult.hearings.polls.operations.running import close_poll
from tests.factories import hidden, make_account, page, post, send, sign_in
from tests.hearings.polls.ballot_box import SEALING, Box, guest

pytestmark = pytest.mark.pages
BASE = "/en/hearings/assemblies"
LIVE, POLLS, CHAIR = f"{BASE}/live", f"{BASE}/polls/", f"{BASE}/chair/polls"
SAID: dict[str, Any] = {
    "body": "Who pays for it?",
    "language": "en",
    "identity": "public",
    "name": "Ana Tesch",
    "category": "individual",
    "confidentiality": "public",
}


@pytest.fixture
def chair(site, app, box: Box) -> FlaskClient:
    client: FlaskClient = app.test_client()
    sign_in(site, client, make_account(site, "lead@example.org", ("chair", "proceeding", box.hearing.id), name="Lead"))
    return client


def first(pattern: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> str:
    """What the first group of a pattern finds."""
    found = re.search(pattern, text, flags)
    assert found, pattern
    return found[1]


def draft(chair: FlaskClient, **more: Any) -> Any:
    given = {
        "question_en": "Shall it be adopted?",
        "question_ar": "هل يعتمد؟",
        "choices-0_en": "Yes",
        "choices-1_en": "No",
    }
    given |= {"rule": "secret", "electorate": "anyone", "most": "1", "seconds": "", "item": ""}
    return send(chair, CHAIR, given | more)


def acted(chair: FlaskClient, act: str) -> Any:
    """Press the first button of this act on the chair's page."""
    text = page(chair, CHAIR)
    found = re.search(rf'action="({CHAIR}/[a-z0-9]+/{act})".*?name="seen" value="(\d+)"', text, re.S)
    assert found, act
    return post(chair, found[1], {"seen": found[2]}, form=CHAIR)


def test_a_poll_from_its_draft_to_its_result(client, chair, box: Box):
    assert draft(chair).status_code == 303
    assert "Shall it be adopted?" not in page(client, POLLS)
    assert acted(chair, "open").status_code == 303
    live = page(client, LIVE)
    assert "Shall it be adopted?" in live
    assert "Your vote is secret" in live
    assert "هل يعتمد؟" in page(client, "/ar/hearings/assemblies/live")
    address = first(rf'action="({POLLS}[a-z0-9]+)"', live)
    refused = send(client, LIVE, {"back": "live"}, to=address)
    assert refused.status_code == 400
    assert "Please fill in this field." in refused.text
    answer = send(client, LIVE, {"choice": "b", "back": "live"}, to=address)
    assert (answer.status_code, answer.location.split("#")[0]) == (303, LIVE)
    shown = page(client, LIVE)
    assert "Your vote is counted. Thank you." in shown
    assert f'action="{address}"' not in shown
    again = send(client, BASE + "/live", {"choice": "a"}, to=address)
    assert again.status_code == 409
    assert "You have voted already" in again.text
    box.voted(address.rpartition("/")[2], "aaab")
    assert "5 votes cast" in page(chair, CHAIR)
    assert 'class="bars' not in page(chair, address)
    assert acted(chair, "close").status_code == 303
    result = page(client, address)
    assert "3 (60 %)" in result
    assert "2 (40 %)" in result
    assert 'class="bars' in page(client, LIVE)
    assert "What “secret” means here" in result


def test_an_open_poll_says_before_what_is_told_and_tells_it_by_name(site, client, box: Box):
    sign_in(site, client, make_account(site, "eve@example.org", name="Eve Stone"))
    poll = box.opened()
    address = f"{POLLS}{poll}"
    assert "everybody sees your choice beside your name, Eve Stone" in page(client, address)
    assert send(client, address, {"choice": "a"}).status_code == 303
    shown = page(client, address)
    assert re.search(r'value="a" id="[^"]+" checked', shown)
    assert "Change the vote" in shown
    box.vote(poll, guest("x"), "b")
    box.act(close_poll, poll=poll, sealing=SEALING)
    told = page(client, address)
    assert "Eve Stone" in told
    assert "No identity given" in told


def test_a_draft_that_is_refused_keeps_what_was_typed(chair, box: Box):
    answer = draft(chair, **{"choices-1_en": "", "choices-0_fr": "Oui"})
    assert answer.status_code == 400
    assert "Please give a number from 2 to 12." in answer.text
    assert "Shall it be adopted?" in answer.text
    more = draft(chair, more="1")
    assert more.status_code == 200
    assert 'name="choices-5_en"' in more.text
    draft(chair)
    one = first(rf'href="({CHAIR}/[a-z0-9]+)"', page(chair, CHAIR))
    assert 'value="Yes"' in page(chair, one)
    changed = {"question_en": "Another?", "choices-0_en": "A", "choices-1_en": "B", "rule": "open"}
    changed |= {"electorate": "panel", "most": "2", "seconds": "60", "item": box.first.public_id}
    assert send(chair, one, changed).status_code == 303
    poll = box.poll(one.rpartition("/")[2])
    assert (poll.rule, poll.electorate, poll.most, poll.seconds, poll.item_id) == ("open", "panel", 2, 60, box.first.id)
    assert acted(chair, "discard").status_code == 303
    assert "Another?" not in page(chair, CHAIR)


def test_a_draft_that_another_chair_saved_meanwhile_is_shown_beside_what_was_typed(chair, box: Box):
    draft(chair)
    one = first(rf'href="({CHAIR}/[a-z0-9]+)"', page(chair, CHAIR))
    seen = hidden(page(chair, one), "seen")
    changed = {"choices-0_en": "Yes", "choices-1_en": "No", "rule": "secret", "electorate": "anyone", "most": "1"}
    changed |= {"seconds": "", "item": "", "seen": seen}
    assert send(chair, one, changed | {"question_en": "The other's words?"}).status_code == 303
    mine = send(chair, one, changed | {"question_en": "My words?", "seconds": "60"})
    assert mine.status_code == 409
    assert "This is what is stored now." in mine.text
    assert "The other&#39;s words?" in mine.text
    assert "My words?" in mine.text
    over = changed | {"question_en": "My words?", "seen": hidden(mine.text, "seen")}
    assert send(chair, one, over).status_code == 303
    assert "My words?" in page(chair, CHAIR)


def test_a_stale_chair_is_told_and_nothing_happens(chair, box: Box):
    poll = box.opened()
    address = f"{CHAIR}/{poll}/withdraw"
    assert post(chair, address, {"seen": "0"}, form=CHAIR).status_code == 303
    assert "Somebody else acted in the chair meanwhile" in page(chair, CHAIR)
    assert box.poll(poll).state == "open"


def test_a_question_is_asked_with_the_button_beside_and_supported(site, app, client, chair, box: Box):
    sign_in(site, client, make_account(site))
    answer = send(client, LIVE, SAID | {"kind": "question"})
    assert answer.status_code == 303
    shown = page(client, LIVE)
    assert "Your question" in shown
    reference = first(r'data-question="(H6-[A-Z0-9-]+)"', shown)
    assert "No comment yet." in shown
    reader = app.test_client()
    support = f"{BASE}/questions/{reference}/support"
    for supports, number, pressed in (("yes", "1", "true"), ("yes", "1", "true"), ("no", "0", "false")):
        assert send(reader, LIVE, {"supports": supports}, to=support).status_code == 303
        listed = page(reader, f"{BASE}/questions")
        assert re.search(rf'aria-pressed="{pressed}">.*?<b>{number}</b>', listed)
    seen = first(rf'chair/questions/{reference}".*?name="seen" value="(\d+)"', page(chair, CHAIR), re.S)
    marked = post(chair, f"{BASE}/chair/questions/{reference}", {"seen": seen, "state": "answered"}, form=CHAIR)
    assert marked.status_code == 303
    assert re.search(r'data-f="handling">Answered<', page(reader, f"{BASE}/questions"))


def test_in_slow_mode_the_page_says_how_long_to_wait_and_keeps_what_was_typed(site, client, box: Box):
    sign_in(site, client, make_account(site))
    box.act(set_slow_mode, seconds=60)
    assert "Slow mode: after each message you wait 60 seconds." in page(client, LIVE)
    assert send(client, LIVE, SAID).status_code == 303
    refused = send(client, LIVE, SAID | {"body": "Once more."})
    assert refused.status_code == 429
    assert "Please send again in 60 seconds." in refused.text
    assert "Once more." in refused.text


def test_without_guests_the_page_says_so_instead_of_the_form(client, chair, box: Box):
    poll = box.opened()
    form = page(client, LIVE)
    assert 'name="body"' in form
    limits = f"{BASE}/chair/limits"
    assert post(chair, limits, {"seen": str(box.seen), "guests": "no"}, form=CHAIR).status_code == 303
    shown = page(client, LIVE)
    assert 'name="body"' not in shown
    assert "only those who have an account or are registered take part" in page(client, f"{POLLS}{poll}")
    token = first(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    typed = SAID | {"csrf_token": token, "client_id": first(r'name="client_id"[^>]*value="([^"]+)"', form)}
    refused = client.post(LIVE, data=typed)
    assert refused.status_code == 403
    assert "Who pays for it?" in refused.text
    seconds = {"seen": str(box.seen), "seconds": "30"}
    assert post(chair, limits, seconds, form=CHAIR).status_code == 303
    assert post(chair, limits, {"seen": str(box.seen), "seconds": "9999"}, form=CHAIR).status_code == 303
    assert "Please give a number from 0 to 600." in page(chair, CHAIR)


def test_comments_and_questions_of_one_item(site, client, box: Box):
    sign_in(site, client, make_account(site))
    box.act(open_item, item=box.first.public_id)
    send(client, LIVE, SAID | {"body": "On the first."})
    send(client, f"{LIVE}?item={box.second.public_id}", SAID | {"body": "On the second."})
    second = page(client, f"{LIVE}?item={box.second.public_id}")
    assert "On the second." in second
    assert "On the first." not in second
    assert f'data-target="{box.second.public_id}"' in second
    everything = page(client, LIVE)
    assert "On the first." in everything
    assert "On item 1" in everything
    assert "On the second." in everything
    page(client, f"{LIVE}?item=nowhere", 404)
    page(client, f"{BASE}/questions?item={box.second.public_id}")
    page(client, f"{BASE}/questions?item=nowhere", 404)


def test_outsiders_have_no_page_of_the_chair(site, client, box: Box):
    poll = box.draft()
    page(client, CHAIR, 404)
    page(client, f"{POLLS}{poll}", 404)
    sign_in(site, client, make_account(site, "m@example.org", ("moderator", "proceeding", box.hearing.id)))
    page(client, CHAIR, 404)
    page(client, f"{CHAIR}/{poll}", 404)
    answer = send(client, LIVE, {"seen": "0"}, to=f"{CHAIR}/{poll}/open")
    assert answer.status_code == 404
    box.act(set_guests, guests=False)
