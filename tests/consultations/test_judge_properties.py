"""What the judge takes breaks no rule, and what the rules allow is never lost: for generated questionnaires."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.consultations.answers import answers_of, weigh
from consult.consultations.answers.ordering import options_in_order
from consult.consultations.answers.reading import is_empty
from consult.consultations.bearing import bearing_of, hanging
from consult.consultations.carrying import known_only
from consult.consultations.shape import check_publishable, check_sections
from consult.consultations.shape.settings import SETTINGS
from tests.consultations.oracle import is_fit, is_visible, places
from tests.consultations.questionnaires import (
    ANYTHING,
    FILES,
    almost,
    answers_to,
    asked_of,
    questionnaires,
    settings_of,
)

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COMPLETENESS = {"required", "row_missing", "too_few_words", "too_few_choices", "too_few_groups", "other_without_words"}


def with_words(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with words for options and rows, as they are saved."""
    for one in (one for part in sections for one in part["questions"]):
        for kind, name in (("option", "options"), ("row", "rows")):
            one["texts"] |= {f"{kind}.{key}": {"en": key} for key in one["settings"].get(name, ())}
    return sections


@QUICK
@given(questionnaires())
def test_the_generated_questionnaires_can_be_saved(sections):
    check_sections(with_words(sections))
    if any(one["type"] != "section_text" for part in sections for one in part["questions"]):
        check_publishable(sections)


@QUICK
@given(st.data())
def test_what_is_kept_breaks_no_limit_and_no_rule(data):
    asked = asked_of(data.draw(questionnaires()))
    found = weigh(asked, data.draw(answers_to(asked, unfit=True)), files=FILES)
    for question, beside, _number in places(asked, found.kept):
        if question.key in beside:
            assert is_fit(question, beside[question.key], FILES)
            assert is_visible(asked, found.kept, question, beside)
        elif question.required and not found.problems and question.takes_answer:
            assert not is_visible(asked, found.kept, question, beside)
    for section in asked.sections:
        assert len(found.kept.get(section.key, [])) <= section.repeats_max or not section.repeats


@pytest.mark.parametrize("kind", [kind for kind in SETTINGS if kind != "section_text"])
@settings(QUICK, max_examples=25)
@given(data=st.data())
def test_no_limit_of_any_type_is_passed(kind, data):
    one = {"key": "q0", "type": kind, "required": False, "settings": data.draw(settings_of(kind))}
    texts = {"label": {"en": "What?"}}
    asked = asked_of([{"key": "part", "title": {}, "questions": [one | {"texts": texts}]}])
    question = next(asked.questions())
    value = data.draw(almost(question))
    found = weigh(asked, {"q0": value}, files=FILES)
    assert ("q0" in found.kept) == (not found.problems and not is_empty(value))
    assert "q0" not in found.kept or is_fit(question, found.kept["q0"], FILES)


@QUICK
@given(st.data())
def test_what_is_kept_comes_back_from_its_passages(data):
    asked = asked_of(data.draw(questionnaires(repeats=data.draw(st.sampled_from([(1,), (3,), (1, 3)])))))
    found = weigh(asked, data.draw(answers_to(asked, unfit=True)), complete=data.draw(st.booleans()), files=FILES)
    assert answers_of(asked, found.passages) == found.kept
    again = weigh(asked, found.kept, complete=False, files=FILES)
    assert again.problems == []
    assert again.kept == found.kept
    assert again.passages == found.passages


@QUICK
@given(st.data())
def test_what_the_rules_allow_is_never_lost(data):
    asked = asked_of(data.draw(questionnaires()))
    answers = data.draw(answers_to(asked))
    found = weigh(asked, answers, files=FILES)
    assert {one.problem for one in found.problems} <= COMPLETENESS
    for section in asked.sections:
        given = list(answers.get(section.key, [])) if section.repeats else [answers]
        for number, one in enumerate(given, start=1):
            kept = found.instances.get((section.key, number), {}) if section.repeats else found.kept
            for question in section.questions:
                wanted = one.get(question.key) if (question.key, number) in found.shown else None
                assert kept.get(question.key) == wanted


@QUICK
@given(st.data())
def test_the_answers_that_decide_show_the_same_as_all(data):
    asked = asked_of(data.draw(questionnaires()))
    given_answers = known_only(asked, data.draw(answers_to(asked, unfit=True)))
    whole = weigh(asked, given_answers, complete=False, files=FILES)
    for more in (frozenset(), frozenset(one.key for one in asked.sections[0].questions)):
        deciding = bearing_of(asked).deciding | more
        part = weigh(asked, given_answers, complete=False, files=FILES, only=deciding)
        assert part.shown == whole.shown
        assert {one for one in told(part) if one[0] in more} == {one for one in told(whole) if one[0] in more}
        for key in deciding:
            assert part.kept.get(key) == whole.kept.get(key)


def told(weighed: Any) -> set[tuple[str, int, str]]:
    """The problems, as far as they can be compared."""
    return {(one.key, one.instance, one.problem) for one in weighed.problems}


@QUICK
@given(st.data())
def test_the_judge_never_raises(data):
    asked = asked_of(data.draw(questionnaires()))
    found = weigh(asked, data.draw(ANYTHING), complete=data.draw(st.booleans()))
    assert found.kept == {} or found.passages


def test_very_deep_answers_are_refused_like_others():
    deep: Any = "a"
    for _level in range(5_000):
        deep = [deep]
    one = {"key": "q0", "type": "multiple_choice", "required": False, "settings": {"options": ["a", "b"]}}
    part = {"key": "part", "title": {}, "questions": [one | {"texts": {"label": {"en": "Which?"}}}]}
    assert [found.problem for found in weigh(asked_of([part]), {"q0": deep, "x": deep}).problems] == [
        "no_such_choice",
        "no_such_question",
    ]


@QUICK
@given(st.data())
def test_options_by_chance_are_all_there_and_stand_still(data):
    asked = asked_of(data.draw(questionnaires(["single_choice", "multiple_choice", "ranking"])))
    seed = data.draw(st.text(min_size=1, max_size=5))
    for question in asked.questions():
        order = options_in_order(question, seed)
        assert dict(order) == question.options
        assert order == options_in_order(question, seed)
        if not question.settings.get("shuffle"):
            assert [key for key, _words in order] == list(question.options)


@QUICK
@given(st.data())
def test_what_some_questions_hang_on_tells_of_them_the_same(data):
    asked = asked_of(data.draw(questionnaires()))
    answers = known_only(asked, data.draw(answers_to(asked, unfit=True)))
    keys = sorted(one.key for one in asked.questions())
    wanted = frozenset(data.draw(st.sets(st.sampled_from(keys)))) if keys else frozenset()
    on = hanging(asked, wanted)
    whole = weigh(asked, answers, complete=False, files=FILES)
    part = weigh(asked, answers, complete=False, files=FILES, only=on.keys, weights=on.weights)
    assert {one for one in part.shown if one[0] in wanted} == {one for one in whole.shown if one[0] in wanted}
    for key in on.keys:
        assert whole.kept.get(key) == part.kept.get(key)
