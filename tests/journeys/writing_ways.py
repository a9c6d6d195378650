"""The way of somebody who writes with others: the text, a paragraph in its place and on a page, its history, two versions."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.journeys.people import Visitor

DOCUMENTS = "workspaces/open-streets-coalition/documents/"
DOCUMENT = "main a[href*='/documents/']:not([href$='/documents/']):not([href$='/new']):not([href$='/word'])"


def written(visitor: Visitor) -> Iterator[tuple[str, str, Page]]:
    """A member writes and leaves, reads what a paragraph has said, and looks at what came too late."""
    page = visitor.sign_in("coalition.drums").go(DOCUMENTS)
    visitor.press(page.locator(DOCUMENT).first)
    visitor.press(page.locator("main a[href$='/write']"))
    yield "writing", "writing.view", page
    line = page.locator(".written").nth(1)
    line.locator("button[value=take]").click()
    expect(line.locator("textarea")).to_be_focused()
    yield "writing-here", "writing.view", page
    line.locator("[data-leave]").click()
    expect(page.locator(".writer")).to_have_count(0)
    text = page.url
    history = page.locator(".written").nth(3).locator("a[href$='/history']")
    visitor.press(history)
    yield "paragraph-history", "writing.history", page
    page.goto(page.url.replace("/history", "/edit"))
    yield "paragraph", "writing.edit", page
    visitor.press(page.locator("main button[value=take]"))
    expect(page.locator("main textarea")).to_be_visible()
    yield "paragraph-written", "writing.edit", page
    visitor.press(page.locator("main button[value=release]"))
    page.goto(text)
    visitor.press(page.locator(".late a").first)
    yield "two-versions", "writing.conflict", page
