"""A wave of five hundred near-copies: one line of the queue, split, decided at once, undone in part."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from consult.core.jobs import run_due
from consult.moderation import jobs
from consult.moderation.operations.likening import group_new_texts
from consult.proceedings.models import Proceeding
from consult.site import Site, open_site
from tests.conftest import settings_for
from tests.factories import make_comment
from tests.journeys.people import World
from tests.live.launch import SECRET
from tests.moderation.test_likeness import LETTER, OWN

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WAVE, OTHERS = 500, 6


@pytest.fixture
def site(demo_url: str, tmp_path: Path) -> Iterator[Site]:
    """The same database from outside of the server, as the worker has it."""
    opened = open_site(replace(settings_for(demo_url, tmp_path), secret_key=SECRET))
    yield opened
    opened.close()


def flood(site: Site) -> list[str]:
    """Five hundred copies of a letter with a few words changed, six of which say much more; the references of those."""
    dice = random.Random(500)
    with site.database.reading() as db:
        room = db.scalars(select(Proceeding).where(Proceeding.slug == "peaceful-assemblies")).one()
    longer = []
    for number in range(WAVE):
        words = LETTER.split()
        for _word in range(dice.randrange(4)):
            words[dice.randrange(len(words))] = dice.choice(("really", "please", "now", "always"))
        more = f"\n{OWN[number % 8]} {OWN[(number + 1) % 8]}" if number % 80 == 79 else ""
        reference = make_comment(site, room, " ".join(words) + more, sender=f"sender {number}", category="individual")
        longer += [reference] if more else []
    while site.work.run(group_new_texts, jobs.WORKER, limit=25).result:
        pass
    return longer


def test_a_wave_is_decided_at_once_and_split(world: World, site: Site) -> None:
    longer = flood(site)
    moderator = world.visitor().sign_in("moderator")
    page = moderator.go("desk/")
    waiting = int(page.locator("h2#queue").inner_text().split()[0])
    line = page.locator(".group-link", has_text=str(WAVE))
    expect(line).to_have_count(1)
    moderator.look("wave-queue")
    moderator.press(line)
    expect(page.locator("h1")).to_have_text(f"{WAVE} near-identical texts")
    expect(page.locator("ins").first).to_be_visible()
    moderator.look("wave-group")
    for reference in longer:
        page.locator(f"[name=references][value='{reference}']").check()
    moderator.press(page.locator("button[value=chosen]"))
    expect(page.locator(".notice-ok")).to_contain_text(f"{len(longer)} texts are taken out")
    moderator.fill(act="decline", reason="spam", note="It was sent many times.")
    moderator.press(page.locator("details.many .btn-primary"))
    expect(page.locator("h1")).to_have_text(f"Decide on {WAVE - len(longer)} inputs")
    moderator.look("wave-confirm")
    moderator.press(page.locator(".actions .btn-primary"))
    moderator.look("wave-progress")
    run_due(site.work, jobs.HANDLERS)
    expect(page.locator("h1")).to_have_text(f"{WAVE - len(longer)} decisions are taken", timeout=20_000)
    expect(page.locator("main")).to_contain_text("can be undone until")
    moderator.look("wave-done")
    page = moderator.go("desk/")
    expect(page.locator("h2#queue")).to_have_text(re.compile(f"^{waiting - WAVE + len(longer)} "))
    listed = page.locator(".queue tbody").inner_text()
    assert all(reference in listed for reference in longer)


def test_a_decision_is_undone_by_its_key(world: World) -> None:
    moderator = world.visitor().sign_in("moderator")
    page = moderator.go("desk/?kind=comment")
    moderator.press(page.locator(".queue tbody a.title").first)
    reference = page.locator("#input").inner_text()
    with page.expect_navigation():
        page.keyboard.press("a")
    expect(page.locator(".undo-last")).to_contain_text(f"{reference} is approved.")
    expect(page.locator(".undo-last")).to_contain_text("It can be undone until")
    moderator.look("undo")
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator(".notice-ok")).to_contain_text("it stands as it stood before")
    assert page.locator("#input").inner_text() == reference
    expect(page.locator("aside .pill").first).to_have_text("Waiting for a moderator")
    expect(page.locator(".undo-last")).to_have_count(0)
