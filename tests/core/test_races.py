"""Operations that decide on rows they do not write, raced on PostgreSQL: every outcome is one of the serial ones.

The first operation is held, its change made and not committed, while the second one is sent; the second must wait for
the first and then see what it did.
"""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.models import Grant
from consult.contributions.models import Contribution, Vote
from consult.contributions.operations.opinions import cast_vote
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, NotFound, Unauthenticated
from consult.moderation.operations.deciding import decide
from consult.organisations.models import Organisation
from consult.organisations.operations.members import end_membership
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.models import Respondent
from consult.site import Site
from tests.core.racing import READER, changing, database_url, moderator, open_site_, second_waits_for_first, sent, state
from tests.core.streams import TEST

__all__ = ["database_url", "open_site_"]
pytestmark = pytest.mark.postgres


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
