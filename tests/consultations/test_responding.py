"""Answering a questionnaire without JavaScript."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from consult.consultations.models import Question, QuestionnaireVersion
from consult.consultations.operations import submit_response
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, hidden, make_body, make_proceeding, page, publish, send

RESPOND = "/en/consultations/assemblies/respond"
SENDER = {"language": "en", "identity": "public", "name": "Ana Tesch", "category": "", "confidentiality": "public"}


def question(key: str, kind: str, required: bool = False, **settings: Any) -> dict[str, Any]:
    texts = {"label": {"en": f"What about {key}?"}, "hint": {"fr": "Un mot suffit."}}
    texts |= {f"option.{one}": {"en": f"The option {one}"} for one in settings.get("options", ())}
    if kind == "scale":
        texts |= {"min_label": {"en": "never"}, "max_label": {"en": "always"}}
    return {"key": key, "type": kind, "required": required, "settings": settings, "texts": texts}


SECTIONS = [
    {
        "title": {"en": "The only part"},
        "questions": [
            question("short", "short_text"),
            question("long", "long_text", max_words=5),
            question("one", "single_choice", True, options=["yes", "no"]),
            question("many", "multiple_choice", options=["a", "b", "c"]),
            question("scale", "scale", min=1, max=5),
        ],
    }
]


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site))
    publish(site, made, SECTIONS)
    return made


@pytest.fixture
def ids(site: Site, proceeding: Proceeding) -> dict[str, str]:
    with site.database.reading() as db:
        return {row.key: row.public_id for row in db.scalars(select(Question))}


def typed(ids: dict[str, str], **answers: Any) -> dict[str, Any]:
    return SENDER | {f"q_{key}": value for key, value in answers.items()}


def test_every_type_of_question_is_stored_as_a_passage(site, client, ids):
    values = typed(ids, short="A word.", long="Five words are quite enough", one="yes", many=["c", "a"], scale="4")
    answer = send(client, RESPOND, values | {"questionnaire": hidden(page(client, RESPOND), "questionnaire")})
    assert answer.status_code == 200
    assert 'class="codeword"' in answer.get_data(as_text=True)
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
        passages = {one.question: one for one in db.scalars(select(Passage))}
        version = db.scalars(select(QuestionnaireVersion)).one()
        assert row.kind == "response"
        assert db.scalars(select(Version)).one().questionnaire == version.public_id
        assert version.answered_at is not None
    assert passages[ids["short"]].value == {"type": "short_text", "value": "A word."}
    assert passages[ids["many"]].value == {"type": "multiple_choice", "value": ["a", "c"]}
    assert passages[ids["many"]].text == "The option a; The option c"
    assert passages[ids["scale"]].value == {"type": "scale", "value": 4}
    told = page(client, f"/en/consultations/assemblies/submissions/{row.reference}")
    for words in ("What about many?", "The option c", "A word.", "The option yes"):
        assert words in told
    assert row.reference in page(client, "/en/consultations/assemblies/submissions/")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"one": ""}, "Please fill in this field."),
        ({"one": "perhaps"}, "Please choose one of the options given."),
        ({"many": ["a", "z"]}, "Please choose one of the options given."),
        ({"scale": "6"}, "Please choose one of the options given."),
        ({"long": "one two three four five six"}, "This text has 6 words; the limit is 5."),
        ({"short": "a\u202eb"}, "hidden marks that turn the direction"),
    ],
)
def test_a_wrong_answer_is_marked_and_everything_typed_is_kept(site, client, ids, wrong, words):
    values = typed(ids, **({"short": "Keep me.", "one": "yes", "many": ["b"], "scale": "2"} | wrong))
    answer = send(client, RESPOND, values | {"questionnaire": hidden(page(client, RESPOND), "questionnaire")})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert words in text
    assert "There is a problem" in text
    if "short" not in wrong:
        assert "Keep me." in text
    if "many" not in wrong:
        assert re.search(r'<input[^>]*checked[^>]*value="b"', text)
    with site.database.reading() as db:
        assert db.scalars(select(Contribution)).all() == []


def test_questions_that_changed_meanwhile_are_shown_again_with_what_was_typed(site, client, proceeding, ids):
    text = page(client, RESPOND)
    values = typed(ids, short="Keep me.", one="yes") | {
        name: hidden(text, name) for name in ("csrf_token", "client_id", "questionnaire")
    }
    new = NewContribution("response", "k", (), "en", "none", questionnaire=values["questionnaire"])
    stranger = Actor(sender="somebody else")
    site.work.run(submit_response, stranger, proceeding_id=proceeding.id, new=new, answers={"one": "no"})
    publish(site, proceeding, [*SECTIONS, {"title": {"en": "One more"}, "questions": [question("more", "short_text")]}])
    answer = client.post(RESPOND, data=values)
    assert answer.status_code == 409
    assert "Keep me." in answer.get_data(as_text=True)
    again = client.post(
        RESPOND, data=values | {"questionnaire": hidden(answer.get_data(as_text=True), "questionnaire")}
    )
    assert again.status_code == 200


def test_the_operation_refuses_what_the_form_would(site, proceeding, ids):
    with site.database.reading() as db:
        version = db.scalars(select(QuestionnaireVersion)).one().public_id
    actor = Actor(sender="browser")

    def submit(answers: dict[str, Any], asked: str | None = version) -> Any:
        new = NewContribution("response", "key", (), "en", "none", questionnaire=asked)
        return site.work.run(submit_response, actor, proceeding_id=proceeding.id, new=new, answers=answers)

    for answers in ({}, {"one": "z"}, {"one": "yes", "unknown": "x"}, {"one": "yes", "scale": 9}):
        with pytest.raises(Invalid):
            submit(answers)
    with pytest.raises(Conflict):
        submit({"one": "yes"}, "no such version")
    assert submit({"one": "yes"}).result.state == "published"


def test_a_text_in_another_language_is_marked(client, proceeding):
    assert 'lang="fr"' in page(client, RESPOND)
    assert 'lang="en"' in page(client, RESPOND.replace("/en/", "/fr/"))
    assert 'lang="en" dir="ltr"' in page(client, RESPOND.replace("/en/", "/ar/"))


def test_without_questions_there_is_no_page(client, site):
    make_proceeding(site, make_body(site))
    page(client, RESPOND, 404)


def test_closed_the_questions_are_read_but_not_answered(site, client, proceeding, ids):
    text = page(client, RESPOND)
    values = typed(ids, short="Too late.", one="yes") | {
        name: hidden(text, name) for name in ("csrf_token", "client_id", "questionnaire")
    }

    def close(db: Any, _actor: Actor) -> None:
        db.get(Proceeding, proceeding.id).state = "closed"

    site.work.run(close, TEST)
    answer = client.post(RESPOND, data=values)
    assert answer.status_code == 403
    assert "Too late." in answer.get_data(as_text=True)
    assert "What about short?" in page(client, RESPOND)
    assert 'name="q_' not in page(client, RESPOND)
