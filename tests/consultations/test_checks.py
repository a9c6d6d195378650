"""What the program makes of words and rules by itself: names, rules that can never hold, what differs between versions."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.consultations.answers.rules import holds
from consult.consultations.editing.changes import changes_between
from consult.consultations.editing.checks import findings
from consult.consultations.editing.keys import key_of
from consult.consultations.editing.reach import Shown, can_hold
from consult.consultations.editing.rules import Condition, Plain, among, plain, questions_in, renamed, rule_of
from consult.consultations.shape.limits import KEY
from tests.consultations.test_questions import AGE, choice, number, part, text


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"en": "How long do you work?"}, "how_long_do_you_work"),
        ({"en": "Don’t you? It's 24/7"}, "dont_you_its_24_7"),
        ({"fr": "Où êtes-vous né ?"}, "ou_etes_vous_ne"),
        ({"ar": "كم عمرك؟", "fr": "Votre âge"}, "votre_age"),
        ({"ar": "كم عمرك؟"}, "question_1"),
        ({"ru": "Как вас зовут?"}, "question_1"),
        ({"zh": "您2026年在哪里？"}, "question_1"),
        ({"en": "New"}, "new_2"),
        ({"en": "Age"}, "age_2"),
        ({}, "question_1"),
        ({"en": "antidisestablishmentarianism " * 4}, "antidisestablishmentarianism"),
    ],
)
def test_names_are_made_from_words(words, key):
    assert key_of(words, "en", {"age"}, "question") == key


@given(st.text(max_size=80), st.sets(st.sampled_from(["question_1", "a", "b", "question_2"])))
def test_a_name_is_always_a_name_and_never_taken(words, taken):
    key = key_of({"en": words}, "en", taken, "question")
    assert KEY.fullmatch(key)
    assert key not in {*taken, "new"}


def condition(comparison: str, value: Any = None, question: str = "role", **more: Any) -> dict[str, Any]:
    return {"question": question, "is": comparison, **({"value": value} if value is not None else {}), **more}


SCALE = Shown("scale", {"min": 1, "max": 5}, [])
QUESTIONS = {
    "role": Shown("single_choice", {"options": ["a", "b"]}, []),
    "free": Shown("single_choice", {"options": ["a"], "other": True}, []),
    "many": Shown("multiple_choice", {"options": ["a", "b", "c"], "max_choices": 2}, []),
    "scale": SCALE,
    "number": Shown("number", {"min": "0"}, []),
    "date": Shown("date", {"earliest": "2026-01-01"}, []),
    "hidden": Shown("single_choice", {"options": ["x", "y"]}, [condition("equals", "a")]),
    "never": Shown("short_text", {}, [condition("equals", "zzz")]),
    "table": Shown("matrix_single", {"rows": ["r", "s"], "options": ["a", "b"]}, []),
    "group": Shown("single_choice", {"options": ["a", "b"]}, [], True),
}
A, B = condition("equals", "a"), condition("equals", "b")


@pytest.mark.parametrize(
    ("rule", "can"),
    [
        (A, True),
        (condition("equals", "zzz"), False),
        ({"all": [A, B]}, False),
        ({"any": [A, B]}, True),
        ({"any": [{"all": [A, B]}, condition("equals", "zzz")]}, False),
        ({"all": [A, {"not": A}]}, False),
        ({"all": [A, {"not": B}]}, True),
        ({"not": {"any": [A, B]}}, True),
        ({"all": [condition("answered"), condition("not_answered")]}, False),
        ({"all": [condition("not_answered"), condition("not_equals", "a")]}, True),
        ({"all": [condition("answered"), condition("not_equals", "a"), condition("not_equals", "b")]}, False),
        ({"all": [condition("one_of", ["a", "b"]), condition("not_equals", "a"), B]}, True),
        (condition("equals", "other", "free"), True),
        (condition("contains", "zzz", "many"), False),
        ({"all": [condition("contains", one, "many") for one in "ab"]}, True),
        ({"all": [condition("contains", one, "many") for one in "abc"]}, False),
        (condition("at_least", 6, "scale"), False),
        ({"all": [condition("at_least", 3, "scale"), condition("at_most", 2, "scale")]}, False),
        ({"all": [condition("at_least", 3, "scale"), condition("at_most", 3, "scale")]}, True),
        (condition("at_most", "-1", "number"), False),
        (condition("at_most", "2025-12-31", "date"), False),
        ({"all": [condition("equals", "x", "hidden"), A]}, True),
        ({"all": [condition("equals", "x", "hidden"), B]}, False),
        ({"all": [condition("not_equals", "x", "hidden"), B]}, True),
        (condition("answered", None, "never"), False),
        (condition("not_answered", None, "never"), True),
        ({"all": [condition("equals", one, "table", row="r") for one in "ab"]}, False),
        ({"all": [condition("equals", one, "table", row=row) for one, row in zip("ab", "rs", strict=True)]}, True),
        ({"all": [condition("equals", one, "table") for one in "ab"]}, True),
        ({"all": [condition("equals", one, "group") for one in "ab"]}, True),
    ],
)
def test_a_rule_that_nobody_can_satisfy_is_found(rule, can):
    assert can_hold([rule], QUESTIONS) is can


def of_scale(comparison: str, step: int) -> dict[str, Any]:
    return condition(comparison, step, "scale")


SIMPLE = {name: QUESTIONS[name] for name in ("role", "scale")}
TESTS = st.one_of(
    st.builds(condition, st.sampled_from(["equals", "not_equals"]), st.sampled_from(["a", "b", "zzz"])),
    st.builds(condition, st.sampled_from(["answered", "not_answered"])),
    st.builds(of_scale, st.sampled_from(["at_least", "at_most"]), st.integers(0, 6)),
)
RULES = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)


def satisfied(rule: dict[str, Any]) -> bool:
    """Whether some answers satisfy a rule, by trying all of them."""
    for role in (None, "a", "b"):
        for scale in (None, 1, 2, 3, 4, 5):
            given: dict[str, list[tuple[str, Any]]] = {}
            given |= {"role": [("single_choice", role)] if role else []}
            given |= {"scale": [("scale", scale)] if scale else []}
            if holds(rule, given.__getitem__):
                return True
    return False


@settings(max_examples=300, deadline=None)
@given(RULES)
def test_no_rule_that_can_hold_is_called_impossible(rule):
    assert can_hold([rule], SIMPLE) or not satisfied(rule)


@settings(max_examples=300, deadline=None)
@given(st.lists(TESTS, min_size=1, max_size=4))
def test_conditions_that_must_all_hold_are_judged_exactly(parts):
    assert can_hold([{"all": parts}], SIMPLE) is satisfied({"all": parts})


@given(st.lists(TESTS, max_size=4), st.sampled_from(["all", "any"]))
def test_plain_conditions_come_back_as_they_were_written(parts, joined):
    conditions = tuple(Condition(one["question"], one["is"], one.get("value")) for one in parts)
    rule = rule_of(Plain(joined, conditions))
    again = plain(rule)
    assert again is not None
    assert again.conditions == conditions
    assert len(parts) < 2 or again.joined == joined


@given(RULES)
def test_a_rule_is_renamed_everywhere(rule):
    names = {name: f"{name}_2" for name in questions_in(rule)}
    assert questions_in(renamed(rule, names)) == set(names.values())
    assert renamed(renamed(rule, names), {new: old for old, new in names.items()}) == rule
    assert among(rule, names) == rule
    assert among(rule, list(names)[1:]) is None


def told(sections: list[dict[str, Any]]) -> list[tuple[str, bool, str | None, str | None]]:
    return [(one.problem, one.grave, one.section, one.question) for one in findings(sections, ["en", "fr", "ar"], "en")]


def test_everything_that_stands_in_the_way_is_named_with_its_place():
    assert told([part("empty")]) == [("no_questions", True, None, None)]
    without = choice("role", "a", "b")
    del without["texts"]["option.b"]
    piped = text("piped", texts={"label": dict.fromkeys(("en", "fr", "ar"), "{{later}}")})
    never = {"all": [AGE, AGE | {"is": "at_most", "value": "3"}]}
    sections = [
        part("one", number("age"), without, text("bare", texts={"hint": {"en": "h"}}), piped),
        part("two", text("never", show_if=never), text("early", show_if=condition("answered", None, "later"))),
        part("age", text("later", show_if=condition("answered", None, "nothing")), show_if=condition("answered")),
        part("hollow"),
    ]
    missing = [one for one in findings(sections, ["en", "fr", "ar"], "en") if one.problem == "missing_words"]
    assert [one.facts["languages"] for one in missing] == [["fr", "ar"]], "one line for each place, with all languages"
    assert set(told(sections)) == {
        ("repeated_key", True, "one", "age"),
        ("repeated_key", True, "age", None),
        ("option_without_words", True, "one", "role"),
        ("no_label", True, "one", "bare"),
        ("missing_words", False, "one", "bare"),
        ("piped_too_early", True, "one", "piped"),
        ("never_shown", True, "two", "never"),
        ("rule_on_later", True, "two", "early"),
        ("rule_on_unknown", True, "age", "later"),
        ("empty_section", True, "hollow", None),
    }


def test_the_differences_between_two_versions_are_named():
    old = [part("one", text("a"), text("b"), choice("c", "x", "y"), text("d"), text("e"))]
    new = [
        part(
            "one",
            text("b", texts={"label": {"en": "Other words"}}),
            text("a", required=True),
            choice("c", "x", "y", "z"),
            text("d", show_if=AGE, settings={"max_words": 9}),
            text("f"),
            show_if=AGE,
        )
    ]
    assert [(one.kind, one.words["en"]) for one in changes_between(old_form(old), old_form(new))] == [
        ("added", "f?"),
        ("taken_away", "e?"),
        ("words", "Other words"),
        ("choices", "c?"),
        ("needed", "a?"),
        ("rule", "d?"),
        ("rule", "One"),
        ("settings", "d?"),
        ("moved", "Other words"),
    ]
    assert changes_between(old_form(old), old_form(old)) == []


def old_form(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sections as they are read from the database, with everything said."""
    plainly = {"text": {}, "repeat_label": {}, "repeats_min": 1, "repeats_max": 1, "show_if": None}
    return [{**plainly, **one} for one in sections]
