"""The secretariat: a consultation from its first draft to its exported record."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Visitor, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

SLUG = "night-market-licences"
DESK = f"desk/proceedings/consultation/{SLUG}"
TITLES = {"en": "Licences for night markets", "ar": "تراخيص الأسواق الليلية"}


def save(office: Visitor, **values: str) -> None:
    """Fill the open form of the desk, and send it."""
    office.fill(**values)
    office.press(office.page.locator("main form .btn-primary"))
    assert office.page.locator(".error-summary").count() == 0, office.page.locator(".error-summary").inner_text()


def move(office: Visitor, name: str) -> None:
    """Announce, open or close, with the question in between."""
    office.go(f"{DESK}/{name}")
    office.look(name)
    office.press(office.page.locator("main form .btn-primary"))
    expect(office.page.locator(".notice-ok")).to_be_visible()


def create(office: Visitor) -> None:
    """The draft in two languages, with a paragraph and a question."""
    page = office.go("desk/proceedings/new?kind=consultation")
    for code in ("en", "ar", "fr"):
        box = page.locator(f"[name=languages][value={code}]")
        if box.is_checked() != (code != "fr"):
            page.locator(f"label[for={box.get_attribute('id')}]").click()
    office.press(page.locator("button[name=show]"))
    assert page.locator("[name=title_fr]").count() == 0
    titles = {f"title_{code}": words for code, words in TITLES.items()}
    office.look("new")
    save(office, slug=SLUG, prefix="N7", symbol="IC/2026/C/20", zone="Europe/Paris", lede_en="Who may sell?", **titles)
    office.look("draft")
    office.go(f"{DESK}/text/new")
    save(office, text_en="A licence is given for one year.", text_ar="يُمنح الترخيص لمدة سنة واحدة.")
    office.go(f"{DESK}/questionnaire/section/new")
    save(office, title_en="About you", title_ar="عنكم")
    office.go(f"{DESK}/questionnaire/question/new?type=long_text")
    office.look("question")
    save(office, label_en="What do you sell?", label_ar="ماذا تبيعون؟")


def test_from_the_draft_to_the_record(world: World) -> None:
    office, citizen = world.visitor().sign_in("secretariat"), world.visitor("ar", width=360, script=False)
    create(office)
    move(office, "announce")
    assert citizen.status(f"consultations/{SLUG}/") == 200
    expect(citizen.page.locator("h1")).to_have_text(TITLES["ar"])
    move(office, "open")
    page = f"consultations/{SLUG}/comments?paragraph=1"
    reference, _codeword = citizen.comment("سنة واحدة لا تكفي الفانوس.", page, name="سوق الميناء")
    moderator = world.visitor().sign_in("moderator")
    moderator.go(f"desk/items/{reference}")
    moderator.press(moderator.page.locator("button[value=approve]"))
    move(office, "close")
    citizen.go(page)
    assert citizen.page.locator("#comment-form").count() == 0
    docket(office, reference)
    exports(office, reference)


def docket(office: Visitor, reference: str) -> None:
    """The input is found by a word of it, with its article or without."""
    office.go("desk/docket/")
    office.press(office.page.locator("main").get_by_text(TITLES["en"]))
    for words, found in (("مصباح", 0), ("فانوس", 1), ("الفانوس", 1), ("lantern", 0)):
        office.page.fill("#q", words)
        office.press(office.page.locator("form.search button"))
        expect(office.page.locator(".results > li")).to_have_count(found)
        if found:
            expect(office.page.locator(".results mark")).to_have_text("الفانوس")
            expect(office.page.locator(".results .meta")).to_contain_text(reference)
            office.look("docket")


def exports(office: Visitor, reference: str) -> None:
    """Both editions in both formats: each file is as the manifest says, and the input is in it."""
    office.go(f"{DESK}/")
    office.press(office.page.locator("nav[aria-labelledby=more] a[href*='/exports/']"))
    office.look("exports")
    for edition in ("public", "restricted"):
        for form in ("csv", "jsonl"):
            with office.page.expect_download() as coming:
                office.page.click(f"a[href*='edition={edition}'][href*='format={form}']")
            with zipfile.ZipFile(coming.value.path()) as archive:
                check(archive, form, edition, reference)


def check(archive: zipfile.ZipFile, form: str, edition: str, reference: str) -> None:
    """What is in one export."""
    (root,) = {name.partition("/")[0] for name in archive.namelist()}
    manifest = json.loads(archive.read(f"{root}/manifest.json"))
    assert edition in json.dumps(manifest)
    files = {one["name"]: one["sha256"] for one in manifest["files"]}
    assert {f"{root}/{name}" for name in files} == set(archive.namelist()) - {f"{root}/manifest.json"}
    for name, wanted in files.items():
        assert hashlib.sha256(archive.read(f"{root}/{name}")).hexdigest() == wanted
    rows = archive.read(f"{root}/{next(name for name in files if name.endswith(f'contributions.{form}'))}").decode()
    if form == "csv":
        assert reference in next(iter(csv.DictReader(io.StringIO(rows.lstrip("\ufeff"))))).values()
    else:
        assert reference in json.dumps(json.loads(rows.splitlines()[0]))
