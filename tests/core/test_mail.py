"""Mail by a real SMTP server on loopback: sent once, tried again, waiting while there is none."""

import dataclasses

import pytest

from consult.core.actors import system
from consult.core.jobs import Job, run_due
from consult.core.mail import enqueue_mail, mail_handler
from tests.mailbox import open_box


@pytest.fixture
def box():
    with open_box() as kept:
        yield kept


def enqueue(db, actor):
    enqueue_mail(db, "Ama@example.org", "Convocation à la réunion", "L’adresse :\nhttp://localhost/é", "fr")


def job(site):
    with site.database.reading() as db:
        return db.query(Job).one()


def test_a_mail_arrives_once_and_its_words_are_dropped(site, box):
    settings = dataclasses.replace(site.settings, smtp_url=box.url, mail_from="desk@consult.example")
    site.work.run(enqueue, system("test"))
    assert [run_due(site.work, {"mail": mail_handler(settings)}) for _ in range(2)] == [1, 0]
    (mail,) = box.mails
    text = mail.content.decode()
    assert (mail.mail_from, mail.rcpt_tos) == ("desk@consult.example", ["Ama@example.org"])
    assert "Content-Language: fr" in text
    assert "From: Test Commission <desk@consult.example>" in text
    assert (job(site).state, job(site).values) == ("done", {})


def test_without_a_server_a_mail_waits_with_its_words(site):
    site.work.run(enqueue, system("test"))
    assert run_due(site.work, {"mail": mail_handler(site.settings)}) == 1
    waiting = job(site)
    assert (waiting.state, waiting.attempts, waiting.values["to"]) == ("waiting", 0, "Ama@example.org")


def test_a_refused_mail_is_tried_again_later(site, box):
    box.refuses = True
    settings = dataclasses.replace(site.settings, smtp_url=box.url)
    site.work.run(enqueue, system("test"))
    run_due(site.work, {"mail": mail_handler(settings)})
    refused = job(site)
    assert (refused.state, refused.problem) == ("waiting", "SMTPDataError")
    assert refused.values["subject"] == "Convocation à la réunion"
