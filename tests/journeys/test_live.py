"""Two people at two browsers: what one writes appears at the other's, also after a time without connection."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.journeys.people import CONSULTATION, HEARING, Visitor, World, both

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def at_once(demo_url: str) -> None:
    """The consultation publishes before a moderator has read."""
    engine = create_engine(demo_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE proceeding SET moderation = 'after' WHERE slug = 'peaceful-assemblies'"))
    engine.dispose()


def follow(visitor: Visitor, path: str) -> Page:
    """Open a live page and wait until its stream is joined."""
    with visitor.page.expect_websocket() as socket:
        visitor.go(path)
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    return visitor.page


def write(visitor: Visitor, words: str) -> None:
    """Send a comment with a public name."""
    visitor.fill(body=words, name="Amara Delgado-Finch", identity="public")
    if visitor.page.locator("main [name=confidentiality]").count() > 1:
        visitor.fill(confidentiality="public")
    visitor.page.locator("form[data-live-form] .btn-primary").click()


def order(page: Page) -> list[str]:
    """The references on the page, the newest first."""
    found: list[str] = page.eval_on_selector_all("#comments article", "all => all.map(one => one.id)")
    return found


def same_list(one: Page, two: Page) -> None:
    """Both pages show the same comments, each once, and so does the page loaded afresh."""
    expect(one.locator(".is-pending")).to_have_count(0)
    wanted = order(one)
    assert len(wanted) == len(set(wanted))
    assert order(two) == wanted
    two.reload()
    assert order(two)[:3] == wanted[:3]


@pytest.mark.usefixtures("at_once")
def test_members_see_each_other_in_the_consultation(world: World) -> None:
    path = f"{CONSULTATION}/comments?paragraph=12"
    one, two = world.visitor().sign_in("citizen"), world.visitor("ar", width=360).sign_in("citizen.ar")
    follow(one, path)
    follow(two, path)
    write(one, "Give the minutes in the warning itself. <b>Twice.</b>")
    arrived = two.page.locator("#comments article").first
    expect(arrived.locator(".comment-body")).to_have_text("Give the minutes in the warning itself. <b>Twice.</b>")
    expect(arrived.locator("bdi").first).to_have_text("Amara Delgado-Finch")
    two.look("arrived")
    write(two, "ولتُعلن بلغة الإشارة أيضاً.")
    expect(one.page.locator("#comments .comment-body").first).to_have_text("ولتُعلن بلغة الإشارة أيضاً.")
    one.look("answered")
    same_list(one.page, two.page)


@both
def test_whoever_has_no_account_is_seen_at_once_in_the_hearing(world: World) -> None:
    one, two = world.visitor(), world.visitor(width=360, color_scheme="dark")
    follow(one, f"{HEARING}/live")
    follow(two, f"{HEARING}/live")
    write(one, "The third warning could not be heard at the bridge.")
    expect(one.page.locator("#comments .comment-body").first).to_contain_text("could not be heard")
    expect(one.page.locator(".is-pending")).to_have_count(0)
    one.look("sent")
    expect(two.page.locator("#comments .comment-body").first).to_contain_text("could not be heard")
    two.look("arrived")
    same_list(one.page, two.page)


def test_whoever_has_no_account_is_given_the_words_to_come_back_with(world: World) -> None:
    writer = world.visitor("ar", width=360)
    page = follow(writer, f"{HEARING}/live")
    write(writer, "The second warning was in one language alone.")
    card = page.locator("[role=status] .panel")
    expect(card.locator(".codeword li")).to_have_count(7)
    writer.look("codeword")
    reference, words = card.locator(".ref bdi").inner_text(), " ".join(card.locator(".codeword li").all_inner_texts())
    receipt = card.locator("[data-receipt]").get_attribute("href")
    assert receipt is not None
    card.locator("button").click()
    expect(card).to_have_count(0)
    assert writer.focused().startswith("input")
    page.goto(f"{world.url}{receipt}")
    expect(page.locator(".receipt .ref")).to_have_text(reference)
    writer.come_back(reference, words)
    expect(page.locator(".comment-body")).to_have_text("The second warning was in one language alone.")


@pytest.mark.usefixtures("at_once")
def test_what_is_written_without_connection_goes_out_once(world: World) -> None:
    one, two = world.visitor(width=360).sign_in("citizen"), world.visitor().sign_in("stranger")
    follow(one, f"{HEARING}/live")
    follow(two, f"{HEARING}/live")
    one.is_offline = True
    one.context.set_offline(True)
    world.server.proxy.cut()
    expect(one.page.locator("#conn.is-offline p")).to_be_visible()
    write(one, "Written while the network was away.")
    expect(one.page.locator(".is-pending.is-unsent")).to_have_count(1)
    one.look("offline")
    one.context.set_offline(False)
    expect(one.page.locator("#conn.is-caught-up p")).to_be_visible()
    one.look("online")
    expect(two.page.get_by_text("Written while the network was away.")).to_have_count(1)
    expect(one.page.get_by_text("Written while the network was away.")).to_have_count(1)
    same_list(one.page, two.page)
