"""A questionnaire that changes while it is asked: what is told of it, and what becomes of answers."""

from typing import Any

import pytest

from consult.consultations.answers import weigh
from consult.consultations.carrying import carried, known_only
from consult.consultations.operations import publish_questionnaire, save_questionnaire, submit_response
from consult.consultations.publications import publications
from consult.consultations.queries import asked
from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import OPENING, announce_proceeding
from consult.site import Site
from tests.consultations.questionnaires import asked_of
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding, page, publish, sign_in


def question(key: str, kind: str = "short_text", **more: Any) -> dict[str, Any]:
    settings = more.pop("settings", {})
    texts = {"label": {"en": f"What about {key}?"}}
    texts |= {
        f"{name}.{one}": {"en": f"{name} {one}"} for name in ("option", "row") for one in settings.get(f"{name}s", ())
    }
    return {"key": key, "type": kind, "required": False, "settings": settings, "show_if": None, "texts": texts} | more


def part(*questions: dict[str, Any], key: str = "part", **more: Any) -> dict[str, Any]:
    return {"key": key, "title": {"en": "Part"}, "questions": list(questions)} | more


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


def version(site: Site, proceeding: Proceeding, **more: Any) -> Any:
    with site.database.reading() as db:
        return asked(db, proceeding, "en", **more)


def test_what_is_written_is_asked_once_it_is_published(site, proceeding):
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=[part(question("one"))])
    assert version(site, proceeding) is None
    working = version(site, proceeding, working=True)
    assert working.published_at is None
    assert not working.newest
    assert version(site, proceeding, public_id=working.public_id) is None
    first = site.work.run(publish_questionnaire, TEST, proceeding_id=proceeding.id).result
    assert (version(site, proceeding).public_id, version(site, proceeding).newest) == (first, True)
    second = publish(site, proceeding, [part(question("one"), question("two"))], paging="question")
    assert [one.key for one in version(site, proceeding).questions()] == ["one", "two"]
    assert version(site, proceeding).paging == "question"
    old = version(site, proceeding, public_id=first)
    assert ([one.key for one in old.questions()], old.newest) == (["one"], False)
    assert version(site, proceeding, public_id=second).newest


def test_only_who_edits_publishes_and_only_what_can_be_asked(site, proceeding):
    moderator = actor_for(site, make_account(site, "mod@example.org", ("moderator", "body", proceeding.body_id)))
    office = actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))
    given = {"proceeding_id": proceeding.id}
    with pytest.raises(Conflict, match="nothing_to_publish"):
        site.work.run(publish_questionnaire, office, **given)
    rule = {"question": "later", "is": "answered"}
    for wrong, problem in (
        ([part(question("text", "section_text"))], "nothing_asked"),
        ([part(question("one", show_if=rule), question("later"))], "rule_on_later"),
        ([part(question("one", show_if=rule))], "rule_on_unknown"),
        ([part(question("later")), part(question("one"), key="next", show_if=rule | {"row": "x"})], "rule_on_unknown"),
    ):
        site.work.run(save_questionnaire, office, **given, sections=wrong)
        with pytest.raises(Invalid, match=problem):
            site.work.run(publish_questionnaire, office, **given)
    site.work.run(save_questionnaire, office, **given, sections=[part(question("one"))])
    with pytest.raises(NotFound):
        site.work.run(publish_questionnaire, moderator, **given)
    site.work.run(publish_questionnaire, office, **given)
    site.work.run(save_questionnaire, office, **given, sections=[part(question("one"))])
    with pytest.raises(Conflict, match="nothing_to_publish"):
        site.work.run(publish_questionnaire, office, **given)


def test_announcing_asks_what_was_written_and_refuses_what_cannot_be_asked(site, app):
    assert OPENING
    draft = make_proceeding(site, make_body(site), state="draft", opens_at=None, opens_local=None)
    given = {"proceeding_id": draft.id}
    wrong = question("one", show_if={"question": "two", "is": "answered"})
    site.work.run(save_questionnaire, TEST, **given, sections=[part(wrong)])
    with pytest.raises(Invalid):
        site.work.run(announce_proceeding, TEST, **given)
    site.work.run(save_questionnaire, TEST, **given, sections=[part(question("one"))])
    site.work.run(announce_proceeding, TEST, **given)
    assert version(site, draft).newest


def test_everybody_sees_what_was_changed(site, client, proceeding):
    publish(site, proceeding, [part(question("one"), question("gone"))])
    address = "/en/consultations/assemblies/"
    assert "Changes to the questions" not in page(client, address)
    publish(site, proceeding, [part(question("one", required=True), question("two"))])
    with site.database.reading() as db:
        [found] = publications(db, proceeding.id, "en")
    assert [one.kind for one in found.changes] == ["added", "taken_away", "needed"]
    told = page(client, address)
    assert "Changes to the questions" in told
    for words in ("What about two?", "What about gone?", "An answer is now needed"):
        assert words in told


CHOICES = {"options": ["a", "b", "c"], "other": True}
OLD = [
    part(
        question("same"),
        question("gone"),
        question("single", "single_choice", settings=CHOICES),
        question("many", "multiple_choice", settings=CHOICES),
        question("grid", "matrix_multiple", settings={"rows": ["r", "s"], "options": ["a", "b"]}),
        question("points", "budget", settings={"options": ["a", "b"], "total": 9}),
        question("typed", "number"),
    ),
    part(question("who"), question("when", "date"), key="group", repeats_max=3),
]
FEWER = {"options": ["a", "c"], "other": False}
NEW = [
    part(
        question("same", "long_text"),
        question("single", "single_choice", settings=FEWER),
        question("many", "multiple_choice", settings=FEWER),
        question("grid", "matrix_multiple", settings={"rows": ["r"], "options": ["a", "c"]}),
        question("points", "budget", settings={"options": ["a", "c"], "total": 9}),
        question("typed", "number"),
        question("when", "date"),
    ),
    part(question("who"), key="group", repeats_max=2),
]
GIVEN = {
    "same": "It stays.",
    "gone": "It goes.",
    "single": "b",
    "many": ["a", "b", {"other": "mine"}],
    "grid": {"r": ["a", "b"], "s": ["a"]},
    "points": {"a": 4, "b": 5},
    "typed": "not a number",
    "group": [{"who": "one", "when": "2026-01-02"}, {"who": "two"}, {"who": "three"}],
}


def test_answers_are_carried_over_and_what_is_lost_is_told():
    old, new = asked_of(OLD), asked_of(NEW)
    kept, lost = carried(GIVEN, old, new)
    assert kept == {
        "same": "It stays.",
        "many": ["a"],
        "grid": {"r": ["a"]},
        "points": {"a": 4},
        "typed": "not a number",
        "when": "2026-01-02",
        "group": [{"who": "one"}, {"who": "two"}],
    }
    assert [(one.key, one.instance, one.words) for one in lost] == [
        ("gone", None, "It goes."),
        ("single", None, "Option b"),
        ("many", None, "Option b; mine"),
        ("grid", None, "Row r: Option b; Row s: Option a"),
        ("points", None, "Option b: 5"),
        ("who", 3, "three"),
    ]
    assert [one.key for one in weigh(new, kept).problems] == ["typed"]
    assert carried(GIVEN, old, old) == (GIVEN, [])


def test_what_is_not_asked_any_more_is_left_out():
    assert known_only(asked_of(NEW), {"gone": 1, "same": "x", "group": [{"who": "a", "when": "b"}, 5], "part": []}) == {
        "same": "x",
        "group": [{"who": "a"}, {}],
    }


def test_the_desk_reads_answers_beside_their_questions(site, client, proceeding):
    asked_now = publish(site, proceeding, [part(question("one", "single_choice", settings=CHOICES), question("two"))])
    new = NewContribution("response", "key", (), "en", "public", name="Ama", questionnaire=asked_now)
    given = {"one": {"other": "mine"}, "two": "Because."}
    filed = site.work.run(
        submit_response, Actor(sender="browser"), proceeding_id=proceeding.id, new=new, answers=given
    ).result
    sign_in(site, client, make_account(site, "mod@example.org", ("moderator", "body", proceeding.body_id)))
    told = page(client, f"/en/desk/items/{filed.reference}")
    for words in ("What about one?", "mine", "What about two?", "Because."):
        assert words in told
