"""Operations that decide on rows they do not write, raced on PostgreSQL: every outcome is one of the serial ones.

The first operation is held, its change made and not committed, while the second one is sent; the second must wait for
the first and then see what it did.
"""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.actors import load_actor, token_hash
from consult.bodies.models import Body, Grant
from consult.consultations.answering.operations import send_draft
from consult.contributions.drafts.operations import Page, keep_answers
from consult.contributions.drafts.queries import Which, mark_of
from consult.contributions.models import Contribution, Draft, Vote
from consult.contributions.operations.opinions import cast_vote
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, NotFound, Unauthenticated
from consult.ledger.models import Stream
from consult.moderation.operations.deciding import decide
from consult.organisations.models import Organisation
from consult.organisations.operations.members import end_membership
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.models import Respondent
from consult.site import Site
from tests.core.streams import PATIENCE, TEST, entries, in_threads, make_streams, note
from tests.factories import publish
from tests.waiting import until

pytestmark = pytest.mark.postgres
READER = Actor(sender="a browser")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Races need two connections that write: PostgreSQL alone."""
    from sqlalchemy.engine import make_url

    from tests.conftest import admin

    template, name = request.getfixturevalue("postgres_template"), f"race_{os.urandom(6).hex()}"
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    url = make_url(os.environ["CONSULT_TEST_POSTGRES_URL"]).set(database=name)
    yield url.render_as_string(hide_password=False)
    admin(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def open_site_(site: Site) -> Site:
    """An open consultation with a moderator, and one published and one waiting comment."""

    def fill(db: Session, actor: Actor) -> None:
        db.add(Body(id=1, slug="b", created_at=now()))
        db.add(Account(id=1, email="m", name="m", password_hash="", created_at=now()))
        db.flush()
        lists: dict[str, Any] = {"languages": ["en"], "identities": ["none"], "confidentialities": ["public"]}
        db.add(
            Proceeding(
                id=1, kind="consultation", slug="c", body_id=1, audience="public", state="open", prefix="T",
                language="en", created_at=now(), votes=True, **lists,
            )
        )  # fmt: skip
        db.add_all([Stream(scope_id=1, audience="public"), Stream(scope_id=1, audience="desk")])
        db.add(Grant(account_id=1, role="moderator", scope="body", scope_id=1, valid_from=now()))
        later = now() + timedelta(hours=1)
        db.add(WebSession(token_hash=token_hash("m"), account_id=1, created_at=now(), expires_at=later))

    site.work.run(fill, TEST)
    return site


def sent(site: Site, key: str = "k") -> str:
    """The reference of a fresh comment."""
    new = NewContribution("comment", key, (NewPassage("a text"),), "en", "none")
    return site.work.run(submit_contribution, READER, proceeding_id=1, new=new).result.reference


def moderator(site: Site) -> Actor:
    with site.database.reading() as db:
        return replace(load_actor(db, "m"), sender="m")


def changing(model: Any, **values: object) -> Callable[[Session, Actor], None]:
    """An operation that sets columns of all rows of a table."""

    def change(db: Session, actor: Actor) -> None:
        db.execute(update(model).values(values))

    return change


def second_waits_for_first(site: Site, first: Callable[..., Any], second: Callable[[], Any]) -> Any:
    """Hold `first` before its commit, send `second`, see it wait for a lock, then let both go; what `second` gave."""
    changed, go = threading.Event(), threading.Event()

    def held(db: Session, actor: Actor) -> None:
        first(db, actor)
        db.flush()
        changed.set()
        assert go.wait(PATIENCE)

    def then() -> Any:
        assert changed.wait(PATIENCE)
        return second()

    def release() -> None:
        assert until(lambda: waiting_for_locks(site) == 1)
        go.set()

    return in_threads([lambda: site.work.run(held, TEST), then, release])[1]


def waiting_for_locks(site: Site) -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with site.database.reading() as db:
        return int(db.execute(text(query)).scalar_one())


def test_deciding_while_the_grant_is_ended(open_site_: Site):
    reference, actor = sent(open_site_), moderator(open_site_)
    result = second_waits_for_first(
        open_site_,
        changing(Grant, ended_at=now()),
        lambda: open_site_.work.run(decide, actor, reference=reference, act="approve", seen=1),
    )
    assert isinstance(result, NotFound)
    assert state(open_site_) == "pending"


def test_acting_while_the_session_is_ended(open_site_: Site):
    reference, actor = sent(open_site_), moderator(open_site_)
    result = second_waits_for_first(
        open_site_,
        changing(WebSession, ended_at=now()),
        lambda: open_site_.work.run(decide, actor, reference=reference, act="approve", seen=1),
    )
    assert isinstance(result, Unauthenticated)
    assert state(open_site_) == "pending"


def test_acting_while_the_account_is_ended(open_site_: Site):
    reference, actor = sent(open_site_), moderator(open_site_)
    result = second_waits_for_first(
        open_site_,
        changing(Account, ended_at=now()),
        lambda: open_site_.work.run(decide, actor, reference=reference, act="approve", seen=1),
    )
    assert isinstance(result, Unauthenticated)


def test_sending_while_the_proceeding_is_closed(open_site_: Site):
    result = second_waits_for_first(open_site_, changing(Proceeding, state="closed"), lambda: sent(open_site_))
    assert isinstance(result, Closed)
    assert state(open_site_) is None


def test_voting_while_the_comment_is_hidden(open_site_: Site):
    reference = sent(open_site_)
    open_site_.work.run(changing(Contribution, state="published", place=1), TEST)
    result = second_waits_for_first(
        open_site_,
        changing(Contribution, state="hidden"),
        lambda: open_site_.work.run(cast_vote, READER, proceeding_id=1, reference=reference, choice="agree"),
    )
    assert isinstance(result, NotFound)
    with open_site_.database.reading() as db:
        assert db.scalar(select(Vote.id)) is None


@pytest.mark.parametrize("kind", ["comment", "response"])
def test_sending_while_the_invitation_is_revoked(open_site_: Site, kind: str):
    invited = by_link(open_site_)
    new = NewContribution(kind, "k", (NewPassage("a text"),), "en", "none")
    result = second_waits_for_first(
        open_site_,
        changing(Respondent, revoked_at=now()),
        lambda: open_site_.work.run(submit_contribution, invited, proceeding_id=1, new=new),
    )
    assert isinstance(result, Closed)
    assert state(open_site_) is None


def test_an_invitation_for_one_response_is_used_once(open_site_: Site):
    invited = by_link(open_site_)

    def send(db: Session, actor: Actor, key: str = "one") -> None:
        new = NewContribution("response", key, (NewPassage("a text"),), "en", "none")
        submit_contribution(db, invited, proceeding_id=1, new=new)

    def again() -> Any:
        return open_site_.work.run(send, invited, key="two")

    assert isinstance(second_waits_for_first(open_site_, send, again), Closed)


def by_link(site: Site) -> Actor:
    """A browser that holds the only invitation, good for one response."""

    def fill(db: Session, actor: Actor) -> None:
        db.execute(update(Proceeding).values(respondents="link"))
        given: dict[str, Any] = {"label": "x", "most": 1, "language": "en", "made_at": now()}
        db.add(Respondent(proceeding_id=1, token_hash="t", **given))

    site.work.run(fill, TEST)
    return replace(READER, invitations=("t",))


def test_two_representatives_do_not_leave_together(open_site_: Site):
    def fill(db: Session, actor: Actor) -> None:
        db.add(Account(id=2, email="n", name="n", password_hash="", created_at=now()))
        db.add(Organisation(id=1, public_id="o" * 16, slug="o", sort_name="o", category="media", created_at=now()))
        db.flush()
        held: dict[str, Any] = {"role": "representative", "scope": "organisation", "scope_id": 1, "valid_from": now()}
        db.add_all([Grant(id=id_, account_id=id_ - 10, **held) for id_ in (11, 12)])

    open_site_.work.run(fill, TEST)

    def leave(db: Session, actor: Actor, account: int = 1) -> None:
        end_membership(db, Actor(account_id=account), public_id="o" * 16, grant_id=account + 10)

    def again() -> Any:
        return open_site_.work.run(leave, TEST, account=2)

    assert isinstance(second_waits_for_first(open_site_, leave, again), Conflict)


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


def state(site: Site) -> str | None:
    """The state of the one contribution."""
    with site.database.reading() as db:
        return db.scalar(select(Contribution.state))


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
