"""The filters of a docket while searching: their numbers are those of what a reader finds, and say so where they are less."""

import random
from datetime import timedelta
from typing import Any

import pytest

from consult.contributions.docket import found
from consult.contributions.docket.found import count_found
from consult.contributions.docket.wanted import FACETS, DocketFilter, where
from consult.contributions.models import Contribution
from consult.contributions.search_queries import search
from consult.core.actors import ANYBODY
from consult.moderation.operations.deciding import decide
from tests.contributions.docketing import change, file, row_of
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding

WORDS = ("lantern", "whistle", "lantern\nlantern again", "whistle and lantern")


@pytest.fixture
def room(site):
    """Filings, some of several paragraphs, anonymous, hidden, of one author."""
    made, dice = make_proceeding(site, make_body(site)), random.Random(11)
    author = actor_for(site, make_account(site, "author@example.org"))
    for number in range(14):
        values = (
            {"identity": "none", "name": None}
            if dice.random() < 0.3
            else {"category": dice.choice(("academia", "media"))}
        )
        reference = file(site, made, dice.choice(WORDS), language=dice.choice(("en", "fr")), **values)
        if number % 5 == 0:
            site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="off_topic")
        if number % 4 == 0:
            day = row_of(site, reference).submitted_at - timedelta(days=2)
            change(site, reference, author_id=author.account_id, submitted_at=day)
    return made, author


def found_by_search(db, actor, room, sought, wanted, listed):
    narrowed = [*where(actor, wanted), *([Contribution.place.is_not(None)] if listed else [])]
    return search(db, actor, sought, proceeding_id=room.id, where=narrowed).total


def test_each_number_is_how_many_a_search_with_that_filter_finds(site, room):
    made, author = room
    with site.database.reading() as db:
        since = row_of(site, db.query(Contribution).order_by(Contribution.submitted_at.desc()).first().reference)
        filters: list[dict[str, Any]] = [
            {},
            {"language": "fr"},
            {"category": "media", "language": "en"},
            {"since": since.submitted_at.date()},
        ]
        for actor, listed in ((ANYBODY, True), (TEST, False), (author, False)):
            for sought in ("lantern", "whistle lantern"):
                for wanted in (DocketFilter(**one) for one in filters):
                    told = count_found(db, actor, made, sought, wanted, listed=listed)
                    assert told.is_cut is False
                    assert told.counts.total == found_by_search(db, actor, made, sought, wanted, listed)
                    for name in ("category", "language", "state", "kind"):
                        for value, number in told.counts.by[name].items():
                            other = DocketFilter(**(wanted.chosen | {name: value}))
                            assert number == found_by_search(db, actor, made, sought, other, listed), (name, value)
    assert {"category", "language", "state", "kind"} <= set(FACETS)


def test_beyond_a_limit_the_numbers_say_that_they_are_the_least(site, room, monkeypatch):
    made, _author = room
    with site.database.reading() as db:
        whole = count_found(db, TEST, made, "lantern", DocketFilter())
        monkeypatch.setattr(found, "COUNTED", 5)
        part = count_found(db, TEST, made, "lantern", DocketFilter())
    assert (whole.is_cut, part.is_cut) == (False, True)
    assert 0 < part.counts.total <= 5 < whole.counts.total


def test_nobody_counts_what_may_not_be_read(site):
    shut = make_proceeding(site, make_body(site, "other", "Other"), "shut", state="draft")
    with site.database.reading() as db:
        assert count_found(db, ANYBODY, shut, "lantern", DocketFilter()).counts.total == 0
