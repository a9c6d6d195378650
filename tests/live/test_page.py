"""The live page in a real browser: who sees what, and what becomes of a comment while the connection is away."""

import re

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy.orm import Session

from consult.consultations.models import Paragraph
from consult.core.actors import Actor
from consult.core.localized import set_texts
from consult.proceedings.models import Proceeding
from tests.live.conftest import Stage
from tests.live.launch import Running, running
from tests.live.mirror import Mirror
from tests.live.scene import TEST, Browser, comment
from tests.live.test_faults import on_disk
from tests.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


def context_for(chromium: Chromium, server: Running, browser: Browser) -> BrowserContext:
    name, _equals, value = browser.cookie.partition("=")
    context = chromium.new_context()
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": name, "value": value, "url": server.url}])
    return context


def open_page(chromium: Chromium, server: Running, stage: Stage, browser: Browser, lang: str = "en") -> Page:
    """The comments of the consultation, connected; anything the console complains about fails the test."""
    page = context_for(chromium, server, browser).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda line: pytest.fail(line.text) if "Content Security Policy" in line.text else None)
    with page.expect_websocket() as socket:
        page.goto(f"{server.url}/{lang}/consultations/{stage.scene.proceeding.slug}/comments")
    socket.value.wait_for_event("framereceived", lambda frame: str(frame).startswith("430"))
    return page


def order(page: Page) -> list[str]:
    """The references on the page, from the top."""
    found: list[str] = page.eval_on_selector_all("#comments article", "all => all.map(one => one.id)")
    return found


def whole(page: Page) -> list[str]:
    """Each comment as it stands in the page, but for white space, the mark of what is new, and how a moment is written."""
    found: list[str] = page.eval_on_selector_all("#comments article", "all => all.map(one => one.outerHTML)")
    return [re.sub(r' is-new|datetime="[^"]*"|\s+', "", one) for one in found]


def enrich(db: Session, _actor: Actor, *, proceeding_id: int) -> str:
    """Let readers vote, and add a paragraph; its id."""
    db.get_one(Proceeding, proceeding_id).votes = True
    paragraph = Paragraph(proceeding_id=proceeding_id, number=12)
    db.add(paragraph)
    db.flush()
    set_texts(db, paragraph.owner, "text", {"en": "A warning is given."}, "en")
    return str(paragraph.public_id)


def write(page: Page, text: str, identity: str = "public") -> None:
    page.fill("textarea[name=body]", text)
    page.check(f"input[name=identity][value={identity}]", force=True)
    page.check("input[name=confidentiality][value=public]", force=True)
    page.click("#comment-form button.btn-primary, #comment-form button[type=submit], #comment-form .actions button")


def test_two_members_see_each_others_comments(stage: Stage, chromium: Chromium) -> None:
    earlier = comment(stage.site, stage.scene, "here before")
    target = stage.site.work.run(enrich, TEST, proceeding_id=stage.scene.proceeding.id).result
    with running(stage.url) as server:
        one = open_page(chromium, server, stage, stage.member("Ana"))
        two = open_page(chromium, server, stage, stage.member("Bo"), "ar")
        write(one, "from Ana <b>& co</b>")
        expect(two.locator("#comments article")).to_have_count(2)
        expect(two.locator("#comments article").first.locator(".comment-body")).to_have_text("from Ana <b>& co</b>")
        expect(two.locator("#comments article").first.locator("bdi").first).to_have_text("Ana")
        write(two, "from Bo")
        expect(one.locator("#comments .comment-body").first).to_have_text("from Bo")
        expect(one.locator(".is-pending")).to_have_count(0)
        assert one.input_value("textarea[name=body]") == ""
        comment(stage.site, stage.scene, "an answer", reply_to=earlier)
        comment(stage.site, stage.scene, "on a paragraph", target=target)
        expect(two.locator("#comments article")).to_have_count(5)
        wanted = on_disk(stage)
        assert until(lambda: order(one) == order(two) == wanted)
        fresh = one.context.new_page()
        fresh.goto(one.url)
        assert order(fresh) == wanted
        for page in (one, two):
            live = whole(page)
            page.reload()
            assert live == whole(page)


def test_what_is_written_offline_goes_out_once(stage: Stage, chromium: Chromium) -> None:
    with running(stage.url) as server:
        page = open_page(chromium, server, stage, stage.member("Ana"))
        server.kill()
        expect(page.locator("#conn p")).to_be_visible()
        write(page, "kept in this window")
        expect(page.locator(".is-pending.is-unsent")).to_have_count(1)
        page.evaluate("sessionStorage.length") or pytest.fail("nothing is kept")
        comment(stage.site, stage.scene, "written elsewhere meanwhile")
        server.start()
        expect(page.locator(".is-pending")).to_have_count(0, timeout=20_000)
        expect(page.locator("#conn.is-caught-up p")).to_be_visible()
        assert until(lambda: order(page) == on_disk(stage))
        assert len(on_disk(stage)) == 2
        assert page.evaluate("JSON.parse(Object.values(sessionStorage)[0])") == []


def test_what_is_hidden_goes_from_every_page(stage: Stage, chromium: Chromium) -> None:
    from consult.moderation.operations.deciding import decide

    ref = comment(stage.site, stage.scene, "marmalade")
    with running(stage.url) as server:
        page = open_page(chromium, server, stage, stage.browser())
        expect(page.locator(".comment-body")).to_have_text("marmalade")
        stage.site.work.run(decide, TEST, reference=ref, act="hide", seen=1, reason="insult")
        expect(page.locator(".moderated strong")).to_have_text("Hidden by a moderator.")
        assert "marmalade" not in page.content()


def test_without_a_name_the_page_itself_answers_with_the_codeword(stage: Stage, chromium: Chromium) -> None:
    with running(stage.url) as server:
        page = open_page(chromium, server, stage, stage.member("Ana"))
        write(page, "nobody may know me", identity="none")
        page.wait_for_url("**/comments")
        expect(page.locator(".receipt, .codeword, [class*=codeword]").first).to_be_visible()
        assert until(lambda: stage_count(stage) == 1)


def stage_count(stage: Stage) -> int:
    from sqlalchemy import func, select

    from consult.contributions.models import Contribution

    with stage.site.database.reading() as db:
        return db.scalar(select(func.count()).select_from(Contribution)) or 0


def test_an_ended_session_is_told_on_the_page(stage: Stage, chromium: Chromium) -> None:
    from tests.live.scene import make_person
    from tests.live.test_hub import end_session

    account, token = make_person(stage.site, "ann")
    with running(stage.url) as server:
        browser = stage.browser(token)
        page = open_page(chromium, server, stage, browser)
        end_session(stage.site, account.id)
        write(page, "too late")
        expect(page.locator("#conn.is-ended p")).to_have_text("Your session has ended. Reload the page to go on.")
        other = Mirror(server.url, stage.browser(), stage.scene.stream, stage.scene.epoch)
        assert until(lambda: other.client.connected)
        other.stop()
        assert on_disk(stage) == []
