"""The desk's editors of text and questionnaire: one item at a time, against what was read."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.bodies.models import Body
from consult.consultations.editing import mark_of, put_paragraph, put_question, put_section
from consult.consultations.editing import written_paragraphs as read_paragraphs
from consult.consultations.editing import written_sections as read_sections
from consult.consultations.models import Paragraph
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import actor_for, hidden, make_account, make_body, make_proceeding, page, send, sign_in

pytestmark = pytest.mark.pages

BASE = "/en/desk/proceedings/consultation/assemblies"
QUESTION = {
    "key": "minutes",
    "section": "1",
    "place": "1",
    "type": "single_choice",
    "required": "y",
    "label_en": "How long?",
    "label_ar": "كم؟",
    "options": "short\r\nlong\r\n",
    "choices_en": "Ten minutes\r\nAn hour",
    "choices_ar": "\r\nساعة",
}


@pytest.fixture
def body(site: Site) -> Body:
    return make_body(site)


@pytest.fixture
def proceeding(site: Site, body: Body) -> Proceeding:
    return make_proceeding(site, body)


@pytest.fixture
def office(site: Site, client: FlaskClient, proceeding: Proceeding) -> FlaskClient:
    account = make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id))
    sign_in(site, client, account)
    return client


def paragraphs(site: Site, proceeding: Proceeding) -> list[dict[str, Any]]:
    with site.database.reading() as db:
        return read_paragraphs(db, proceeding.id)


def sections(site: Site, proceeding: Proceeding) -> list[dict[str, Any]]:
    with site.database.reading() as db:
        return read_sections(db, proceeding.id)


def test_paragraphs_are_added_changed_renumbered_and_taken_away(site, office, proceeding):
    new = {"number": "1", "heading_en": "Scope", "text_en": "It applies.", "text_ar": "ينطبق."}
    assert send(office, f"{BASE}/text/new", new).status_code == 302
    assert send(office, f"{BASE}/text/new", {"number": "2", "text_en": "Second."}).status_code == 302
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
    send(office, f"{BASE}/text/new", {"number": "1", "text_en": "As it was."})
    seen = hidden(page(office, f"{BASE}/text/1"), "seen")
    send(office, f"{BASE}/text/1", {"seen": seen, "number": "1", "text_en": "The first tab."})
    late = send(office, f"{BASE}/text/1", {"seen": seen, "number": "1", "text_en": "The second tab."})
    assert late.status_code == 409
    assert "The first tab." in late.text
    assert "The second tab." in late.text
    assert paragraphs(site, proceeding)[0]["text"] == {"en": "The first tab."}


def test_a_questionnaire_is_written_question_by_question(site, office, proceeding):
    assert send(office, f"{BASE}/questionnaire/section/new", {"place": "1", "title_en": "Time"}).status_code == 302
    answer = send(office, f"{BASE}/questionnaire/question/new?section=1", QUESTION)
    assert answer.status_code == 302, answer.text
    assert sections(site, proceeding) == [
        {
            "key": "part_1",
            "title": {"en": "Time"},
            "text": {},
            "repeat_label": {},
            "repeats_min": 1,
            "repeats_max": 1,
            "show_if": None,
            "questions": [
                {
                    "key": "minutes",
                    "type": "single_choice",
                    "required": True,
                    "settings": {"options": ["short", "long"]},
                    "show_if": None,
                    "texts": {
                        "label": {"en": "How long?", "ar": "كم؟"},
                        "option.short": {"en": "Ten minutes"},
                        "option.long": {"en": "An hour", "ar": "ساعة"},
                    },
                }
            ],
        }
    ]
    assert "How long?" in page(office, f"{BASE}/questionnaire/")
    form = page(office, f"{BASE}/questionnaire/question/minutes")
    assert "Ten minutes" in form
    assert 'name="key"' not in form


def test_questions_move_between_sections_and_go(site, office, proceeding):
    for place, title in enumerate(("One", "Two"), start=1):
        send(office, f"{BASE}/questionnaire/section/new", {"place": str(place), "title_en": title})
    new = {"type": "scale", "section": "1", "place": "1", "min": "1", "max": "5"}
    for key in ("first", "second"):
        address = f"{BASE}/questionnaire/question/new?section=1"
        assert send(office, address, new | {"key": key, "label_en": key}).status_code == 302
    address = f"{BASE}/questionnaire/question/first"
    seen = hidden(page(office, address), "seen")
    moved = new | {"seen": seen, "section": "2", "label_en": "first"}
    assert send(office, address, moved).status_code == 302
    assert [[one["key"] for one in part["questions"]] for part in sections(site, proceeding)] == [["second"], ["first"]]
    full = f"{BASE}/questionnaire/section/2"
    assert send(office, full, {"seen": hidden(page(office, full), "seen"), "take_away": "y"}).status_code == 422
    seen = hidden(page(office, address), "seen")
    assert send(office, address, {"seen": seen, "section": "2", "take_away": "y"}).status_code == 302
    assert send(office, full, {"seen": hidden(page(office, full), "seen"), "take_away": "y"}).status_code == 302
    assert [part["title"] for part in sections(site, proceeding)] == [{"en": "One"}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": "Not a key"}, "key"),
        ({"type": "scale", "min": "1", "max": "1"}, "max"),
        ({"type": "short_text", "max_words": "0"}, "max_words"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(office, wrong, field):
    send(office, f"{BASE}/questionnaire/section/new", {"place": "1", "title_en": "Time"})
    answer = send(office, f"{BASE}/questionnaire/question/new", QUESTION | wrong)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "How long?" in answer.text


def test_only_the_office_edits(site, client, proceeding):
    account = make_account(site, "mod@example.org", ("moderator", "body", proceeding.body_id))
    sign_in(site, client, account)
    for address in ("text/", "text/new", "questionnaire/", "questionnaire/section/new"):
        page(client, f"{BASE}/{address}", 404)
    who = actor_for(site, account)
    given = {"proceeding_id": proceeding.id, "was": None, "seen": "new"}
    paragraph = {"number": 1, "heading": None, "text": {"en": "No."}}
    question = {"key": "a", "type": "short_text", "required": False, "settings": {}, "texts": {"label": {"en": "A"}}}
    for operation, values in (
        (put_paragraph, {"paragraph": paragraph}),
        (put_section, {"title": {"en": "No."}}),
        (put_question, {"question": question}),
    ):
        with pytest.raises(NotFound):
            site.work.run(operation, who, **given, **values)


def test_a_commented_paragraph_keeps_its_number(site, office, proceeding):
    send(office, f"{BASE}/text/new", {"number": "1", "text_en": "A rule."})
    with site.database.reading() as db:
        target = db.scalars(select(Paragraph.public_id)).one()
    new = NewContribution("comment", "key", (NewPassage("Hm."),), "en", "none", target=target)
    site.work.run(submit_contribution, Actor(sender="browser"), proceeding_id=proceeding.id, new=new)
    seen = hidden(page(office, f"{BASE}/text/1"), "seen")
    answer = send(office, f"{BASE}/text/1", {"seen": seen, "number": "2", "text_en": "A rule."})
    assert answer.status_code == 422
    assert "commented" in answer.text


def test_items_changed_meanwhile_are_conflicts(site, proceeding):
    who = actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))
    given = {"proceeding_id": proceeding.id, "seen": "new", "was": None}
    site.work.run(put_section, who, **given, title={"en": "One"}, place=1)
    question = {"key": "a", "type": "short_text", "required": False, "settings": {}, "texts": {"label": {"en": "A"}}}
    site.work.run(put_question, who, **given, question=question)
    stale = {"proceeding_id": proceeding.id, "seen": mark_of({"title": {"en": "Zero"}})}
    with pytest.raises(Conflict):
        site.work.run(put_section, who, **stale, was=1, title={"en": "Two"}, place=1)
    with pytest.raises(Conflict):
        site.work.run(put_question, who, **stale, was="a", question=None)
    with pytest.raises(Conflict):
        site.work.run(put_question, who, **stale, was="gone", question=None)
    with pytest.raises(Invalid):
        site.work.run(put_question, who, **given, question=question | {"key": "b"}, section=9)
