"""What changed between two texts: nothing is lost, nothing is made up."""

import time

from hypothesis import given
from hypothesis import strategies as st

from consult.contributions.disclosure import ReadPassage
from consult.core.differences import differences
from consult.moderation.differences import passages_changed

TEXTS = st.text(alphabet="ab ,.\n計程車مé", max_size=40)


def joined(pieces, but):
    return "".join(piece.text for piece in pieces if piece.kind != but)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_differences(old, new):
    pieces = differences(old, new)
    assert joined(pieces, "added") == old
    assert joined(pieces, "removed") == new


def test_words_are_told_apart_and_signs_without_blanks_one_by_one():
    assert [tuple(one) for one in differences("a big house", "a small house")] == [
        ("same", "a "),
        ("removed", "big"),
        ("added", "small"),
        ("same", " house"),
    ]
    assert [one.text for one in differences("計程車", "計程船") if one.kind == "added"] == ["船"]


def test_very_long_texts_are_told_roughly_and_quickly():
    old = "word " * 9000 + "old" + " end" * 9000
    new = "word " * 9000 + "new" + " end" * 9000
    started = time.perf_counter()
    pieces = differences(old, new)
    assert time.perf_counter() - started < 5
    assert [tuple(one) for one in pieces if one.kind != "same"] == [("removed", "old"), ("added", "new")]
    assert (joined(pieces, "added"), joined(pieces, "removed")) == (old, new)


def passage(number, text, question=None):
    return ReadPassage(number, question, None, text, False)


def test_answers_are_compared_with_the_answers_to_the_same_question():
    old = [passage(1, "yes", "q1"), passage(2, "blue", "q2"), passage(3, "gone", "q3")]
    new = [passage(1, "blue", "q2"), passage(2, "no", "q1"), passage(3, "more", "q4")]
    changed = passages_changed(old, new)
    assert [[tuple(piece) for piece in pieces] for pieces in changed] == [
        [("removed", "yes"), ("added", "no")],
        [("added", "more")],
        [("removed", "gone")],
    ]
