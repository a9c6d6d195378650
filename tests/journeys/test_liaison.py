"""A liaison group: a task on its way, and a request that is drafted, sent, acknowledged, moved, answered and followed up."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from consult.core.clock import now
from tests.journeys.people import Visitor, World
from tests.journeys.planned_ways import PLAN, REQUESTS, ROOM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def day(days: int) -> str:
    """A day that is so far away that no time zone matters."""
    return (now() + timedelta(days=days)).date().isoformat()


def step(visitor: Visitor, name: str) -> Locator:
    """The form of a step, opened by its words."""
    form = visitor.page.locator(f".plan-step:has(input[name=step][value={name}])")
    form.locator("summary").click()
    return form


def take(visitor: Visitor, name: str, words: str = "", due_on: str = "") -> None:
    """Take a step with these words."""
    form = step(visitor, name)
    if words:
        form.locator("textarea").fill(words)
    if due_on:
        form.locator("[name=due_on]").fill(due_on)
    visitor.press(form.locator("button.btn"))
    expect(visitor.page.locator(".notice-ok")).to_be_visible()


def test_a_request_goes_its_whole_way(world: World) -> None:
    member = world.visitor(width=360).sign_in("mission.liaison")
    page = member.go(f"{REQUESTS}new")
    member.fill(
        institution="Prefecture of Maray", title="A seat at the weekly briefing", text="One member, each Monday."
    )
    member.fill(subject="information", due_on=day(5))
    mine = page.locator("#responsible option", has_text="Mbatha").get_attribute("value") or ""
    member.fill(responsible=mine)
    member.press(page.locator("main form.form .btn-primary"))
    place = page.url.partition("/en/")[2]
    assert page.locator(".plan-step").count() == 0  # a draft is sent by who leads
    member.look("drafted")
    chair = world.visitor("ar").sign_in("rapporteur")
    chair.go(place)
    take(chair, "send")
    chair.look("sent")
    member.go(place)
    take(member, "acknowledge", "By telephone.")
    take(member, "move_due", "They meet next week.", day(12))
    take(member, "answer", "Agreed, from the first Monday on.")
    expect(page.locator(".plan-head .pill")).to_have_text("Answered")
    take(member, "follow_up", "Two of us were there on Monday.")
    member.look("followed-up")
    history = page.locator(".plan-history").inner_text()
    for words in ("By telephone.", "They meet next week.", "Agreed, from", "Two of us were there"):
        assert words in history
    chair.go(place)
    take(chair, "close")
    assert chair.page.locator(".plan-step").count() == 0
    observer = world.visitor().sign_in("observer")
    assert "A seat at the weekly briefing" in observer.go(f"{REQUESTS}?state=closed").locator("main").inner_text()
    stranger = world.visitor().sign_in("stranger")
    assert stranger.status(place) == 404


def test_a_task_is_added_and_done_by_whose_it_is(world: World) -> None:
    chair, member = world.visitor().sign_in("rapporteur"), world.visitor("ar", width=360).sign_in("defenders.maray")
    page = chair.go(f"{PLAN}tasks/new")
    chair.fill(title="Write down what the night was like", due_on=day(-2))
    mine = page.locator("#responsible option", has_text="Andriamahery").get_attribute("value") or ""
    chair.fill(responsible=mine)
    chair.press(page.locator("main form.form .btn-primary"))
    expect(page.locator("tr", has_text="Write down what").locator(".pill-bad")).to_be_visible()
    member.go("workspaces/tasks")
    member.look("own")
    member.press(member.page.locator("main a", has_text="Write down what"))
    member.fill(state="done")
    member.press(member.page.locator("form.plan-state .btn-primary"))
    member.look("done")
    assert "Write down what" not in member.go("workspaces/tasks").locator("main").inner_text()
    assert "Write down what" in chair.go(PLAN).locator(".plan-table").first.inner_text()
    expect(chair.page.locator("tr", has_text="Write down what").locator(".pill-bad")).to_have_count(0)
    chair.go(f"{ROOM}/")
    chair.look("overview")
