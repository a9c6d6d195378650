"""Translations that are older than their original, where staff write and where people read."""

import pytest

from consult.consultations.editing.queries import mark_of
from consult.consultations.operations import save_paragraphs, save_questionnaire
from consult.followup.operations.writing import put_results
from consult.proceedings.models import Proceeding
from tests.consultations.respondent import part, question
from tests.factories import TEST, make_account, make_body, make_proceeding, page, sign_in
from tests.sent import filled

pytestmark = pytest.mark.pages
DESK = "/en/desk/proceedings/consultation/assemblies"
OLDER = "Older than the original"


@pytest.fixture
def proceeding(site) -> Proceeding:
    made: Proceeding = make_proceeding(
        site, make_body(site), state="draft", opens_at=None, opens_local=None, languages=["en", "fr"]
    )
    one = question("one", "single_choice", options=["a", "b"])
    one["texts"] = {"label": {"en": "Which?", "fr": "Lequel ?"}} | {
        f"option.{key}": {"en": f"Choice {key}", "fr": f"Choix {key}"} for key in ("a", "b")
    }
    section = part("first", one) | {"title": {"en": "First", "fr": "D'abord"}}
    site.work.run(save_questionnaire, TEST, proceeding_id=made.id, sections=[section])
    return made


@pytest.fixture
def office(site, client, proceeding):
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))
    return client


def change(office, address, **values):
    given = filled(page(office, address))
    for name, value in values.items():
        given.setlist(name, value if isinstance(value, list) else [value])
    answer = office.post(address, data=given)
    assert answer.status_code == 302, answer.text
    return page(office, address)


def test_a_question_says_what_changed_and_is_confirmed(office):
    address = f"{DESK}/questionnaire/question/one"
    assert OLDER not in page(office, address)
    text = change(office, address, label_en="Which of them?", options_1_en="The first")
    assert text.count('name="still_right"') == 2
    assert "<del>Which?</del>" in text
    assert "Which of them?" in text
    assert 'value="option.a_fr"' in text
    publish = page(office, f"{DESK}/questionnaire/publish")
    assert "The translation is older than the original in français." in publish.replace("Français", "français")
    text = change(office, address, still_right="label_fr")
    assert text.count('name="still_right"') == 1
    text = change(office, address, options_1_fr="Le premier")
    assert OLDER not in text
    assert "older than the original" not in page(office, f"{DESK}/questionnaire/publish")


def test_a_section_and_the_proceeding_say_it_too(office):
    section = f"{DESK}/questionnaire/section/first"
    assert "<del>First</del>" in change(office, section, title_en="At first")
    assert OLDER not in change(office, section, still_right=["title_fr"])
    edit = f"{DESK}/edit"
    given = filled(page(office, edit))
    for code, words in (("en", "A title"), ("fr", "Un titre")):
        given.setlist(f"title_{code}", [words])
    assert office.post(edit, data=given).status_code == 302
    assert "<del>A title</del>" in change(office, edit, title_en="Another title")
    assert OLDER not in change(office, edit, still_right="title_fr")


def test_the_results_keep_it_from_version_to_version(site, office, proceeding):
    empty = mark_of({"text": {}})
    words = {"en": "It came.", "fr": "C'est venu."}
    site.work.run(put_results, TEST, proceeding_id=proceeding.id, seen=empty, text=words)
    text = change(office, f"{DESK}/results/text", text_en="It came late.")
    assert "<del>It came.</del>" in text
    assert OLDER not in change(office, f"{DESK}/results/text", still_right="text_fr")


def test_readers_of_the_translation_are_told_and_nobody_else(site, client):
    made = make_proceeding(site, make_body(site), languages=["en", "fr"])
    note = {"en": "The original was changed after this translation", "fr": "original"}
    paragraphs = [{"number": 1, "text": {"en": "One.", "fr": "Un."}}]
    site.work.run(save_paragraphs, TEST, proceeding_id=made.id, paragraphs=paragraphs)
    places = [f"/{code}/consultations/assemblies/{rest}" for code in ("en", "fr") for rest in ("", "text")]
    before = [page(client, one) for one in places]

    def behind(text):
        return '<p class="hint behind">' in text

    assert not any(map(behind, before))
    assert note["en"] not in before[0]
    paragraphs = [{"number": 1, "text": {"en": "One and a half.", "fr": "Un."}}]
    site.work.run(save_paragraphs, TEST, proceeding_id=made.id, paragraphs=paragraphs)
    assert [behind(page(client, one)) for one in places] == [False, False, True, True]
