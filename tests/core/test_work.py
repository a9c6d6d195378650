"""The unit of work on both databases: an outcome for each operation, numbers without gaps, news after the commit."""

import random
from collections.abc import Mapping
from contextlib import nullcontext

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.core.localized import LocalizedText
from consult.ledger.models import Stream
from consult.site import Site
from tests.core.streams import TEST, Refused, entries, in_threads, make_streams, note, words


def refuse() -> None:
    raise Refused


def test_the_outcome_has_result_and_numbers(site: Site):
    first, second = make_streams(site, 2)
    outcome = site.work.run(note, TEST, streams=[second, first, first], word="a")
    with site.database.reading() as db:
        names = {stream.id: stream.public_id for stream in db.scalars(select(Stream))}
    assert outcome.result == "a"
    assert outcome.numbers == {names[first]: 2, names[second]: 1}


def test_what_raises_leaves_nothing_and_takes_no_number(site: Site):
    (stream,) = make_streams(site, 1)
    site.work.run(note, TEST, streams=[stream], word="a")
    with pytest.raises(Refused):
        site.work.run(note, TEST, streams=[stream], word="b", then=refuse)
    site.work.run(note, TEST, streams=[stream], word="c")
    assert entries(site, stream) == [(1, "a"), (2, "c")]
    assert words(site) == ["a", "c"]


def test_a_refusal_keeps_its_field(site: Site):
    def refusing(db: Session, actor: Actor) -> None:
        raise Invalid("name", "required")

    with pytest.raises(Invalid) as caught:
        site.work.run(refusing, TEST)
    assert (caught.value.field, caught.value.problem) == ("name", "required")


def test_numbers_are_gapless_and_in_commit_order_under_eight_threads(site: Site):
    streams = make_streams(site, 3)
    news: list[Mapping[str, int]] = []
    site.work.listeners.append(news.append)
    dice = random.Random(5)
    plans = [[(dice.sample(streams, 2), dice.random() < 0.25) for _ in range(15)] for _ in range(8)]

    def sender(number: int) -> int:
        stood = 0
        for step, (chosen, fails) in enumerate(plans[number]):
            try:
                then = refuse if fails else None
                site.work.run(note, TEST, streams=chosen, word=f"{number}-{step}", then=then)
                stood += 1
            except Refused:
                pass
        return stood

    stood = in_threads([lambda number=number: sender(number) for number in range(8)])  # type: ignore[misc]
    assert stood == [sum(not fails for _chosen, fails in plan) for plan in plans]
    kept = set(words(site))
    for stream in streams:
        seqs, found = zip(*entries(site, stream), strict=True)
        assert list(seqs) == list(range(1, len(seqs) + 1))
        assert set(found) <= kept
        for number in range(8):  # what one sender sent is numbered in the order of sending
            own = [int(word.split("-")[1]) for word in found if word.startswith(f"{number}-")]
            assert own == sorted(own)
    assert len(news) == sum(stood)


def test_listeners_are_told_only_what_can_be_read(site: Site):
    (stream,) = make_streams(site, 1)
    seen: list[tuple[list[int], list[tuple[int, str]]]] = []
    site.work.listeners.append(lambda numbers: seen.append((list(numbers.values()), entries(site, stream))))
    site.work.run(note, TEST, streams=[stream], word="a")
    with pytest.raises(Refused):
        site.work.run(note, TEST, streams=[stream], word="b", then=refuse)
    site.work.run(note, TEST, streams=[stream], word="c")
    site.work.close()
    assert seen == [([1], [(1, "a")]), ([2], [(1, "a"), (2, "c")])]


def test_nobody_is_told_where_nothing_was_numbered(site: Site):
    told: list[Mapping[str, int]] = []
    site.work.listeners.append(told.append)
    site.work.run(note, TEST, streams=[], word="a")
    site.work.close()
    assert told == []


def test_a_listener_that_fails_harms_nobody(site: Site):
    (stream,) = make_streams(site, 1)
    told: list[Mapping[str, int]] = []

    def fail(numbers: Mapping[str, int]) -> None:
        raise Refused

    site.work.listeners.extend([fail, told.append])
    for word in ("a", "b"):
        assert site.work.run(note, TEST, streams=[stream], word=word).result == word
    site.work.close()
    assert len(told) == 2


def test_what_is_acknowledged_is_there_when_opened_anew(site: Site):
    site.work.run(note, TEST, streams=[], word="a")
    site.database.close()
    assert words(site) == ["a"]


def test_reading_cannot_write(site: Site):
    """On SQLite the connection refuses; on both nothing is kept."""
    refused = pytest.raises(OperationalError) if site.database.is_sqlite else nullcontext()
    with refused, site.database.reading() as db:
        db.add(LocalizedText(owner="x", field="x", language="en", text="x", status="x", source_hash=""))
        db.flush()
    assert words(site) == []
