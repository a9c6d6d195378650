"""A group decides: a member proposes, the chair opens, members vote openly and secretly, and the result appears; a meeting."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.people import WORKSPACE, Visitor, World, both

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
ADVISERS = ("adviser.teras", "adviser.deaf", "adviser.press", "adviser.legal")


def propose(visitor: Visitor, **fields: str) -> str:
    """Write a proposal; its path below the language."""
    visitor.go(f"{WORKSPACE}/votes/new")
    visitor.fill(**fields)
    visitor.press(visitor.page.locator("main form.form .btn-primary"))
    return visitor.page.url.partition(f"/{visitor.lang}/")[2]


def vote(visitor: Visitor, path: str, choice: str) -> None:
    """Vote, and see that it is counted."""
    visitor.go(path)
    visitor.fill(choice=choice)
    visitor.press(visitor.page.locator("main form .btn-primary").first)
    expect(visitor.page.locator(".notice-ok")).to_be_visible()


@both
def test_members_vote_secretly_and_the_result_appears(world: World) -> None:
    people = [world.visitor().sign_in(name) for name in ADVISERS]
    chair = world.visitor("ar", width=360).sign_in("rapporteur")
    path = propose(
        people[0], title="Annex B goes out with the advice", method="majority", secrecy="secret", quorum="50"
    )
    people[0].look("draft")
    assert chair.status(path) == 200
    chair.press(chair.page.locator(f"form[action$='{path.rpartition('/')[2]}/open'] button"))
    vote(chair, path, "no")
    for one, choice in zip(people, ("yes", "yes", "no", "yes"), strict=True):
        vote(one, path, choice)
    people[3].look("voted")
    vote(people[2], path, "yes")  # changed
    watching = people[1]
    watching.go(path)
    chair.go(path)
    chair.press(chair.page.locator("form[action$='/close'] button"))
    chair.look("closed")
    expect(watching.page.locator("#result-h")).to_be_visible(timeout=25_000)  # without a press of theirs
    told = watching.page.locator(".votes-result").inner_text()
    assert "The proposal is adopted." in told
    assert "4 (80 %)" in told
    assert watching.page.get_by_text("Who chose what").count() == 0
    observer = world.visitor().sign_in("observer")
    assert observer.status(path) == 200
    assert observer.page.locator("[name=choice]").count() == 0
    stranger = world.visitor().sign_in("stranger")
    assert stranger.status(path) == 404


def test_an_objection_stops_a_consensus(world: World) -> None:
    chair, member = world.visitor().sign_in("rapporteur"), world.visitor("ar", width=360).sign_in("adviser.press")
    path = propose(chair, title="The advice is closed on Friday", method="consensus", quorum="20", secrecy="open")
    chair.press(chair.page.locator("form[action$='/open'] button"))
    vote(chair, path, "agree")
    member.go(path)
    member.fill(choice="object")
    member.press(member.page.locator("main form .btn-primary").first)
    expect(member.page.locator("#vote-error")).to_be_visible()
    member.look("refused")
    member.fill(choice="object", reason="الترجمة لم تصل بعد.")
    member.press(member.page.locator("main form .btn-primary").first)
    chair.go(path)
    chair.press(chair.page.locator("form[action$='/close'] button"))
    expect(chair.page.locator(".objection")).to_contain_text("الترجمة لم تصل بعد.")
    chair.look("objected")


def test_the_chair_plans_a_meeting_and_members_find_it(world: World) -> None:
    chair, member = world.visitor().sign_in("rapporteur"), world.visitor("ar", width=360).sign_in("adviser.deaf")
    chair.go(f"{WORKSPACE}/meetings/new")
    day = (date.today() + timedelta(days=20)).isoformat()
    chair.fill(title="Fourth meeting", starts_local=f"{day}T10:00", ends_local=f"{day}T11:00", agenda="One\nTwo")
    chair.press(chair.page.locator("main form.form .btn-primary"))
    chair.look("planned")
    member.go(f"{WORKSPACE}/meetings/")
    expect(member.page.get_by_text("Fourth meeting")).to_be_visible()
    member.press(member.page.get_by_text("Fourth meeting"))
    assert member.page.locator("[name=present]").count() == 0
    member.look("found")
