"""The desk's list of questions and its forms, sent as a browser without JavaScript sends them."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from consult.consultations.editing.queries import newest_version, written_version
from consult.consultations.written import written_paragraphs as read_paragraphs
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import hidden, make_account, make_body, make_proceeding, page, send, sign_in
from tests.sent import filled

pytestmark = pytest.mark.pages

BASE = "/en/desk/proceedings/consultation/assemblies"
Q = f"{BASE}/questionnaire"
CHOICE = {
    "type": "single_choice",
    "required": "y",
    "label_en": "How long?",
    "label_ar": "كم؟",
    "options_1_en": "Ten minutes",
    "options_1_ar": "",
    "options_1_was": "",
    "options_2_en": "An hour",
    "options_2_ar": "ساعة",
    "options_2_was": "",
}


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site), state="draft")


@pytest.fixture
def office(site: Site, client: FlaskClient, proceeding: Proceeding) -> FlaskClient:
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))
    return client


def paragraphs(site: Site, proceeding: Proceeding) -> list[dict[str, Any]]:
    with site.database.reading() as db:
        return read_paragraphs(db, proceeding.id)


def sections(site: Site, proceeding: Proceeding) -> list[dict[str, Any]]:
    with site.database.reading() as db:
        version = newest_version(db, proceeding.id)
        return written_version(db, version.id) if version else []


def keys(site: Site, proceeding: Proceeding) -> list[list[str]]:
    return [[one["key"] for one in part["questions"]] for part in sections(site, proceeding)]


def change(office: FlaskClient, address: str, form: str | None = None, **values: str) -> Any:
    """Change some fields of a form, opened now or before, and send it as it stands."""
    given = filled(form or page(office, address))
    for name, value in values.items():
        given[name] = value
    return office.post(address, data=given)


def add_section(office: FlaskClient, title: str, **more: str) -> None:
    answer = change(office, f"{Q}/section/new", title_en=title, **more)
    assert answer.status_code == 302, answer.text


def add(office: FlaskClient, section: str, **values: str) -> Any:
    return change(office, f"{Q}/question/new?section={section}&type={values['type']}", **values)


def test_paragraphs_are_added_changed_renumbered_and_taken_away(site, office, proceeding):
    new = {"seen": "new", "number": "1", "heading_en": "Scope", "text_en": "It applies.", "text_ar": "ينطبق."}
    assert send(office, f"{BASE}/text/new", new).status_code == 302
    second = {"seen": "new", "number": "2", "text_en": "Second."}
    assert send(office, f"{BASE}/text/new", second).status_code == 302
    assert "It applies." in page(office, f"{BASE}/text/")
    seen = hidden(page(office, f"{BASE}/text/2"), "seen")
    assert send(office, f"{BASE}/text/2", {"seen": seen, "number": "1", "text_en": "Second."}).status_code == 422
    assert send(office, f"{BASE}/text/2", {"seen": seen, "number": "5", "text_en": "Fifth."}).status_code == 302
    assert paragraphs(site, proceeding) == [
        {"number": 1, "heading": {"en": "Scope"}, "text": {"en": "It applies.", "ar": "ينطبق."}},
        {"number": 5, "heading": None, "text": {"en": "Fifth."}},
    ]
    seen = hidden(page(office, f"{BASE}/text/5"), "seen")
    assert send(office, f"{BASE}/text/5", {"seen": seen, "number": "5", "take_away": "y"}).status_code == 302
    assert [one["number"] for one in paragraphs(site, proceeding)] == [1]
    page(office, f"{BASE}/text/5", 404)


def test_a_stale_paragraph_shows_both_texts(site, office, proceeding):
    send(office, f"{BASE}/text/new", {"seen": "new", "number": "1", "text_en": "As it was."})
    seen = hidden(page(office, f"{BASE}/text/1"), "seen")
    send(office, f"{BASE}/text/1", {"seen": seen, "number": "1", "text_en": "The first tab."})
    late = send(office, f"{BASE}/text/1", {"seen": seen, "number": "1", "text_en": "The second tab."})
    assert late.status_code == 409
    assert "The first tab." in late.text
    assert "The second tab." in late.text
    assert paragraphs(site, proceeding)[0]["text"] == {"en": "The first tab."}


def test_a_question_is_written_with_its_choices_and_named_by_the_program(site, office, proceeding):
    add_section(office, "Time")
    answer = add(office, "time", **CHOICE)
    assert answer.status_code == 302, answer.text
    (part,) = sections(site, proceeding)
    assert (part["key"], part["title"]) == ("time", {"en": "Time"})
    assert part["questions"] == [
        {
            "key": "how_long",
            "type": "single_choice",
            "required": True,
            "settings": {"options": ["ten_minutes", "an_hour"]},
            "show_if": None,
            "texts": {
                "label": {"en": "How long?", "ar": "كم؟"},
                "option.ten_minutes": {"en": "Ten minutes"},
                "option.an_hour": {"en": "An hour", "ar": "ساعة"},
            },
        }
    ]
    listed = page(office, f"{Q}/")
    assert "How long?" in listed
    assert "Français" in listed.partition('id="question-how_long"')[2], "what lacks a language is marked"
    assert "Ten minutes" in page(office, f"{Q}/question/how_long")


def test_choices_are_reordered_renamed_added_and_taken_away(site, office, proceeding):
    add_section(office, "Time")
    add(office, "time", **CHOICE)
    address = f"{Q}/question/how_long"
    moved = {"options_1_at": "2", "options_2_at": "1", "options_2_key": "hour"}
    several = {"options_more_en": "A day\r\n\r\nA week\r\n", "options_more_ar": "يوم\r\n\r\n"}
    assert change(office, address, **moved, **several).status_code == 302
    (one,) = sections(site, proceeding)[0]["questions"]
    assert one["settings"]["options"] == ["hour", "ten_minutes", "a_day", "a_week"]
    assert one["texts"]["option.hour"] == {"en": "An hour", "ar": "ساعة"}
    assert one["texts"]["option.a_day"] == {"en": "A day", "ar": "يوم"}
    assert one["texts"]["option.a_week"] == {"en": "A week"}
    assert change(office, address, options_2_en="", options_4_en="").status_code == 302
    (one,) = sections(site, proceeding)[0]["questions"]
    assert one["settings"]["options"] == ["hour", "a_day"]
    assert set(one["texts"]) == {"label", "option.hour", "option.a_day"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"type": "single_choice", "label_en": "", "label_ar": "", "hint_ar": "كم؟"}, "label_en"),
        ({"type": "single_choice", "options_2_en": ""}, "options_1_en"),
        ({"type": "single_choice", "key": "Not a key"}, "key"),
        ({"type": "scale", "min": "1", "max": "1"}, "max"),
        ({"type": "scale", "min": "one", "max": "5"}, "min"),
        ({"type": "long_text", "max_words": "0"}, "max_words"),
        ({"type": "number", "min": "3", "max": "2"}, "max"),
        ({"type": "date", "earliest": "2026-13-01"}, "latest"),
        ({"type": "single_choice", "place": "nowhere:"}, "place"),
        ({"type": "short_text", "rule_1_question": "nothing", "rule_1_is": "answered"}, "rule_1_question"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field_and_nothing_typed_is_lost(site, office, proceeding, wrong, field):
    add_section(office, "Time")
    given = CHOICE | {"hint_fr": "Une phrase", "options_2_ar": ""} | wrong
    answer = add(office, "time", **given)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text or f'href="#{field}"' in answer.text
    assert "كم؟" in answer.text
    assert "Une phrase" in answer.text or wrong["type"] == "section_text"
    assert keys(site, proceeding) == [[]]


def test_two_questions_made_of_the_same_words_have_two_names(site, office, proceeding):
    add_section(office, "Time")
    for _again in range(2):
        assert add(office, "time", type="short_text", label_en="Your name").status_code == 302
    assert add(office, "time", type="short_text", label_ar="ما اسمك؟", label_en="").status_code == 302
    assert keys(site, proceeding) == [["your_name", "your_name_2", "question_1"]]


def test_a_stale_save_is_shown_beside_and_nothing_is_overwritten(site, office, proceeding):
    add_section(office, "Time")
    add(office, "time", **CHOICE)
    address = f"{Q}/question/how_long"
    form = page(office, address)
    assert change(office, address, form, label_en="The first tab?", options_1_en="One minute").status_code == 302
    late = change(office, address, form, label_en="The second tab?")
    assert late.status_code == 409
    for words in ("The first tab?", "The second tab?", "One minute", "Ten minutes"):
        assert words in late.text
    assert sections(site, proceeding)[0]["questions"][0]["texts"]["label"]["en"] == "The first tab?"
    assert change(office, address, late.text).status_code == 302
    assert sections(site, proceeding)[0]["questions"][0]["texts"]["label"]["en"] == "The second tab?"


def test_what_was_typed_survives_a_question_that_was_taken_away(site, office, proceeding):
    add_section(office, "Time")
    add(office, "time", **CHOICE)
    address = f"{Q}/question/how_long"
    form, away = page(office, address), f"{address}/take-away"
    assert change(office, away).status_code == 302
    late = change(office, address, form, label_en="Still here?")
    assert late.status_code == 409
    assert "Still here?" in late.text
    assert change(office, address, late.text).status_code == 302
    assert [one["texts"]["label"]["en"] for one in sections(site, proceeding)[0]["questions"]] == ["Still here?"]


def test_the_type_is_chosen_first_and_can_be_changed_until_it_is_published(site, office, proceeding):
    add_section(office, "Time")
    types = page(office, f"{Q}/question/new?section=time")
    assert types.count("?section=time&amp;type=") == 18
    add(office, "time", **CHOICE)
    other = page(office, f"{Q}/question/how_long?type=long_text")
    assert "How long?" in other
    assert 'name="max_words"' in other
    assert 'name="options_1_en"' not in other
    assert change(office, f"{Q}/question/how_long", other).status_code == 302
    one = sections(site, proceeding)[0]["questions"][0]
    assert (one["type"], one["settings"]) == ("long_text", {})
    assert list(one["texts"]) == ["label"]


def test_sections_repeat_move_and_go_with_their_questions(site, office, proceeding):
    add_section(office, "One")
    add_section(office, "Members", repeats="y", repeats_min="1", repeats_max="5", repeat_label_en="member")
    add(office, "members", type="short_text", label_en="Name")
    found = sections(site, proceeding)
    assert [(part["key"], part["repeats_min"], part["repeats_max"]) for part in found] == [
        ("one", 1, 1),
        ("members", 1, 5),
    ]
    address = f"{Q}/section/members"
    assert change(office, address, after="").status_code == 302
    assert [part["key"] for part in sections(site, proceeding)] == ["members", "one"]
    refused = change(office, address, repeats_max="99")
    assert refused.status_code == 422
    assert 'id="repeats_max-error"' in refused.text
    away = f"{address}/take-away"
    assert "Name" in page(office, away)
    assert change(office, away).status_code == 302
    assert [part["key"] for part in sections(site, proceeding)] == ["one"]


def press(office: FlaskClient, act: str) -> Any:
    return send(office, f"{Q}/", {"act": act}, to=f"{Q}/arrange")


def test_buttons_of_the_list_move_and_copy(site, office, proceeding):
    for title in ("One", "Two"):
        add_section(office, title)
    for label in ("A", "B"):
        add(office, "one", type="short_text", label_en=label)
    answer = press(office, "question down b")
    assert answer.status_code == 302
    assert answer.location.endswith("#question-b")
    assert keys(site, proceeding) == [["a"], ["b"]]
    press(office, "question down a")
    assert keys(site, proceeding) == [[], ["a", "b"]]
    press(office, "question up b")
    assert keys(site, proceeding) == [[], ["b", "a"]]
    press(office, "question copy b")
    assert keys(site, proceeding) == [[], ["b", "b_2", "a"]]
    press(office, "section copy two")
    press(office, "section up two_2")
    assert keys(site, proceeding) == [[], ["b_3", "b_2_2", "a_2"], ["b", "b_2", "a"]]
    assert [part["title"] for part in sections(site, proceeding)] == [{"en": "One"}, {"en": "Two"}, {"en": "Two"}]
    assert press(office, "question up gone").status_code == 302
    assert press(office, "question turn b").status_code == 404
    assert press(office, "").status_code == 404


def test_pages_are_chosen(site, office, proceeding):
    add_section(office, "One")
    assert send(office, f"{Q}/", {"paging": "question"}, to=f"{Q}/paging").status_code == 302
    assert send(office, f"{Q}/", {"paging": "nonsense"}, to=f"{Q}/paging").status_code == 302
    with site.database.reading() as db:
        version = newest_version(db, proceeding.id)
        assert version is not None
        assert version.paging == "question"


def test_only_the_office_edits(site, client, proceeding):
    account = make_account(site, "mod@example.org", ("moderator", "body", proceeding.body_id))
    sign_in(site, client, account)
    for address in ("text/", "text/new", "questionnaire/", "questionnaire/section/new", "questionnaire/publish"):
        page(client, f"{BASE}/{address}", 404)
