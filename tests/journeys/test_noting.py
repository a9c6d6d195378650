"""A note-taker at work in a browser: line by line, over a lost connection, and beside a colleague who corrects the same line."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import HEARING, Visitor, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
COLUMN = f"{HEARING}/minutes/?language=en"


def at_column(world: World, who: str) -> tuple[Visitor, Page]:
    """The column of a note-taker, following the hearing."""
    visitor = world.visitor().sign_in(who)
    return visitor, followed(visitor, COLUMN)


def followed(visitor: Visitor, path: str) -> Page:
    """A page whose stream is joined."""
    with visitor.page.expect_websocket() as socket:
        visitor.go(path)
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    return visitor.page


def type_line(page: Page, words: str) -> None:
    """Write over what stands in the field, and press Enter."""
    page.locator("#text").fill(words)
    page.locator("#text").press("Enter")


def test_lines_go_out_once_and_corrections_meet(world: World) -> None:
    one, notes = at_column(world, "notes")
    _two, other = at_column(world, "chair")
    reader = followed(world.visitor("ar", width=360), f"{HEARING}/minutes/en")
    last = reader.locator(".line-text").last
    type_line(notes, "The horses stood at the <b>north</b> end.")
    expect(last).to_have_text("The horses stood at the <b>north</b> end.")
    expect(reader.locator(".said-by").last).to_contain_text("الاسم معروف لدى الأمانة")
    one.is_offline = True
    one.context.set_offline(True)
    type_line(notes, "Then the order came.")
    type_line(notes, "Nobody moved.")
    expect(notes.locator("#outbox .unsent")).to_have_count(2)
    one.context.set_offline(False)
    expect(last).to_have_text("Nobody moved.")
    expect(notes.locator("#outbox .unsent")).to_have_count(0)
    expect(reader.get_by_text("Then the order came.")).to_have_count(1)
    for page in (notes, other):
        expect(page.locator(".line-text").last).to_have_text("Nobody moved.")
        page.locator("#text").press("ArrowUp")
        expect(page.locator("#text")).to_have_value("Nobody moved.")
    type_line(other, "Nobody moved at first.")
    expect(last).to_have_text("Nobody moved at first.")
    type_line(notes, "Not one moved.")
    expect(notes.locator("#outbox")).to_contain_text("Nobody moved at first.")
    expect(notes.locator("#text")).to_have_value("Not one moved.")
    notes.locator("#text").press("Enter")
    expect(last).to_have_text("Not one moved.")
    expect(reader.locator(".line-history").last).to_be_visible()
    (refused,) = one.complaints  # the browser's, about the correction that came second
    assert refused.startswith("answer 409")
    one.complaints.clear()
