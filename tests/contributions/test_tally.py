"""Closing, by hand and by the clock: one entry, one salted tally, and never one entry per vote."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.contributions.jobs import HANDLERS
from consult.contributions.operations.opinions import cast_vote
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.contributions.operations.tally import tally_rendition
from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.core.errors import Closed
from consult.core.jobs import run_due
from consult.core.localized import all_texts
from consult.ledger.commitments import commit
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import (
    close_proceeding,
    create_proceeding,
    edit_proceeding,
    note_closing,
    open_proceeding,
    reopen_proceeding,
)
from consult.proceedings.queries import fingerprint
from consult.proceedings.shape import NewProceeding
from consult.records.checking import differences
from consult.site import Site
from tests.factories import TEST, make_body

pytestmark = pytest.mark.usefixtures("app")  # the app puts the rooms together
SECOND = timedelta(seconds=1)


def shape(closes_local: str | None, **values: object) -> NewProceeding:
    texts = {"title": {"en": "Ferries"}, "lede": {"en": "Which should run?"}}
    given = {"kind": "consultation", "slug": "ferries", "prefix": "F1", "language": "en", "texts": texts}
    choices = {"moderation": "after", "identities": ("public", "none"), "confidentialities": ("public",), "votes": True}
    return NewProceeding(**{**given, **choices, "closes_local": closes_local, **values})  # type: ignore[arg-type]


def local(days: int) -> str:
    return f"{now() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def made(site: Site, closes_local: str | None = None) -> int:
    """An open consultation with two comments and three voters."""
    body = make_body(site)
    created = site.work.run(create_proceeding, TEST, body_id=body.id, new=shape(closes_local)).result
    site.work.run(open_proceeding, TEST, proceeding_id=created.id)
    for number in range(2):
        passages = (NewPassage(text=f"Comment {number}"),)
        new = NewContribution("comment", f"key {number}", passages, "en", "public", name="Ana Tesch")
        who = Actor(sender=f"author {number}")
        reference = site.work.run(submit_contribution, who, proceeding_id=created.id, new=new).result.reference
        for voter, choice in (("a", "agree"), ("b", "pass"), ("b", "disagree")):
            vote(site, created.id, reference, voter, choice)
    return created.id


def vote(site: Site, proceeding_id: int, reference: str, voter: str, choice: str) -> None:
    site.work.run(cast_vote, Actor(sender=voter), proceeding_id=proceeding_id, reference=reference, choice=choice)


def kinds(site: Site, audience: str = "public") -> list[str]:
    with site.database.reading() as db:
        query = select(Entry.kind).join(Stream).where(Stream.audience == audience).order_by(Entry.seq)
        return [kind for kind in db.scalars(query) if not kind.startswith("comment.")]


def row_of(site: Site, proceeding_id: int) -> Proceeding:
    with site.database.reading() as db:
        return db.get_one(Proceeding, proceeding_id)


def sound(site: Site) -> bool:
    """Whether the last tallies open, and `check` finds nothing."""
    with site.database.reading() as db:
        proceeding = db.scalars(select(Proceeding)).one()
        for audience, name in (("public", "open"), ("desk", "desk")):
            last = select(Entry).join(Stream).where(Entry.kind == "votes.tallied", Stream.audience == audience)
            entry = db.scalars(last.order_by(Entry.seq.desc())).first()
            assert entry is not None
            told = tally_rendition(db, proceeding.id, name == "open")
            assert entry.commitments == {"tally": commit(proceeding.source["tally_salts"][name], told)}
            assert [row[1:] for row in told["tallies"]] == [[1, 1, 0]] * 2
        return list(differences(db)) == []


def test_a_closing_by_hand_brings_one_tally_for_each_stream(site: Site):
    proceeding_id = made(site)
    assert "votes.tallied" not in kinds(site)
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding_id)
    for audience in ("public", "desk"):
        assert kinds(site, audience)[-2:] == ["proceeding.closed", "votes.tallied"]
        assert kinds(site, audience).count("votes.tallied") == 1
    assert sound(site)


def test_without_votes_there_is_no_tally(site: Site):
    body = make_body(site)
    created = site.work.run(create_proceeding, TEST, body_id=body.id, new=shape(None)).result
    site.work.run(open_proceeding, TEST, proceeding_id=created.id)
    site.work.run(close_proceeding, TEST, proceeding_id=created.id)
    assert kinds(site)[-1] == "proceeding.closed"


def test_the_clock_closes_once(site: Site):
    proceeding_id = made(site, local(2))
    run_due(site.work, HANDLERS)
    assert "proceeding.closed" not in kinds(site)
    at = row_of(site, proceeding_id).closes_at
    assert at is not None
    with telling(at + SECOND):
        with pytest.raises(Closed):
            vote(site, proceeding_id, reference_of(site), "late", "agree")
        run_due(site.work, HANDLERS)
        site.work.run(note_closing, TEST, proceeding_id=proceeding_id)
    assert kinds(site)[-2:] == ["proceeding.closed", "votes.tallied"]
    with site.database.reading() as db:
        assert set(db.scalars(select(Entry.happened_at).where(Entry.kind == "proceeding.closed"))) == {at}
    assert row_of(site, proceeding_id).state == "closed"
    assert sound(site)


def reference_of(site: Site) -> str:
    with site.database.reading() as db:
        return db.scalars(select(Entry.reference).where(Entry.kind == "comment.published")).first() or ""


def test_a_time_that_was_moved_closes_then_and_not_before(site: Site):
    proceeding_id = made(site, local(2))
    first = row_of(site, proceeding_id).closes_at
    assert first is not None
    with site.database.reading() as db:
        seen = fingerprint(db, db.get_one(Proceeding, proceeding_id))
        assert all_texts(db, f"proceeding:{proceeding_id}")
    site.work.run(edit_proceeding, TEST, proceeding_id=proceeding_id, seen=seen, new=shape(local(4)))
    with telling(first + SECOND):
        run_due(site.work, HANDLERS)
        assert "proceeding.closed" not in kinds(site)
    with telling(first + timedelta(days=3)):
        run_due(site.work, HANDLERS)
    assert kinds(site).count("proceeding.closed") == kinds(site).count("votes.tallied") == 1


def test_after_a_reopening_the_next_closing_has_its_own_tally(site: Site):
    proceeding_id = made(site, local(2))
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding_id)
    salts = row_of(site, proceeding_id).source["tally_salts"]
    site.work.run(reopen_proceeding, TEST, proceeding_id=proceeding_id)
    vote(site, proceeding_id, reference_of(site), "c", "agree")
    vote(site, proceeding_id, reference_of(site), "c", "pass")
    with site.database.reading() as db:
        assert list(differences(db)) == []
    at = row_of(site, proceeding_id).closes_at
    assert at is not None
    with telling(at + SECOND):
        run_due(site.work, HANDLERS)
    acts = [kind for kind in kinds(site) if kind != "proceeding.opened"]
    assert acts == ["proceeding.closed", "votes.tallied", "proceeding.reopened", "proceeding.closed", "votes.tallied"]
    assert row_of(site, proceeding_id).source["tally_salts"] != salts
    with site.database.reading() as db:
        assert list(differences(db)) == []
