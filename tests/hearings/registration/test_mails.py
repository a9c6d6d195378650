"""Mails about registrations by a real SMTP server: that there is news, and never of what."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import update

from consult.core.clock import now
from consult.core.errors import NotFound
from consult.core.jobs import Job, run_due
from consult.hearings.registration.operations.deciding import decide_registrations
from consult.notices.operations import choose_mails, forget_addresses, stop_mails
from consult.notices.words import opened
from consult.site import Site
from consult.worker import handlers
from tests.factories import TEST
from tests.hearings.registration.scene import Scene, new
from tests.mailbox import Box, open_box


@pytest.fixture
def box() -> Iterator[Box]:
    with open_box() as kept:
        yield kept


@pytest.fixture
def scene(site: Site) -> Scene:
    return Scene(site, rule="priority", hearing={"title": "The secret subject"})


def decide(scene: Scene, made: Any, act: str = "accept") -> None:
    scene.run(decide_registrations, scene.office, public_ids=[made.public_id], act=act, reason="A reason nobody mails.")


def delivered(site: Site, box: Box) -> list[Any]:
    """Everything that waits is due and done; the mails that came, the newest last."""
    settings = replace(site.settings, smtp_url=box.url, mail_from="desk@consult.example")
    for _time in range(2):  # the news first, then its mail
        site.work.run(
            lambda db, _actor: db.execute(update(Job).where(Job.state == "waiting").values(due_at=now())) and None, TEST
        )
        known = handlers(settings)
        others = {kind: _nothing for kind in known if kind not in ("tell_registration", "mail")}
        run_due(site.work, {**known, **others})
    return [message_from_bytes(one.content, policy=policy.default) for one in box.mails]


def _nothing(_work: Any, _values: Any) -> None:
    """Other jobs are none of this."""


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def test_an_address_that_was_left_is_told_that_there_is_news(site: Site, box: Box, scene: Scene):
    made = scene.register(new("Ama Toure", email="ama@example.org", told_in="fr"))
    decide(scene, made)
    (mail,) = delivered(site, box)
    assert mail["To"] == "ama@example.org"
    assert mail["Content-Language"] == "fr"
    whole = mail.as_string()
    for secret in ("secret subject", made.reference, "Ama", "reason", "accept"):
        assert secret not in whole
    assert "/fr/return/" in text_of(mail)


def test_the_link_in_it_ends_them(site: Site, box: Box, scene: Scene):
    made = scene.register(new(email="ama@example.org"))
    decide(scene, made)
    (mail,) = delivered(site, box)
    token = mail["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    kind, public_id = opened(site.settings.secret_key, token) or ("", "")
    assert (kind, public_id) == ("registration", made.public_id)
    site.work.run(stop_mails, TEST, kind=kind, public_id=public_id)
    assert scene.row(made).email is None
    with pytest.raises(NotFound):
        site.work.run(stop_mails, TEST, kind=kind, public_id=public_id)


def test_an_account_is_told_as_it_chose(site: Site, box: Box, scene: Scene):
    ana, mute = scene.person("Ana"), scene.person("Mute")
    site.work.run(choose_mails, mute, news="never", details=False, digest=False)
    for who in (ana, mute):
        decide(scene, scene.register(actor=who))
    (mail,) = delivered(site, box)
    assert mail["To"] == "ana@example.org"
    assert "/en/account/registrations" in text_of(mail)


def test_what_was_undone_meanwhile_is_not_told(site: Site, box: Box, scene: Scene):
    made = scene.register(new(email="ama@example.org"))
    decide(scene, made)
    decide(scene, made, "reserve")
    assert len(delivered(site, box)) == 1


def test_an_address_of_a_registration_is_not_forgotten_as_nobodys(site: Site, box: Box, scene: Scene):
    scene.register(new(email="gone@example.org"))
    box.unknown = {"gone@example.org"}
    made = scene.register(new(email="gone@example.org"))
    decide(scene, made)
    delivered(site, box)
    assert site.work.run(forget_addresses, TEST).result == 0
