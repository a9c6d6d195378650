"""The text and the questionnaire of a consultation, as the office writes them."""

from typing import Any

import pytest
from sqlalchemy import select

from consult.consultations.models import Paragraph, Question, QuestionVersion
from consult.consultations.operations import publish_questionnaire, save_paragraphs, save_questionnaire
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.errors import Invalid, NotFound
from consult.core.localized import all_texts
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import actor_for, make_account, make_body, make_proceeding


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


@pytest.fixture
def office(site: Site, proceeding: Proceeding) -> Actor:
    return actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))


def paragraph(number: int, text: str = "A rule.") -> dict[str, Any]:
    return {"number": number, "heading": None, "text": {"en": text}}


def question(key: str = "why", **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "type": "short_text",
        "required": False,
        "settings": {},
        "texts": {"label": {"en": "Why?", "fr": "Pourquoi ?"}},
        **more,
    }


def write(site: Site, actor: Actor, proceeding: Proceeding, *questions: dict[str, Any]) -> str:
    sections = [{"title": {"en": "Part"}, "questions": list(questions)}]
    return site.work.run(save_questionnaire, actor, proceeding_id=proceeding.id, sections=sections).result


def test_a_paragraph_that_stays_keeps_its_id(site, proceeding, office):
    first = site.work.run(
        save_paragraphs, office, proceeding_id=proceeding.id, paragraphs=[paragraph(1), paragraph(2)]
    ).result
    second = site.work.run(
        save_paragraphs, office, proceeding_id=proceeding.id, paragraphs=[paragraph(3), paragraph(1, "Mended.")]
    ).result
    assert second[0] == first[0]
    with site.database.reading() as db:
        rows = db.scalars(select(Paragraph).order_by(Paragraph.number)).all()
        assert [row.number for row in rows] == [1, 3]
        assert all_texts(db, rows[0].owner) == {"text": {"en": "Mended."}}


def test_a_commented_paragraph_cannot_be_taken_away(site, proceeding, office):
    save = {"proceeding_id": proceeding.id, "paragraphs": [paragraph(1)]}
    target = site.work.run(save_paragraphs, office, **save).result[0]
    new = NewContribution("comment", "key", (NewPassage("Hm."),), "en", "none", target=target)
    site.work.run(submit_contribution, Actor(sender="browser"), proceeding_id=proceeding.id, new=new)
    with pytest.raises(Invalid, match="paragraph_has_comments"):
        site.work.run(save_paragraphs, office, proceeding_id=proceeding.id, paragraphs=[])


@pytest.mark.parametrize("paragraphs", [[paragraph(1), paragraph(1)], [paragraph(0)], [paragraph(1, " ")]])
def test_a_text_nobody_could_cite_is_refused(site, proceeding, office, paragraphs):
    with pytest.raises(Invalid):
        site.work.run(save_paragraphs, office, proceeding_id=proceeding.id, paragraphs=paragraphs)


def test_the_working_version_is_written_again_a_published_one_is_kept(site, proceeding, office):
    first = write(site, office, proceeding, question())
    assert write(site, office, proceeding, question(required=True)) == first
    assert site.work.run(publish_questionnaire, office, proceeding_id=proceeding.id).result == first
    second = write(site, office, proceeding, question(), question("new"))
    assert second != first
    with site.database.reading() as db:
        assert len(db.scalars(select(Question)).all()) == 2
        rows = db.scalars(select(QuestionVersion).order_by(QuestionVersion.id)).all()
        assert rows[0].question_id == rows[1].question_id
        assert [row.required for row in rows] == [True, False, False]
        assert all_texts(db, rows[0].owner)["label"]["fr"] == "Pourquoi ?"


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "Not a key"},
        {"type": "essay"},
        {"texts": {"label": {"en": " "}}},
        {"type": "single_choice", "settings": {"options": ["one"]}},
        {"type": "single_choice", "settings": {"options": ["a", "b"]}},
        {"type": "scale", "settings": {"min": 5, "max": 1}},
        {"type": "scale", "settings": {"min": 0, "max": 100}},
        {"settings": {"max_words": 0}},
    ],
)
def test_a_question_nobody_could_answer_is_refused(site, proceeding, office, wrong):
    with pytest.raises(Invalid):
        write(site, office, proceeding, question(**wrong))


def test_only_the_office_writes(site, proceeding):
    moderator = actor_for(site, make_account(site, "mod@example.org", ("moderator", "body", proceeding.body_id)))
    with pytest.raises(NotFound):
        write(site, moderator, proceeding, question())
    with pytest.raises(NotFound):
        site.work.run(save_paragraphs, moderator, proceeding_id=proceeding.id, paragraphs=[paragraph(1)])
