"""Answering a questionnaire without JavaScript, from the first page to the receipt."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.consultations.models import Question, QuestionnaireVersion
from consult.consultations.operations import submit_response
from consult.contributions.models import Contribution, Draft, Passage, Version
from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.respondent import Respondent, codeword_in, hidden_of, part, question, text_of
from tests.factories import make_body, make_proceeding, page, publish, words

pytestmark = pytest.mark.pages

RESPOND = "/en/consultations/assemblies/respond"


SECTIONS = [
    part(
        "only",
        question("short", "short_text"),
        question("long", "long_text", max_words=5),
        question("one", "single_choice", True, options=["yes", "no"]),
        question("many", "multiple_choice", options=["a", "b", "c"]),
        question("scale", "scale", min=1, max=5),
    ),
    part("last", question("more", "short_text"), show_if={"question": "one", "is": "equals", "value": "no"}),
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


@pytest.fixture
def somebody(client: FlaskClient, proceeding: Proceeding) -> Respondent:
    return Respondent(client)


def responses(site: Site) -> list[Contribution]:
    with site.database.reading() as db:
        return list(db.scalars(select(Contribution)))


def drafts(site: Site) -> list[Draft]:
    with site.database.reading() as db:
        return list(db.scalars(select(Draft)))


def test_every_answer_is_looked_at_and_stored_as_a_passage(site: Site, somebody: Respondent, ids: dict[str, str]):
    given = {"short": "A word.", "long": "Five words are quite enough", "one": "yes", "many": ["c", "a"], "scale": "4"}
    assert somebody.answer("only", **given) == f"{RESPOND}/you"  # the last part is hidden: nobody is led there
    assert somebody.you() == f"{RESPOND}/review"
    looked_at = somebody.read("review")
    for said in ("What about many?", "The option a · The option c", "A word.", "The option yes", "Ana Tesch"):
        assert said in looked_at
    answer = somebody.send()
    assert answer.status_code == 200
    assert codeword_in(answer)
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
        passages = {one.question: one for one in db.scalars(select(Passage))}
        version = db.scalars(select(QuestionnaireVersion)).one()
        sent = db.scalars(select(Version)).one()
    assert (row.kind, row.author_name) == ("response", "Ana Tesch")
    assert (sent.questionnaire, sent.privacy) == (version.public_id, 1)
    assert version.answered_at is not None
    assert passages[ids["short"]].value == {"type": "short_text", "value": "A word."}
    assert passages[ids["many"]].value == {"type": "multiple_choice", "value": ["a", "c"]}
    assert passages[ids["scale"]].value == {"type": "scale", "value": 4}
    assert drafts(site) == []
    told = page(somebody.client, f"/en/consultations/assemblies/submissions/{row.reference}")
    for said in ("What about many?", "The option c", "A word.", "The option yes"):
        assert said in told
    assert "You have begun already" not in page(somebody.client, RESPOND)


def test_the_first_page_says_what_how_long_and_until_when(site: Site, client: FlaskClient, proceeding: Proceeding):
    words(site, proceeding.owner, {"privacy": {"en": "We keep it for two years."}})
    text = text_of(client.get(RESPOND))
    for said in (
        "6 questions",
        "About 10 minutes",
        "UTC+1",
        "We keep it for two years.",
        "Version 1 of this notice",
        "Begin",
    ):
        assert said in text
    printed = page(client, f"{RESPOND}/questions")
    for said in ("What about more?", "The option c", "Limit: 5 words"):
        assert said in printed
    assert 'name="q_' not in printed


def test_no_page_that_is_only_read_writes_anything(site: Site, somebody: Respondent):
    for path in ("", "/questions", "/step/only", "/continue"):
        page(somebody.client, RESPOND + path)
    for path in ("/you", "/review", "/delete"):
        assert somebody.client.get(RESPOND + path).status_code == 302
    assert drafts(site) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"one": "perhaps"}, "Please choose one of the options given."),
        ({"many": ["a", "z"]}, "Please choose one of the options given."),
        ({"scale": "6"}, "Please choose one of the options given."),
        ({"long": "one two three four five six"}, "This text has 6 words; the limit is 5."),
        ({"short": "a\u202eb"}, "hidden marks that turn the direction"),
    ],
)
def test_a_wrong_answer_is_marked_and_everything_typed_is_kept(site: Site, somebody: Respondent, wrong, words):
    given = {"short": "Keep me.", "one": "yes", "many": ["b"], "scale": "2"} | wrong
    answer = somebody.press("only", **{f"q_{key}": value for key, value in given.items()})
    assert answer.status_code == 400
    for text in (answer.get_data(as_text=True), page(somebody.client, f"{RESPOND}/step/only?check=1")):
        assert words in text
        assert "There is a problem" in text
        if "short" not in wrong:
            assert "Keep me." in text
        if "many" not in wrong:
            assert re.search(r'<input[^>]*value="b"[^>]*checked|<input[^>]*checked[^>]*value="b"', text)
    somebody.you()
    assert words in text_of(somebody.client.get(f"{RESPOND}/review"))
    assert somebody.send().status_code == 400
    assert responses(site) == []


def test_what_is_missing_is_asked_for_before_sending_and_no_sooner(site: Site, somebody: Respondent):
    somebody.answer("only", short="A word.")
    text = text_of(somebody.client.get(f"{RESPOND}/review"))
    assert "Before you can send" in text
    assert "Please fill in this field." in text
    assert "Please say who writes" in text
    somebody.you()
    answer = somebody.send()
    assert answer.status_code == 400
    assert f'href="{RESPOND}/step/only?from=review&amp;check=1#q_one"' in answer.get_data(as_text=True)
    assert "Please fill in this field." in text_of(somebody.client.get(f"{RESPOND}/step/only?check=1"))
    held = hidden_of(page(somebody.client, f"{RESPOND}/step/only?from=review"))
    back = somebody.press("only", form=held, q_short="A word.", q_one="yes")
    assert back.location == f"{RESPOND}/review"
    assert somebody.send().status_code == 200
    assert len(responses(site)) == 1


def test_a_part_comes_up_and_goes_with_the_answers_before_it(site: Site, somebody: Respondent):
    assert somebody.answer("only", one="no") == f"{RESPOND}/step/last"
    assert somebody.answer("last", more="Because.") == f"{RESPOND}/you"
    somebody.you()
    assert "Because." in somebody.read("review")
    assert somebody.answer("only", one="yes") == f"{RESPOND}/you"
    assert "Because." not in somebody.read("review")
    assert drafts(site)[0].answers["more"] == "Because."  # in case the answer is changed once more
    assert somebody.send().status_code == 200
    with site.database.reading() as db:
        assert [one.text for one in db.scalars(select(Passage))] == ["The option yes"]


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
    step = f"{RESPOND}/step/only"
    assert 'lang="fr"' in page(client, step)
    assert 'lang="en"' in page(client, step.replace("/en/", "/fr/"))
    assert 'lang="en" dir="ltr"' in page(client, step.replace("/en/", "/ar/"))


def test_without_questions_there_is_no_page(client, site):
    make_proceeding(site, make_body(site))
    page(client, RESPOND, 404)
