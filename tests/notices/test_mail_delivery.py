"""Mails that are ended, that wait for a server, or whose address is refused for good."""

import pytest
from sqlalchemy import select

from consult.core.errors import NotFound
from consult.core.jobs import Job, run_due
from consult.moderation.letter_models import Contact
from consult.moderation.operations.contacts import remove_contact
from consult.moderation.operations.writing import write_letter
from consult.notices.models import FailingAddress, News
from consult.notices.operations import confirm_address, forget_addresses
from consult.notices.words import opened, stop_token
from consult.worker import handlers
from tests.factories import TEST, actor_for, make_account, make_comment
from tests.mailbox import Box
from tests.moderation.authors import anonymous_comment
from tests.notices.mailing import box, delivered, desk, give_address, parts, passes, room, settings, stopped

__all__ = ["box", "desk", "room"]


def test_the_link_in_each_mail_ends_them(site, box, room, desk):
    ana = make_account(site, "ana@example.org")
    named = make_comment(site, room, "hers", actor=actor_for(site, ana))
    reference, author = anonymous_comment(site, room)
    give_address(site, author, reference)
    for one in (named, reference):
        site.work.run(write_letter, desk, reference=one, kind="question", text="Which?")
    delivered(site, box)
    passes(site, minutes=6)
    mails = delivered(site, box)
    assert {mail["To"] for mail in mails} == {"ana@example.org", "ama@example.org"}
    for mail in mails:
        link = mail["List-Unsubscribe"].strip("<>")
        assert link in parts(mail)[0]
        stopped(site, link.rpartition("/")[2])
    with site.database.reading() as db:
        assert db.scalars(select(Contact)).all() == []
    for one in (named, reference):
        site.work.run(write_letter, desk, reference=one, kind="question", text="Which one?")
    passes(site, hours=2)
    delivered(site, box)
    passes(site, hours=2)
    assert delivered(site, box) == []
    token = stop_token(site.settings.secret_key, "contact", "a" * 16)
    with pytest.raises(NotFound):
        stopped(site, token)
    for wrong in ("", "account", "account.x.y", token[:-1], token.replace("contact", "account"), "é.x.y"):
        assert opened(site.settings.secret_key, wrong) is None


def test_a_server_that_is_away_is_asked_again(site, box, room, desk):
    reference, author = anonymous_comment(site, room)
    give_address(site, author, reference)
    site.work.run(write_letter, desk, reference=reference, kind="question", text="Which?")
    away = Box("smtp://127.0.0.1:9")  # nobody listens on the port of `discard`
    run_due(site.work, handlers(settings(site, away)))
    passes(site, minutes=6)
    run_due(site.work, handlers(settings(site, away)))
    with site.database.reading() as db:
        job = db.scalars(select(Job).where(Job.kind == "mail")).one()
        assert (job.state, job.attempts, job.problem) == ("waiting", 1, "ConnectionRefusedError")
        assert db.scalars(select(FailingAddress)).all() == []
    passes(site, minutes=1)
    (mail,) = delivered(site, box)
    assert mail["To"] == "ama@example.org"


def test_an_address_that_is_refused_for_good_is_marked_and_after_three_times_left_alone(site, box, room, desk):
    ana = make_account(site, "ana@example.org")
    who = actor_for(site, ana)
    reference = make_comment(site, room, "hers", actor=who)
    box.unknown = {"ana@example.org"}
    for number in range(4):
        site.work.run(write_letter, desk, reference=reference, kind="question", text=f"Which? {number}")
        delivered(site, box)
        passes(site, hours=2)
        delivered(site, box)
        with site.database.reading() as db:
            bad = db.scalars(select(FailingAddress)).one()
        assert (bad.failures, bad.answer) == (min(number + 1, 3), "550 No such mailbox")
    with site.database.reading() as db:
        assert len(db.scalars(select(News)).all()) == 3
        assert db.scalars(select(Job.state).where(Job.kind == "mail")).all() == ["done"] * 3
    box.unknown = set()
    site.work.run(confirm_address, who)
    site.work.run(write_letter, desk, reference=reference, kind="question", text="Now?")
    delivered(site, box)
    passes(site, hours=2)
    assert [mail["To"] for mail in delivered(site, box)] == ["ana@example.org"]
    with site.database.reading() as db:
        assert db.scalars(select(FailingAddress)).all() == []


def test_a_mark_of_an_address_that_belongs_to_nobody_is_forgotten(site, box, room, desk):
    reference, author = anonymous_comment(site, room)
    give_address(site, author, reference)
    site.work.run(write_letter, desk, reference=reference, kind="question", text="Which?")
    delivered(site, box)
    box.unknown = {"ama@example.org"}
    passes(site, minutes=6)
    delivered(site, box)
    assert site.work.run(forget_addresses, TEST).result == 0
    site.work.run(remove_contact, author, reference=reference)
    assert site.work.run(forget_addresses, TEST).result == 1
