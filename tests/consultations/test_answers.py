"""Single answers of every type: what is taken, in which form it is kept, and what is said of the rest."""

from typing import Any

import pytest
from flask import Flask, g
from markupsafe import Markup

from consult.consultations.answers import weigh
from consult.consultations.answers.ordering import options_in_order, piped, piped_markup
from consult.consultations.answers.places import language_names
from consult.consultations.forms import answers_told, form_for
from consult.consultations.shape import check_sections
from consult.contributions.disclosure import ReadPassage
from consult.core.countries import country_names, region_names
from consult.core.errors import Invalid
from consult.core.localized import Words
from consult.web.answer_refusals import SENTENCES
from tests.consultations.questionnaires import asked_of

CHOICES: dict[str, Any] = {"options": ["a", "b", "c"], "other": True}
GRID: dict[str, Any] = {"rows": ["r", "s"], "options": ["a", "b"]}


def one(kind: str, required: bool = False, **settings: Any) -> dict[str, Any]:
    return {"key": "q", "type": kind, "required": required, "settings": settings, "texts": {"label": {"en": "What?"}}}


def part(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": "part", "title": {"en": "Part"}, "questions": list(questions)} | more


@pytest.mark.parametrize(
    ("question", "given", "kept"),
    [
        (one("short_text"), " two\nlines ", "two lines"),
        (one("long_text"), "a\r\nb", "a\nb"),
        (one("long_text"), "слово " * 10_000, ("слово " * 10_000).strip()),
        (one("long_text", max_words=4), "一二三四", "一二三四"),
        (one("single_choice", **CHOICES), {"other": " mine "}, {"other": "mine"}),
        (one("multiple_choice", **CHOICES), ["c", {"other": "x"}, "a", "a"], ["a", "c", {"other": "x"}]),
        (one("multiple_choice", **CHOICES), "b", ["b"]),
        (one("scale", min=-2, max=2), "-1", -1),
        (one("rating", max=5), 5, 5),
        (one("ranking", **CHOICES), ["c", "a"], ["c", "a"]),
        (one("ranking", **CHOICES), {"a": "2", "b": "", "c": 1}, ["c", "a"]),
        (one("matrix_single", **GRID), {"s": "b", "r": ""}, {"s": "b"}),
        (one("matrix_multiple", **GRID), {"r": ["b", "a"], "s": []}, {"r": ["a", "b"]}),
        (one("number", decimals=2), 1.5, "1.5"),
        (one("number"), "007", "7"),
        (one("number"), "1e3", "1000"),
        (one("number", decimals=1), "-0.0", "0"),
        (one("date", earliest="2020-01-01"), "2024-02-29", "2024-02-29"),
        (one("country"), "ch", "CH"),
        (one("region"), "africa", "africa"),
        (one("language"), "SR-latn-rs", "sr-Latn-RS"),
        (one("file", max_files=2), ["f1", "f2"], ["f1", "f2"]),
        (one("consent", version="1"), True, True),
        (one("budget", options=["a", "b"], total=9), {"a": "4", "b": 0}, {"a": 4}),
    ],
)
def test_an_answer_is_kept_in_one_form(question, given, kept):
    found = weigh(asked_of([part(question)]), {"q": given}, files=["f1", "f2"])
    assert (found.problems, found.kept) == ([], {"q": kept})


@pytest.mark.parametrize(
    ("question", "given", "problem"),
    [
        (one("short_text", True), " \n", "required"),
        (one("short_text"), 5, "not_a_text"),
        (one("short_text"), "x" * 1_001, "too_long"),
        (one("short_text"), "a\x00b", "control_character"),
        (one("long_text", max_words=2), "three words here", "too_many_words"),
        (one("long_text", min_words=3), "two words", "too_few_words"),
        (one("single_choice", **CHOICES), "z", "no_such_choice"),
        (one("single_choice", options=["a", "b"]), {"other": "x"}, "no_such_choice"),
        (one("single_choice", **CHOICES), {"other": " "}, "other_without_words"),
        (one("multiple_choice", **CHOICES, max_choices=1), ["a", "b"], "too_many_choices"),
        (one("multiple_choice", **CHOICES, min_choices=2), ["a"], "too_few_choices"),
        (one("scale", min=1, max=5), 6, "no_such_choice"),
        (one("scale", min=1, max=5), True, "no_such_choice"),
        (one("ranking", **CHOICES), ["a", "a"], "repeated_place"),
        (one("ranking", **CHOICES), {"a": "1", "b": "1"}, "repeated_place"),
        (one("ranking", **CHOICES, max_ranked=1), ["a", "b"], "too_many_choices"),
        (one("matrix_single", True, **GRID), {"r": "a"}, "row_missing"),
        (one("matrix_single", **GRID), {"x": "a"}, "no_such_row"),
        (one("matrix_multiple", **GRID), {"r": ["z"]}, "no_such_choice"),
        (one("number"), "1.5", "not_a_whole_number"),
        (one("number", decimals=1), "1.55", "too_many_decimals"),
        (one("number"), "NaN", "not_a_number"),
        (one("number"), 10**400, "not_a_number"),
        (one("number", min=2), 1, "number_too_low"),
        (one("number", max=2), 3, "number_too_high"),
        (one("date"), "2026-02-30", "not_a_date"),
        (one("date", earliest="2026-01-01"), "2025-12-31", "date_too_early"),
        (one("date", latest="2026-01-01"), "2026-01-02", "date_too_late"),
        (one("country"), "XK", "no_such_choice"),
        (one("region"), "europe", "no_such_choice"),
        (one("language"), "qqq", "no_such_choice"),
        (one("file"), ["f3"], "no_such_file"),
        (one("file"), ["f1", "f2"], "too_many_files"),
        (one("consent", True, version="1"), False, "required"),
        (one("consent", version="1"), "yes", "no_such_choice"),
        (one("budget", options=["a", "b"], total=9), {"a": 5, "b": 5}, "too_many_points"),
        (one("budget", options=["a", "b"], total=9), {"a": "1.5"}, "not_points"),
        (one("section_text"), "hello", "no_such_question"),
    ],
)
def test_an_answer_that_is_not_taken_says_why(app, question, given, problem):
    found = weigh(asked_of([part(question)]), {"q": given}, files=["f1", "f2"])
    assert ([one.problem for one in found.problems], found.kept) == ([problem], {})
    with app.test_request_context("/"):
        g.language = "en"
        shown = form_for(asked_of([part(question)]), {"q": given}, problems=found.problems)
    if problem != "no_such_question":
        assert [words for _to, _label, words in shown.problems] == [shown.fields()[0].error]
        assert "%(" not in (shown.fields()[0].error or "%(")


def test_every_problem_of_an_answer_has_a_sentence(app: Flask):
    facts = {"words": 3, "limit": 2, "number": 4}
    with app.test_request_context("/"):
        for problem, sentence in SENTENCES.items():
            given = facts | ({"limit": "2026-01-01"} if problem.startswith("date_") else {})
            assert str(sentence(given)).endswith("."), problem


def test_a_group_drops_what_says_nothing_and_counts_problems_where_they_are():
    needed = one("short_text", True) | {"key": "name"}
    asked = asked_of([part(needed, one("number"), key="group", repeats_min=1, repeats_max=3)])
    found = weigh(asked, {"group": [{}, {"name": "A"}, {"q": "x"}]})
    assert found.kept == {"group": [{"name": "A"}]}
    assert [(one.key, one.instance, one.problem) for one in found.problems] == [
        ("name", 1, "required"),
        ("name", 3, "required"),
        ("q", 3, "not_a_number"),
    ]
    assert [one.place for one in found.problems] == ["name", "name.3", "q.3"]
    assert [found.place_of("group", number) for number in (1, 2, 3)] == [None, 1, None]
    assert [one.problem for one in weigh(asked, {"group": [{"name": "A"}] * 4}).problems] == ["too_many_groups"]


def test_a_rule_in_a_group_looks_at_its_own_instance_and_one_outside_at_any():
    when = {"question": "q", "is": "equals", "value": "a"}
    inside, outside = (
        one("short_text") | {"key": "in", "show_if": when},
        one("short_text") | {"key": "out", "show_if": when},
    )
    choice = one("single_choice", **CHOICES)
    asked = asked_of([part(choice, inside, key="group", repeats_max=2), part(outside, key="rest")])
    given = {"group": [{"q": "b", "in": "hidden"}, {"q": "a", "in": "shown"}], "out": "shown"}
    assert weigh(asked, given).kept == {"group": [{"q": "b"}, {"q": "a", "in": "shown"}], "out": "shown"}
    assert "out" not in weigh(asked, {"group": [{"q": "b"}], "out": "hidden"}).kept


def test_earlier_answers_stand_within_later_texts_and_nothing_else_does():
    asked = asked_of([part(one("short_text"), one("multiple_choice", **CHOICES) | {"key": "many"})])
    answers = {"q": "<b>Ama</b>", "many": ["a", {"other": "x & y"}]}
    told = piped(Words("Dear {{q}}, {{ many }}, {{nobody}}!", "en"), asked, answers)
    assert told.text == "Dear \u2068<b>Ama</b>\u2069, \u2068Option a; x & y\u2069, !"
    markup = piped_markup(Markup("<p>{{q}} {{many}}</p>"), asked, answers)
    assert markup == "<p><bdi>&lt;b&gt;Ama&lt;/b&gt;</bdi> <bdi>Option a; x &amp; y</bdi></p>"
    assert piped(Words("{{q}}", "en"), asked, {}).text == ""
    assert piped(Words("Dear {{q}}!", "en"), asked, {}, None, "(nobody)").text == "Dear \u2068(nobody)\u2069!"
    assert piped_markup(Markup("{{q}}"), asked, {}, None, "<no>") == "<bdi>&lt;no&gt;</bdi>"


def test_an_instance_of_a_group_is_asked_about_itself_alone(app):
    when = one("date") | {"key": "when", "texts": {"label": {"en": "When did {{q}} tell you?"}}}
    about = one("number") | {"key": "number", "texts": {"label": {"en": "How many are {{q}}?"}}}
    asked = asked_of([part(one("short_text"), when, key="group", repeats_max=3), part(about, key="rest")])
    with app.test_request_context("/"):
        g.language = "en"
        shown = form_for(asked, {"group": [{"q": "Ama"}, {}, {"q": "Bo"}]})
    labels = [found.label for found in shown.fields() if found.type != "short_text"]
    assert labels == [
        "When did <bdi>Ama</bdi> tell you?",
        "When did <bdi>(not answered)</bdi> tell you?",
        "When did <bdi>Bo</bdi> tell you?",
        "How many are <bdi>Ama; Bo</bdi>?",
    ]


def test_options_by_chance_differ_between_drafts():
    question = next(asked_of([part(one("ranking", options=[*"abcdefgh"], shuffle=True))]).questions())
    orders = {tuple(key for key, _words in options_in_order(question, f"draft {number}")) for number in range(9)}
    assert len(orders) > 5


def test_the_names_of_places_are_those_of_the_language():
    assert len(country_names("en")) == 249
    assert country_names("fr")["CH"] == "Suisse"
    assert list(country_names("zh").values()).index("阿尔巴尼亚") < list(country_names("zh").values()).index("中国")
    spanish = list(country_names("es").values())
    assert spanish.index("Níger") < spanish.index("Nueva Zelanda")
    assert {"qu", "ar", "fil"} <= language_names("ar").keys()
    assert all(len(set(region_names(code).values())) == 5 for code in ("ar", "zh", "en", "fr", "ru", "es"))


ALL = [
    (one("long_text"), "So it was.", [], "So it was."),
    (one("single_choice", **CHOICES), {"other": "mine"}, [], "mine"),
    (one("multiple_choice", **CHOICES), ["a", {"other": "mine"}], ["Option a"], "mine"),
    (one("scale", min=1, max=5), 3, ["3"], None),
    (one("ranking", **CHOICES), ["c", "a"], ["1. Option c", "2. Option a"], None),
    (one("matrix_multiple", **GRID), {"s": ["a", "b"]}, ["Option a", "Option b"], None),
    (one("number", decimals=1), "1.5", ["1,5"], None),
    (one("date"), "2026-12-01", ["1er décembre 2026"], None),
    (one("country"), "CH", ["Suisse"], None),
    (one("region"), "africa", ["États d’Afrique"], None),
    (one("language"), "zh-Hant", ["chinois (traditionnel)"], None),
    (one("budget", options=["a", "b"], total=9), {"a": 4}, ["Option a: 4"], None),
]


@pytest.mark.parametrize(("question", "given", "chosen", "text"), ALL)
def test_answers_are_told_in_the_words_of_the_reader(app, question, given, chosen, text):
    asked = asked_of([part(question)], "fr")
    rows = enumerate(weigh(asked, {"q": given}).passages, start=1)
    read = [ReadPassage(at, sent.question, sent.value, sent.text, False, 1, sent.matrix_row) for at, sent in rows]
    with app.test_request_context("/"):
        g.language = "fr"
        [told] = answers_told(asked, read)
    assert ([words.text for words in told.chosen], told.text) == (chosen, text)
    assert (told.row.text if told.row else None) == ("Row s" if question["type"] == "matrix_multiple" else None)


def test_answers_are_told_under_the_words_that_their_author_read(app):
    when = one("number") | {"key": "when", "texts": {"label": {"en": "How old is {{q}}?"}}}
    asked = asked_of([part(one("short_text"), when, key="group", repeats_max=3)])
    rows = enumerate(weigh(asked, {"group": [{"q": "Ama", "when": 7}, {"q": "Bo", "when": 8}]}).passages, start=1)
    read = [ReadPassage(at, sent.question, sent.value, sent.text, False, sent.instance) for at, sent in rows]
    with app.test_request_context("/"):
        g.language = "en"
        labels = [told.label.text for told in answers_told(asked, read) if told.label]
    assert labels == ["What?", "How old is \u2068Ama\u2069?", "What?", "How old is \u2068Bo\u2069?"]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (one("rating", max=11), "not_a_rating"),
        (one("matrix_single", rows=["r"] * 2, options=["a", "b"]), "not_rows"),
        (one("number", min=3, max=2), "not_a_range"),
        (one("date", earliest="yesterday"), "not_a_range"),
        (one("file", max_files=99), "not_a_number_of_files"),
        (one("consent"), "not_a_version"),
        (one("budget", options=["a", "b"], total=0), "not_options"),
        (one("short_text", min_words=5, max_words=4), "not_a_limit"),
        (one("short_text") | {"show_if": {"question": "x", "is": "like", "value": "y"}}, "not_a_rule"),
        (one("short_text") | {"show_if": {"all": []}}, "not_a_rule"),
        (one("short_text") | {"show_if": "always"}, "not_a_rule"),
    ],
)
def test_settings_that_nobody_could_answer_are_refused(wrong, problem):
    with pytest.raises(Invalid, match=problem):
        check_sections([part(wrong)])


@pytest.mark.parametrize(
    ("sections", "problem"),
    [
        ([part(one("short_text"), key="q")], "repeated_key"),
        ([part(one("short_text"), repeats_min=3, repeats_max=2)], "not_repeats"),
        ([part(one("short_text"), repeats_max=21)], "not_repeats"),
        ([part(one("short_text"), key="Not a key")], "not_a_key"),
        ([part(*(one("short_text") | {"key": f"k{number}"} for number in range(201)))], "too_many"),
    ],
)
def test_sections_past_the_limits_are_refused(sections, problem):
    with pytest.raises(Invalid, match=problem):
        check_sections(sections)
