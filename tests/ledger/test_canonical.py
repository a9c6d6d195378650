"""The canonical JSON that commitments are made of: the bytes of RFC 8785, whatever it holds."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
import rfc8785

from consult.ledger.commitments import canonical

SIGNS = [
    "",
    "plain words",
    "\x00\x01\x08\t\n\x0b\x0c\r\x1f\x7f\x80\u2028\u2029",
    "\"\\/<>&'",
    "العربية 計程車 \U0001f600 é e\u0301 \uffff\ue000",
]
NUMBERS = [0, -1, 7, 2**53 - 1, 1 - 2**53, 0.5, 1e21, 1e-7, 333333333.33333329, 100.0, -0.0]
KEYS = ["a", "b", "B", "10", "9", "", "é", "\U0001f600", "\ufb33", "\r"]


def some(dice: random.Random, depth: int = 0) -> Any:
    kind = dice.randrange(4 if depth > 3 else 6)
    if kind == 4:
        return [some(dice, depth + 1) for _ in range(dice.randrange(4))]
    if kind == 5:
        return {key: some(dice, depth + 1) for key in dice.sample(KEYS, dice.randrange(5))}
    choices: list[Sequence[Any]] = [SIGNS, NUMBERS, [None, True, False], SIGNS]
    return dice.choice(choices[kind])


def test_thousands_of_values_are_written_as_the_standard_says():
    dice = random.Random(8785)
    for _ in range(5000):
        value = some(dice)
        assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("wrong", [2**53, -(2**53), "\ud800", {"a": "\udfff"}, {1: "a"}, {"at": object()}])
def test_what_the_standard_cannot_hold_is_refused_in_the_same_way(wrong):
    refusals = []
    for write in (rfc8785.dumps, canonical):
        with pytest.raises(Exception) as refusal:  # noqa: PT011
            write(wrong)
        refusals.append(type(refusal.value))
    assert refusals[0] is refusals[1]
