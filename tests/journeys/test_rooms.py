"""The chair opens and closes a hearing; members of a workspace among themselves."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import HEARING, WORKSPACE, Visitor, World, both

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def say(visitor: Visitor, words: str) -> None:
    """Send a message to the room."""
    visitor.fill(body=words)
    visitor.page.locator("form[data-live-form] .btn-primary").click()


def test_the_chair_closes_and_opens_again(world: World) -> None:
    chair, reader = world.visitor().sign_in("chair"), world.visitor("ar", width=360)
    page = chair.go(f"{HEARING}/chair")
    chair.look("open")
    chair.press(page.locator("form.controls .wide"))
    expect(page.locator(".notice-ok")).to_be_visible()
    chair.look("closed")
    reader.go(f"{HEARING}/live")
    assert reader.page.locator("form[data-live-form]").count() == 0
    reader.page.wait_for_load_state("networkidle")
    assert reader.page.locator("#conn p").count() == 0  # nothing that never began is told to have ended
    reader.look("closed-to-readers")
    chair.press(page.locator("form.controls .wide"))
    reader.page.reload()
    assert reader.page.locator("form[data-live-form]").count() == 1


def test_the_chair_closes_the_comments_while_somebody_writes(world: World) -> None:
    chair, writer = world.visitor().sign_in("chair"), world.visitor("ar", width=360)
    with writer.page.expect_websocket() as socket:
        writer.go(f"{HEARING}/live")
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    writer.fill(body="Half a sentence")
    page = chair.go(f"{HEARING}/chair")
    page.locator("button[value='close_comments']").click()
    chair.look("comments-closed")
    button = writer.page.locator("form[data-live-form] .btn-primary")
    expect(writer.page.locator("#door p")).to_be_visible()
    expect(button).to_be_disabled()
    assert writer.page.input_value("[name=body]") == "Half a sentence"
    writer.look("told")
    page.locator("button[value='open_comments']").click()
    expect(button).to_be_enabled()
    expect(writer.page.locator("#door p")).to_have_count(0)
    expect(writer.page.locator("#watching")).to_contain_text("2", timeout=15_000)
    writer.look("watching")


def test_the_chair_hides_a_comment_under_everybodys_eyes(world: World) -> None:
    chair, reader = world.visitor().sign_in("chair"), world.visitor(width=360)
    with reader.page.expect_websocket() as socket:
        reader.go(f"{HEARING}/live")
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    shown = reader.page.locator("#comments article:has(.comment-body)").first
    reference, words = shown.get_attribute("id"), shown.locator(".comment-body").inner_text()
    page = chair.go(f"{HEARING}/chair")
    chair.press(page.locator(f"#{reference} a[href*='/comments/']"))
    chair.look("decide")
    page.select_option("#reason", "insult")
    chair.press(page.locator("button[value=hide]"))
    expect(reader.page.locator(f"#{reference} .moderated strong")).to_have_text("Hidden by a moderator.")
    assert words not in reader.page.locator("#comments").inner_text()


@both
def test_a_room_is_for_its_members(world: World) -> None:
    one, two = world.visitor().sign_in("adviser.teras"), world.visitor("ar", width=360).sign_in("adviser.press")
    for member in (one, two):
        with member.page.expect_websocket() as socket:
            member.go(f"{WORKSPACE}/")
        socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    say(one, "Shall we meet on Thursday?")
    arrived = two.page.locator("#comments article").first
    expect(arrived.locator(".comment-body")).to_have_text("Shall we meet on Thursday?")
    expect(arrived.locator("bdi").first).to_have_text("Prof. Ruth Achterberg-Nyong")
    two.look("arrived")
    one.look("sent")
    stranger = world.visitor().sign_in("stranger")
    assert stranger.status(f"{WORKSPACE}/") == 404
    refused = stranger.page.locator("main").inner_text()
    assert stranger.status("workspaces/no-such-room/") == 404
    assert stranger.page.locator("main").inner_text() == refused
    assert "Advisory group" not in stranger.go("workspaces/").locator("main").inner_text()
    observer = world.visitor().sign_in("observer")
    observer.go(f"{WORKSPACE}/")
    assert observer.page.locator("form[data-live-form]").count() == 0
