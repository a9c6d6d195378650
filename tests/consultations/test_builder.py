"""Building a questionnaire as the secretariat does: conditions, tables, publishing, preview, test responses."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from consult.consultations.editing.models import TrialResponse
from consult.consultations.operations import publish_questionnaire, save_questionnaire
from consult.contributions.models import Contribution
from consult.core.jobs import Job, run_due
from consult.core.localized import LocalizedText, all_texts
from consult.ledger.models import Entry
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import announce_proceeding, edit_proceeding, open_proceeding
from consult.proceedings.queries import fingerprint
from consult.proceedings.shape import NewProceeding
from consult.schema import metadata
from consult.site import Site
from consult.worker import handlers
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


def walk(office: FlaskClient, act: str, form: str, language: str = "en", **answers: Any) -> Any:
    given = filled(form, "answers")
    for name, value in answers.items():
        given[name] = value
    return office.post(f"{Q}/preview/form?language={language}", data={**given.to_dict(flat=False), "act": act})


def test_the_preview_goes_page_by_page_as_answers_bring_them_and_stores_nothing(site, office, proceeding):
    first = page(office, f"{Q}/preview/form")
    assert "Nothing is sent." in first
    assert "age?" in first
    assert "why?" not in first
    wrong = walk(office, "next", first, q_age="many")
    assert wrong.status_code == 422
    assert "many" in wrong.text
    child = walk(office, "next", first, q_age="9")
    assert "why?" in child.text
    assert "name?" not in child.text
    back = walk(office, "back", child.text, q_why="Because.")
    adult = walk(office, "next", back.text, q_age="19")
    assert "name?" in adult.text
    assert "Because." in adult.text, "going back loses nothing"
    end = walk(office, "next", adult.text, q_name="Ana")
    assert "Check your answers" in end.text
    assert json.loads(filled(end.text, "answers")["answers"]) == {"age": "19", "why": "Because.", "name": "Ana"}
    with site.database.reading() as db:
        assert db.scalars(select(TrialResponse.id)).all() == []


def test_the_preview_speaks_each_language_of_the_consultation(site, office, proceeding):
    arabic = page(office, f"/ar{Q[3:]}/preview/form?language=ar")
    assert 'dir="rtl"' in arabic
    assert "age؟" in arabic
    page(office, f"{Q}/preview/form?language=ru", 404)
    outside = office.get(f"{Q}/preview?language=ar&width=phone")
    assert f'src="/ar{Q[3:]}/preview/form?language=ar"' in outside.text.replace("&amp;", "&")


def test_only_the_preview_frames_and_only_its_page_is_framed_by_this_site_alone(office):
    policies = {
        name: office.get(f"{Q}/{name}").headers["Content-Security-Policy"] for name in ("", "preview", "preview/form")
    }
    assert "frame-ancestors 'none'" in policies[""]
    assert "frame-src" not in policies[""]
    assert "frame-src 'self'" in policies["preview"]
    assert "frame-ancestors 'none'" in policies["preview"]
    assert "frame-ancestors 'self'" in policies["preview/form"]
    assert "frame-src" not in policies["preview/form"]


MARKER = "lanternfish"


def try_out(office: FlaskClient) -> None:
    """Answer everything in the preview and keep it as a test response."""
    second = walk(office, "next", page(office, f"{Q}/preview/form"), q_age="19")
    end = walk(office, "next", second.text, q_why=MARKER, q_name="Ana")
    kept = walk(office, "send", end.text)
    assert "The test response is kept" in kept.text


def rows_with(site: Site, words: str) -> set[str]:
    """The tables in which some row holds these words."""
    with site.database.reading() as db:
        return {
            table.name
            for table in metadata.sorted_tables
            for row in db.execute(table.select())
            if any(words in str(value) for value in row)
        }


def test_nothing_of_a_test_response_remains_after_the_opening(site, office, proceeding):
    before = _entries(site)
    try_out(office)
    assert rows_with(site, MARKER) == {"trial_response"}
    assert MARKER in page(office, f"{Q}/trials/")
    for address in ("/en/desk/", f"/en/desk/docket/{proceeding.public_id}"):
        assert MARKER not in page(office, address)
    assert "<mark>" not in page(office, f"/en/search?q={MARKER}")
    with site.database.reading() as db:
        assert db.scalars(select(Contribution.id)).all() == []
    assert _entries(site) == before, "the ledger knows nothing of it"
    site.work.run(open_proceeding, TEST, proceeding_id=proceeding.id)
    assert rows_with(site, MARKER) == set()
    attachments = site.storage.folder
    assert [path for path in attachments.rglob("*") if path.is_file()] == []
    assert MARKER not in page(office, f"{Q}/trials/")
    second = walk(office, "next", page(office, f"{Q}/preview/form"), q_age="19")
    end = walk(office, "next", second.text, q_why="Late.")
    assert "Keep as a test response" not in end.text
    assert walk(office, "send", end.text).status_code == 422
    assert rows_with(site, "Late.") == set()


def _entries(site: Site) -> int:
    with site.database.reading() as db:
        return len(db.scalars(select(Entry.id)).all())


def test_an_opening_by_the_clock_throws_test_responses_away_too(site, office, proceeding):
    try_out(office)
    with site.database.reading() as db:
        row = db.get_one(Proceeding, proceeding.id)
        seen, texts = fingerprint(db, row), all_texts(db, row.owner)
    new = NewProceeding(
        kind=row.kind,
        slug=row.slug,
        prefix=row.prefix,
        language=row.language,
        texts=texts,
        languages=tuple(row.languages),
        zone="UTC",
        opens_local="2026-01-05T09:00",
        closes_local="2099-01-05T09:00",
    )
    site.work.run(edit_proceeding, TEST, proceeding_id=row.id, seen=seen, new=new)
    site.work.run(announce_proceeding, TEST, proceeding_id=row.id)
    assert rows_with(site, MARKER) == {"trial_response"}
    run_due(site.work, handlers(site.settings))
    assert rows_with(site, MARKER) == set()
    with site.database.reading() as db:
        job = db.scalars(select(Job).where(Job.kind == "open")).one()
        assert (job.state, job.problem) == ("done", None)


def test_test_responses_can_be_thrown_away(site, office, proceeding):
    try_out(office)
    token = filled(page(office, f"{Q}/trials/"), "csrf_token")
    assert office.post(f"{Q}/trials/forget", data=token).status_code == 302
    assert rows_with(site, MARKER) == set()
    assert "The test responses are gone." in page(office, f"{Q}/trials/")
