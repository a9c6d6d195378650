"""A questionnaire of every type on a small telephone, in Arabic, without JavaScript: begun in one browser, continued with a
code in another one, sent and corrected."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from consult.consultations.models import Question
from consult.contributions.models import Contribution, Draft, Passage, Version
from consult.proceedings.models import Proceeding
from consult.site import Site, open_site
from tests.conftest import settings_for
from tests.consultations.everything import every_type
from tests.consultations.respondent import part, question
from tests.factories import make_body, make_proceeding, publish, words
from tests.journeys.conftest import visited
from tests.journeys.people import Visitor, World
from tests.live.launch import SECRET, running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
RESPOND = "consultations/assemblies/respond"
WORDS = "كلمات قليلة"
LONG = "انتظرنا عند الجسر، ثم فُتح الطريق بعد ساعة."


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """A consultation that asks a question of every type, in English and Arabic."""
    path = tmp_path / "consult.sqlite"
    shutil.copy(sqlite_template, path)
    opened = open_site(replace(settings_for(f"sqlite:///{path}", tmp_path), secret_key=SECRET))
    call = make_proceeding(opened, make_body(opened), languages=["en", "ar"])
    words(opened, call.owner, {"title": {"en": "Assemblies", "ar": "التجمعات"}, "privacy": {"ar": "نحتفظ بها عامين."}})
    publish(opened, call, every_type())
    yield opened
    opened.close()


@pytest.fixture
def asked(site: Site, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[World]:
    """The same, served."""
    with running(site.settings.database_url) as server:
        yield from visited(server, chromium, request)


def go_on(one: Visitor) -> None:
    """Press the main button of the page."""
    one.press(one.page.locator("main .btn-primary"))


def tick(one: Visitor, name: str, value: str) -> None:
    """Choose one value of a field."""
    choice = one.page.locator(f'main [name="{name}"][value="{value}"]')
    choice.check(force=True)  # the words of some choices cover their box, the box of others the words
    assert choice.is_checked()


def fill(one: Visitor, **values: str) -> None:
    """Type into fields; a double underscore stands for a point."""
    for name, value in values.items():
        one.page.locator(f'main [name="{name.replace("__", ".")}"]').fill(value)


def words_page(one: Visitor) -> None:
    """Texts and choices."""
    fill(one, q_short=WORDS, q_long=LONG)
    tick(one, "q_one", "other")
    fill(one, q_one__1__other="شيء آخر")
    tick(one, "q_many", "a")
    tick(one, "q_many", "c")


def figures_page(one: Visitor) -> None:
    """Numbers, a day, points and an order."""
    tick(one, "q_scale", "4")
    tick(one, "q_rating", "5")
    fill(one, q_number="12.5", q_day__1__day="1", q_day__1__month="2", q_day__1__year="2026")
    fill(one, q_budget__1__a="7", q_budget__1__b="3")
    for place, option in enumerate(("c", "a", "b"), start=1):
        field = one.page.locator(f'main [name="q_order.1.{option}"]')
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(str(place))
        else:
            field.fill(str(place))


def test_begun_here_continued_there_sent_and_corrected(asked: World, site: Site) -> None:
    citizen = asked.visitor("ar", width=360, script=False)
    page = citizen.go(RESPOND)
    citizen.look("start")
    expect(page.locator("main")).to_contain_text("نحتفظ بها عامين.")
    go_on(citizen)
    words_page(citizen)
    citizen.look("words")
    go_on(citizen)
    figures_page(citizen)
    citizen.look("figures")
    citizen.press(page.locator("main button[value=save]"))
    citizen.look("code")
    code = page.locator("#code").inner_text()
    assert re.fullmatch(r"(\w{4}-){4}\w{4}", code)
    assert code not in page.url

    other = asked.visitor("ar", width=360, script=False)
    page = other.go(f"{RESPOND}/continue")
    fill(other, code=code.upper())
    go_on(other)
    expect(page.locator("main")).to_contain_text(WORDS)
    other.go(f"{RESPOND}/step/grids")
    for row, column in (("r1", "a"), ("r2", "c")):
        tick(other, f"q_grid.1.{row}", column)
        tick(other, f"q_grids_many.1.{row}", column)
    other.look("grids")
    go_on(other)
    people_page(other)
    go_on(other)
    tick(other, "q_agree", "yes")
    other.look("last")
    go_on(other)
    other.fill(identity="none", confidentiality="public")
    other.look("you")
    go_on(other)
    other.look("review")
    for said in (WORDS, LONG, "شيء آخر", "Ama", "Bo"):
        expect(page.locator("main")).to_contain_text(said)
    go_on(other)
    reference, codeword = other.receipt()
    other.look("receipt")
    page.reload()
    assert other.receipt() == (reference, codeword)

    other.come_back(reference, codeword)
    other.press(page.locator("a[href$='/correct']"))
    other.look("correct")
    go_on(other)
    other.press(page.locator("main a[href*='/correct/step/words']"))
    fill(other, q_short="كلمات أفضل")
    go_on(other)
    other.look("correction")
    go_on(other)
    expect(page.locator("main")).to_contain_text("كلمات أفضل")
    assert stored(site, 1) == expected(WORDS)
    assert stored(site, 2) == expected("كلمات أفضل")
    with site.database.reading() as db:
        assert db.scalars(select(Draft)).all() == []


def people_page(one: Visitor) -> None:
    """A group that grows by one."""
    fill(one, q_who__1="Ama")
    one.press(one.page.locator("main [name=add]"))
    fill(one, q_who__2="Bo")
    one.look("people")


def stored(site: Site, number: int) -> list[tuple[str, int, str | None, object]]:
    """Every answer of a version: question, instance, row, value."""
    with site.database.reading() as db:
        rows = db.execute(
            select(Question.key, Passage.instance, Passage.matrix_row, Passage.value)
            .join(Version, Version.id == Passage.version_id)
            .join(Contribution, Contribution.id == Version.contribution_id)
            .join(Question, Question.public_id == Passage.question)
            .where(Version.number == number)
            .order_by(Passage.number)
        )
        return [(key, instance, row, (value or {})["value"]) for key, instance, row, value in rows]


def expected(short: str) -> list[tuple[str, int, str | None, object]]:
    """The same, as it was typed."""
    return [
        ("short", 1, None, short),
        ("long", 1, None, LONG),
        ("one", 1, None, {"other": "شيء آخر"}),
        ("many", 1, None, ["a", "c"]),
        ("scale", 1, None, 4),
        ("rating", 1, None, 5),
        ("number", 1, None, "12.5"),
        ("day", 1, None, "2026-02-01"),
        ("budget", 1, None, {"a": 7, "b": 3}),
        ("order", 1, None, ["c", "a", "b"]),
        ("grid", 1, "r1", "a"),
        ("grid", 1, "r2", "c"),
        ("grids_many", 1, "r1", ["a"]),
        ("grids_many", 1, "r2", ["c"]),
        ("who", 1, None, "Ama"),
        ("who", 2, None, "Bo"),
        ("agree", 1, None, True),
    ]


def test_a_script_saves_while_somebody_writes(asked: World, site: Site) -> None:
    writer = asked.visitor("en", width=1280)
    page = writer.go(f"{RESPOND}/step/words")
    page.locator("[name=q_short]").fill("As I write")
    expect(page.locator("#saved")).to_contain_text("Saved at")
    with site.database.reading() as db:
        assert db.scalars(select(Draft)).one().answers == {"short": "As I write"}
    second = writer.context.new_page()
    second.goto(page.url)
    second.locator("[name=q_short]").fill("In another tab")
    expect(second.locator("#saved")).to_contain_text("Saved at")
    page.locator("[name=q_short]").fill("As I write on")
    expect(page.locator("#saved")).to_contain_text("saved in another window")
    page.locator("main .btn-primary").click()
    expect(page.locator(".notice-warn")).to_contain_text("In another tab")
    expect(page.locator("[name=q_short]")).to_have_value("As I write on")
    writer.press(page.locator("main .btn-primary"))
    with site.database.reading() as db:
        assert db.scalars(select(Draft)).one().answers == {"short": "As I write on"}
    (refused,) = writer.complaints  # the save of the first tab that the script was not given
    assert refused.startswith("answer 409")
    writer.complaints.clear()


def test_questions_come_and_go_with_the_answers_and_keep_what_was_typed(asked: World, site: Site) -> None:
    rule = {"question": "part", "is": "equals", "value": "yes"}
    with site.database.reading() as db:
        call = db.scalars(select(Proceeding)).one()
    publish(
        site,
        call,
        [
            part(
                "one",
                question("part", "single_choice", options=["yes", "no"]),
                question("which", "short_text", show_if=rule),
                question("why", "short_text"),
            )
        ],
    )
    writer = asked.visitor("en", width=360)
    page = writer.go(f"{RESPOND}/step/one")
    which, said = page.locator("[name=q_which]"), page.locator("#saved")
    expect(which).to_have_count(0)
    tick(writer, "q_part", "yes")
    expect(which).to_be_visible()
    expect(said).to_contain_text("1 more question is asked on this page.")
    fields = page.locator("[data-q]")
    assert fields.evaluate_all("all => all.map((one) => one.dataset.q)") == ["part.1", "which.1", "why.1"]
    assert page.evaluate("document.activeElement.name") == "q_part"
    which.fill("The second")
    expect(said).not_to_contain_text("more question")
    tick(writer, "q_part", "no")
    expect(which).to_be_hidden()
    expect(said).to_contain_text("1 question is not asked any more.")
    tick(writer, "q_part", "yes")
    expect(which).to_be_visible()
    expect(which).to_have_value("The second")
    writer.press(page.locator("main .btn-primary"))
    with site.database.reading() as db:
        assert db.scalars(select(Draft)).one().answers == {"part": "yes", "which": "The second"}


def test_enter_goes_on_and_does_not_change_the_language(asked: World) -> None:
    writer = asked.visitor("en", width=1280, script=False)
    page = writer.go(f"{RESPOND}/step/words")
    page.locator("[name=q_short]").fill("A word")
    with page.expect_navigation():
        page.locator("[name=q_short]").press("Enter")
    assert page.url.endswith("/en/consultations/assemblies/respond/step/figures")
    writer.press(page.locator(".langs button[lang=ar]"))
    assert page.url.endswith("/ar/consultations/assemblies/respond/step/figures")
