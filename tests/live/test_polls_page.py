"""Polls and questions in a real browser: they come, are answered and supported, and tell their result, without a reload."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from consult.core.actors import Actor
from consult.hearings.floor.queries import floor_of
from consult.hearings.polls.operations.drafting import NewPoll, draft_poll
from consult.hearings.polls.operations.limits import set_slow_mode
from consult.hearings.polls.operations.questions import handle_question
from consult.hearings.polls.operations.running import close_poll, open_poll
from consult.hearings.polls.operations.voting import vote_in_poll
from consult.proceedings.ballots.sealing import Sealing
from tests.hearings.hall.scene import Scene as Hall
from tests.live.conftest import Stage
from tests.live.launch import running
from tests.live.scene import TEST
from tests.live.test_hall_page import hall, live, opened
from tests.live.test_page import context_for

__all__ = ["hall"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
CHOICES = ({"en": "Yes", "ar": "نعم"}, {"en": "No", "ar": "لا"})
TICKING = re.compile(r'\s+|(?<=data-f="left">)[^<]*')


def act(stage: Stage, hall: Hall, operation, **values):
    with stage.site.database.reading() as db:
        seen = floor_of(db, hall.hearing.id).moves
    return stage.site.work.run(operation, TEST, proceeding_id=hall.hearing.id, seen=seen, **values).result


def drafted(stage: Stage, hall: Hall, **values) -> str:
    new = NewPoll({"en": "Shall it be adopted?", "ar": "هل يعتمد؟"}, CHOICES, **values)
    return stage.site.work.run(draft_poll, TEST, proceeding_id=hall.hearing.id, new=new).result


def bars(page: Page, poll: str) -> str:
    return TICKING.sub("", page.eval_on_selector(f"#poll-{poll} .bars", "one => one.outerHTML"))


def test_a_secret_poll_comes_is_answered_and_tells_its_result(stage: Stage, hall: Hall, chromium: Chromium) -> None:
    with running(stage.url) as server, opened(chromium, server, stage.browser(), live(hall, "ar")) as page:
        poll = drafted(stage, hall, rule="secret", seconds=600)
        act(stage, hall, open_poll, poll=poll)
        card = page.locator(f"#poll-{poll}")
        expect(card.locator("h3")).to_have_text("هل يعتمد؟")
        card.locator("label", has_text="لا").click()
        card.locator("form button").click()
        expect(card.locator("form")).to_have_count(0)
        sealing = Sealing(server.environment["CONSULT_SECRET_KEY"])
        for place in range(4):
            who = Actor(sender=f"another {place}")
            given: dict[str, Any] = {"poll": poll, "choices": ["a"], "sealing": sealing}
            stage.site.work.run(vote_in_poll, who, proceeding_id=hall.hearing.id, **given)
        act(stage, hall, close_poll, poll=poll, sealing=sealing)
        expect(card.locator(".num").first).to_contain_text("4 (80 %)")
        arrived = bars(page, poll)
        page.reload()
        assert bars(page, poll) == arrived


def test_a_vote_without_a_choice_is_refused_and_an_open_one_can_be_changed(
    stage: Stage, hall: Hall, chromium: Chromium
) -> None:
    poll = drafted(stage, hall)
    act(stage, hall, open_poll, poll=poll)
    with running(stage.url) as server, opened(chromium, server, stage.browser(), live(hall)) as page:
        card = page.locator(f"#poll-{poll}")
        card.locator("form button").click()
        expect(card.locator("[role=alert]")).to_have_text("Please fill in this field.")
        for words in ("Yes", "No"):
            card.locator("label", has_text=words).click()
            card.locator("form button").click()
            expect(card.locator("[role=status]")).to_have_text("Your vote is counted. Thank you.")
        expect(card.locator("[role=alert]")).to_have_count(0)
        page.reload()
        expect(card.locator("input[value=b]")).to_be_checked()


def test_a_question_is_asked_supported_and_marked(stage: Stage, hall: Hall, chromium: Chromium) -> None:
    with (
        running(stage.url) as server,
        opened(chromium, server, stage.browser(), live(hall)) as asker,
        opened(chromium, server, stage.browser(), live(hall)) as other,
    ):
        asker.fill("form[data-live-form] textarea", "Who pays for it?")
        asker.locator("form[data-live-form] [name=identity][value=none]").check(force=True)
        asker.locator("form[data-live-form] [name=confidentiality][value=public]").check(force=True)
        asker.locator("form[data-live-form] [name=kind]").click()
        lines = other.locator("#questions .question")
        expect(lines).to_have_count(1)
        expect(asker.locator("#questions .question")).to_have_count(1)
        expect(asker.locator("#comments .is-pending")).to_have_count(0)
        for count, pressed in (("1", "true"), ("0", "false"), ("1", "true")):
            lines.locator("button").click()
            expect(lines.locator("button")).to_have_attribute("aria-pressed", pressed)
            expect(lines.locator("b")).to_have_text(count)
        reference = lines.get_attribute("data-question")
        act(stage, hall, handle_question, reference=reference, state="answered")
        expect(lines.locator("[data-f=handling]")).to_have_text("Answered")
        expect(lines.locator("button")).to_be_disabled()
        with context_for(chromium, server, stage.browser()) as plain:
            fresh = plain.new_page()
            fresh.goto(f"{server.url}{live(hall)}")
            expect(fresh.locator("#questions .comment-body")).to_have_text("Who pays for it?")
            expect(fresh.locator("#questions b")).to_have_text("1")


def test_in_slow_mode_what_was_typed_waits_and_goes_out_by_itself(stage: Stage, hall: Hall, chromium: Chromium) -> None:
    act(stage, hall, set_slow_mode, seconds=3)
    with running(stage.url) as server, opened(chromium, server, stage.browser(), live(hall)) as page:
        page.locator("form[data-live-form] [name=identity][value=none]").check(force=True)
        page.locator("form[data-live-form] [name=confidentiality][value=public]").check(force=True)
        box, button = page.locator("form[data-live-form] #body"), page.locator("form[data-live-form] .btn-primary")
        box.fill("First.")
        button.click()
        expect(button).to_be_disabled()
        expect(button).to_have_text(re.compile(r"\([123]\)$"))
        expect(page.locator("form[data-live-form] [role=status]")).to_have_text("You can send again in 3 s.")
        box.fill("Second.")
        page.evaluate("document.querySelector('form[data-live-form]').requestSubmit()")  # as another window would
        waiting = page.locator("#comments .is-unsent", has_text="Second.")
        expect(waiting.locator(".moderated")).to_contain_text("The chair has set a pause")
        expect(page.locator("#comments .is-unsent")).to_have_count(0, timeout=10_000)
        expect(page.locator("#comments", has_text="Second.")).to_be_visible()
        expect(button).to_be_enabled(timeout=10_000)
        expect(page.locator("form[data-live-form] [role=status]")).to_have_text("You can send again.")
