"""Deciding on many, undoing, and groups of near-identical texts, through the pages and without JavaScript."""

import re

import pytest
from sqlalchemy import update

from consult.contributions.models import Contribution
from consult.core.jobs import run_due
from consult.moderation import jobs
from consult.moderation.operations.bulk import AT_ONCE
from consult.moderation.queries import Filter, queue
from tests.factories import TEST, hidden, make_account, make_body, page, sign_in, type_password
from tests.moderation.bulk_scene import make_desk
from tests.moderation.test_likeness import LETTER, OWN
from tests.moderation.test_likening import group

pytestmark = pytest.mark.pages
GROUP = r'href="(/en/desk/groups/[a-z0-9]{16})"'


@pytest.fixture
def desk(site):
    return make_desk(site)


@pytest.fixture
def browser(desk, client):
    type_password(client, "moderator@example.org")
    return client


def press(browser, address, to, **values):
    """Press a button of a page: with its token and hidden fields; the page that follows."""
    text = page(browser, address)
    given = {"csrf_token": hidden(text, "csrf_token")}
    given |= {name: hidden(text, name) for name in ("looked", "seen", "group") if f'name="{name}"' in text}
    answer = browser.post(to, data=given | values)
    return browser.get(answer.location) if answer.status_code in (302, 303) else answer


def states(desk, references):
    return [desk.row(one).state for one in references]


def bulk_id(answer):
    return found(r"/desk/bulk/([a-z0-9]{16})/", answer.text)


def found(pattern, text):
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


def test_the_chosen_are_shown_once_more_then_decided_then_undone(desk, browser):
    chosen, other = [desk.comment(f"comment {number}") for number in range(3)], desk.comment("another")
    answer = press(browser, "/en/desk/", "/en/desk/bulk", references=chosen, act="decline", reason="spam", note="Sorry")
    assert "Decide on 3 inputs" in answer.text
    assert all(words in answer.text for words in ("Comment: 3", "Sorry", "sent many times", "comment 1"))
    assert states(desk, chosen) == ["pending"] * 3
    here = f"/en/desk/bulk/{bulk_id(answer)}"
    answer = press(browser, here, f"{here}/start")
    assert "3 decisions are taken" in answer.text
    assert "3 decisions can be undone until" in answer.text
    assert states(desk, [*chosen, other]) == ["declined"] * 3 + ["pending"]
    answer = press(browser, here, f"{here}/undo", named=chosen[0])
    assert states(desk, chosen) == ["pending", "declined", "declined"]
    answer = press(browser, here, f"{here}/undo")
    assert states(desk, chosen) == ["pending"] * 3
    assert "Undone</dt><dd>3" in answer.text
    answer = press(browser, here, f"{here}/undo")
    assert answer.status_code == 409
    assert "The time to undo this is over" in answer.text


def test_all_that_match_are_many_and_wait_for_the_worker(desk, browser):
    french = [desk.comment(f"oui {number}", language="fr") for number in range(AT_ONCE + 5)]
    other = desk.comment("another")
    text = page(browser, "/en/desk/?language=fr")
    assert f"Decide all {AT_ONCE + 5} inputs that this list holds" in text
    answer = press(browser, "/en/desk/?language=fr", "/en/desk/bulk?language=fr", all="yes", act="approve")
    here = f"/en/desk/bulk/{bulk_id(answer)}"
    answer = press(browser, here, f"{here}/start")
    assert f"Decisions are being taken: 0 of {AT_ONCE + 5}" in answer.text
    assert "<progress" in answer.text
    run_due(desk.site.work, jobs.HANDLERS)
    assert f"{AT_ONCE + 5} decisions are taken" in page(browser, here)
    assert set(states(desk, french)) == {"published"}
    assert desk.row(other).state == "pending"
    answer = press(browser, here, f"{here}/undo")
    assert "Decisions are being undone" in answer.text
    run_due(desk.site.work, jobs.HANDLERS)
    assert set(states(desk, french)) == {"pending"}


def test_what_came_after_the_look_is_left_out_and_what_went_is_told(desk, browser):
    first, second = desk.comment("first"), desk.comment("second")
    text = page(browser, "/en/desk/")
    looked = hidden(text, "looked")
    later = desk.comment("later")
    desk.decide(first, "approve")
    sent = {"csrf_token": hidden(text, "csrf_token"), "looked": looked, "seen": "2", "all": "yes", "act": "approve"}
    answer = browser.get(browser.post("/en/desk/bulk", data=sent).location)
    assert "Decide on 1 input" in answer.text
    assert "1 that you saw was decided" in answer.text
    here = f"/en/desk/bulk/{bulk_id(answer)}"
    press(browser, here, f"{here}/start")
    assert states(desk, [second, later]) == ["published", "pending"]


def test_one_that_changed_before_the_yes_is_told_with_why(desk, browser):
    chosen = [desk.comment(f"comment {number}") for number in range(3)]
    answer = press(browser, "/en/desk/", "/en/desk/bulk", references=chosen, act="approve")
    desk.decide(chosen[1], "decline", "spam")
    here = f"/en/desk/bulk/{bulk_id(answer)}"
    answer = press(browser, here, f"{here}/start")
    assert "2 decisions are taken" in answer.text
    left = answer.text.partition("Left as they are")[2]
    assert chosen[1] in left
    assert "Somebody has decided on it meanwhile" in left
    assert chosen[0] not in left


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"act": "decline"}, "Choose a reason"),
        ({"act": "approve", "references": []}, "Nothing is decided. Choose at least one"),
        ({"act": "approve", "looked": "yesterday"}, "Nothing is decided"),
        ({"act": "approve", "note": "x" * 1001}, "1001 characters"),
    ],
)
def test_what_cannot_be_decided_is_said_in_a_sentence(desk, browser, wrong, words):
    reference = desk.comment()
    answer = press(browser, "/en/desk/", "/en/desk/bulk", **{"references": [reference]} | wrong)
    assert words in answer.text
    assert desk.row(reference).state == "pending"


def test_it_can_be_stopped_and_is_nobody_elses(desk, browser, app):
    chosen = [desk.comment(f"comment {number}") for number in range(3)]
    answer = press(browser, "/en/desk/", "/en/desk/bulk", references=chosen, act="approve")
    here = f"/en/desk/bulk/{bulk_id(answer)}"
    make_account(desk.site, "colleague@example.org", ("moderator", "body", desk.body.id))
    colleague = app.test_client()
    type_password(colleague, "colleague@example.org")
    assert colleague.get(here).status_code == 404
    assert press(colleague, "/en/desk/", f"{here}/start").status_code == 404
    assert "Stopped after 0 decisions" in press(browser, here, f"{here}/cancel").text
    assert press(browser, "/en/desk/", f"{here}/start").status_code == 409
    assert states(desk, chosen) == ["pending"] * 3


def test_after_a_decision_the_next_page_offers_to_undo_it(desk, browser):
    first, second = desk.comment("first"), desk.comment("second")
    item = f"/en/desk/items/{first}"
    answer = press(browser, item, item, act="approve", seen="1")
    assert f"{first} is approved." in answer.text
    assert "It can be undone until" in answer.text
    decision = desk.decisions(first)[0].public_id
    answer = press(browser, f"/en/desk/items/{second}", f"/en/desk/decisions/{decision}/undo", reference=first)
    assert f"The decision on {first} is undone" in answer.text
    assert desk.row(first).state == "pending"
    assert "It can be undone until" not in answer.text
    answer = press(browser, item, f"/en/desk/decisions/{decision}/undo", reference=first)
    assert "It was undone already" in answer.text
    press(browser, item, item, act="approve", seen="1")
    assert "Undo this decision" in page(browser, item)


def test_a_wave_is_one_line_with_one_decision_and_can_be_split(desk, browser):
    copies = [desk.comment(f"{LETTER}\n{text}") for text in OWN[:4]]
    apart = desk.comment(f"{LETTER}\n{' '.join(OWN[4:7])}")
    alone = desk.comment(OWN[7])
    group(desk)
    text = page(browser, "/en/desk/")
    assert "5 near-identical texts wait" in text
    here = found(GROUP, text)
    listed = re.findall(r'name="references" value="([^"]+)"', text)
    assert listed == [copies[0], alone]
    text = page(browser, here)
    assert "5 near-identical texts" in text
    assert text.index(apart) < min(map(text.index, copies[1:]))
    assert "<ins>" in text
    assert "1 text is taken out" in press(browser, here, f"{here}/split", how="chosen", references=[apart]).text
    answer = press(browser, here, "/en/desk/bulk", act="decline", reason="spam")
    assert "Decide on 4 inputs" in answer.text
    bulk = f"/en/desk/bulk/{bulk_id(answer)}"
    press(browser, bulk, f"{bulk}/start")
    assert states(desk, copies) == ["declined"] * 4
    assert states(desk, [apart, alone]) == ["pending"] * 2


def test_those_that_differ_most_are_taken_out_at_once(desk, browser):
    same = [desk.comment(LETTER) for _ in range(3)]
    longer = [desk.comment(f"{LETTER}\n{' '.join(OWN[place : place + 2])}") for place in (0, 2)]
    group(desk)
    here = found(GROUP, page(browser, "/en/desk/"))
    assert "90 %: 2 texts" in page(browser, here)
    answer = press(browser, here, f"{here}/split", how="beyond", beyond="90")
    assert "3 near-identical texts" in answer.text
    assert all(one not in answer.text for one in longer)
    assert all(one in answer.text for one in same)


def test_confidential_texts_make_no_group_for_whom_they_are_not(desk, browser, app):
    secret = [desk.comment(LETTER, confidentiality="secretariat") for _ in range(3)]
    flag_all(desk)
    group(desk)
    make_account(desk.site, "office@example.org", ("secretariat", "body", desk.body.id))
    office = app.test_client()
    type_password(office, "office@example.org")
    seen, text = page(browser, "/en/desk/"), page(office, "/en/desk/")
    assert all(one in seen for one in secret)
    assert "near-identical" not in seen
    assert "3 near-identical texts wait" in text
    here = found(GROUP, text)
    assert "farm workers" in page(office, here)
    assert browser.get(here).status_code == 404
    answer = press(browser, "/en/desk/", "/en/desk/bulk", group=here.rpartition("/")[2], act="hide", reason="spam")
    assert "Decide on 0 inputs" in answer.text


def flag_all(desk):
    def flag(db, _actor):
        db.execute(update(Contribution).values(flags=1))

    desk.site.work.run(flag, TEST)


def test_the_pages_of_the_queue_count_its_lines(desk, browser):
    for number in range(60):
        desk.comment(
            LETTER if number % 2 else f"{OWN[number % 8]} {OWN[(number + 3) % 8]} Number {number}, {number**3}."
        )
    group(desk)
    with desk.site.database.reading() as db:
        waiting = queue(db, desk.moderator, Filter())
    assert waiting.total == 60
    assert waiting.hidden >= 29
    assert len(waiting.lines) == 60 - waiting.hidden
    assert f"1 to {60 - waiting.hidden} of {60 - waiting.hidden}" in page(browser, "/en/desk/")
    assert len(re.findall('name="references"', page(browser, "/en/desk/?kind=comment"))) == 50


def test_everybody_who_moderates_all_of_it_may_look_at_a_bulk_again(site, app, desk, browser):
    """Not who moderates elsewhere, not before it is meant; and only who asked for it undoes it."""
    references = [desk.comment(f"comment {number}") for number in range(3)]
    here = (
        f"/en/desk/bulk/{bulk_id(press(browser, '/en/desk/', '/en/desk/bulk', references=references, act='approve'))}"
    )
    other, elsewhere = app.test_client(), app.test_client()
    sign_in(site, other, make_account(site, "second@example.org", ("moderator", "body", desk.body.id)))
    far = make_body(site, "far", "Another Commission")
    sign_in(site, elsewhere, make_account(site, "third@example.org", ("moderator", "body", far.id)))
    assert other.get(here).status_code == 404
    press(browser, here, f"{here}/start")
    text = page(other, here)
    assert "A colleague asked for this." in text
    assert f'action="{here}/undo"' not in text
    assert press(other, "/en/desk/", f"{here}/undo").status_code == 404
    assert elsewhere.get(here).status_code == 404
    assert f'href="{here}"' in page(other, f"/en/desk/items/{references[0]}")
    assert f'action="{here}/undo"' in page(browser, here)
