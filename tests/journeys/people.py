"""Visitors: a browser context each, with what people do everywhere on the site."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response

from tests.live.launch import Running

PASSWORD = "journey-4f1c-93ab-demo"
CONSULTATION = "consultations/peaceful-assemblies"
HEARING = "hearings/peaceful-assemblies-hearing"
WORKSPACE = "workspaces/assemblies-advisory-group"
PATIENCE_MS = 10_000
TALLEST = 4_000  # pixels of a picture; of longer pages only the window is kept
HEIGHTS = {360: 740, 1280: 900, 320: 640}

# A journey on both kinds of database.
both = pytest.mark.parametrize(
    "demo_url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


class Visitor:
    """One person at one browser. Everything the browser complains about is kept in `complaints`."""

    def __init__(self, world: "World", context: BrowserContext, lang: str) -> None:
        self.world = world
        self.context = context
        self.lang = lang
        self.complaints: list[str] = []
        self.requests: list[Response] = []
        self.is_offline = False
        context.set_default_timeout(PATIENCE_MS)
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is judged by its answer, below.
        if message.type == "error" and not message.text.startswith("Failed to load resource") and not self.is_offline:
            self.complaints.append(f"console: {message.text} on {self.page.url}")

    def _response(self, response: Response) -> None:
        self.requests.append(response)
        if not response.url.startswith((self.world.url, "data:")):
            self.complaints.append(f"asked somebody else: {response.url}")
        bad = response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request())
        if bad:
            self.complaints.append(f"answer {response.status}: {response.url}")

    def go(self, path: str = "") -> Page:
        """Open an address below the visitor's language."""
        self.page.goto(f"{self.world.url}/{self.lang}/{path}")
        return self.page

    def status(self, path: str) -> int:
        """What the site answers there."""
        answer = self.page.goto(f"{self.world.url}/{self.lang}/{path}")
        assert answer is not None
        return answer.status

    def sign_in(self, name: str) -> "Visitor":
        """Sign in as somebody of the demo."""
        page = self.go("account/sign-in")
        page.fill("[name=email]", f"{name}@consult.example")
        page.fill("[name=password]", PASSWORD)
        self.press(page.locator("main form button"))
        assert "account/sign-in" not in page.url
        return self

    def press(self, thing: Locator) -> None:
        """Press something that leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            thing.click()

    def fill(self, **values: str) -> None:
        """Fill fields by their names: texts, choices, boxes."""
        for name, value in values.items():
            found = self.page.locator(f"main [name={name}]")
            kind = found.first.get_attribute("type")
            if kind in ("radio", "checkbox"):
                self.choose(self.page.locator(f"main [name={name}][value={value}]"))
            elif found.first.evaluate("one => one.tagName") == "SELECT":
                found.select_option(value)
            else:
                found.fill(value)

    def choose(self, choice: Locator) -> None:
        """Press the words of a choice, as people do: they cover its little circle or box."""
        if not choice.is_checked():
            self.page.locator(f"label[for='{choice.get_attribute('id')}']").click()
        assert choice.is_checked()

    def comment(
        self, words: str, path: str = f"{CONSULTATION}/comments?paragraph=12", name: str = ""
    ) -> tuple[str, str]:
        """Comment, without a name or with a public one; reference and codeword."""
        self.go(path)
        self.fill(body=words, name=name, identity="public" if name else "none", confidentiality="public")
        self.press(self.page.locator("#comment-form .btn-primary"))
        return self.receipt()

    def receipt(self) -> tuple[str, str]:
        """Reference and codeword of what was just sent."""
        words = self.page.locator(".codeword li").all_inner_texts()
        assert len(words) == 7
        return self.page.locator(".receipt .ref").inner_text(), " ".join(words)

    def come_back(self, reference: str, codeword: str) -> None:
        """Open the own input with both."""
        self.go("return/")
        self.fill(reference=reference, codeword=codeword)
        self.press(self.page.locator("main form .btn-primary"))

    def focused(self) -> str:
        """Class or id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.className || document.activeElement.id"))

    def look(self, name: str) -> None:
        """Keep a picture of the page where CONSULT_TEST_PICTURES says."""
        if self.world.pictures is not None:
            self.world.pictures.mkdir(parents=True, exist_ok=True)
            whole = self.page.evaluate("document.documentElement.scrollHeight") < TALLEST
            self.page.screenshot(path=self.world.pictures / f"{name}.png", full_page=whole)

    def cookie(self) -> str:
        """The Cookie header of this browser."""
        return "; ".join(f"{one['name']}={one['value']}" for one in self.context.cookies())


class World:
    """A served site and its visitors."""

    def __init__(self, server: Running, browser: Browser, pictures: Path | None) -> None:
        self.server = server
        self.url = server.url
        self.browser = browser
        self.pictures = pictures
        self.visitors: list[Visitor] = []

    def visitor(self, lang: str = "en", *, width: int = 1280, script: bool = True, **more: Any) -> Visitor:
        """Somebody with a browser that has never been here."""
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=script,
            locale=lang,
            timezone_id="Europe/Paris",
            **more,
        )
        made = Visitor(self, context, lang)
        self.visitors.append(made)
        return made

    def complaints(self) -> list[str]:
        """What any browser complained about."""
        return [words for one in self.visitors for words in one.complaints]

    def close(self) -> None:
        """End all browsers."""
        for one in self.visitors:
            one.context.close()


def path_of(page: Page) -> str:
    """The address without the host."""
    return urlsplit(page.url).path
