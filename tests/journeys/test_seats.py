"""Coming into a room and going: invited, removed under open pages, asking to join, and leaving."""

import pytest
from playwright.sync_api import expect

from tests.journeys.coming_in import NAME, invite, signed_in_elsewhere, take_up
from tests.journeys.people import WORKSPACE, Visitor, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
COALITION = "workspaces/open-streets-coalition"


def say(visitor: Visitor, words: str) -> None:
    """Send a message to the room."""
    visitor.fill(body=words)
    visitor.page.locator("form[data-live-form] .btn-primary").click()


def follow(visitor: Visitor, address: str) -> None:
    """Open the room, and wait until its socket is connected."""
    with visitor.page.expect_websocket() as socket:
        visitor.go(address)
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))


def test_a_removed_member_is_shut_out_everywhere_at_once(world: World) -> None:
    office, guest = world.visitor().sign_in("secretariat"), world.visitor(width=360)
    take_up(guest, invite(office))
    other = signed_in_elsewhere(world)
    for browser in (guest, other):
        follow(browser, f"{WORKSPACE}/")
    guest.look("room")
    page = office.go(f"{WORKSPACE}/members/")
    row = page.locator("tr", has_text=NAME)
    expect(row).to_contain_text("Harbour Watch")
    expect(row).to_contain_text("Legal adviser")
    office.look("members")
    office.press(row.locator("a.btn"))
    office.press(page.locator("a.btn-danger"))
    office.fill(reason="Absent for a year.")
    office.look("why")
    office.press(page.locator("main form .btn-danger"))
    office.look("gone")
    for browser in (guest, other):
        expect(browser.page.locator("#conn.is-ended p")).to_be_visible()
    guest.look("removed")
    writer = world.visitor().sign_in("adviser.teras")
    writer.go(f"{WORKSPACE}/")
    say(writer, "Not for Hana any more.")
    expect(writer.page.locator("#comments .comment-body").first).to_have_text("Not for Hana any more.")
    for browser in (guest, other):
        assert "Not for Hana" not in browser.page.content()
        for part in ("", "members/", "discussions/", "documents/", "leave", "join"):
            assert browser.status(f"{WORKSPACE}/{part}") == 404
    told = guest.go("workspaces/").locator("main")
    expect(told).to_contain_text("Absent for a year.")
    assert "Advisory group on the policing" not in told.inner_text()
    guest.look("told-why")


def test_somebody_asks_to_join_is_let_in_and_leaves(world: World) -> None:
    outsider, chair = world.visitor(width=360).sign_in("citizen"), world.visitor().sign_in("coalition.roads")
    page = outsider.go("workspaces/")
    outsider.press(page.locator(f"a[href$='/{COALITION}/join']"))
    outsider.look("join")
    assert "Mirembe" not in page.locator("main").inner_text()
    outsider.fill(text="I count who is let through the barriers.", organisation="Gate Watch")
    outsider.press(page.locator("main form .btn-primary"))
    expect(page.locator("main .pill")).to_have_text("Waiting for an answer")
    theirs = chair.go(f"{COALITION}/")
    chair.press(theirs.locator("a[href$='#asked-h']"))
    chair.press(theirs.locator("li", has_text="Amara").locator("a[href*='/members/requests/']"))
    chair.fill(answer="You are welcome.")
    chair.look("request")
    chair.press(theirs.locator("button[value=accept]"))
    expect(theirs.locator("table.seats")).to_contain_text("Gate Watch")
    follow(outsider, f"{COALITION}/")
    outsider.press(page.locator("a[href$='/members/']").first)
    outsider.press(page.locator("a[href$='/leave']"))
    outsider.look("leave")
    outsider.press(page.locator("main form .btn-danger"))
    assert outsider.status(f"{COALITION}/") == 404
    assert chair.go(f"{COALITION}/members/").locator("table.seats", has_text="Gate Watch").count() == 0
    chair.look("former")


def test_the_last_who_leads_cannot_leave(world: World) -> None:
    chair = world.visitor().sign_in("rapporteur")
    page = chair.go(f"{WORKSPACE}/members/")
    office = page.locator("tr", has_text="Secretary").count()
    assert office == 1
    secretary = world.visitor().sign_in("secretariat")
    secretary.go(f"{WORKSPACE}/leave")
    secretary.press(secretary.page.locator("main form .btn-danger"))
    chair.go(f"{WORKSPACE}/leave")
    page.locator("main form .btn-danger").click()
    expect(page.locator("[role=alert]")).to_contain_text("name another chair or secretary")
    chair.look("refused")
    assert chair.status(f"{WORKSPACE}/") == 200
