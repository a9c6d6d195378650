"""Two texts side by side."""

import random

from consult.core.differences import Piece, differences, gathered
from consult.workspaces.documents.comparing import compared, counts


def kept(key: str, text: str, style: str = "paragraph") -> dict[str, str]:
    return {"key": key, "style": style, "label": "", "text": text}


OLD = [
    kept("a", "One lantern."),
    kept("b", "Two old bridges."),
    kept("c", "Three."),
    kept("d", "Four."),
    kept("e", "Five."),
]


def kinds(old, new) -> list[tuple[str, str, bool]]:
    return [(row.key, row.kind, row.moved) for row in compared(old, new)]


def test_the_same_text_is_the_same():
    assert [row.kind for row in compared(OLD, OLD)] == ["same"] * 5
    assert counts(compared(OLD, OLD)) == (0, 0, 0, 0)
    assert compared([], []) == []


def test_paragraphs_are_aligned_by_key():
    new = [kept("x", "New."), OLD[0], kept("b", "Two new bridges."), OLD[4], OLD[3]]
    found = kinds(OLD, new)
    assert found[:4] == [("x", "added", False), ("a", "same", False), ("b", "changed", False), ("c", "removed", False)]
    assert sorted(one[1] for one in found[4:]) == ["moved", "same"], "one of the two was moved past the other"
    assert counts(compared(OLD, new)) == (1, 1, 1, 1)


def test_words_are_told_on_their_side():
    row = compared(OLD, [OLD[0], kept("b", "Two new bridges.")])[1]
    assert row.before == [Piece("same", "Two "), Piece("removed", "old"), Piece("same", " bridges.")]
    assert row.after == [Piece("same", "Two "), Piece("added", "new"), Piece("same", " bridges.")]
    assert [one.kind for one in row.pieces] == ["same", "removed", "added", "same"]


def test_another_style_is_a_change():
    row = compared([kept("a", "One.")], [kept("a", "One.", "heading1")])[0]
    assert (row.kind, row.restyled, row.moved) == ("changed", True, False)


def test_whatever_is_shuffled_both_texts_can_be_read_back():
    dice = random.Random(5)
    for _round in range(60):
        keys = [f"k{number}" for number in range(dice.randrange(12))]
        old = [kept(key, f"words of {key}") for key in keys]
        new = [kept(key, f"words of {key}{dice.choice(['', ' more'])}") for key in keys if dice.random() < 0.8]
        new += [kept(f"n{number}", "added words") for number in range(dice.randrange(3))]
        dice.shuffle(new)
        rows = compared(old, new)
        assert [row.new for row in rows if row.new is not None] == new
        assert sorted(row.old["key"] for row in rows if row.old is not None) == sorted(keys)
        for row in rows:
            assert "".join(one.text for one in row.before) == (row.old["text"] if row.old else "")
            assert "".join(one.text for one in row.after) == (row.new["text"] if row.new else "")
        stayed = [row.key for row in rows if row.old is not None and row.new is not None and not row.moved]
        assert stayed == [key for key in keys if key in stayed], "what has not moved stands in the old order"


def test_changes_that_only_a_blank_parts_are_one():
    old, new = "images are deleted within a month", "images are not kept a month"
    assert gathered(differences(old, new)) == [
        Piece("same", "images are "),
        Piece("removed", "deleted within"),
        Piece("added", "not kept"),
        Piece("same", " a month"),
    ]
    for before, after in ((old, new), ("", new), (old, ""), ("a b c", "x b z"), ("one ", "one  two")):
        pieces = gathered(differences(before, after))
        assert "".join(one.text for one in pieces if one.kind != "added") == before
        assert "".join(one.text for one in pieces if one.kind != "removed") == after
