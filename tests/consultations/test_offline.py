"""The offline kit: one file that works from the disk without a network, and what comes of its answers."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from consult.consultations.answers import answers_of
from consult.consultations.queries import asked
from consult.contributions.models import Attachment, Contribution, Passage, Version
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.attachments import samples
from tests.consultations.all_kinds import ANSWERS, ask_everything
from tests.consultations.test_upload import REVIEW, send_it, upload
from tests.factories import make_body, make_proceeding, page
from tests.journeys.test_pages import by_axe

pytestmark = pytest.mark.pages


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site), title="<b>Assemblies</b> </script>")


@pytest.fixture
def version(site: Site, proceeding: Proceeding) -> str:
    return ask_everything(site, proceeding)


def downloaded(client: FlaskClient, language: str) -> str:
    answer = client.get(f"/{language}/consultations/assemblies/offline.html")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.get_data(as_text=True)


def test_the_file_holds_everything_and_asks_for_nothing(client: FlaskClient, version):
    text = downloaded(client, "en")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert unescape(policy[1]).startswith("default-src 'none'; script-src 'sha256-")
    kit = re.search(r'id="kit">(.*?)</script>', text, re.DOTALL)
    assert kit
    assert json.loads(kit[1])["version"] == version
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.search(r'(src|srcset|poster|action)="|url\(|@import|<link', markup)
    assert "<b>Assemblies" not in text
    assert len(text.encode()) < 400_000


def test_without_questions_there_is_no_file(client: FlaskClient, proceeding):
    page(client, "/en/consultations/assemblies/offline.html", 404)


def answer_all(kit: Page) -> None:
    """Fill in every question as ANSWERS says; `force`, because the label of a choice lies over its box."""
    kit.fill("#q_hero", "Salma")
    kit.fill("#q_story", "Two words and more.")
    kit.check("#q_seen-1", force=True)
    kit.fill("#q_why", "It was dark.")
    kit.fill("[id='q_town.1']", "Aden")
    for part, value in (("day", "٣"), ("month", "2"), ("year", "٢٠٢٦")):
        kit.fill(f"[id='q_day.1.{part}']", value)
    kit.check("[id='q_again.1-0']", force=True)
    kit.fill("[id='q_when.1']", "Soon")
    kit.click("#q_visits-field > p button")
    kit.fill("[id='q_town.2']", "Sana'a")
    kit.check("#q_many-0", force=True)
    kit.check("#q_many-2", force=True)
    kit.fill("[id='q_many.other']", "something else")
    kit.check("#q_scale-3", force=True)
    kit.check("#q_stars-2", force=True)
    kit.select_option("[id='q_ranks.second']", "1")
    kit.select_option("[id='q_ranks.first']", "2")
    for box in ("q_grid.r1-1", "q_grid.r2-0", "q_grids.r1-0", "q_grids.r1-1"):
        kit.check(f"[id='{box}']", force=True)
    kit.fill("#q_many_km", "١٢٫٥")
    kit.select_option("#q_land", "YE")
    kit.check("#q_part-1", force=True)
    kit.select_option("#q_tongue", "ar")
    kit.set_input_files("#q_proof", {"name": "صورة.png", "mimeType": "image/png", "buffer": samples.telling_png()})
    kit.wait_for_selector("#q_proof-list li")
    kit.check("#q_agree", force=True)
    kit.fill("[id='q_money.roads']", "30")
    kit.fill("[id='q_money.schools']", "٦٠")
    kit.check("#s_on_behalf-0", force=True)
    kit.check("#s_identity-0", force=True)
    kit.fill("#s_name", "سلمى")
    kit.check("#s_confidentiality-0", force=True)


def saved(kit: Page, folder: Path, name: str) -> dict[str, Any]:
    with kit.expect_download() as found:
        kit.click("#save")
    found.value.save_as(folder / name)
    content: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return content


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_axe_finds_nothing_in_the_file(
    client: FlaskClient, version, chromium: Browser, tmp_path: Path, language, scheme
):
    (tmp_path / "kit.html").write_text(downloaded(client, language), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme, bypass_csp=True)
    kit = context.new_page()
    kit.goto((tmp_path / "kit.html").as_uri())
    kit.click("#check")
    assert by_axe(kit) == []
    assert kit.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(180)
def test_answered_in_arabic_without_a_network_saved_reopened_uploaded(
    site: Site, client: FlaskClient, proceeding, version, chromium: Browser, tmp_path: Path
):
    (tmp_path / "kit.html").write_text(downloaded(client, "ar"), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 360, "height": 800}, offline=True, accept_downloads=True)
    kit, wrong = context.new_page(), []
    kit.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    kit.on("pageerror", lambda error: wrong.append(str(error)))
    kit.on("dialog", lambda dialog: dialog.accept())
    kit.goto((tmp_path / "kit.html").as_uri())
    assert kit.locator("html").get_attribute("dir") == "rtl"
    assert kit.locator("#q_why-field").is_hidden()
    kit.click("#check")
    assert kit.locator("#summary li").count() == 6  # hero, seen, town, agree, and two choices about who sees what
    answer_all(kit)
    assert "Salma" in kit.locator("#q_why-field label").first.inner_text()
    kit.click("#check")
    assert kit.locator("#summary").is_hidden()
    first = saved(kit, tmp_path, "one.json")
    assert first["answers"] == ANSWERS
    assert first["questionnaire"] == version
    kit.reload()
    assert kit.input_value("#q_hero") == ""
    kit.set_input_files("#open", tmp_path / "one.json")
    kit.wait_for_function("document.querySelector('#q_hero').value === 'Salma'")
    assert saved(kit, tmp_path, "two.json") == first
    assert kit.evaluate("document.documentElement.scrollWidth") <= 360
    assert wrong == []
    context.close()
    assert [one["name"] for one in first["files"]["proof"]] == ["صورة.png"]
    assert upload(client, (tmp_path / "two.json").read_bytes()).status_code == 303
    assert "صورة.png" in page(client, REVIEW)
    assert send_it(client).status_code == 200
    with site.database.reading() as db:
        assert db.scalars(select(Contribution)).one().author_name == "سلمى"
        questions = asked(db, proceeding, "ar", version)
        assert questions is not None
        passages = db.scalars(select(Passage).join(Version, Version.id == Passage.version_id)).all()
        (file,) = db.scalars(select(Attachment)).all()
        assert answers_of(questions, passages) == ANSWERS | {"proof": [file.public_id]}
        assert site.storage.path(file.digest or "").read_bytes() == samples.telling_png()
