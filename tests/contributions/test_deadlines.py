"""More time, said to those who are writing; and the reminder that was asked for."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult.bodies.operations import Letter
from consult.contributions.drafts.operations import Page, keep_answers, keep_sender
from consult.contributions.drafts.queries import Which, kept_draft, mark_of
from consult.contributions.drafts.reminders import ask_reminder, extend_deadline
from consult.contributions.models import Draft
from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job, run_due
from consult.ledger.models import Entry
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.site import Site
from consult.worker import handlers
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding
from tests.mailbox import Box, open_box

LETTERS = {code: Letter(f"More time {code}", f"Until later, {code}.", code) for code in ("en", "fr")}
REMINDER = Letter("It closes soon", "It closes on {closes}.", "fr")
LOCAL = "%Y-%m-%dT%H:%M"


@pytest.fixture
def box() -> Any:
    with open_box() as kept:
        yield kept


@pytest.fixture
def call(site: Site) -> Proceeding:
    closes = (now() + timedelta(days=5)).replace(second=0, microsecond=0)
    return make_proceeding(site, make_body(site), zone="UTC", closes_at=closes, closes_local=closes.strftime(LOCAL))


def draft(site: Site, call: Proceeding, who: Actor, language: str = "en") -> Which:
    new = Page("s", "r", mark_of({}, ()), ("a",), {"a": "1"})
    given: dict[str, Any] = {"which": Which(call.id), "questionnaire": "q" * 16, "language": language, "page": new}
    return Which(call.id, site.work.run(keep_answers, who, **given).result)


def extend(site: Site, who: Actor, call: Proceeding, days: int = 10, **more: Any) -> int:
    given: dict[str, Any] = {
        "closes_local": (now() + timedelta(days=days)).strftime(LOCAL),
        "reason": {"en": "The text came late.", "fr": " "},
        "letters": LETTERS,
    }
    told: int = site.work.run(extend_deadline, who, proceeding_id=call.id, **given | more).result
    return told


def office(site: Site, call: Proceeding) -> Actor:
    return actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", call.body_id)))


def proceeding(site: Site, call: Proceeding) -> Proceeding:
    with site.database.reading() as db:
        return db.get_one(Proceeding, call.id)


def deliver(site: Site, box: Box) -> list[tuple[list[str], str]]:
    settings = dataclasses.replace(site.settings, smtp_url=box.url)
    run_due(site.work, handlers(settings))
    return [(mail.rcpt_tos, mail.content.decode()) for mail in box.mails]


def test_more_time_is_written_down_and_said_in_the_language_of_each_draft(site: Site, call: Proceeding, box: Box):
    ana, bo = (actor_for(site, make_account(site, f"{name}@example.org")) for name in ("ana", "bo"))
    draft(site, call, ana)
    asked = draft(site, call, Actor(sender="x"), "fr")
    draft(site, call, Actor(sender="y"))  # left no address
    unnamed = draft(site, call, bo)
    site.work.run(keep_sender, bo, which=unnamed, language="en", sender={"identity": "none"})
    site.work.run(ask_reminder, Actor(sender="x"), which=asked, email="Ama@Example.org", letter=REMINDER)
    assert extend(site, office(site, call), call) == 2
    mails = deliver(site, box)
    assert [to for to, _text in mails] == [["ana@example.org"], ["ama@example.org"]]
    assert [(word in text) for (_to, text), word in zip(mails, ("Until later, en.", "Until later, fr."), strict=True)]
    row = proceeding(site, call)
    assert row.closes_at is not None
    assert row.closes_at > now() + timedelta(days=9)
    (note,) = row.extensions
    assert note["reason"] == {"en": "The text came late."}
    assert note["was"][:16] == call.closes_local
    with site.database.reading() as db:
        entries = db.scalars(select(Entry.kind)).all()
        assert entries.count("proceeding.extended") == 2  # for readers and for the desk
        assert {one.expires_at for one in db.scalars(select(Draft))} == {row.closes_at + timedelta(days=14)}


@pytest.mark.parametrize("role", ["moderator", "rapporteur"])
def test_only_the_secretariat_gives_more_time(site: Site, call: Proceeding, role: str):
    who = actor_for(site, make_account(site, "m@example.org", (role, "body", call.body_id)))
    with pytest.raises(NotFound):
        extend(site, who, call)
    assert proceeding(site, call).extensions == []


def test_more_time_is_later_has_a_reason_and_comes_before_the_end(site: Site, call: Proceeding):
    who = office(site, call)
    for more, problem in (
        ({"days": 4}, "not_later"),
        ({"closes_local": "soon"}, "not_a_time"),
        ({"reason": {"en": "  "}}, "required"),
        ({"reason": {"en": "x" * 2_001}}, "too_long"),
    ):
        with pytest.raises(Invalid, match=problem):
            extend(site, who, call, **more)
    site.work.run(close_proceeding, TEST, proceeding_id=call.id)
    with pytest.raises(Conflict, match="wrong_state"):
        extend(site, who, call)
    open_end = make_proceeding(site, make_body(site, "other"), "ferries", closes_at=None)
    with pytest.raises(Conflict, match="wrong_state"):
        extend(site, TEST, open_end)


def test_a_reminder_comes_once_and_its_address_is_forgotten(site: Site, call: Proceeding, box: Box):
    who = Actor(sender="x")
    which = draft(site, call, who)
    at = site.work.run(ask_reminder, who, which=which, email="Ama@Example.org", letter=REMINDER).result
    assert call.closes_at is not None
    assert at == call.closes_at - timedelta(days=2)
    assert deliver(site, box) == []
    with telling(at + timedelta(minutes=1)):
        deliver(site, box)
        mails = deliver(site, box)
    ((to, text),) = mails
    assert to == ["ama@example.org"]
    assert str(call.closes_at.year) in text
    assert "{closes}" not in text
    with site.database.reading() as db:
        found = kept_draft(db, who, which)
        assert found is not None
        assert not found.reminds
        left = repr([(one.key, one.values) for one in db.scalars(select(Job))])
    assert "ama@" not in left
    assert str(which.known) not in left


def test_a_reminder_waits_when_the_closing_is_put_off(site: Site, call: Proceeding, box: Box):
    who = Actor(sender="x")
    which = draft(site, call, who)
    at = site.work.run(ask_reminder, who, which=which, email="ama@example.org", letter=REMINDER).result
    extend(site, office(site, call), call, letters={})
    with telling(at + timedelta(minutes=1)):
        assert deliver(site, box) == []
        later = proceeding(site, call).closes_at
    assert later is not None
    with telling(later - timedelta(days=1)):
        assert len(deliver(site, box)) == 1


def test_a_reminder_needs_an_address_a_draft_and_time(site: Site, call: Proceeding):
    who = Actor(sender="x")
    which = draft(site, call, who)
    given: dict[str, Any] = {"letter": REMINDER, "which": which}
    with pytest.raises(Invalid, match="not_an_address"):
        site.work.run(ask_reminder, who, email="nowhere", **given)
    with pytest.raises(Conflict, match="draft_gone"):
        site.work.run(ask_reminder, Actor(sender="y"), email="a@example.org", **given | {"which": Which(call.id)})
    with telling(datetime.now(UTC) + timedelta(days=4, hours=23)), pytest.raises(Invalid, match="too_late_to_remind"):
        site.work.run(ask_reminder, who, email="a@example.org", **given)
