"""Ways at the desk: from a docket to a basket and a saved selection, and from a letter to its check."""

from collections.abc import Iterator

from playwright.sync_api import Page

from consult.core.clock import now
from tests.journeys.people import Visitor

Stop = tuple[str, str, Page]
DOCKET = "main li:last-child a[href*='/desk/docket/']"


def collected(visitor: Visitor) -> Iterator[Stop]:
    """A rapporteur reads a docket, keeps what it shows, and collects passages to quote."""
    page = visitor.sign_in("rapporteur").go("desk/docket/")
    visitor.press(page.locator(DOCKET))
    page.goto(f"{page.url}?view=reading&q=police")
    page.locator("details:has([name=query]) > summary").click()
    page.locator("#selection").fill("Police")
    visitor.press(page.locator("form:has([name=query]) button"))
    page.goto(f"{page.url.partition('?')[0]}/selections/")
    yield "selections", "desk.selections", page
    visitor.press(page.locator("main .list-lines a").first)
    yield "selected", "desk.docket", page
    page.goto(f"{page.url}&view=reading")
    for number in range(2):
        visitor.press(page.locator("button.collect-one").nth(number))
    yield "collecting", "desk.docket", page
    visitor.press(page.locator("#collect a"))
    page.locator(".basket details summary").first.click()
    yield "basket", "baskets.one", page
    page.locator(".basket [name=words]").first.fill("words that stand nowhere in it")
    visitor.press(page.locator(".basket button[value=save]").first)
    yield "basket-refused", "baskets.one", page


def entered(visitor: Visitor) -> Iterator[Stop]:
    """A secretariat enters a letter, first with nothing in it; a second person looks at what was typed."""
    page = visitor.sign_in("secretariat").go("desk/docket/")
    visitor.press(page.locator(DOCKET))
    visitor.press(page.locator("main a[href$='/intake/']"))
    visitor.press(page.locator("main a[href$='/intake/new']"))
    visitor.press(page.locator("button[value=enter]"))
    yield "intake-refused", "intake.new", page
    visitor.fill(
        medium="paper",
        received_on=now().date().isoformat(),
        name="Ama Toure",
        text="We walked to the square.\n\nNobody stopped us.",
        identity="public",
        confidentiality="public",
    )
    visitor.press(page.locator("button[value=enter]"))
    yield "letter", "intake.new", page
    address = page.locator("main .actions a").last.get_attribute("href") or ""
    second = visitor.world.visitor(visitor.lang).sign_in("secretariat.fr")
    second.page.goto(f"{visitor.world.url}{address}")
    second.page.locator("main details summary").click()
    yield "typing", "intake.one", second.page
