"""Words withheld by two persons, with selection and with signs, and what readers in English and Arabic find."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Visitor, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
SAID = "The officer Quillfeather of 14 Chandler Row pushed me. Write to me at quill@feather.example."
ARABIC = "الضابط كويلفيذر دفعني في شارع الميناء، وهاتفي ٠٧٩ ١٢٣ ٤٥٦٧."
SELECT = (
    "(field, words) => field.setSelectionRange(field.value.indexOf(words), field.value.indexOf(words) + words.length)"
)


def want_two(world: World) -> None:
    """The secretariat wants two persons from now on."""
    office = world.visitor().sign_in("secretariat")
    page = office.go("desk/people/")
    office.press(page.locator("main li:has(.pill) a").first)
    office.press(page.get_by_role("link", name="Settings of the desk"))
    office.choose(page.locator("[name=two_persons]"))
    office.press(page.locator("main form .btn-primary"))
    expect(page.locator(".notice-ok")).to_have_text("The settings are stored.")
    office.look("settings")


def open_marks(moderator: Visitor, reference: str) -> Page:
    """From the open item to the page on which words are marked."""
    page = moderator.go(f"desk/items/{reference}")
    moderator.press(page.locator("#redact"))
    return page


def confirm(second: Visitor, reference: str, button: str) -> None:
    """Find it among what waits, look at it, and confirm."""
    page = second.go("desk/proposals/")
    second.look("waiting")
    second.press(page.locator(f"main a:has-text('{reference}')"))
    second.look("to-confirm")
    second.press(page.get_by_role("button", name=button, exact=True))


def test_words_are_selected_proposed_confirmed_and_gone(world: World) -> None:
    want_two(world)
    reference, _codeword = world.visitor(script=False).comment(SAID, name="Ama Toure")
    first = world.visitor().sign_in("moderator")
    page = open_marks(first, reference)
    field = page.locator("#marks-1")
    field.evaluate(SELECT, "Quillfeather")
    first.look("marks")
    page.locator("[data-withhold]").first.click()
    assert "⟦Quillfeather⟧" in field.input_value()
    first.choose(page.locator("[name=suggested]").first)
    first.fill(reason="private_person", note="He has not agreed to be named.")
    first.press(page.locator("[name=look]"))
    expect(page.locator(".comment-body").first).to_contain_text("[withheld: it names a private person]")
    first.look("looked")
    first.press(page.get_by_role("button", name="Propose to withhold"))
    expect(page.locator(".notice-ok")).to_contain_text("Another person has to confirm it")
    first.look("proposed")
    second = world.visitor().sign_in("secretariat")
    confirm(second, reference, "Confirm")
    reader = world.visitor(width=360, script=False)
    second.go(f"desk/items/{reference}")
    second.look("confirmed")
    second.page.keyboard.press("a")
    expect(second.page.locator(".notice-ok")).to_contain_text(reference)
    found = reader.go(f"consultations/peaceful-assemblies/submissions/{reference}")
    expect(found.locator("main")).to_contain_text(
        "The officer [withheld: it names a private person] of 14 Chandler Row"
    )
    assert "Quillfeather" not in found.content()
    assert "quill@" not in found.content()
    reader.look("public")


def test_without_javascript_the_words_stand_between_signs_in_arabic(world: World) -> None:
    reference, codeword = world.visitor("ar", script=False).comment(ARABIC, name="ليلى")
    first = world.visitor("ar", script=False).sign_in("moderator.ar")
    page = open_marks(first, reference)
    page.locator("#marks-1").fill(ARABIC.replace("كويلفيذر", "[[كويلفيذر]]"))
    first.choose(page.locator("[name=suggested]").first)
    first.fill(reason="private_person")
    first.look("marks-ar")
    first.press(page.locator("main form .btn-primary"))
    moderator = world.visitor("ar").sign_in("moderator.ar")
    item = moderator.go(f"desk/items/{reference}")
    moderator.look("item-ar")
    item.keyboard.press("a")
    expect(item.locator(".notice-ok")).to_contain_text(reference)
    found = world.visitor("ar", width=360).go(f"consultations/peaceful-assemblies/submissions/{reference}")
    assert "كويلفيذر" not in found.content()
    assert "١٢٣" not in found.locator(".comment-body").first.inner_text()
    world.visitors[-1].look("public-ar")
    author = world.visitor("ar", width=360)
    author.come_back(reference, codeword)
    expect(author.page.locator("mark").first).to_contain_text("كويلفيذر")
    author.look("author-ar")


def test_an_author_asks_for_erasure_and_the_office_grants_it(world: World) -> None:
    author = world.visitor(width=360, script=False)
    reference, codeword = author.comment("My name is Quillfeather and I was there.", name="Quillfeather")
    author.come_back(reference, codeword)
    author.press(author.page.get_by_role("link", name="Ask for it to be erased"))
    author.look("ask")
    author.fill(note="I am in danger.")
    author.press(author.page.locator("main form button"))
    expect(author.page.locator("main")).to_contain_text("The secretariat has not decided yet.")
    office = world.visitor().sign_in("secretariat")
    page = office.go(f"desk/items/{reference}")
    expect(page.locator("main")).to_contain_text("I am in danger.")
    office.look("asked")
    office.press(page.get_by_role("link", name="Erase …").first)
    office.fill(ground="author_asked")
    office.choose(page.locator("[name=sure]"))
    office.look("erase")
    office.press(page.locator("main form .btn-danger"))
    expect(page.locator("main")).to_contain_text("Its number stays.")
    author.go(f"return/{reference}")
    assert "Quillfeather" not in author.page.content()
