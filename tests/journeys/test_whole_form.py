"""Sixty questions in six languages: built without JavaScript, answered in Arabic on a small telephone without JavaScript and
continued by code in another browser, answered without a network and uploaded, corrected, and exported with one column each."""

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.journeys.people import Visitor, World
from tests.journeys.test_builder import SIX, lines, save, six
from tests.journeys.whole_form import SECTIONS, Item, Sheet, columns, questions
from tests.live.launch import COMMAND

# Some hundred and eighty pages of the desk are opened one after the other.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

SLUG = "buses-of-the-isthmus"
Q = f"desk/proceedings/consultation/{SLUG}/questionnaire"
RESPOND = f"consultations/{SLUG}/respond"
BETTER = "سطر أفضل"


def test_sixty_questions_from_the_desk_to_the_export(world: World, tmp_path: Path) -> None:
    assert sum(len(items) for items in SECTIONS.values()) == 60
    office = world.visitor(script=False).sign_in("secretariat")
    announce_draft(office)
    for title, items in SECTIONS.items():
        build(office, title, items)
    publish_and_open(office)
    online = answer_by_page(world, tmp_path)
    offline = answer_in_the_file(world, tmp_path)
    correct(world, *online)
    rows = exported(world, tmp_path)
    told = {one["reference"]: one for one in rows}
    photograph = told[online[0]]["file_1"]
    assert len(photograph) > 10
    compare(told[online[0]], {**columns(photograph), "short_text_9": BETTER})
    compare(told[offline[0]], columns(None))


def announce_draft(office: Visitor) -> None:
    page = office.go("desk/proceedings/new?kind=consultation")
    for code in SIX:
        office.choose(page.locator(f"[name=languages][value={code}]"))
    office.fill(slug=SLUG, prefix="BUS", zone="Europe/Paris", title_en="Buses of the isthmus")
    office.press(page.locator("main form .btn-primary"))


def build(office: Visitor, title: str, items: list[Item]) -> None:
    """A section with its questions, each in all languages."""
    more = {"repeats": "y", "repeats_min": "1", "repeats_max": "3", **six("repeat_label", "Traveller")}
    office.go(f"{Q}/section/new")
    save(office, **six("title", title), **(more if title == "Travellers" else {}))
    page = office.page
    for one in items:
        office.go(f"{Q}/")
        office.press(page.locator(f"#section-{title.lower()} .box-foot a"))
        office.press(page.locator(f".types a[href$='type={one.kind}']"))
        texts = six("label", one.words) | (six("text", "I agree.") if one.kind == "consent" else {})
        for name in one.lists:
            count = 12 if name == "rows" else 3
            texts |= lines(
                name, *(f"{name[:-1].replace('option', 'choice').capitalize()} {at + 1}" for at in range(count))
            )
            page.locator(f"#{name} details summary").first.click()
        save(office, **texts, **one.desk)


def publish_and_open(office: Visitor) -> None:
    office.go(f"{Q}/publish")
    office.press(office.page.locator("main form .btn-primary"))
    assert office.page.locator(".error-summary").count() == 0, office.page.locator(".error-summary").inner_text()
    for move in ("announce", "open"):
        office.go(f"desk/proceedings/consultation/{SLUG}/{move}")
        office.press(office.page.locator("main form .btn-primary"))


def fill_page(one: Visitor, title: str, photograph: Path) -> None:
    """All questions of a section that are asked; a group grows when it must."""
    sheet = Sheet(one.page)
    for instance in (1, 2):
        if title == "Travellers" and instance == 2:
            one.press(one.page.locator("main [name=add]"))
        for item in SECTIONS[title]:
            if item.kind == "file" and instance == 1:
                one.page.locator(f"[id='u_q_{item.key}']").set_input_files(photograph)
            elif len(item.answers) >= instance:
                sheet.fill(title, item, item.answers[instance - 1], instance)
            else:
                assert instance == 2 or one.page.locator(f"[name^='q_{item.key}']").count() == 0, "a rule hides it"


def go_on(one: Visitor) -> None:
    one.press(one.page.locator("main .btn-primary").last)
    assert one.page.locator(".error-summary").count() == 0, one.page.locator(".error-summary").inner_text()


def answer_by_page(world: World, folder: Path) -> tuple[str, str]:
    """The first half in one browser, the rest in another one by the restore code; reference and codeword."""
    photograph = folder / "photograph.png"
    Image.new("RGB", (40, 30), "teal").save(photograph)
    first = world.visitor("ar", width=360, script=False)
    first.go(RESPOND)
    go_on(first)
    titles = list(SECTIONS)
    for title in titles[:3]:
        fill_page(first, title, photograph)
        first.look(title)
        go_on(first)
    first.press(first.page.locator("main button[value=save]"))
    code = first.page.locator("#code").inner_text()
    second = world.visitor("ar", width=360, script=False)
    second.go(f"{RESPOND}/continue")
    second.fill(code=code)
    go_on(second)
    second.go(f"{RESPOND}/step/lines")
    for title in titles[3:]:
        fill_page(second, title, photograph)
        second.look(title)
        go_on(second)
    second.page.locator("[name^='alt.']").fill("صورة الجسر")  # a picture is asked about before the way goes on
    go_on(second)
    second.fill(identity="none", confidentiality="public")
    go_on(second)
    second.look("review")
    go_on(second)
    return second.receipt()


def answer_in_the_file(world: World, folder: Path) -> tuple[str, str]:
    """The same answers without a network, saved to a file, uploaded by another browser."""
    visitor = world.visitor("ar", width=360, accept_downloads=True)
    visitor.go(f"consultations/{SLUG}/")
    kit = visitor.context.request.get(f"{world.url}/ar/consultations/{SLUG}/offline.html")
    (folder / "kit.html").write_bytes(kit.body())
    alone = world.browser.new_context(viewport={"width": 360, "height": 740}, offline=True, accept_downloads=True)
    page = alone.new_page()
    page.goto((folder / "kit.html").as_uri())
    sheet = Sheet(page, offline=True)
    for instance in (1, 2):
        for title, item in questions():
            if item.kind != "file" and len(item.answers) >= instance:
                sheet.fill(title, item, item.answers[instance - 1], instance)
        if instance == 1:
            page.click("#q_travellers-field > p button")
    for box in ("s_on_behalf-0", "s_identity-2", "s_confidentiality-0"):
        page.locator(f"#{box}").check(force=True)
    with page.expect_download() as found:
        page.click("#save")
    found.value.save_as(folder / "answers.json")
    alone.close()
    visitor.go(f"consultations/{SLUG}/upload")
    visitor.page.locator("main [type=file]").set_input_files(folder / "answers.json")
    go_on(visitor)
    visitor.look("uploaded")
    go_on(visitor)
    return visitor.receipt()


def correct(world: World, reference: str, codeword: str) -> None:
    author = world.visitor("ar", width=360, script=False)
    author.come_back(reference, codeword)
    author.press(author.page.locator("a[href$='/correct']"))
    go_on(author)
    author.press(author.page.locator("main a[href*='/correct/step/lines']"))
    author.page.locator("[id='q_short_text_9']").fill(BETTER)
    go_on(author)
    go_on(author)


def exported(world: World, folder: Path) -> list[dict[str, str]]:
    """The rows of responses.csv of the restricted edition, made by the command."""
    target = folder / "record"
    given = ["export", SLUG, "--format", "csv", "--edition", "restricted", "--output", str(target)]
    subprocess.run(
        [sys.executable, "-c", COMMAND, *given], env=world.server.environment, check=True, capture_output=True
    )
    with (target / "responses.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def compare(row: dict[str, Any], expected: dict[str, str]) -> None:
    """Each column of an answer holds that answer, and all others are empty."""
    keys = {item.key for _title, item in questions()}
    answers = {name: value for name, value in row.items() if name.partition(".")[0] in keys}
    assert {name: value.replace("\r\n", "\n") for name, value in answers.items() if value} == expected
