"""What holds on every kind of page: readable by everybody (axe), as wide as the window, light enough for a slow line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import MapAdapter

from tests.journeys.pages import ACCOUNT, ADMIN, BY_LINK_ALONE, CHAIR, DESK, NO_PAGE, PUBLIC, REACHED, ROOM
from tests.journeys.people import CONSULTATION, HEARING, Visitor, World
from tests.journeys.ways import WAYS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PROBLEMS = """async (rules) => (await axe.run({ runOnly: rules, resultTypes: ['violations'] })).violations.flatMap((one) =>
  one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary.split('\\n')[1].trim()}`))"""
# What reaches over the edge of the page; boxes that scroll by themselves may hold more than they show.
TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  return [...document.querySelectorAll('body *')].filter((one) => {
    const { left, right } = one.getBoundingClientRect()
    return (right > clientWidth + 1 || left < -1) && one.checkVisibility() && !one.closest('.scroll-x')
  }).map((one) => `${one.tagName}.${one.className}`).slice(0, 5).concat(`${scrollWidth} > ${clientWidth}`)
}"""
# A reference or symbol inside words from the right keeps its own direction.
LOOSE = """() => [...document.querySelectorAll('.symbol, .hash')].filter((one) =>
  getComputedStyle(one).direction !== 'ltr' && /[A-Z0-9]-/.test(one.textContent)).map((one) => one.outerHTML)"""


def pages_of(visitor: Visitor, *tables: dict[str, str]) -> Iterator[tuple[str, Page]]:
    """Each page of some tables, opened."""
    for table in tables:
        for name, path in table.items():
            assert visitor.status(path) == (404 if name == "absent" else 200), name
            yield name, visitor.page


def reached(visitor: Visitor) -> Iterator[tuple[str, Page]]:
    """The pages behind links."""
    for name, (path, links, _endpoint) in REACHED.items():
        page = visitor.go(path)
        for link in links:
            visitor.press(page.locator(link).first)
        yield name, visitor.page


def everywhere(visitor: Visitor, who: str) -> Iterator[tuple[str, Page]]:
    """All pages of a kind of person."""
    if who == "reader":
        yield from pages_of(visitor, PUBLIC)
    elif who == "office":
        visitor.sign_in("secretariat")
        yield from pages_of(visitor, DESK, ACCOUNT, ROOM)
        yield from reached(visitor)
    elif who == "admin":
        yield from pages_of(visitor.sign_in("admin"), ADMIN)
    else:
        yield from pages_of(visitor.sign_in("chair"), CHAIR)


def faults(visitor: Visitor, who: str, look: Any) -> list[str]:
    """What `look(page)` finds, with the name of the page before it."""
    return [f"{name}: {fault}" for name, page in everywhere(visitor, who) for fault in look(page)]


def by_axe(page: Page) -> list[str]:
    """What axe finds on a page."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(PROBLEMS, RULES)
    return found


def narrow(page: Page) -> list[str]:
    """What does not fit a window of 320 pixels, or does not stand in the direction of its language."""
    found: list[str] = [*page.evaluate(TOO_WIDE), *page.evaluate(LOOSE)]
    wanted = "rtl" if "/ar/" in page.url else "ltr"
    return found + ([] if page.evaluate("document.dir") == wanted else ["wrong direction"])


def by_both(page: Page) -> list[str]:
    """What axe finds on a narrow page, and what does not fit."""
    return by_axe(page) + narrow(page)


# Each look at all pages, or at all steps of a way: language, colours, width, and what is looked for. 320 pixels are those of
# an old phone, and of 1280 at 400 %.
LOOKS = {
    "en-light": ("en", "light", 1280, by_axe),
    "ar-dark-narrow": ("ar", "dark", 320, by_both),
    "fr-narrow": ("fr", "light", 320, narrow),
}


@pytest.mark.parametrize("who", ["reader", "office", "admin", "chair"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_for_everybody(gallery: World, who: str, look: str) -> None:
    lang, scheme, width, finds = LOOKS[look]
    visitor = gallery.visitor(lang, width=width, color_scheme=scheme, bypass_csp=True)

    def seen(page: Page) -> list[str]:
        visitor.look(f"{who}-{page.url.split('/', 4)[-1].replace('/', '_')}")
        return finds(page)

    found = faults(visitor, who, seen)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("look", LOOKS)
def test_every_step_of_a_way_is_for_everybody(world: World, way: str, look: str) -> None:
    lang, scheme, width, finds = LOOKS[look]
    visitor = world.visitor(lang, width=width, color_scheme=scheme, bypass_csp=True)
    go, promised = WAYS[way]
    found, passed = [], set()
    for name, endpoint, page in go(visitor):
        visitor.look(name)
        passed.add(endpoint)
        found += [f"{name}: {fault}" for fault in finds(page)]
    assert not found, "\n".join(found)
    assert passed == promised


@pytest.mark.pages
def test_no_page_is_left_out(app: Flask) -> None:
    """Each address that is read by a GET is looked at by axe, or said to be no page."""
    answers_get = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    looked_at = {endpoint for _go, endpoints in WAYS.values() for endpoint in endpoints}
    looked_at |= {endpoint for _path, _links, endpoint in REACHED.values()}
    address: MapAdapter = app.url_map.bind("localhost")
    for table in (PUBLIC, ROOM, ACCOUNT, DESK, ADMIN, CHAIR):
        looked_at |= {address.match(f"/en/{path.partition('?')[0]}")[0] for path in table.values()}
    assert looked_at.isdisjoint(NO_PAGE)
    assert answers_get - looked_at == {*NO_PAGE, *BY_LINK_ALONE}


@pytest.mark.parametrize("path", ["", f"{CONSULTATION}/comments?paragraph=12", f"{HEARING}/live", "search?q=bridge"])
def test_the_language_switch_keeps_the_page(gallery: World, path: str) -> None:
    visitor = gallery.visitor(width=360)
    page = visitor.go(path)
    visitor.press(page.locator(".langs a[lang=ar]"))
    assert page.url == f"{gallery.url}/ar/{path}"
    assert page.evaluate("document.dir") == "rtl"
    visitor.press(page.locator(".langs a[lang=en]"))
    assert page.url == f"{gallery.url}/en/{path}"


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(
    "path", ["", f"{CONSULTATION}/", f"{CONSULTATION}/comments", f"{CONSULTATION}/respond", f"{HEARING}/live"]
)
def test_a_first_visit_is_light(gallery: World, path: str, lang: str) -> None:
    visitor = gallery.visitor(lang)
    page = visitor.go(path)
    page.wait_for_load_state("networkidle" if "live" not in path and "comments" not in path else "load")
    answers = [one for one in visitor.requests if "/socket.io/" not in one.url]
    sizes = {one.url.removeprefix(gallery.url): one.request.sizes()["responseBodySize"] for one in answers}
    assert len(sizes) <= 8, sizes
    assert sum(sizes.values()) <= 50_000, sizes
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= 30_000, sizes
    assert page.locator("style, script:not([src]), [style]").count() == 0
