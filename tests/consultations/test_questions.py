"""What the desk does to a questionnaire, by the operations: allowed, and refused to wrong roles and in wrong states."""

from typing import Any

import pytest
from sqlalchemy import select

from consult.bodies.models import Body
from consult.consultations.editing.operations.arranging import (
    copy_question,
    copy_section,
    move_question,
    move_section,
)
from consult.consultations.editing.operations.bank import forget_kept, keep_question, take_from_bank
from consult.consultations.editing.operations.copying import take_from
from consult.consultations.editing.operations.paragraphs import put_paragraph
from consult.consultations.editing.operations.publishing import publish_written
from consult.consultations.editing.operations.questions import Choice, Place, put_question, remove_question
from consult.consultations.editing.operations.sections import put_section, remove_section, set_paging
from consult.consultations.editing.operations.trials import forget_trials, send_trial
from consult.consultations.editing.queries import mark_of, newest_version, published_version, written_version
from consult.consultations.models import Question
from consult.consultations.operations import save_questionnaire
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import LocalizedText
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding

SHORT = {"type": "short_text", "required": False, "settings": {}, "show_if": None}


AGE = {"question": "age", "is": "at_least", "value": "18"}


def text(key: str, **more: Any) -> dict[str, Any]:
    return {**SHORT, "key": key, "texts": {"label": {"en": f"{key}?", "fr": f"{key} ?", "ar": f"{key}؟"}}} | more


def number(key: str) -> dict[str, Any]:
    return text(key, type="number")


def choice(key: str, *options: str, **more: Any) -> dict[str, Any]:
    one = text(key, type="single_choice", settings={"options": list(options)}, **more)
    words = {f"option.{option}": {"en": option.title(), "fr": option.title(), "ar": option} for option in options}
    return {**one, "texts": {**one["texts"], **words}}


def part(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "title": {"en": key.title(), "fr": key, "ar": key}, "questions": list(questions)} | more


WRITTEN = [part("you", number("age"), text("name", show_if=AGE)), part("more", choice("role", "a", "b"))]


@pytest.fixture
def body(site: Site) -> Body:
    return make_body(site)


@pytest.fixture
def proceeding(site: Site, body: Body) -> Proceeding:
    made = make_proceeding(site, body, state="draft")
    site.work.run(save_questionnaire, TEST, proceeding_id=made.id, sections=WRITTEN)
    return made


@pytest.fixture
def office(site: Site, body: Body) -> Actor:
    return actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", body.id)))


def written(site: Site, proceeding: Proceeding) -> list[dict[str, Any]]:
    with site.database.reading() as db:
        version = newest_version(db, proceeding.id)
        return written_version(db, version.id) if version else []


def keys(site: Site, proceeding: Proceeding) -> dict[str, list[str]]:
    return {part["key"]: [one["key"] for one in part["questions"]] for part in written(site, proceeding)}


def found(site: Site, proceeding: Proceeding, key: str) -> dict[str, Any]:
    return next(one for part in written(site, proceeding) for one in part["questions"] if one["key"] == key)


def publish(site: Site, proceeding: Proceeding, office: Actor = TEST, **more: Any) -> str:
    seen = mark_of({"sections": written(site, proceeding)})
    return str(site.work.run(publish_written, office, proceeding_id=proceeding.id, seen=seen, **more).result)


def asked_now(site: Site, proceeding: Proceeding) -> list[dict[str, Any]]:
    with site.database.reading() as db:
        version = published_version(db, proceeding.id)
        return written_version(db, version.id) if version else []


def bare(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name != "questions"}


def operations(proceeding: Proceeding) -> list[tuple[Any, dict[str, Any]]]:
    """Every operation of the desk's editors, well formed."""
    section = {"title": {"en": "New"}, "repeats_min": 1, "repeats_max": 1, "show_if": None}
    new = {"was": None, "seen": "new"}
    return [
        (put_paragraph, {**new, "paragraph": {"number": 1, "heading": None, "text": {"en": "A"}}}),
        (put_section, {**new, "section": section}),
        (remove_section, {"was": "more", "seen": "x"}),
        (set_paging, {"paging": "all"}),
        (put_question, {**new, "question": text("")}),
        (remove_question, {"was": "role", "seen": "x"}),
        (move_section, {"key": "more", "step": "up"}),
        (move_question, {"key": "role", "step": "up"}),
        (copy_section, {"key": "more"}),
        (copy_question, {"key": "role"}),
        (take_from, {"source_id": proceeding.id, "questions": ["role"]}),
        (keep_question, {"key": "role"}),
        (take_from_bank, {"public_ids": ["x"]}),
        (forget_kept, {"public_id": "x"}),
        (publish_written, {"seen": "x"}),
        (send_trial, {"questionnaire": "x", "language": "en", "answers": {}}),
        (forget_trials, {}),
    ]


@pytest.mark.parametrize("place", range(17))
def test_a_moderator_and_the_office_of_another_body_find_nothing(site, body, proceeding, place):
    other = make_body(site, "elsewhere", "Another")
    people = [
        make_account(site, "mod@example.org", ("moderator", "body", body.id)),
        make_account(site, "other@example.org", ("secretariat", "body", other.id)),
    ]
    operation, values = operations(proceeding)[place]
    before = written(site, proceeding)
    for account in people:
        with pytest.raises(NotFound):
            site.work.run(operation, actor_for(site, account), proceeding_id=proceeding.id, **values)
    assert written(site, proceeding) == before


def test_a_question_is_added_where_it_belongs(site, office, proceeding):
    place = Place("you", "age")
    given = {"was": None, "seen": "new", "question": {**text(""), "key": ""}, "place": place}
    assert site.work.run(put_question, office, proceeding_id=proceeding.id, **given).result == "question_1"
    assert keys(site, proceeding) == {"you": ["age", "question_1", "name"], "more": ["role"]}
    first = given | {"place": Place("more")}
    site.work.run(put_question, office, proceeding_id=proceeding.id, **first)
    assert keys(site, proceeding)["more"] == ["question_2", "role"]


def test_stale_and_missing_items_are_conflicts(site, office, proceeding):
    for operation, values in (
        (put_question, {"was": "role", "seen": mark_of(text("role")), "question": text("role")}),
        (put_question, {"was": "gone", "seen": "x", "question": text("gone")}),
        (remove_question, {"was": "role", "seen": "x"}),
        (remove_section, {"was": "gone", "seen": "x"}),
        (move_question, {"key": "gone", "step": "up"}),
        (move_section, {"key": "gone", "step": "up"}),
        (copy_question, {"key": "gone"}),
        (copy_section, {"key": "gone"}),
        (keep_question, {"key": "gone"}),
        (publish_written, {"seen": "x"}),
    ):
        with pytest.raises(Conflict):
            site.work.run(operation, office, proceeding_id=proceeding.id, **values)


def test_a_new_name_goes_into_rules_and_texts(site, office, proceeding):
    site.work.run(put_question, office, proceeding_id=proceeding.id, **adding(text("", label_="")))
    piped = {**text("later"), "texts": {"label": {"en": "You are {{ age }}?"}}, "key": ""}
    site.work.run(put_question, office, proceeding_id=proceeding.id, **adding(piped, Place("more")))
    old = found(site, proceeding, "age")
    new = {**old, "key": "years"}
    given = {"was": "age", "seen": mark_of(old), "question": new}
    assert site.work.run(put_question, office, proceeding_id=proceeding.id, **given).result == "years"
    assert found(site, proceeding, "name")["show_if"] == AGE | {"question": "years"}
    labels = [one["texts"]["label"].get("en") for part in written(site, proceeding) for one in part["questions"]]
    assert "You are {{years}}?" in labels


def adding(question: dict[str, Any], place: Place | None = None) -> dict[str, Any]:
    question.pop("label_", None)
    return {"was": None, "seen": "new", "question": {**question, "key": ""}, "place": place}


def test_a_new_name_of_a_choice_goes_into_rules(site, office, proceeding):
    rule = {
        "any": [{"question": "role", "is": "equals", "value": "a"}, {"not": {"question": "role", "is": "answered"}}]
    }
    later = {**text(""), "show_if": rule, "key": ""}
    made = site.work.run(put_question, office, proceeding_id=proceeding.id, **adding(later)).result
    old = found(site, proceeding, "role")
    lines = [Choice(old["texts"]["option.a"], "a", "first"), Choice(old["texts"]["option.b"], "b", "")]
    given = {"was": "role", "seen": mark_of(old), "question": {**old, "options": lines}}
    site.work.run(put_question, office, proceeding_id=proceeding.id, **given)
    assert found(site, proceeding, "role")["settings"]["options"] == ["first", "b"]
    assert found(site, proceeding, made)["show_if"]["any"][0]["value"] == "first"
    assert found(site, proceeding, made)["show_if"]["any"][1] == rule["any"][1]


def test_names_that_are_taken_or_no_names_are_refused(site, office, proceeding):
    for key, problem in (("age", "repeated_key"), ("you", "repeated_key"), ("Ä", "not_a_key"), ("new", "repeated_key")):
        given = {"was": None, "seen": "new", "question": text(key)}
        with pytest.raises(Invalid) as refused:
            site.work.run(put_question, office, proceeding_id=proceeding.id, **given)
        assert (refused.value.field, refused.value.problem) == ("key", problem)


def test_what_a_rule_needs_does_not_go(site, office, proceeding):
    age = found(site, proceeding, "age")
    with pytest.raises(Invalid) as refused:
        site.work.run(remove_question, office, proceeding_id=proceeding.id, was="age", seen=mark_of(age))
    assert (refused.value.problem, refused.value.facts["others"]) == ("question_in_rules", ["name"])
    you = bare(written(site, proceeding)[0])
    site.work.run(remove_section, office, proceeding_id=proceeding.id, was="you", seen=mark_of(you))
    assert keys(site, proceeding) == {"more": ["role"]}
    with site.database.reading() as db:
        assert set(db.scalars(select(Question.key))) == {"role"}
        assert not db.scalars(select(LocalizedText.text).where(LocalizedText.text == "age?")).all()


def test_the_first_change_after_publishing_makes_a_working_version_like_the_one_that_is_asked(site, office, proceeding):
    publish(site, proceeding, office)
    before = written(site, proceeding)
    old = found(site, proceeding, "name")
    new = {**old, "texts": {"label": {"en": "What are you called?"}}}
    site.work.run(put_question, office, proceeding_id=proceeding.id, was="name", seen=mark_of(old), question=new)
    assert asked_now(site, proceeding) == before
    after = written(site, proceeding)
    assert found(site, proceeding, "name")["texts"] == {"label": {"en": "What are you called?"}}
    assert [bare(one) for one in after] == [bare(one) for one in before]
    assert after[1] == before[1]
    with site.database.reading() as db:
        assert len(db.scalars(select(Question.id)).all()) == 3, "a question keeps its identity"


def test_type_and_names_of_what_was_published_stay(site, office, proceeding):
    publish(site, proceeding, office)
    role, name = found(site, proceeding, "role"), found(site, proceeding, "name")
    lines = [Choice(role["texts"]["option.a"], "a", "other_name"), Choice(role["texts"]["option.b"], "b")]
    for was, old, change, field, problem in (
        ("name", name, {"type": "long_text"}, "type", "published_type"),
        ("name", name, {"key": "called"}, "key", "published_key"),
        ("role", role, {"options": lines}, "options", "published_key"),
    ):
        given = {"was": was, "seen": mark_of(old), "question": {**old, **change}}
        with pytest.raises(Invalid) as refused:
            site.work.run(put_question, office, proceeding_id=proceeding.id, **given)
        assert (refused.value.field, refused.value.problem) == (field, problem)
    site.work.run(remove_question, office, proceeding_id=proceeding.id, was="role", seen=mark_of(role))
    with pytest.raises(Invalid) as refused:  # a name that answers were given under is never another question's
        site.work.run(put_question, office, proceeding_id=proceeding.id, was=None, seen="new", question=text("role"))
    assert refused.value.problem == "repeated_key"


def test_publishing_needs_what_can_be_asked_and_a_confirmation_where_words_are_missing(site, office, proceeding):
    old = found(site, proceeding, "name")
    for change, more, problem in (
        ({"show_if": {"all": [AGE, AGE | {"is": "at_most", "value": "17"}]}}, {"confirmed": True}, "not_publishable"),
        ({"show_if": {"question": "role", "is": "answered"}}, {"confirmed": True}, "not_publishable"),
        ({"show_if": None, "texts": {"label": {"en": "Name?"}}}, {}, "not_confirmed"),
    ):
        given = {"was": "name", "seen": mark_of(old), "question": {**old, **change}}
        site.work.run(put_question, office, proceeding_id=proceeding.id, **given)
        with pytest.raises(Invalid) as refused:
            publish(site, proceeding, office, **more)
        assert refused.value.problem == problem
        old = found(site, proceeding, "name")
    public_id = publish(site, proceeding, office, confirmed=True, note={"en": "The first version."})
    with site.database.reading() as db:
        version = published_version(db, proceeding.id)
        assert version is not None
        assert version.public_id == public_id
        note = select(LocalizedText.text).where(LocalizedText.owner == version.owner, LocalizedText.field == "note")
        assert db.scalars(note).all() == ["The first version."]
    with pytest.raises(Conflict):
        publish(site, proceeding, office)
