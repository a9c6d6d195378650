"""The chair's screen in real browsers: two chairs at once, keys, dragging, a wrong clock, and a server that is killed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from consult.core.clock import now
from consult.hearings.floor.clock import left_ms
from consult.hearings.floor.operations.sittings import open_item
from tests.factories import make_account, token_for
from tests.hearings.floor.sitting import Sitting
from tests.live.conftest import Stage
from tests.live.launch import Running, running
from tests.live.scene import Browser, browser_for
from tests.live.test_page import context_for
from tests.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
WRONG = "const right = Date.now; Date.now = () => right() + 600000"
NAMES = ("Ana", "Ben", "Eva")


@pytest.fixture
def sitting(stage: Stage) -> Sitting:
    """A hearing in which item 1 is dealt with and three people wait."""
    made = Sitting(stage.site)
    for name in NAMES:
        made.ask(made.registered(name)[0])
    made.act(open_item, item=made.first.public_id)
    return made


def chair(stage: Stage, sitting: Sitting, email: str | None = None) -> Browser:
    account = sitting.account
    if email:
        account = make_account(stage.site, email, ("secretary", "proceeding", sitting.hearing.id), name=email)
    return browser_for(stage.app, token_for(stage.site, account))


@contextmanager
def opened(
    chromium: Chromium, server: Running, sitting: Sitting, browser: Browser, *, lang: str = "en", wrong: bool = False
) -> Iterator[Page]:
    """The chair's screen, connected; on a device whose clock is ten minutes fast where it is `wrong`."""
    context = context_for(chromium, server, browser)
    if wrong:
        context.add_init_script(WRONG)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda line: pytest.fail(line.text) if "Content Security Policy" in line.text else None)
    with page.expect_websocket() as socket:
        page.goto(f"{server.url}/{lang}/hearings/{sitting.hearing.slug}/chair")
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    yield page
    context.close()


def press(page: Page, key: str) -> None:
    """Press a key once the act before is done."""
    expect(page.locator("#act[data-busy]")).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(key)


def names(page: Page) -> list[str]:
    """Those who wait, in the order of the screen."""
    found: list[str] = page.eval_on_selector_all(
        "tr[data-speaker] th small bdi", "all => all.map(one => one.textContent)"
    )
    return found


def shown_ms(page: Page) -> float:
    """What is left as the clock shows it."""
    minutes, seconds = page.locator("[data-clock-left]").inner_text().replace("\u2212", "-").split(":")
    return (int(minutes) * 60 + int(seconds)) * 1000


def is_right(page: Page, sitting: Sitting) -> bool:
    """Whether the clock is right within a second."""
    return abs(shown_ms(page) - 500 - left_ms(sitting.turns()[-1], now())) <= 1000


def test_two_chairs_see_each_others_acts_and_the_clock_is_right_where_the_device_is_not(
    stage: Stage, sitting: Sitting, chromium: Chromium
) -> None:
    other = chair(stage, sitting, "second@example.org")
    with (
        running(stage.url) as server,
        opened(chromium, server, sitting, chair(stage, sitting)) as one,
        opened(chromium, server, sitting, other, lang="ar", wrong=True) as two,
        chromium.new_context(java_script_enabled=False) as plain,
    ):
        name, _equals, value = other.cookie.partition("=")
        plain.add_cookies([{"name": name, "value": value, "url": server.url}])
        bare = plain.new_page()
        bare.goto(f"{server.url}/en/hearings/{sitting.hearing.slug}/chair")
        one.locator("tr[data-speaker]").nth(2).locator("button").first.focus()
        one.keyboard.press("Alt+ArrowUp")
        expect(two.locator("tr[data-speaker] th small bdi")).to_have_text(["Ana", "Eva", "Ben"])
        assert one.evaluate("document.activeElement.closest('[data-speaker]').textContent.includes('Eva')")
        one.locator("tr[data-speaker]").nth(2).drag_to(
            one.locator("tr[data-speaker]").nth(0), target_position={"x": 60, "y": 4}
        )
        expect(two.locator("tr[data-speaker] th small bdi")).to_have_text(["Ben", "Ana", "Eva"])
        press(one, "n")
        expect(two.locator("#part-floor .speaker-name")).to_have_text("Ben")
        assert until(lambda: is_right(one, sitting) and is_right(two, sitting))
        press(two, " ")
        expect(one.locator("#part-floor")).to_have_attribute("data-state", "paused")
        press(one, "+")
        expect(two.locator("#part-floor")).to_have_attribute("data-seconds", "330")
        # The third screen was never loaded again: its act is refused, and it shows what is now.
        bare.locator("button[value^='give_floor:']").first.click()
        expect(bare.locator("#refusal")).to_contain_text("Somebody else acted in the chair meanwhile")
        expect(bare.locator("#part-floor .speaker-name")).to_have_text("Ben")
        assert names(bare) == names(one) == names(two) == ["Ana", "Eva"]
        bare.locator("button[value='resume_turn']").click()
        expect(one.locator("#part-floor")).to_have_attribute("data-state", "running")
        press(one, "e")
        expect(two.locator("#part-floor .clock")).to_have_count(0)
        assert [turn.ended_at is None for turn in sitting.turns()] == [False]


def test_the_server_is_killed_in_the_middle_of_a_turn_and_another_chair_goes_on(
    stage: Stage, sitting: Sitting, chromium: Chromium
) -> None:
    other = chair(stage, sitting, "second@example.org")
    with running(stage.url) as server:
        with opened(chromium, server, sitting, chair(stage, sitting)) as lost:
            press(lost, "n")
            expect(lost.locator("#part-floor .speaker-name")).to_have_text("Ana")
            began = sitting.turns()[0]
            server.kill()
            expect(lost.locator("#conn p")).to_be_visible()
            assert until(lambda: is_right(lost, sitting))  # the clock needs no line
        server.start()
        with opened(chromium, server, sitting, other) as there:
            expect(there.locator("#part-floor .speaker-name")).to_have_text("Ana")
            assert sitting.turns()[0].ends_at == began.ends_at
            assert until(lambda: is_right(there, sitting))
            press(there, "n")
            expect(there.locator("#part-floor .speaker-name")).to_have_text("Ben")
    assert [turn.ended_at is None for turn in sitting.turns()] == [False, True]
