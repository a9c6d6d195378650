"""From what is shown of a table, and knowing the rule, nobody can compute a group that is withheld."""

import random
from collections import Counter, defaultdict
from itertools import product

import pytest

from consult.analysis.queries import NOT_TOLD, Participation, region_key
from consult.analysis.tables import public_tables
from consult.core.countries import COUNTRIES, REGIONS
from consult.core.withholding import SMALLEST, shown

CATEGORIES, LANGUAGES = ("individual", "civil_society", "academia", "media"), ("en", "fr", "ar")


@pytest.mark.parametrize(("groups", "most"), [(2, 14), (3, 14), (4, 8)])
def test_no_withheld_group_follows_from_what_is_shown(groups, most):
    """Every table of so many groups: those that look alike to the public differ in each group that is withheld."""
    names = [f"group {number}" for number in range(groups)]
    looks = defaultdict(list)
    for numbers in product(range(most + 1), repeat=groups):
        told = shown(dict(zip(names, numbers, strict=True)))
        seen = (tuple(sorted(told.groups.items())), told.others) if told else None
        looks[seen, sum(numbers)].append(numbers)
    for (seen, total), tables in looks.items():
        visible = dict(seen[0]) if seen else {}
        # The largest tables of this trial have no room for all that look like them.
        if total > most or not total or (seen and not seen[1]):
            continue
        for place, name in enumerate(names):
            if name not in visible:
                assert len({numbers[place] for numbers in tables}) > 1, (seen, total, tables)


def test_nothing_under_five_is_shown_nor_a_sum_of_groups_that_is():
    for numbers in product(range(9), repeat=4):
        told = shown(dict(enumerate(numbers)))  # type: ignore[arg-type]
        if told:
            assert all(number >= SMALLEST for number in told.groups.values())
            assert told.others == 0 or told.others >= SMALLEST


def test_a_total_does_not_tell_the_one_small_group():
    told = shown({"a": 100, "b": 60, "c": 3})
    assert told is not None
    assert told.groups == {"a": 100}
    assert told.others == 63


def counted(people):
    """Participation of contributions given as (category, language, on behalf, country)."""
    found = Participation(total=len(people))
    names = ("category", "language", "on_behalf", "country")
    found.contributions = defaultdict(Counter)
    for one in people:
        for name, value in zip(names, one, strict=True):
            found.contributions[name][value or NOT_TOLD] += 1
        found.contributions["region"][region_key(one[3])] += 1
    return found


def published(people):
    """Everything the public page and its file show."""
    return [
        (table.dimension, [(line.value, line.contributions) for line in table.lines], table.total, table.others)
        for table in public_tables(counted(people), CATEGORIES, LANGUAGES)
    ]


def invented(draw):
    """A proceeding with a few large groups and some small ones."""
    countries = [*draw.sample(sorted(COUNTRIES), 6), "FR", "KE", "KE", "KE"]
    people = []
    for _one in range(draw.choice((8, 25, 60, 140))):
        behalf = draw.choices(("self", "organisation", "coalition", ""), (60, 30, draw.choice((1, 4)), 4))[0]
        country = draw.choice(countries) if behalf == "organisation" else ""
        category = draw.choices(CATEGORIES, (50, 30, draw.choice((2, 9)), 2))[0]
        people.append((category, draw.choices(LANGUAGES, (60, 8, 3))[0], behalf, country))
    return people


def others_that_could_be(people, draw):
    """Other worlds: one contribution told otherwise, or two groups of a dimension exchanged."""
    for place, values in (
        (0, CATEGORIES),
        (1, (*LANGUAGES, "pt")),
        (3, (*draw.sample(sorted(COUNTRIES), 40), "FR", "KE")),
    ):
        present = {one[place] for one in people if one[place]}
        for first, second in product(sorted(present), (*present, *values)):
            turn = {first: second, second: first}
            yield [(*one[:place], turn.get(one[place], one[place]), *one[place + 1 :]) for one in people]
    for number, one in enumerate(people):
        behalf = {"organisation": "coalition", "coalition": "organisation", "self": "organisation", "": "self"}[one[2]]
        for country in ("", "FR", "KE", one[3]) if behalf == "organisation" else ("",):
            for swap in ([], [other for other in range(len(people)) if people[other][2] == behalf][:1]):
                world = list(people)
                world[number] = (*one[:2], behalf, country)
                for other in swap:
                    world[other] = (*people[other][:2], one[2], one[3])
                yield world
    for first, second in (("organisation", "coalition"), ("coalition", ""), ("coalition", "self"), ("self", "")):
        turn = {first: second, second: first}
        yield [(*one[:2], turn.get(one[2], one[2]), one[3]) for one in people]


@pytest.mark.parametrize("seed", range(12))
def test_with_all_tables_together_no_withheld_group_can_be_computed(seed):
    draw = random.Random(seed)
    people = invented(draw)
    seen, own = published(people), counted(people).contributions
    told = {dimension: {value for value, _number in lines} for dimension, lines, _total, _others in seen}
    open_still = {
        (dimension, value)
        for dimension in ("category", "language", "on_behalf", "country", "region")
        for value, number in own[dimension].items()
        if value not in told[dimension] and value != NOT_TOLD and number
    }
    for world in others_that_could_be(people, draw):
        if not open_still:
            break
        if published(world) == seen:
            numbers = counted(world).contributions
            open_still -= {one for one in open_still if numbers[one[0]][one[1]] != own[one[0]][one[1]]}
    assert not open_still


def test_places_divide_a_number_that_is_told_anyway():
    """Who wrote for a coalition tells no country: of three kinds two are withheld, and no sum parts them."""
    people = [("individual", "en", "self", "")] * 3 + [("academia", "en", "organisation", "FR")] * 20
    people += [("academia", "en", "organisation", "KE")] * 20 + [("media", "en", "coalition", "")] * 30
    tables = {dimension: (dict(lines), total) for dimension, lines, total, _others in published(people)}
    assert tables["on_behalf"] == ({"organisation": 40}, 73)
    assert tables["region"] == ({"africa": 20, "western_europe_other": 20, NOT_TOLD: 33}, 73)
    assert tables["country"] == ({"FR": 20, "KE": 20}, 40)
    assert set(REGIONS) == {region_key(one) for one in COUNTRIES} - {"none"}


def test_no_places_are_told_where_no_kind_of_respondent_is():
    people = [("academia", "en", "organisation", "FR")] * 3 + [("media", "en", "self", "")] * 50
    tables = {dimension: lines for dimension, lines, _total, _others in published(people)}
    assert (tables["on_behalf"], tables["region"], tables["country"]) == ([], [], [])
