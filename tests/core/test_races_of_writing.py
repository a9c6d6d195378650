"""Writings that meet on PostgreSQL: closing, sending twice, votes, deadlocks and the order of streams."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.consultations.answering.operations import send_draft
from consult.contributions.drafts.operations import Page, keep_answers
from consult.contributions.drafts.queries import Which, mark_of
from consult.contributions.models import Contribution, Draft, Vote
from consult.contributions.operations.opinions import cast_vote
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.errors import Conflict
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.core.racing import (
    READER,
    changing,
    database_url,
    open_site_,
    second_waits_for_first,
    sent,
    state,
)
from tests.core.streams import PATIENCE, TEST, entries, in_threads, make_streams, note
from tests.factories import publish

__all__ = ["database_url", "open_site_"]
pytestmark = pytest.mark.postgres


def test_closing_waits_for_what_is_being_sent(open_site_: Site):
    """The other way round: who was first is in, and the proceeding closes after it."""

    def send(db: Session, actor: Actor) -> None:
        new = NewContribution("comment", "k", (NewPassage("a text"),), "en", "none")
        submit_contribution(db, READER, proceeding_id=1, new=new)

    close = changing(Proceeding, state="closed")
    second_waits_for_first(open_site_, send, lambda: open_site_.work.run(close, TEST))
    assert state(open_site_) == "pending"


def test_a_double_click_is_one_contribution(open_site_: Site):
    for round_ in range(10):
        first, second = in_threads([lambda key=f"k{round_}": sent(open_site_, key)] * 2)  # type: ignore[misc]
        assert first == second
    with open_site_.database.reading() as db:
        assert len(db.scalars(select(Contribution.id)).all()) == 10


def test_votes_of_one_browser_that_meet_are_one_vote(open_site_: Site):
    reference = sent(open_site_)
    open_site_.work.run(changing(Contribution, state="published", place=1), TEST)

    def vote(choice: str) -> None:
        open_site_.work.run(cast_vote, READER, proceeding_id=1, reference=reference, choice=choice)

    assert in_threads([lambda: vote("agree"), lambda: vote("disagree")] * 4) == [None] * 8
    with open_site_.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
        assert row.agrees + row.disagrees == 1
        assert len(db.scalars(select(Vote.id).where(Vote.is_current)).all()) == 1


def test_a_real_deadlock_is_tried_again_until_both_stand(site: Site):
    """Two operations lock two rows in opposite order, each once the other holds its first: one is the victim."""
    streams = make_streams(site, 2)
    both = threading.Barrier(2)
    tries: list[int] = []

    def lock_both(db: Session, actor: Actor, *, order: list[int]) -> int:
        tries.append(order[0])
        db.execute(update(Stream).where(Stream.id == order[0]).values(last_docket=Stream.last_docket + 1))
        if tries.count(order[0]) == 1:
            both.wait(PATIENCE)
        db.execute(update(Stream).where(Stream.id == order[1]).values(last_docket=Stream.last_docket + 1))
        return order[0]

    tasks = [
        lambda order=order: site.work.run(lock_both, TEST, order=order).result for order in (streams, streams[::-1])
    ]
    assert in_threads(tasks) == streams
    assert len(tries) > 2, "the victim ran once more"
    with site.database.reading() as db:
        assert list(db.scalars(select(Stream.last_docket))) == [2, 2]


def test_streams_are_numbered_in_the_order_of_their_ids_whatever_the_order_of_appending(site: Site):
    """Without that, the two operations would lock the streams crosswise: nothing is tried again here."""
    streams = make_streams(site, 2)
    both = threading.Barrier(2)
    runs: list[str] = []

    def meeting(db: Session, actor: Actor, *, order: list[int], word: str) -> str:
        runs.append(word)
        note(db, actor, streams=order, word=word)
        both.wait(PATIENCE)
        return word

    for round_ in range(5):
        words = [f"{round_}-ab", f"{round_}-ba"]
        tasks = [
            lambda order=order, word=word: site.work.run(meeting, TEST, order=order, word=word).result
            for order, word in zip((streams, streams[::-1]), words, strict=True)
        ]
        assert in_threads(tasks) == words
    assert len(runs) == 10
    assert [seq for seq, _word in entries(site, streams[0])] == list(range(1, 11))


def test_sending_a_draft_from_two_browsers_at_once_files_it_once(open_site_: Site):
    call = SimpleNamespace(id=1)
    question = {"key": "why", "type": "short_text", "required": False, "settings": {}, "texts": {"label": {"en": "?"}}}
    asked = publish(open_site_, call, [{"title": {"en": "One"}, "questions": [question]}])  # type: ignore[arg-type]
    here, there = Actor(sender="here"), Actor(sender="there")
    page = Page("part_1", "", mark_of({}, ()), ("why",), {"why": "Because."})
    given: dict[str, Any] = {"which": Which(1), "questionnaire": asked, "language": "en", "page": page}
    which = Which(1, open_site_.work.run(keep_answers, here, **given).result)
    with open_site_.database.reading() as db:
        key = db.scalars(select(Draft.form_key)).one()
    new = NewContribution("response", key, (), "en", "none", questionnaire=asked)
    sending: dict[str, Any] = {"proceeding_id": 1, "new": new, "which": which, "saves": 1, "privacy": 1}

    def first(db: Session, actor: Actor) -> None:
        send_draft(db, here, **sending)

    result = second_waits_for_first(open_site_, first, lambda: open_site_.work.run(send_draft, there, **sending))
    assert isinstance(result, Conflict)
    assert result.problem == "draft_gone"
    with open_site_.database.reading() as db:
        assert len(db.scalars(select(Contribution)).all()) == 1
        assert db.scalars(select(Draft)).all() == []
