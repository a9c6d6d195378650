"""A moderator clears two hundred comments by keyboard alone, and what the keys do beside that."""

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from consult.accounts.models import Account
from consult.bodies.models import Body, Grant
from consult.contributions.models import Contribution
from consult.site import open_site
from tests.conftest import settings_for
from tests.factories import make_comment, make_proceeding
from tests.journeys.conftest import SITE, visited
from tests.journeys.people import World
from tests.live.launch import SECRET, running
from tests.records.sets import HAS_REAL, REAL

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

MANY, FEW = 200, 5
OWN = ["Mehr Bäume in die Stadt, bitte!", "Die Fähre soll auch nachts fahren.", "Kaufen Sie günstige Uhren bei uns!"]
OFF_TOPIC, NOTE = "4", "Das hat mit dem Thema nichts zu tun."


def german() -> list[tuple[str, bool]]:
    """Texts, and what those who ran the consultation decided; words of our own where the real set is absent."""
    if not HAS_REAL:
        return [(f"{text} ({number})", number % 3 < 2) for number, text in enumerate(islice(cycle(OWN), MANY))]
    (path,) = REAL.glob("austria-climate*/comments.csv")
    with path.open(encoding="utf-8", newline="") as file:
        found = sorted(csv.DictReader(file), key=lambda row: int(row["comment-id"]))
    return [(row["comment-body"], row["moderated"] == "1") for row in found[:MANY]]


@pytest.fixture
def waiting(
    sqlite_demo: Path, tmp_path: Path, chromium: Browser, request: pytest.FixtureRequest
) -> Iterator[tuple[World, str, dict[str, bool]]]:
    """The demo with a consultation whose comments wait; its public id, and what should become of each."""
    path = tmp_path / "consult.sqlite"
    shutil.copy(sqlite_demo, path)
    url = f"sqlite:///{path}"
    site = open_site(replace(settings_for(url, tmp_path), secret_key=SECRET))
    with site.database.reading() as db:
        moderator = db.query(Account).filter_by(email="moderator@consult.example").one()
        (scope,) = (one.scope_id for one in db.query(Grant).filter_by(account_id=moderator.id, scope="body"))
        body = db.get_one(Body, scope)
    given = {"moderation": "before", "is_live": True, "language": "de", "title": "Klima"}
    room = make_proceeding(site, body, "klima", **given)
    approved = {
        make_comment(site, room, text, language="de"): good for text, good in german()[: getattr(request, "param", FEW)]
    }
    site.close()
    with running(url, CONSULT_SITE_NAME=SITE) as server:
        for world in visited(server, chromium, request):
            yield world, room.public_id, approved


def in_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def go_on(page: Page, *keys: str) -> None:
    """Press keys, the last of which leads to another page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


@pytest.mark.parametrize("waiting", [MANY], indirect=True)
def test_clears_two_hundred_comments_by_keyboard_alone(waiting: tuple[World, str, dict[str, bool]]) -> None:
    world, room, approved = waiting
    moderator = world.visitor().sign_in("moderator")
    page = moderator.go(f"desk/?proceeding={room}")
    expect(page.locator("h2#queue")).to_have_text(f"{MANY} inputs to decide")
    moderator.look("before")
    go_on(page, "j", "Enter")
    for number in range(MANY):
        assert in_focus(page) == "input"
        reference = page.locator("#input").inner_text()
        if approved[reference]:
            go_on(page, "a")
        elif number % 10:
            go_on(page, "d", OFF_TOPIC, "Enter")
        else:
            page.keyboard.press("d")
            page.keyboard.press(OFF_TOPIC)
            page.keyboard.press("Tab")
            page.keyboard.type(NOTE)
            go_on(page, "Enter")
        expect(page.locator(".notice-ok")).to_contain_text(reference)
    expect(page.locator("h2#queue")).to_have_text("0 inputs to decide")
    moderator.look("after")
    site = open_site(
        replace(settings_for(world.server.environment["CONSULT_DATABASE_URL"], world.server.folder), secret_key=SECRET)
    )
    with site.database.reading() as db:
        rows = db.query(Contribution).filter(Contribution.reference.in_(approved)).all()
        assert {row.reference: row.state == "published" for row in rows} == approved
        assert {row.reason for row in rows} == {None, "off_topic"}
    site.close()


def test_the_keys_open_what_they_should_and_rest_while_somebody_types(
    waiting: tuple[World, str, dict[str, bool]],
) -> None:
    world, room, _approved = waiting
    moderator, other = world.visitor().sign_in("moderator"), world.visitor().sign_in("secretariat")
    page = moderator.go(f"desk/?proceeding={room}")
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    page.keyboard.press("x")
    assert page.locator("tbody tr").first.locator("input").is_checked()
    go_on(page, "Enter")
    expect(page.locator("#holding")).to_contain_text("You have it, until")
    reference = page.locator("#input").inner_text()
    seen = other.go(f"desk/items/{reference}?proceeding={room}")
    expect(seen.locator("#holding")).to_contain_text("Kwabena Osei has it, until")
    other.look("held")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("a")
    moderator.look("help")
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()
    assert in_focus(page) == "input"
    page.keyboard.press("d")
    assert in_focus(page) == "reason-0"
    moderator.look("reason")
    page.keyboard.press("Escape")
    assert in_focus(page) == "input"
    page.keyboard.press("e")
    assert in_focus(page) == "escalation-note"
    page.keyboard.type("a d h j c")
    assert page.locator("#escalation-note").input_value() == "a d h j c"
    page.locator("#input").focus()
    page.keyboard.press("c")
    expect(page.locator("#holding")).to_contain_text("Nobody has it.")
    assert in_focus(page) == "input"
    seen.reload()
    expect(seen.locator("#holding")).to_contain_text("You have it, until")
    go_on(seen, "d", "2", "Enter")
    page.keyboard.press("d")
    page.keyboard.press("1")
    go_on(page, "Enter")
    expect(page.locator("main")).to_contain_text("This changed while you were reading")
    assert in_focus(page) == "input"
    go_on(page, "j")
    assert re.search(r"/desk/items/(?!" + reference + ")", page.url)


def test_single_keys_can_be_turned_off_without_scripts(waiting: tuple[World, str, dict[str, bool]]) -> None:
    world, room, _approved = waiting
    moderator = world.visitor().sign_in("moderator")
    page = moderator.go(f"desk/?proceeding={room}")
    page.get_by_text("Settings of this page").click()
    moderator.choose(page.locator("#keys-off"))
    moderator.press(page.get_by_role("button", name="Save settings"))
    page = moderator.go(f"desk/?proceeding={room}")
    page.keyboard.press("j")
    assert in_focus(page) == "queue"
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_hidden()
