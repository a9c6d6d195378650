"""Claims, assignments and saved views, raced on PostgreSQL: two do not get the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.actors import load_actor, token_hash
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import ConsultError
from consult.moderation.models import Claim, DeskSetting
from consult.moderation.operations.claiming import assign, claim
from consult.moderation.operations.deciding import decide
from consult.moderation.operations.settings import set_desk
from consult.moderation.operations.views import save_view
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.core.racing import changing, database_url, moderator, open_site_, second_waits_for_first, sent
from tests.core.streams import TEST

__all__ = ["database_url", "open_site_"]  # the fixtures of all races
pytestmark = pytest.mark.postgres


def second_moderator(site: Site) -> Actor:
    """Another moderator of the same body, who may assign, too."""

    def fill(db: Session, actor: Actor) -> None:
        db.add(Account(id=2, email="n", name="n", password_hash="", created_at=now()))
        db.flush()
        db.add(Grant(account_id=2, role="secretariat", scope="body", scope_id=1, valid_from=now()))
        later = now() + timedelta(hours=1)
        db.add(WebSession(token_hash=token_hash("n"), account_id=2, created_at=now(), expires_at=later))

    site.work.run(fill, TEST)
    with site.database.reading() as db:
        return replace(load_actor(db, "n"), sender="n")


def problem(refused: Any) -> str:
    """What the second one was told."""
    assert isinstance(refused, ConsultError), refused
    return refused.problem


def waiting(site: Site) -> str:
    """The reference of a comment that waits for a moderator."""
    site.work.run(changing(Proceeding, moderation="before"), TEST)
    return sent(site)


def as_one(site: Site, operation: Callable[..., Any], **values: Any) -> Callable[..., Any]:
    """An operation of the first moderator, to be held before its commit."""
    one = moderator(site)
    return lambda db, _actor: operation(db, one, **values)


def test_two_claim_one_input_and_one_of_them_has_it(open_site_: Site) -> None:
    site, two = open_site_, second_moderator(open_site_)
    reference = waiting(site)
    first = as_one(site, claim, reference=reference)
    refused = second_waits_for_first(site, first, lambda: site.work.run(claim, two, reference=reference))
    assert problem(refused) == "claimed"
    with site.database.reading() as db:
        assert [one.account_id for one in db.scalars(select(Claim))] == [1]


def test_a_decision_beside_a_claim_sees_who_has_it(open_site_: Site) -> None:
    site, two = open_site_, second_moderator(open_site_)
    reference = waiting(site)
    given: dict[str, Any] = {"reference": reference, "act": "approve", "seen": 1}
    first = as_one(site, claim, reference=reference)
    assert problem(second_waits_for_first(site, first, lambda: site.work.run(decide, two, **given))) == "claimed"


def test_a_claim_beside_a_decision_finds_nothing_to_decide(open_site_: Site) -> None:
    site, two = open_site_, second_moderator(open_site_)
    reference = waiting(site)
    first = as_one(site, decide, reference=reference, act="approve", seen=1)
    refused = second_waits_for_first(site, first, lambda: site.work.run(claim, two, reference=reference))
    assert problem(refused) == "changed_meanwhile"


def test_who_loses_the_role_meanwhile_is_assigned_nothing(open_site_: Site) -> None:
    site, two = open_site_, second_moderator(open_site_)
    reference = waiting(site)
    with site.database.reading() as db:
        account = db.get_one(Account, 1).public_id

    def first(db: Session, _actor: Actor) -> None:
        db.execute(update(Grant).where(Grant.account_id == 1).values(ended_at=now()))

    given: dict[str, Any] = {"references": [reference], "account": account}
    refused = second_waits_for_first(site, first, lambda: site.work.run(assign, two, **given))
    assert problem(refused) == "no_such_choice"
    with site.database.reading() as db:
        assert db.scalars(select(Claim)).all() == []


def test_two_views_of_one_name_are_saved_one_after_the_other(open_site_: Site) -> None:
    site = open_site_
    given: dict[str, Any] = {"place": "queue", "name": "Mine", "query": ""}
    first, one = as_one(site, save_view, **given), moderator(site)
    assert problem(second_waits_for_first(site, first, lambda: site.work.run(save_view, one, **given))) == "name_taken"


def test_settings_from_two_windows_are_still_one_row(open_site_: Site) -> None:
    site = open_site_
    first = as_one(site, set_desk, veils_all=True, keys_off=False)
    second_waits_for_first(
        site, first, lambda: site.work.run(set_desk, moderator(site), veils_all=False, keys_off=True)
    )
    with site.database.reading() as db:
        assert [(one.veils_all, one.keys_off) for one in db.scalars(select(DeskSetting))] == [(False, True)]
