"""The secretariat builds a questionnaire in six languages, in a browser without JavaScript, and publishes it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Visitor, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SIX = {"en": "a", "fr": "é", "ar": "مرحبا", "zh": "你好", "ru": "я", "es": "ñ"}
SLUG = "night-buses"
Q = f"desk/proceedings/consultation/{SLUG}/questionnaire"


def six(name: str, words: str) -> dict[str, str]:
    """A text in each language, by the names of its fields."""
    return {f"{name}_{code}": words if code == "en" else f"{words} {sign}" for code, sign in SIX.items()}


def save(office: Visitor, **values: str) -> None:
    """Fill the open form, and save it."""
    office.fill(**values)
    office.press(office.page.locator("main form .btn-primary").last)
    assert office.page.locator(".error-summary").count() == 0, office.page.locator(".error-summary").inner_text()


def section(office: Visitor, title: str, **more: str) -> None:
    office.go(f"{Q}/section/new")
    save(office, **six("title", title), **more)


def question(office: Visitor, part: str, kind: str, words: str, **more: str) -> None:
    """Press for a question in a section, choose its type, and fill its form."""
    office.go(f"{Q}/")
    office.press(office.page.locator(f"#section-{part} .box-foot a"))
    office.press(office.page.locator(f".types a[href$='type={kind}']"))
    for name in {one.rpartition("_")[0] for one in more if "_more_" in one}:
        office.page.locator(f"#{name.removesuffix('_more')} details summary").first.click()
    save(office, **six("label", words), **more)


def lines(name: str, *words: str) -> dict[str, str]:
    """Several choices or rows at once, in each language."""
    texts = [six(f"{name}_more", one) for one in words]
    return {field: "\n".join(one[field] for one in texts) for field in texts[0]}


def build(office: Visitor) -> None:
    """Two sections and a group, with conditions, a table and files."""
    section(office, "You")
    question(office, "you", "single_choice", "Do you use the bus?", **lines("options", "Yes", "No"))
    question(office, "you", "number", "How many people are you?", required="y", min="1", max="9")
    section(office, "Travellers", repeats="y", repeats_min="0", repeats_max="5", **six("repeat_label", "Traveller"))
    question(office, "travellers", "date", "When did they last travel?", latest="2026-12-31")
    section(office, "The bus")
    rows = lines("rows", *(f"Line {number}" for number in range(1, 13)))
    question(office, "the_bus", "matrix_single", "How good is each line?", **rows, **lines("options", "Bad", "Good"))
    condition = {"rule_1_question": "do_you_use_the_bus", "rule_1_is": "equals", "rule_1_value": "Yes"}
    condition |= {"rule_2_question": "how_many_people_are_you", "rule_2_is": "at_least", "rule_2_value": "2"}
    condition |= {"rule_3_question": "how_good_is_each_line:line_3", "rule_3_is": "equals", "rule_3_value": "bad"}
    question(office, "the_bus", "long_text", "What is wrong with line 3?", max_words="200", **condition)
    question(office, "the_bus", "file", "A photograph of it", max_files="3")


def test_a_questionnaire_is_built_without_javascript_and_published(world: World) -> None:
    office = world.visitor(script=False).sign_in("secretariat")
    page = office.go("desk/proceedings/new?kind=consultation")
    for code in SIX:
        office.choose(page.locator(f"[name=languages][value={code}]"))
    office.fill(slug=SLUG, prefix="NB", zone="Europe/Paris", title_en="Night buses")
    office.press(page.locator("main form .btn-primary"))
    build(office)
    office.go(f"{Q}/")
    office.look("list")
    labels = page.locator(".asked-words > a").all_inner_texts()
    assert labels == [
        "Do you use the bus?",
        "How many people are you?",
        "When did they last travel?",
        "How good is each line?",
        "What is wrong with line 3?",
        "A photograph of it",
    ]
    assert page.locator(".pill-soon").filter(has_text="Missing").count() == 0
    office.press(page.locator("#question-a_photograph_of_it button[value*=' up ']"))
    assert page.locator(".asked-words > a").all_inner_texts()[-1] == "What is wrong with line 3?"
    look_at_it(world, office)
    publish(office)


def look_at_it(world: World, office: Visitor) -> None:
    """The preview on a phone in Arabic, within its frame; then the whole way in a page of its own, and a test response."""
    page = office.go(f"{Q}/preview?language=ar&width=phone")
    office.look("preview")
    frame = page.frame_locator("iframe.preview")
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")
    expect(frame.locator("legend").first).to_contain_text("Do you use the bus? مرحبا")
    frame.locator("label[for='q_do_you_use_the_bus-0']").click()
    frame.locator("[name=q_how_many_people_are_you]").fill("3")
    frame.locator("button[value=next]").click()
    expect(frame.locator("legend").first).to_contain_text("Traveller مرحبا")
    office.go(f"{Q}/preview/form")
    office.fill(q_do_you_use_the_bus="yes", q_how_many_people_are_you="3")
    office.press(page.locator("button[value=next]"))
    office.press(page.locator("button[value=next]"))
    assert page.locator("[name='q_what_is_wrong_with_line_3']").count() == 0
    page.locator("[name='q_how_good_is_each_line.1.line_3'][value=bad]").check()
    office.press(page.locator("button[value=next]"))
    assert page.locator("[name='q_what_is_wrong_with_line_3']").count() == 1, "an answer brought it up"
    office.fill(q_what_is_wrong_with_line_3="It never comes.")
    office.press(page.locator("button[value=next]"))
    expect(page.locator("main")).to_contain_text("It never comes.")
    office.press(page.locator("button[value=send]"))
    office.go(f"{Q}/trials/")
    office.look("trials")
    expect(page.locator(".box")).to_contain_text("It never comes.")


def publish(office: Visitor) -> None:
    """A translation taken away is a warning that is confirmed; then everybody is asked, and the test is gone."""
    page = office.go(f"{Q}/question/a_photograph_of_it")
    save(office, label_ru="")
    office.go(f"{Q}/publish")
    office.look("publish")
    expect(page.locator(".findings")).to_contain_text("Русский")
    office.press(page.locator("main form .btn-primary"))
    expect(page.locator(".error-summary")).to_contain_text("although words are missing")
    save(office, confirmed="y")
    for move in ("announce", "open"):
        office.go(f"desk/proceedings/consultation/{SLUG}/{move}")
        office.press(page.locator("main form .btn-primary"))
    office.go(f"{Q}/trials/")
    assert "It never comes." not in page.locator("main").inner_text()
    citizen = office.world.visitor("ar", width=360, script=False)
    assert citizen.status(f"consultations/{SLUG}/respond") == 200
