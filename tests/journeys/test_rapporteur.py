"""A rapporteur goes from a question of the docket to a page of quotations in Word."""

import posixpath
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from playwright.sync_api import expect

from consult.contributions.attachments.files.word import check_word, word_paragraphs
from tests.journeys.people import World, both

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMMENT = "This is the concern most often raised."


@both
def test_goes_from_a_question_to_a_word_page_of_quotations(world: World, tmp_path: Path) -> None:
    rapporteur = world.visitor().sign_in("rapporteur")
    page = rapporteur.go("desk/docket/")
    rapporteur.press(page.locator("main li:last-child a[href*='/desk/docket/']"))
    rapporteur.press(page.locator(".facet a[href*='kind=response']").first)
    page.fill("#q", "police")
    rapporteur.press(page.locator("form.search button"))
    rapporteur.press(page.locator("a[href*='view=reading']"))
    expect(page.locator(".reading").first).to_be_visible()
    rapporteur.look("reading")
    quoted = page.locator(".reading .paragraphs > li > p").first.inner_text()
    page.select_option("#collect-basket", "")  # beside the one that the demo has
    for number in (0, 1):
        rapporteur.press(page.locator("button.collect-one").nth(number))
    expect(page.locator(".notice-ok")).to_contain_text("Quotations")
    rapporteur.press(page.locator("#collect a"))
    page.locator(".basket details summary").first.click()
    page.locator(".basket [name=comment]").first.fill(COMMENT)
    rapporteur.press(page.locator(".basket button[value=save]").first)
    expect(page.locator(".basket-comment")).to_have_text(COMMENT)
    rapporteur.look("basket")
    page.locator("[name=order]").check()
    with page.expect_download() as download:
        page.locator(".basket-bar .btn-primary").click()
    path = tmp_path / "quotations.docx"
    download.value.save_as(path)
    check_word(path)
    words = word_paragraphs(path)
    assert {quoted, COMMENT, "In which role have you been at an assembly in the last three years?"} <= set(words)
    with ZipFile(path) as packed:
        document = etree.fromstring(packed.read("word/document.xml"))
        notes = etree.fromstring(packed.read("word/footnotes.xml"))
        assert posixpath.join("word", "footnotes.xml") in packed.namelist()
    cited = [one.get(f"{W}id") for one in document.iter(f"{W}footnoteReference")]
    assert cited == ["1", "2"]
    assert set(cited) < {one.get(f"{W}id") for one in notes.iter(f"{W}footnote")}
    text = "".join(notes.itertext(f"{W}t"))
    assert "para. 1" in text
    assert f"{world.url}/en/consultations/peaceful-assemblies/submissions/" in text
    assert world.complaints() == []
