"""Two moderators at the desk, by keyboard, and what the author learns of it behind the codeword."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Visitor, World, both

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

NOTE = "Please send it again without the address."


def decide(moderator: Visitor, key: str, *, reason: str = "", note: str = "") -> None:
    """Choose reason and note on the open item, and press the key of the decision."""
    page = moderator.page
    if note:
        page.locator("#decide [name=note]").fill(note)
    if reason:
        choice = page.locator(f"#decide [name=reason][value={reason}]")
        moderator.choose(choice)
        choice.focus()
    with page.expect_navigation():
        page.keyboard.press(key)


@both
def test_decides_by_keyboard_and_the_author_is_told(world: World) -> None:
    author = world.visitor(width=360, script=False)
    reference, codeword = author.comment("The officer who lives at 14 Chandler Row should answer for it.")
    moderator = world.visitor().sign_in("moderator")
    page = moderator.go("desk/?kind=comment")
    waiting = int(page.locator("h2#queue").inner_text().split()[0])
    moderator.look("queue")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first = page.locator("#input").inner_text()
    moderator.look("item")
    decide(moderator, "a")
    expect(page.locator(".notice-ok")).to_contain_text(first)
    expect(page.locator("h2#queue")).to_have_text(re.compile(rf"^{waiting - 1} "))
    assert page.locator("#input").inner_text() != first
    moderator.go(f"desk/items/{reference}")
    page.keyboard.press("d")  # asks for the reason first, and decides nothing without one
    assert page.evaluate("document.activeElement.name") == "reason"
    decide(moderator, "Enter")
    assert moderator.focused() == "error-summary"
    moderator.look("no-reason")
    decide(moderator, "d", reason="private_person", note=NOTE)
    expect(page.locator(".notice-ok")).to_contain_text(reference)
    author.come_back(reference, codeword)
    expect(author.page.locator(".pill-bad")).to_have_text("Declined")
    expect(author.page.locator(".notice-warn")).to_contain_text(NOTE)
    expect(author.page.locator(".notice-warn")).to_contain_text("private person")
    author.look("told")


def test_hides_and_restores(world: World) -> None:
    reader, moderator = world.visitor(width=360), world.visitor().sign_in("moderator")
    page = reader.go("consultations/peaceful-assemblies/comments")
    shown = page.locator("#comments article:has(.comment-body)").first
    reference, words = shown.get_attribute("id"), shown.locator(".comment-body").inner_text()
    moderator.go(f"desk/items/{reference}")
    decide(moderator, "h", reason="insult")
    here = reader.page.locator(f"#{reference}")
    reader.page.reload()
    expect(here.locator(".moderated strong")).to_have_text("Hidden by a moderator.")
    assert words not in reader.page.content()
    reader.look("hidden")
    moderator.go(f"desk/items/{reference}")
    decide(moderator, "s")
    reader.page.reload()
    expect(here.locator(".comment-body")).to_have_text(words)


def test_a_second_moderator_is_told_that_the_first_was_faster(world: World) -> None:
    reference, _codeword = world.visitor(script=False).comment("Read twice, decided once.")
    one, two = world.visitor().sign_in("moderator"), world.visitor("ar").sign_in("moderator.ar")
    for moderator in (one, two):
        moderator.go(f"desk/items/{reference}")
    decide(one, "a")
    decide(two, "d", reason="spam", note="مكرر")
    expect(two.page.locator("bdi.symbol")).to_have_text(reference)
    expect(two.page.locator("blockquote")).to_have_text("مكرر")
    expect(two.page.locator("main")).to_contain_text("Kwabena Osei")
    two.look("changed")
