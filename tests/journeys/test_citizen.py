"""A citizen on a small telephone, in Arabic, without JavaScript: comments, comes back, corrects, withdraws, answers."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import CONSULTATION, Visitor, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

WORDS = "ينبغي أن يُحدَّد الوقت المعقول بالدقائق في كل إنذار، وأن يُعلن بلغة الإشارة أيضاً."
MISSING = "قاعدة بشأن الأشخاص ذوي الإعاقة"
DISPERSAL = "انتظرنا عند الجسر ثم فُتح الطريق بعد ساعة."


@pytest.fixture
def citizen(world: World) -> Visitor:
    return world.visitor("ar", width=360, script=False)


def test_finds_the_open_consultation_and_reads_paragraph_12(citizen: Visitor) -> None:
    page = citizen.go()
    citizen.look("home")
    citizen.press(page.locator("main").get_by_role("link", name="حفظ الأمن في التجمعات السلمية: مشروع").first)
    citizen.look("consultation")
    expect(page.locator("h1")).to_contain_text("حفظ الأمن")
    citizen.press(page.locator("a[href*='comments?paragraph=12']").first)
    expect(page.locator(".para .para-no")).to_have_text("12.")
    expect(page.locator(".para .record")).to_have_attribute("dir", "auto")
    citizen.look("paragraph-12")
    assert page.locator("#comment-form [name=body]").is_visible()


def test_an_error_keeps_everything_typed_and_leads_to_the_field(citizen: Visitor) -> None:
    page = citizen.go(f"{CONSULTATION}/comments?paragraph=12")
    long = "كلمة " * 400
    citizen.fill(body=long, language="ar", category="academia")
    citizen.press(page.locator("#comment-form .btn-primary"))
    assert citizen.focused() == "error-summary"
    citizen.look("errors")
    links = page.locator(".error-summary a")
    assert [link.get_attribute("href") for link in links.all()] == ["#body", "#identity-0", "#confidentiality-0"]
    assert page.input_value("[name=body]") == long
    expect(page.locator("[name=category]")).to_have_value("academia")
    links.first.click()
    assert citizen.focused().startswith("input")
    links.nth(1).click()
    assert page.evaluate("document.activeElement.name") == "identity"
    citizen.fill(body=WORDS, identity="none", confidentiality="public")
    citizen.press(page.locator("#comment-form .btn-primary"))
    expect(page.locator(".receipt .ref")).to_have_text(re.compile(r"^C14-\w{4}-\w{4}$"))
    citizen.look("receipt")


def test_comes_back_corrects_and_withdraws(citizen: Visitor) -> None:
    reference, codeword = citizen.comment(WORDS)
    citizen.come_back(reference, codeword)
    page = citizen.page
    expect(page.locator(".pill").first).to_have_class(re.compile("pill-soon"))
    expect(page.locator(".comment-body")).to_have_text(WORDS)
    citizen.look("own")
    citizen.press(page.locator("a[href$='/correct']"))
    expect(page.locator("[name=body]")).to_have_value(WORDS)
    citizen.fill(body=WORDS + " وبلغة برايل.")
    citizen.look("correct")
    citizen.press(page.locator("main form .btn-primary"))
    expect(page.locator(".comment-body")).to_contain_text("برايل")
    assert page.locator("section[aria-labelledby=versions-h] li").count() == 2
    citizen.press(page.locator("a[href$='/withdraw']"))
    citizen.look("withdraw")
    citizen.press(page.locator("main form .btn-danger"))
    citizen.look("withdrawn")
    assert page.locator("a[href$='/correct'], a[href$='/withdraw']").count() == 0
    expect(page.locator(".pill").first).to_have_class(re.compile("pill-plain"))


def test_a_wrong_codeword_and_an_absent_reference_are_answered_alike(citizen: Visitor) -> None:
    reference, codeword = citizen.comment(WORDS)
    wrong = " ".join(reversed(codeword.split()))
    said = []
    for one in (reference, reference[:-4] + ("AAAA" if reference[-4:] != "AAAA" else "BBBB")):
        citizen.come_back(one, wrong)
        assert citizen.focused() == "error-summary"
        said.append(citizen.page.locator("main").inner_text())
    citizen.look("refused")
    assert said[0] == said[1]


def test_answers_the_questions_and_reloads_the_receipt(citizen: Visitor) -> None:
    page = citizen.go(f"{CONSULTATION}/respond")
    citizen.look("respond")
    citizen.press(page.locator("main .btn-primary"))
    while "/respond/step/" in page.url:
        answer_everything(citizen)
        citizen.press(page.locator("main .btn-primary"))
    citizen.fill(identity="none", confidentiality="public")
    citizen.press(page.locator("main .btn-primary"))
    citizen.look("review")
    for words in (MISSING, DISPERSAL):
        expect(page.locator("main")).to_contain_text(words)
    citizen.press(page.locator("main .btn-primary"))
    reference, codeword = citizen.receipt()
    page.reload()
    assert citizen.receipt() == (reference, codeword)
    citizen.come_back(reference, codeword)
    citizen.look("answers")
    for words in (MISSING, DISPERSAL):
        expect(page.locator("main")).to_contain_text(words)


def answer_everything(citizen: Visitor) -> None:
    """One answer of each type that stands on the page."""
    page = citizen.page
    for group in page.locator("main form fieldset:has([type=radio])").all():
        group.locator("[type=radio]").nth(1).check(force=True)  # the words of some choices cover their box
    for group in page.locator("main form fieldset:has([type=checkbox])").all():
        group.locator("[type=checkbox]").nth(1).check(force=True)
    for kind, words in (("input.input[name^=q_]:not([name$=other])", MISSING), ("textarea[name^=q_]", DISPERSAL)):
        for field in page.locator(f"main form {kind}").all():
            field.fill(words)
