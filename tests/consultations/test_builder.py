"""Building a questionnaire as the secretariat does: conditions, tables, publishing, taking over."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from consult.consultations.operations import publish_questionnaire, save_questionnaire
from consult.core.localized import LocalizedText
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.test_questions import AGE, asked_now, choice, found, number, part, text
from tests.factories import TEST, make_account, make_body, make_proceeding, page, sign_in
from tests.sent import filled

pytestmark = pytest.mark.pages


Q = "/en/desk/proceedings/consultation/assemblies/questionnaire"


SIX = ["en", "fr", "ar", "zh", "ru", "es"]


WRITTEN = [
    part("you", number("age"), choice("role", "worker", "owner"), choice("sector", "sea", "land")),
    part("more", text("why"), text("name", show_if=AGE)),
]


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site), state="draft", opens_at=None, opens_local=None)
    site.work.run(save_questionnaire, TEST, proceeding_id=made.id, sections=WRITTEN)
    return made


@pytest.fixture
def office(site: Site, client: FlaskClient, proceeding: Proceeding) -> FlaskClient:
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))
    return client


def change(office: FlaskClient, address: str, form: str | None = None, **values: Any) -> Any:
    """Change some fields of a form, opened now or before, and send it as it stands."""
    given = filled(form or page(office, address))
    for name, value in values.items():
        given.setlist(name, value if isinstance(value, list) else [value])
    return office.post(address, data=given)


def test_a_rule_of_three_conditions_is_built_by_plain_controls(site, office, proceeding):
    address = f"{Q}/question/why"
    lines = {"rule_joined": "any", "rule_1_question": "age", "rule_1_is": "at_least", "rule_1_value": "18"}
    lines |= {"rule_2_question": "role", "rule_2_is": "equals", "rule_2_value": "Worker"}
    lines |= {"rule_3_question": "sector", "rule_3_is": "one_of", "rule_3_value": "sea; Land"}
    assert change(office, address, **lines).status_code == 302
    rule = [
        AGE,
        {"question": "role", "is": "equals", "value": "worker"},
        {"question": "sector", "is": "one_of", "value": ["sea", "land"]},
    ]
    assert found(site, proceeding, "why")["show_if"] == {"any": rule}
    form = page(office, address)
    assert filled(form)["rule_2_value"] == "worker", "the choice is offered by its words now"
    assert filled(form).getlist("rule_3_value") == ["sea", "land"]
    assert 'name="rule_4_question"' in form, "there is always room for one more"
    assert change(office, address, rule_1_question="", rule_3_question="").status_code == 302
    assert found(site, proceeding, "why")["show_if"] == rule[1]
    assert change(office, address, rule_1_question="").status_code == 302
    assert found(site, proceeding, "why")["show_if"] is None


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"rule_1_question": "age", "rule_1_is": "at_least", "rule_1_value": "many"}, "rule_1_value"),
        ({"rule_1_question": "role", "rule_1_is": "equals", "rule_1_value": "farmer"}, "rule_1_value"),
        ({"rule_1_question": "role", "rule_1_is": "equals", "rule_1_value": ""}, "rule_1_value"),
        ({"rule_1_question": "role", "rule_1_is": "at_least", "rule_1_value": "worker"}, "rule_1_is"),
        ({"rule_1_question": "name", "rule_1_is": "answered"}, "rule_1_question"),
    ],
)
def test_a_condition_that_says_nothing_is_refused_at_its_field(site, office, proceeding, line, field):
    answer = change(office, f"{Q}/question/why", label_en="Kept as typed?", **line)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Kept as typed?" in answer.text
    assert found(site, proceeding, "why")["show_if"] is None


def test_a_press_shows_the_values_of_a_question_and_saves_nothing(site, office, proceeding):
    shown = change(office, f"{Q}/question/why", rule_1_question="role", rule_1_is="equals", show="1", label_en="New?")
    assert shown.status_code == 200
    assert '<option value="worker">Worker</option>' in shown.text
    assert "New?" in shown.text
    assert found(site, proceeding, "why")["texts"]["label"]["en"] == "why?"


def test_a_rule_with_parts_within_parts_is_kept_until_it_is_replaced(site, office, proceeding):
    nested = {"all": [AGE, {"any": [{"question": "role", "is": "answered"}, {"not": AGE}]}]}
    sections = [WRITTEN[0], part("more", text("why", show_if=nested))]
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=sections)
    assert change(office, f"{Q}/question/why", label_en="Why not?").status_code == 302
    assert found(site, proceeding, "why")["show_if"] == nested
    line = {"rule_replace": "y", "rule_1_question": "role", "rule_1_is": "answered"}
    assert change(office, f"{Q}/question/why", **line).status_code == 302
    assert found(site, proceeding, "why")["show_if"] == {"question": "role", "is": "answered"}


def in_six(words: str) -> dict[str, str]:
    return {
        "en": words,
        "fr": f"{words} é",
        "ar": f"{words} مرحبا",
        "zh": f"{words} 你好",
        "ru": f"{words} я",
        "es": f"{words} ñ",
    }


def test_a_table_of_40_rows_by_12_columns_in_six_languages_saves_in_one_send(site, client):
    body = make_body(site)
    proceeding = make_proceeding(site, body, state="draft", languages=SIX)
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=[part("grid")])
    address = f"{Q}/question/new?type=matrix_multiple&section=grid"
    lists: dict[str, str] = {}
    for name, count in (("rows", 40), ("options", 12)):
        for code in SIX:
            lines = [in_six(f"{name} number {number} " + "long words " * 12)[code] for number in range(1, count + 1)]
            lists[f"{name}_more_{code}"] = "\r\n".join(lines)
    labels = {f"label_{code}": words for code, words in in_six("What?").items()}
    answer = change(client, address, **labels, **lists)
    assert answer.status_code == 302, answer.text[:2000]
    one = found(site, proceeding, "what")
    assert (len(one["settings"]["rows"]), len(one["settings"]["options"])) == (40, 12)
    assert all(len(words) == 6 for words in one["texts"].values())
    assert len(one["texts"]) == 53
    form = page(client, f"{Q}/question/what")
    given = filled(form)
    assert len(given) > 52 * 8
    changed = {"rows_40_zh": "最后", "options_12_at": "1"}
    again = change(client, f"{Q}/question/what", form, **changed)
    assert again.status_code == 302
    after = found(site, proceeding, "what")
    assert after["texts"][f"row.{one['settings']['rows'][39]}"]["zh"] == "最后"
    assert after["settings"]["options"] == [one["settings"]["options"][11], *one["settings"]["options"][:11]]
    assert len(after["texts"]) == 53


def questions_in_six(count: int) -> list[dict[str, Any]]:
    questions = []
    for place in range(count):
        one = choice(f"q{place}", *(f"o{number}" for number in range(8)))
        one["texts"] = {name: in_six(words["en"]) for name, words in one["texts"].items()}
        one["show_if"] = {"question": "q0", "is": "equals", "value": "o1"} if place else None
        questions.append(one)
    return [part(f"s{place}", *questions[place : place + 10]) for place in range(0, count, 10)]


def queries_of(site: Site, client: FlaskClient, address: str) -> int:
    told = []
    engine = site.database.readers

    def note(*given: Any) -> None:
        told.append(given[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        page(client, address)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(told)


@pytest.mark.parametrize("address", ["/", "/question/q1", "/publish", "/preview/form", "/section/s0"])
def test_pages_ask_the_database_as_often_for_sixty_questions_as_for_two(site, office, proceeding, address):
    counts = []
    for count in (2, 60):
        site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=questions_in_six(count))
        page(office, f"{Q}{address}")
        counts.append(queries_of(site, office, f"{Q}{address}"))
    assert counts[0] == counts[1] <= 13


def test_publishing_says_what_is_wrong_and_where(site, office, proceeding):
    never = {"all": [{"question": "role", "is": "equals", "value": one} for one in ("worker", "owner")]}
    late = {"question": "name", "is": "answered"}
    label = {"label": {"en": "why?"}}
    sections = [
        WRITTEN[0],
        part("more", text("why", show_if=never, texts=label), text("other", show_if=late), text("name")),
        part("empty"),
    ]
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=sections)
    listed = page(office, f"{Q}/")
    assert "Condition cannot be met" in listed.partition('id="question-why"')[2].partition("</li>")[0]
    checked = page(office, f"{Q}/publish")
    assert "Nobody can ever see this" in checked
    assert "“name?”, which comes later" in checked
    assert "This section has no questions" in checked
    for where in ("question/why", "question/other", "section/empty"):
        assert f'href="{Q}/{where}"' in checked
    assert "Words are missing in " in checked
    assert 'name="seen"' not in checked, "it cannot be published"


def test_missing_words_are_confirmed_changes_are_listed_and_the_public_is_told(site, office, proceeding):
    assert change(office, f"{Q}/publish").status_code == 302
    assert "There is nothing to publish" in page(office, f"{Q}/publish")
    change(office, f"{Q}/question/why", label_en="Why, in a word?", label_ar="")
    change(office, f"{Q}/question/role", required="y", options_3_en="Another")
    assert change(office, f"{Q}/question/name/take-away").status_code == 302
    checked = page(office, f"{Q}/publish")
    for words in ("Other words", "Why, in a word?", "No longer asked", "name?", "Other choices or rows", "now needed"):
        assert words in checked
    refused = change(office, f"{Q}/publish", checked, note_en="One question less.")
    assert refused.status_code == 422
    assert 'id="confirmed-error"' in refused.text
    assert "One question less." in refused.text
    assert [one["key"] for one in asked_now(site, proceeding)[1]["questions"]] == ["why", "name"]
    assert change(office, f"{Q}/publish", refused.text, confirmed="y").status_code == 302
    assert [one["key"] for one in asked_now(site, proceeding)[1]["questions"]] == ["why"]
    with site.database.reading() as db:
        assert "One question less." in db.scalars(select(LocalizedText.text).where(LocalizedText.field == "note")).all()


def test_a_publishing_of_what_was_changed_meanwhile_is_shown_again(site, office, proceeding):
    checked = page(office, f"{Q}/publish")
    change(office, f"{Q}/question/why", label_en="Changed meanwhile?")
    late = change(office, f"{Q}/publish", checked)
    assert late.status_code == 422
    assert asked_now(site, proceeding) == []


def test_a_published_question_keeps_its_type_and_says_why(site, office, proceeding):
    site.work.run(publish_questionnaire, TEST, proceeding_id=proceeding.id)
    assert "make another question" in page(office, f"{Q}/question/why").lower()
    assert "was published as" in page(office, f"{Q}/question/why?types=1")
    form = page(office, f"{Q}/question/why?type=long_text")
    refused = change(office, f"{Q}/question/why", form)
    assert refused.status_code == 422
    assert "its type stays" in refused.text
    assert found(site, proceeding, "why")["type"] == "short_text"


def test_questions_are_taken_over_from_another_consultation_and_from_the_bank(site, office, proceeding, client):
    other = make_proceeding(site, make_body(site, "elsewhere", "Another"), "theirs")
    site.work.run(save_questionnaire, TEST, proceeding_id=other.id, sections=[part("theirs", text("bird"))])
    assert "theirs" not in page(office, f"{Q}/take/")
    page(office, f"{Q}/take/{other.public_id}", 404)
    site.work.run(publish_questionnaire, TEST, proceeding_id=other.id)
    assert other.public_id in page(office, f"{Q}/take/")
    address = f"{Q}/take/{other.public_id}"
    assert tick(office, address, questions="bird", into="more").status_code == 302
    assert "1 question was taken over." in page(office, f"{Q}/")
    assert found(site, proceeding, "bird")["texts"]["label"]["fr"] == "bird ?"
    assert tick(office, address, everything="1").status_code == 302
    assert found(site, proceeding, "bird_2")
    assert tick(office, address).status_code == 302
    assert "Nothing is ticked" in page(office, address)
    keep = filled(page(office, f"{Q}/"), "csrf_token")
    assert office.post(f"{Q}/arrange", data={**keep, "act": "question keep bird"}).status_code == 302
    kept = page(office, f"{Q}/bank").partition('name="questions" value="')[2].partition('"')[0]
    assert tick(office, f"{Q}/bank", questions=kept, into="").status_code == 302
    assert found(site, proceeding, "bird_3")
    token = filled(page(office, f"{Q}/bank"), "into")
    assert office.post(f"{Q}/bank/forget", data={**token, "question": kept}).status_code == 302
    assert "The bank is empty" in page(office, f"{Q}/bank")


def tick(office: FlaskClient, address: str, **values: str) -> Any:
    """Tick and press on a page where questions are chosen."""
    return office.post(address, data={**filled(page(office, address), "into"), **values})
