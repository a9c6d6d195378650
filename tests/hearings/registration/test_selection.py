"""The published rule as a method: the same each time, and what it says of itself."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from consult.hearings.registration.selection import Candidate, propose

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def candidate(
    number: int,
    category: str | None = None,
    region: str | None = None,
    *,
    state: str = "asked",
    has_priority: bool = False,
) -> Candidate:
    at = START + timedelta(minutes=number)
    return Candidate(f"p{number}", state, category, region, has_priority, at, number)


def order(rule: str, candidates: list[Candidate], places: int | None = None) -> list[str]:
    return [one.public_id for one in propose(rule, candidates, places)]


def states(rule: str, candidates: list[Candidate], places: int | None) -> dict[str, str]:
    return {one.public_id: one.state for one in propose(rule, candidates, places)}


def test_first_come_goes_by_the_order_of_registration():
    found = propose("first_come", [candidate(3), candidate(1), candidate(2)], 2)
    assert [(one.public_id, one.position, one.state) for one in found] == [
        ("p1", 1, "accepted"),
        ("p2", 2, "accepted"),
        ("p3", 3, "reserve"),
    ]


def test_priority_comes_before_those_who_gave_no_reason():
    assert order("priority", [candidate(1), candidate(2, has_priority=True), candidate(3, has_priority=True)]) == [
        "p2",
        "p3",
        "p1",
    ]


def test_balance_gives_each_category_a_place_before_one_gets_a_second():
    people = [
        candidate(1, "civil_society", "africa"),
        candidate(2, "civil_society", "africa"),
        candidate(3, "civil_society", "asia_pacific"),
        candidate(4, "state", "africa"),
        candidate(5, "academia", "africa"),
    ]
    assert order("balance", people) == ["p1", "p4", "p5", "p3", "p2"]
    assert states("balance", people, 3) == {
        "p1": "accepted",
        "p4": "accepted",
        "p5": "accepted",
        "p3": "reserve",
        "p2": "reserve",
    }


def test_within_a_category_the_region_with_fewest_places_comes_first():
    people = [candidate(1, "state", "africa"), candidate(2, "state", "africa"), candidate(3, "state", "eastern_europe")]
    assert order("balance", people) == ["p1", "p3", "p2"]


def test_who_was_accepted_already_counts_and_keeps_the_place():
    people = [
        candidate(9, "civil_society", "africa", state="accepted"),
        candidate(1, "civil_society", "africa"),
        candidate(2, "academia", "africa"),
    ]
    assert order("balance", people, 2) == ["p9", "p2", "p1"]
    assert states("first_come", people, 0)["p9"] == "accepted"


def test_nobody_who_declined_or_left_is_in_the_proposal():
    assert order("first_come", [candidate(1, state="declined"), candidate(2, state="withdrawn")]) == []


@given(
    some.lists(some.tuples(some.sampled_from(["a", "b", None]), some.sampled_from(["x", "y", None]), some.booleans())),
    some.sampled_from(["first_come", "priority", "balance", "invitation"]),
    some.integers(0, 6),
)
def test_everybody_is_in_it_once_and_the_order_of_asking_changes_nothing(people, rule, places):
    made = [candidate(n, c, r, has_priority=p) for n, (c, r, p) in enumerate(people)]
    found = propose(rule, made, places)
    assert found == propose(rule, list(reversed(made)), places)
    assert sorted(one.public_id for one in found) == sorted(one.public_id for one in made)
    assert sum(1 for one in found if one.state == "accepted") == min(places, len(made))
