"""Two changes of one text, brought together."""

import pytest

from consult.workspaces.writing.merging import MOST, merged

BASE = "The river belongs to all who live on it."


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (BASE, BASE, BASE),
        ("The wide river belongs to all who live on it.", BASE, "The wide river belongs to all who live on it."),
        (
            "The wide river belongs to all who live on it.",
            "The river belongs to all who live beside it.",
            "The wide river belongs to all who live beside it.",
        ),
        ("The river belongs to all.", "Our river belongs to all who live on it.", "Our river belongs to all."),
        (
            "The lake belongs to all who live on it.",
            "The lake belongs to all who live on it.",
            "The lake belongs to all who live on it.",
        ),
        ("The lake belongs to all who live on it.", "The sea belongs to all who live on it.", None),
        (f"{BASE} And so.", f"{BASE} But not.", None),
        ("The river belongs to who live on it.", "The river belongs to all of them who live on it.", None),
    ],
)
def test_changes_of_other_words_come_together_and_those_of_the_same_do_not(
    one: str, other: str, wanted: str | None
) -> None:
    assert merged(BASE, one, other) == wanted
    assert merged(BASE, other, one) == wanted


def test_texts_in_scripts_without_blanks_come_together_by_signs() -> None:
    assert merged("河流属于大家。", "大河流属于大家。", "河流属于我们。") == "大河流属于我们。"
    assert merged("النهر لنا جميعا.", "النهر الكبير لنا جميعا.", "النهر لنا كلنا.") == "النهر الكبير لنا كلنا."


def test_very_long_texts_are_left_to_people() -> None:
    long = "word " * MOST
    assert merged(long, f"a {long}", f"{long} b") is None
