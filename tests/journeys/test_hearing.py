"""A whole hearing with three browsers: registering, the list, the floor and its clock, comments, a poll, notes, the record."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import HEARING, Visitor, World
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
NAME = "Ama Toure"
COMMENT, SAID = "شكراً لمن تتكلم.", "طلبنا مخرجاً فلم نجده."
REGISTRATIONS = f"desk/proceedings/{HEARING.replace('hearings', 'hearing', 1)}/registrations"


def followed(visitor: Visitor, path: str) -> Page:
    """A page whose stream is joined."""
    with visitor.page.expect_websocket() as socket:
        visitor.go(path)
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    return visitor.page


def registered(visitor: Visitor, desk: Visitor) -> None:
    """Somebody with an old phone and no script registers to speak on the present item; the secretariat says yes."""
    page = visitor.go(f"{HEARING}/register")
    visitor.fill(wish="speak", identity="public", name=NAME, category="individual")
    option = page.locator("[name=item] option", has_text=re.compile(r"^\s*3 "))
    page.locator("[name=item]").select_option(option.get_attribute("value"))
    visitor.press(page.locator("main form .btn-primary"))
    visitor.look("registered")
    receipt = visitor.receipt()
    found = desk.go(f"{REGISTRATIONS}/")
    row = found.locator("main tbody tr", has_text=NAME)
    row.locator("input[type=checkbox]").check()
    desk.press(found.locator("button[value=accept]"))
    visitor.come_back(*receipt)
    expect(visitor.page.locator("main .lede .pill")).to_have_text("Accepted")
    visitor.press(visitor.page.locator("button[value=online]"))
    expect(visitor.page.locator("button[value=out]")).to_be_visible()


def seconds(clock: Locator) -> int:
    """What a clock shows, in seconds."""
    minutes, rest = clock.inner_text().replace("\u2212", "-").split(":")
    return int(minutes) * 60 + int(rest)


def given_the_floor(chair: Page, hall: Page) -> None:
    """The chair ends a speech and gives the floor by name; the hall sees who speaks, and a clock that runs."""
    chair.locator("tr[data-speaker]", has_text=NAME).locator(
        "button[value^='next_speaker'], button[value^='give_floor']"
    ).click()
    expect(hall.locator(".floor .speaker-name")).to_have_text(NAME)
    clock = hall.locator(".floor .clock")
    first = seconds(clock)
    assert 285 <= first <= 300
    assert until(lambda: seconds(clock) < first)


def voted(page: Page) -> None:
    """Take the first choice of the open poll, with a script or without."""
    poll = page.locator("[id^='poll-']:has(form)").first
    poll.locator("form label").first.click()
    poll.locator("form .btn").last.click()


def test_a_hearing_from_registering_to_its_record(world: World) -> None:
    speaker, desk = world.visitor(width=360, script=False), world.visitor().sign_in("secretariat")
    registered(speaker, desk)
    lead, reader = world.visitor().sign_in("chair"), world.visitor("ar", width=360)
    hall, chair = followed(reader, f"{HEARING}/live"), followed(lead, f"{HEARING}/chair")
    given_the_floor(chair, hall)
    lead.look("floor")
    expect(speaker.go(f"{HEARING}/live").locator("main")).to_contain_text("You have the floor.")
    speaker.look("own-turn")

    reader.fill(body=COMMENT)
    hall.locator("form[data-live-form] .btn-primary").click()
    expect(chair.locator("#comments")).to_contain_text(COMMENT)

    notes = followed(desk, f"{HEARING}/minutes/?language=ar")
    notes.locator("#text").fill(SAID)
    notes.locator("#text").press("Enter")
    expect(hall.locator("#captions")).to_contain_text(SAID)

    voted(hall)
    speaker.go(f"{HEARING}/live")
    voted(speaker.page)
    speaker.look("voted")
    chair.locator("#chair-polls .btn-primary").first.click()
    expect(hall.locator("[id^='poll-'] .bars").first).to_be_visible()

    chair.locator("button[value^='end_turn']").click()
    expect(hall.locator(".floor .speaker-name")).not_to_have_text(NAME)
    chair.locator("button[value^='next_item']").click()
    lead.press(chair.locator("form.controls .wide"))
    record = speaker.go(f"{HEARING}/record?notes=ar")
    expect(record.locator(".record")).to_contain_text(NAME)
    expect(record.locator(".record")).to_contain_text(SAID)
    expect(record.locator(".record")).to_contain_text(COMMENT)
    speaker.look("record")
