"""A site whose news go to a real SMTP server, and how its mails are read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import select

from consult.core.jobs import Job, run_due
from consult.moderation.models import Decision
from consult.moderation.operations.contacts import set_contact
from consult.notices.models import News
from consult.notices.operations import stop_mails
from consult.notices.words import opened
from consult.worker import handlers
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding
from tests.mailbox import Box, open_box

ARABIC_SITE = "لجنة حقوق الإنسان"


@pytest.fixture
def box() -> Iterator[Box]:
    with open_box() as kept:
        yield kept


@pytest.fixture
def room(site):
    return make_proceeding(site, make_body(site), is_live=True, title="The secret subject")


@pytest.fixture
def desk(site, room):
    return actor_for(site, make_account(site, "desk@example.org", ("moderator", "body", room.body_id), name="Kwabena"))


def settings(site, box, **more):
    return replace(site.settings, smtp_url=box.url, mail_from="desk@consult.example", **more)


def passes(site, *, minutes: int = 0, hours: int = 0, days: int = 0) -> None:
    """Let time pass for everything that waits, by setting it back."""
    by = timedelta(minutes=minutes, hours=hours, days=days)

    def earlier(db, _actor):
        for table, columns in ((Job, ("due_at",)), (Decision, ("final_at",)), (News, ("made_at", "mailed_at"))):
            for row in db.scalars(select(table)):
                for name in columns:
                    if (at := getattr(row, name)) is not None:
                        setattr(row, name, at - by)

    site.work.run(earlier, TEST)


def delivered(site, box: Box, **more: Any) -> list[Any]:
    """Run what is due; what arrived since the last time, as mails."""
    box.mails.clear()
    run_due(site.work, handlers(settings(site, box, **more)))
    return [message_from_bytes(one.content, policy=policy.default) for one in box.mails]


def give_address(site, author, reference, address="ama@example.org", language="en"):
    site.work.run(set_contact, author, reference=reference, address=address, language=language)


def parts(mail) -> tuple[str, str]:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    return plain.get_content().replace("\r\n", "\n"), html.get_content()


def stopped(site, token):
    found = opened(site.settings.secret_key, token)
    assert found is not None
    kind, public_id = found
    site.work.run(stop_mails, TEST, kind=kind, public_id=public_id)
