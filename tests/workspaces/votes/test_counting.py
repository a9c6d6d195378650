"""Each rule of counting, at its edges; the ranking against an example that was worked out by its author."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.workspaces.votes.counting import (
    Rule,
    absolute_majority,
    consensus,
    count,
    persons_needed,
    preferred,
    schulze,
    simple_majority,
    strongest,
    two_thirds,
)
from consult.workspaces.votes.values import BALLOT_BYTES, chosen_in, number_of


@pytest.mark.parametrize(
    ("quorum", "electorate", "needed"), [(50, 12, 6), (50, 11, 6), (1, 12, 1), (100, 7, 7), (67, 9, 7), (50, 0, 1)]
)
def test_a_quorum_is_rounded_up_and_is_at_least_one(quorum, electorate, needed):
    assert persons_needed(quorum, electorate) == needed


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"agree": 3}, "adopted"),
        ({"agree": 1, "aside": 8}, "adopted"),
        ({"agree": 9, "object": 1}, "rejected"),
        ({"aside": 4}, "undecided"),
    ],
)
def test_consensus(said, outcome):
    assert consensus(Counter(said)) == outcome


@pytest.mark.parametrize(
    ("rule", "yes", "no", "electorate", "adopted"),
    [
        (simple_majority, 3, 2, 10, True),
        (simple_majority, 2, 2, 10, False),
        (simple_majority, 0, 0, 10, False),
        (absolute_majority, 6, 0, 11, True),
        (absolute_majority, 5, 0, 10, False),
        (absolute_majority, 6, 5, 10, True),
        (two_thirds, 4, 2, 10, True),
        (two_thirds, 5, 3, 10, False),
        (two_thirds, 0, 0, 10, False),
    ],
)
def test_majorities(rule, yes, no, electorate, adopted):
    assert rule(yes, no, electorate) is adopted


def ballots(**counted: int) -> list[list[str]]:
    return [list(order) for order, times in counted.items() for _ in range(times)]


def test_the_ranking_of_schulzes_own_example():
    """45 voters, Schulze (2011), example 1: the order is e, a, c, b, d."""
    votes = ballots(acbed=5, adecb=5, bedac=8, cabed=3, caebd=7, cbade=2, dceba=7, ebadc=8)
    pairs = preferred(votes, "abcde")
    assert pairs[0] == [0, 20, 26, 30, 22]
    assert strongest(pairs)[0] == [0, 28, 28, 30, 24]
    assert strongest(pairs)[4] == [25, 28, 28, 31, 0]
    assert schulze(pairs, "abcde") == [["e"], ["a"], ["c"], ["b"], ["d"]]


def test_options_between_which_nothing_is_decided_are_equal_and_never_drawn():
    result = count(Rule("ranked", options=("a", "b", "c")), ballots(ab=2, ba=2), 4, 0)
    assert result.order == [["a", "b"], ["c"]]
    assert result.outcome == "undecided"


def test_what_is_not_ranked_stands_last_and_side_by_side():
    assert preferred([["b"]], "abc") == [[0, 0, 0], [1, 0, 1], [0, 0, 0]]


def test_below_the_quorum_nothing_is_adopted():
    rule = Rule("majority", quorum=50)
    assert count(rule, [["yes"]] * 4, 9, 0).outcome == "no_quorum"
    assert count(rule, [["yes"]] * 4, 9, 1).outcome == "adopted"  # of those who are left


def test_an_absolute_majority_is_that_of_those_who_are_left():
    rule = Rule("majority", "absolute", 1)
    assert count(rule, [["yes"]] * 5, 10, 0).outcome == "rejected"
    assert count(rule, [["yes"]] * 5, 10, 1).outcome == "adopted"


def test_with_too_few_secret_voters_the_outcome_alone_is_kept():
    kept = count(Rule("majority", quorum=1), [["yes"], ["no"], ["yes"]], 6, 0, told=False).as_kept()
    assert kept["outcome"] == "adopted"
    assert (kept["counts"], kept["pairs"], kept["order"]) == (None, None, None)


ORDERS = st.permutations("abcd").flatmap(lambda order: st.integers(1, 4).map(lambda size: order[:size]))


@given(st.lists(ORDERS, min_size=1, max_size=9))
def test_whoever_wins_every_pair_is_first_and_everybody_has_one_place(votes):
    pairs = preferred(votes, "abcd")
    order = schulze(pairs, "abcd")
    assert sorted(key for place in order for key in place) == list("abcd")
    for at, key in enumerate("abcd"):
        if all(pairs[at][other] > pairs[other][at] for other in range(4) if other != at):
            assert order[0] == [key]


@given(ORDERS)
def test_a_vote_is_a_number_and_back(chosen):
    number = number_of("abcd", chosen)
    assert chosen_in("abcd", number) == list(chosen)
    assert number < 1 << (8 * BALLOT_BYTES)


def test_twelve_ranked_options_fit_a_ballot():
    offered = "abcdefghijkl"
    assert chosen_in(offered, number_of(offered, offered[::-1])) == list(offered[::-1])
    assert number_of(offered, offered[::-1]) < 1 << (8 * BALLOT_BYTES)
