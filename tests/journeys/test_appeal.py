"""Somebody without account or JavaScript, on a telephone and in Arabic: reads the reasons, appeals, and answers a letter."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import CONSULTATION, Visitor, World, both

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
NOTE = "أُرسل النص مرات عدة."
APPEAL = "لم أرسله إلا مرة واحدة."
ANSWER = "أقصد الجسر القديم."


def declined(moderator: Visitor, reference: str) -> None:
    """Decline an input at the desk."""
    page = moderator.go(f"desk/items/{reference}")
    page.fill("#decide [name=note]", NOTE)
    moderator.choose(page.locator("#decide [name=reason][value=spam]"))
    moderator.press(page.locator("#decide button[value=decline]"))


def settled(second: Visitor, reference: str) -> None:
    """Overturn the decision as another moderator, and write to the author."""
    page = second.go(f"desk/items/{reference}")
    expect(page.locator("section[aria-labelledby=appeals-h] .quote")).to_have_text(APPEAL)
    second.look("appeal-at-the-desk")
    second.choose(page.locator("[name=settle-outcome][value=overturned]"))
    page.fill("[name=settle-note]", "You are right.")
    second.press(page.get_by_role("button", name="Decide the appeal"))
    page.goto(f"{second.world.url}/en/desk/items/{reference}?begin=question")
    page.fill("[name=letter-text]", "Which bridge do you mean?")
    second.press(page.get_by_role("button", name="Send the letter"))
    second.look("letter-at-the-desk")


@both
def test_a_decision_is_appealed_against_lifted_and_a_letter_answered(world: World) -> None:
    author = world.visitor("ar", width=360, script=False)
    reference, codeword = author.comment("الجسر ضيق جدا.")
    moderator, second = world.visitor().sign_in("moderator"), world.visitor(script=False).sign_in("secretariat")
    declined(moderator, reference)

    author.come_back(reference, codeword)
    page = author.page
    expect(page.locator("article.notice-warn .quote")).to_have_text(NOTE)
    assert page.evaluate("document.dir") == "rtl"
    author.look("reasons")
    author.press(page.locator("main a[href*='/appeal/']"))
    author.look("appeal")
    author.press(page.locator("main form .btn-primary"))  # with nothing typed
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("[name=text]", APPEAL)
    author.press(page.locator("main form .btn-primary"))
    expect(page.locator(".notice-ok")).to_be_visible()
    author.look("appealed")

    own = moderator.go(f"desk/items/{reference}")
    expect(own.locator("[name=settle-outcome]")).to_have_count(0)  # whoever decided cannot decide again
    settled(second, reference)

    author.go(f"return/{reference}")
    expect(page.locator("article .quote").last).to_have_text("You are right.")
    expect(page.locator("section[aria-labelledby=letters-h]")).to_contain_text("Which bridge do you mean?")
    author.look("overturned")
    author.press(page.locator(f"main a[href$='/return/{reference}/letters']"))
    page.fill("[name=text]", ANSWER)
    author.look("answer")
    author.press(page.locator("main form .btn-primary"))
    expect(page.locator("section[aria-labelledby=letters-h]")).to_contain_text(ANSWER)
    again = second.go(f"desk/items/{reference}")
    expect(again.locator("section[aria-labelledby=letters-h]")).to_contain_text(ANSWER)
    public = author.go(f"{CONSULTATION}/moderation")
    expect(public.locator("h1")).to_be_visible()
    author.look("moderation")
    assert world.complaints() == []
