"""A coalition of five organisations writes together in five browsers: one without JavaScript, one in Arabic; no word is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from consult.app import create_app
from consult.site import Site, open_site
from tests.conftest import settings_for
from tests.factories import token_for
from tests.live.launch import SECRET, Running, running
from tests.live.scene import browser_for
from tests.workspaces.writing.world import TEXTS, Desk, make_desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@dataclass
class Coalition:
    """The served room, and the browsers of its people."""

    chromium: Chromium
    server: Running
    site: Site
    desk: Desk
    app: object
    complaints: list[str] = field(default_factory=list)

    def context(self, who: str, *, script: bool = True, width: int = 1280) -> BrowserContext:
        """A browser in which somebody is signed in."""
        cookie = browser_for(self.app, token_for(self.site, self.desk.people[who])).cookie  # type: ignore[arg-type]
        name, _equals, value = cookie.partition("=")
        context = self.chromium.new_context(java_script_enabled=script, viewport={"width": width, "height": 800})
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": name, "value": value, "url": self.server.url}])
        return context

    def opened(self, who: str, lang: str = "en", *, script: bool = True, width: int = 1280) -> Page:
        """The page on which the document is written, following the room where it runs a script."""
        page = self.context(who, script=script, width=width).new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if "Content Security" in line.text else None)
        address = f"{self.server.url}{self.desk.base.replace('/en/', f'/{lang}/')}write"
        if not script:
            page.goto(address)
            return page
        with page.expect_websocket() as socket:
            page.goto(address)
        socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
        return page


@pytest.fixture
def coalition(database_url: str, tmp_path: Path, chromium: Chromium) -> Iterator[Coalition]:
    """A coalition at its document."""
    site = open_site(replace(settings_for(database_url, tmp_path), secret_key=SECRET))
    app = create_app(site=site)
    desk = make_desk(site, languages=["en", "ar"])
    with running(database_url) as server:
        made = Coalition(chromium, server, site, desk, app)
        yield made
        for context in chromium.contexts:
            context.close()
    site.close()
    assert made.complaints == []


def line(page: Page, number: int = 0) -> object:
    """A paragraph of the page."""
    return page.locator(".written").nth(number)


def write(page: Page, number: int = 0) -> None:
    """Begin to write a paragraph in its place."""
    page.locator(".written").nth(number).locator("button[value=take]").click()
    expect(page.locator(".written").nth(number).locator("textarea")).to_be_focused()


def save(page: Page, text: str, number: int = 0) -> None:
    """Type over what stands in the field, and save."""
    page.locator(".written").nth(number).locator("textarea").fill(text)
    page.locator(".written").nth(number).locator(".writer button[type=submit]").click()


def test_five_organisations_write_together_without_losing_a_word(coalition: Coalition) -> None:
    ana, bo, dina = coalition.opened("ana"), coalition.opened("bo"), coalition.opened("dina")
    cem = coalition.opened("cem", script=False)
    arabic = coalition.opened("hala", "ar", width=360)

    # Ana writes; everybody sees it in words, each in their language, and waits.
    write(ana)
    expect(bo.locator(".written").first).to_contain_text("Ana is writing this paragraph")
    expect(arabic.locator(".written-lock").first).to_contain_text("Ana")
    expect(bo.locator(".written").first.locator("button[value=take]")).to_be_hidden()
    expect(arabic.locator("button[value=take]")).to_have_count(2)
    cem.reload()
    expect(cem.locator(".written").first).to_contain_text("Ana is writing this paragraph")

    # Two at the same paragraph: Ana's turn is ended by the chair, Bo saves first, and Ana's words are kept beside his.
    ana.locator(".written").first.locator("textarea").fill("The wide river belongs to all.")
    with dina.expect_navigation():
        dina.locator(".written").first.locator("button[value=break]").click()
    expect(bo.locator(".written").first.locator("button[value=take]")).to_be_visible()
    expect(ana.locator(".writer-state")).to_contain_text("Your turn on this paragraph has ended")
    write(bo)
    save(bo, "The river belongs to all of us.")
    expect(bo.locator(".written [data-text]").first).to_have_text("The river belongs to all of us.")
    expect(ana.locator(".writer-other").first).to_contain_text("The river belongs to all of us.")
    ana.locator(".writer button[type=submit]").click()
    for page in (ana, bo, arabic):
        late = page.locator(".written").first.locator(".late")
        expect(late).to_contain_text("Ana")
        expect(late.locator("ins")).to_contain_text(["wide"])

    # Cem, without a script, writes the second paragraph on a page of its own; the others see it come.
    cem.locator(".written").nth(1).locator("button[value=take]").click()
    expect(ana.locator(".written").nth(1)).to_contain_text("Cem is writing this paragraph")
    cem.locator("textarea[name=text]").fill("The mill is older than any law.")
    cem.locator("button[value=save]").click()
    expect(cem.locator(".written [data-text]").nth(1)).to_have_text("The mill is older than any law.")
    expect(ana.locator(".written [data-text]").nth(1)).to_have_text("The mill is older than any law.")
    expect(ana.locator(".written").nth(1).locator(".written-lock")).to_have_count(0)

    # Hala, whose pages are in Arabic, writes the third.
    write(arabic, 2)
    save(arabic, "نطلب جلسة استماع علنية.", 2)
    expect(ana.locator(".written [data-text]").nth(2)).to_have_text("نطلب جلسة استماع علنية.")

    # Cem merges what came too late: both changes are in the text that is offered.
    cem.reload()
    cem.locator(".late a").first.click()
    expect(cem.locator(".differences").first).to_contain_text("wide")
    expect(cem.locator("textarea[name=text]")).to_have_value("The wide river belongs to all of us.")
    cem.locator("button[value=merge]").click()
    for page in (ana, bo, arabic):
        expect(page.locator(".written [data-text]").first).to_have_text("The wide river belongs to all of us.")
        expect(page.locator(".late")).to_have_count(0)

    # The history tells who said what, and what became of the words that came too late.
    ana.locator(".written").first.locator("a", has_text="History").click()
    expect(ana.locator(".saves > li")).to_have_count(3)
    expect(ana.locator("main")).to_contain_text("Cem merged this version")
    assert coalition.desk.first.text == "The wide river belongs to all of us."


def test_a_second_window_of_the_same_person_is_told_and_may_take_over(coalition: Coalition) -> None:
    one = coalition.opened("ana")
    write(one)
    two = one.context.new_page()
    two.goto(one.url)
    two.locator(".written").first.locator("button[value=take]").click()
    expect(two.locator(".written-said")).to_contain_text("in another window")
    two.get_by_role("button", name="Write it here").click()
    expect(two.locator("textarea")).to_be_focused()
    save(two, "From the second window.")
    expect(one.locator(".writer-other")).to_contain_text("From the second window.")


def test_what_is_typed_survives_a_lost_connection_a_reload_and_a_lost_right(coalition: Coalition) -> None:
    ana = coalition.opened("ana")
    write(ana, 2)
    ana.context.set_offline(True)
    save(ana, "We ask for a public hearing.", 2)
    expect(ana.locator(".writer-state")).to_contain_text("kept in this window")
    expect(ana.locator("#conn p")).to_be_visible()
    ana.context.set_offline(False)
    expect(ana.locator(".written [data-text]").nth(2)).to_have_text("We ask for a public hearing.")
    assert coalition.desk.paragraphs()[2].revision == 2

    write(ana, 2)
    ana.locator("textarea").fill("We ask for two hearings.")
    ana.on("dialog", lambda dialog: dialog.accept())
    ana.reload()
    expect(ana.locator("textarea")).to_have_value("We ask for two hearings.")
    coalition.desk.remove("ana")
    ana.locator(".writer button[type=submit]").click()
    expect(ana.locator(".writer-state")).not_to_contain_text("Saving")
    expect(ana.locator("textarea")).to_have_value("We ask for two hearings.")
    assert coalition.desk.paragraphs()[2].text == "We ask for a public hearing."
    assert TEXTS[2] not in {row.text for row in coalition.desk.paragraphs()}
