"""The hall in a real browser: what arrives makes the page that is served afresh, and nothing hidden stays on the screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from consult.core.clock import now
from consult.hearings.hall.operations import choose_for_screen
from consult.moderation.operations.deciding import decide
from tests.hearings.hall.scene import SECRET_NAME, make_hall
from tests.hearings.hall.scene import Scene as Hall
from tests.live.conftest import Stage
from tests.live.launch import Running, running
from tests.live.scene import TEST, Browser, comment, make_scene
from tests.live.test_page import context_for
from tests.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
PARTS = ("#floor", "#list", "#agenda")
TEN_MINUTES = 600_000


@pytest.fixture
def hall(stage: Stage) -> Hall:
    stage.scene = make_scene(stage.site, "hall", is_live=True, prefix="H7")
    return make_hall(stage.site, stage.scene.proceeding)


@contextmanager
def opened(chromium: Chromium, server: Running, browser: Browser, address: str, wrong_clock: int = 0) -> Iterator[Page]:
    """A page that follows its stream; on a device whose clock is wrong by so many milliseconds."""
    context = context_for(chromium, server, browser)
    if wrong_clock:
        context.add_init_script(f"const right = Date.now; Date.now = () => right() + {wrong_clock}")
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda line: pytest.fail(line.text) if "Content Security Policy" in line.text else None)
    with page.expect_websocket() as socket:
        page.goto(f"{server.url}{address}")
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    yield page
    context.close()


def parts(page: Page) -> list[str]:
    """The hall as it stands in the page, but for white space and what the clock writes."""
    found = [str(page.eval_on_selector(part, "one => one.outerHTML")) for part in PARTS]
    ticking = r'(width="[\d.]+%"|aria-label="[^"]*"|(?<=data-clock-left="" )|is-short|is-over|\d+:\d\d(?=</p>))'
    return [re.sub(r"\s+", "", re.sub(ticking, "", re.sub(r' (class|lang)=""', "", one))) for one in found]


def live(hall: Hall, lang: str = "en") -> str:
    return f"/{lang}/hearings/{hall.hearing.slug}/live"


def test_what_arrives_makes_the_page_that_is_served_afresh(stage: Stage, hall: Hall, chromium: Chromium) -> None:
    with (
        running(stage.url) as server,
        opened(chromium, server, stage.browser(), live(hall)) as page,
        context_for(chromium, server, stage.browser()) as plain,
    ):
        for name in ("Amina", "Bo", "Cem"):
            hall.add(name)
        hall.add(SECRET_NAME, identity="secretariat", kind="point_of_order")
        turn = hall.give_floor("Amina")
        hall.end_turn(turn, "Amina")
        hall.change(hall.speakers["Bo"], "speaker.removed", state="removed")
        hall.give_floor(SECRET_NAME, 60)
        hall.change(hall.items["two"], "item.list_closed", list_open=False)
        hall.change(hall.items["three"], "item.suspended", state="suspended")
        expect(page.locator("#floor [data-f=name]")).to_have_text("Name known to the secretariat")
        expect(page.locator("#speakers li")).to_have_count(3)
        expect(page.locator("[data-f=list-state]")).to_have_text("Closed")
        expect(page.locator("#agenda li").nth(2).locator(".state")).to_have_text("suspended")
        fresh = plain.new_page()
        fresh.goto(f"{server.url}{live(hall)}")
        assert parts(page) == parts(fresh)
        assert "Bo" not in page.locator("#speakers").inner_text()
        assert SECRET_NAME not in page.content()


def test_without_a_script_the_page_tells_the_same(stage: Stage, hall: Hall, chromium: Chromium) -> None:
    hall.add("Amina")
    hall.add("Bo", kind="intervention")
    hall.give_floor("Amina")
    with running(stage.url) as server, opened(chromium, server, stage.browser(), live(hall, "ar")) as page:
        bare = chromium.new_context(java_script_enabled=False).new_page()
        bare.goto(f"{server.url}{live(hall, 'ar')}")
        assert bare.locator("html").get_attribute("dir") == "rtl"
        assert bare.locator(".no-script a").get_attribute("href") == live(hall, "ar")
        texts = [page.locator(part).inner_text() for part in PARTS]
        told = [bare.locator(part).inner_text() for part in PARTS]
        without_clock = [re.sub(r"\d:\d\d\n", "", one) for one in texts]
        assert [re.sub(r"\d:\d\d\n", "", one) for one in told] == without_clock
        bare.context.close()


@pytest.mark.parametrize("wrong", [TEN_MINUTES, -TEN_MINUTES])
def test_the_clock_is_right_where_the_device_is_ten_minutes_off(
    stage: Stage, hall: Hall, chromium: Chromium, wrong: int
) -> None:
    hall.add("Amina")
    with running(stage.url) as server, opened(chromium, server, stage.browser(), live(hall), wrong_clock=wrong) as page:
        turn = hall.give_floor("Amina", 300)
        expect(page.locator("#floor [data-clock-left]")).to_be_visible()
        shown = str(page.locator("#floor [data-clock-left]").inner_text())
        minutes, seconds = map(int, shown.split(":"))
        assert turn.ends_at is not None
        left = (turn.ends_at - now()).total_seconds()
        assert abs(minutes * 60 + seconds - left) <= 2
        hall.change(turn, "timer.changed", ends_at=None, ran_from=None, left_ms=134_000)
        expect(page.locator("#floor [data-clock-left]")).to_have_text("2:14")
        hall.change(turn, "timer.changed", ends_at=now() - timedelta(seconds=30), left_ms=None)
        expect(page.locator("#floor.is-over [data-clock-left]")).to_have_text(re.compile("\u22120:3\\d"))


def test_the_screen_shows_what_was_chosen_and_drops_what_is_hidden(
    stage: Stage, hall: Hall, chromium: Chromium
) -> None:
    hall.add("Amina")
    hall.add("Bo")
    hall.give_floor("Amina")
    ref = comment(stage.site, stage.scene, "marmalade")
    address = f"/en/hearings/{hall.hearing.slug}/projector?also=ar"
    with running(stage.url) as server, opened(chromium, server, stage.browser(), address) as page:
        expect(page.locator(".speaker-name")).to_have_text("Amina")
        expect(page.locator(".room-next ol li")).to_have_count(1)
        choose: dict[str, Any] = {"proceeding_id": hall.hearing.id, "kind": "comment", "reference": ref}
        stage.site.work.run(choose_for_screen, TEST, **choose)
        expect(page.locator(".room-words")).to_have_text("marmalade")
        stage.site.work.run(decide, TEST, reference=ref, act="hide", seen=1, reason="insult")
        expect(page.locator(".room-words")).to_have_count(0)
        assert "marmalade" not in page.content()
        page.reload()
        assert "marmalade" not in page.content()
        assert until(lambda: page.locator(".speaker-name").inner_text() == "Amina")


def test_a_comment_hidden_while_the_screen_reconnects_is_never_shown_again(
    stage: Stage, hall: Hall, chromium: Chromium
) -> None:
    ref = comment(stage.site, stage.scene, "marmalade")
    choose: dict[str, Any] = {"proceeding_id": hall.hearing.id, "kind": "comment", "reference": ref}
    stage.site.work.run(choose_for_screen, TEST, **choose)
    address = f"/en/hearings/{hall.hearing.slug}/projector"
    with running(stage.url) as server, opened(chromium, server, stage.browser(), address) as page:
        expect(page.locator(".room-words")).to_have_text("marmalade")
        server.kill()
        expect(page.locator("#conn p")).to_have_count(1)
        stage.site.work.run(decide, TEST, reference=ref, act="hide", seen=1, reason="insult")
        server.start()
        expect(page.locator(".room-words")).to_have_count(0, timeout=20_000)
        assert "marmalade" not in page.content()
