"""What is suggested to be withheld, in several scripts, and what is not; and the signs by which a person marks words."""

import pytest

from consult.core.errors import Invalid
from consult.moderation.redacting.marking import marked, ranges_marked
from consult.moderation.redacting.rendition import Span, cut_pieces, rendition
from consult.moderation.redacting.suggestions import suggested


def found(text, names=(), before=()):
    return [(one.kind, one.words) for one in suggested({1: text}, names, before)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Write to ana.tesch@example.org.", "email", "ana.tesch@example.org"),
        ("mail: ana (at) example.org!", "email", "ana (at) example.org"),
        ("البريد ليلى@مثال.إختبار هنا", "email", "ليلى@مثال.إختبار"),
        ("邮箱 li.wei@例子.测试。", "email", "li.wei@例子.测试"),
        ("Call +41 79 123 45 67 now", "phone", "+41 79 123 45 67"),
        ("Call (022) 917-90-00 now", "phone", "(022) 917-90-00"),
        ("tel. 123456 at night", "phone", "123456"),
        ("اتصلوا على ٠٧٩ ١٢٣ ٤٥٦٧ ليلا", "phone", "٠٧٩ ١٢٣ ٤٥٦٧"),
        ("فون ۰۲۱-۳۴۵۶۷۸۹۰ ہے", "phone", "۰۲۱-۳۴۵۶۷۸۹۰"),
        ("फ़ोन ०९८ ७६५ ४३२१ है", "phone", "०९८ ७६५ ४३२१"),
        ("电话：010-12345678，谢谢", "phone", "010-12345678"),
        ("see https://twitter.com/juanp today", "handle", "https://twitter.com/juanp"),
        ("see facebook.com/juan.perez today", "handle", "facebook.com/juan.perez"),
        ("see https://mastodon.example/@juan today", "handle", "https://mastodon.example/@juan"),
        ("ask @juan_ok about it", "handle", "@juan_ok"),
    ],
)
def test_what_has_the_shape_of_something_personal_is_suggested(text, kind, words):
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "from 2026-01-05 to 2026-02-11", "on 05/01/2026", "in 2019-2020", "1 000 000 people", "12.500.000 Euro",
        "A/HRC/47/12, para. 23", "article 12 (3) and 14", "عدد السكان ٢٠٢٦ نسمة", "https://www.ohchr.org/en/calls",
        "ISBN 12-345", "at 10:30", "@", "a@b",
    ],
)  # fmt: skip
def test_dates_sums_and_symbols_are_not(text):
    assert found(text) == []


def test_names_of_the_own_fields_are_found_whole_and_by_their_last_part():
    text = "I met Juan  Pérez Gómez; gómez laughed. Gómezia is a plant."
    assert found(text, ["Juan Pérez Gómez"]) == [("name", "Juan  Pérez Gómez"), ("name", "gómez")]
    assert found("قالت وليلى حداد ذلك", ["ليلى حداد"]) == [("name", "ليلى حداد")]
    assert found("An old man said", ["An"]) == []


def test_the_same_words_are_one_suggestion_with_all_their_places_and_overlaps_are_one():
    (one,) = suggested({1: "a@b.org and a@b.org", 2: None, 3: "a@b.org"}, ["a@b.org"])
    assert [span.passage for span in one.spans] == [1, 1, 3]
    assert found("Mrs Quill said", before=["Quill"], names=["Quill"]) == [("before", "Quill")]


def test_marks_are_found_where_they_were_set():
    text = "a [b] and [[c]] words\nover lines"
    assert ranges_marked(text, text) == []
    assert ranges_marked(text, "a [b] and [[c]] ⟦words\r\nover⟧ lines") == [(16, 26)]
    assert ranges_marked("hello big world", "hello [[big ]]world") == [(6, 9)]
    assert ranges_marked("a [b]", "a [[[b]]]") == [(2, 5)]
    assert ranges_marked("a b", marked("a b", [(0, 1), (2, 3)])) == [(0, 1), (2, 3)]
    assert ranges_marked("a b", "a ⟦⟧b") == []


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("hello bigger world", "text_changed"), ("hello", "text_changed"), ("hello ⟦big world", "mark_left_open"),
     ("hello big⟧ world", "text_changed"), ("", "text_changed")],
)  # fmt: skip
def test_anything_but_a_mark_is_refused(typed, problem):
    with pytest.raises(Invalid) as refused:
        ranges_marked("hello big world", typed)
    assert refused.value.problem == problem


def test_a_mark_tells_neither_how_long_nor_how_many_the_words_were():
    one = rendition("a name here", [(Span(1, 2, 6), "[…]")])
    two = rendition("a name and another name here", [(Span(1, 2, 6), "[…]"), (Span(1, 7, 23), "[…]")])
    assert one == two == "a […] here"
    assert rendition("a", []) is None
    assert rendition(None, [(Span(1), "[…]")]) == "[…]"
    assert cut_pieces("a name here", [Span(1, 2, 6)]) == [("a ", False), ("name", True), (" here", False)]
