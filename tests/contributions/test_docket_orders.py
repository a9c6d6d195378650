"""Orders of the docket over many pages: the same as sorting all that a reader is told, with nothing lost and nothing twice."""

import random
from datetime import timedelta
from typing import Any

import pytest

from consult.contributions.codes import sort_key
from consult.contributions.docket.counting import count_docket
from consult.contributions.docket.rows import Place, docket_page
from consult.contributions.docket.wanted import DocketFilter
from consult.core.actors import ANYBODY
from tests.contributions.docketing import change, file, row_of
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding

LAST = ""
SIZE = 4


@pytest.fixture
def room(site):
    """Filings on four days, of which some are anonymous, hidden, withdrawn, without number, with codes."""
    made = make_proceeding(site, make_body(site))
    dice, author = random.Random(7), make_account(site, "author@example.org")
    for number in range(20):
        secret = dice.random() < 0.3
        values = (
            {"identity": "none", "name": None}
            if secret
            else {"category": dice.choice(("academia", "media", "individual"))}
        )
        reference = file(site, made, f"Input {number}", **values)
        at = row_of(site, reference).submitted_at - timedelta(days=dice.randrange(4))
        told: dict[str, Any] = {
            "submitted_at": at,
            "state": dice.choice(("published", "published", "hidden", "withdrawn")),
        }
        told |= {"code": f"{dice.choice(('JS', 'AI'))}{number}"} if not secret and dice.random() < 0.4 else {}
        told |= {"author_id": author.id} if dice.random() < 0.2 else {}
        change(site, reference, **told)
    return made, actor_for(site, author)


def all_pages(db, actor, room, wanted, sort, listed):
    """Every row by its pages, each of them asked for by its number alone."""
    counts, found = count_docket(db, actor, room, wanted, listed=listed), []
    for page in range(1, counts.total // SIZE + 3):
        given = {"sort": sort, "place": Place(page), "listed": listed, "size": SIZE}
        found += docket_page(db, actor, room, wanted, counts, **given).readings
    assert len(found) == counts.total
    return found


def key_of(sort, one):
    number = (one.docket is None, one.docket or 0)
    if sort == "day":
        return (one.day is None, -one.day.toordinal() if one.day else 0, number)
    if sort == "category":
        return (one.category is None, one.category or LAST, number)
    return (one.code is None, sort_key(one.code) if one.code else (), number)


@pytest.mark.parametrize("sort", ["day", "category", "code"])
def test_an_order_over_pages_is_that_of_all(site, room, sort):
    made, author = room
    filters = [{}, {"state": "published"}, {"category": "media"}, {"coded": "no"}]
    with site.database.reading() as db:
        since = sorted(one.day for one in all_pages(db, TEST, made, DocketFilter(), "docket", False) if one.day)[5]
        for wanted in (*filters, {"since": since, "until": since + timedelta(days=1)}):
            for actor, listed in ((ANYBODY, True), (TEST, False), (author, False)):
                found = all_pages(db, actor, made, DocketFilter(**wanted), sort, listed)
                plain = all_pages(db, actor, made, DocketFilter(**wanted), "docket", listed)
                assert {one.reference for one in found} == {one.reference for one in plain}
                keys = [key_of(sort, one) for one in found]
                assert keys == sorted(keys), (wanted, actor, sort)
                assert len(set(map(str, keys))) > 1 or len(keys) < 2
