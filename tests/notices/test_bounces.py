"""Mails that come back later: which reports count, and what the owner of the address is shown."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from consult.cli import commands
from consult.core.errors import NotFound
from consult.core.mail import is_own_message, own_message_id
from consult.moderation.operations.contacts import set_contact
from consult.notices.bounces import bounces
from consult.notices.models import FailingAddress
from consult.notices.operations import confirm_contact, note_answer, note_bounce
from consult.notices.queries import has_failed
from tests.contributions.test_coming_back import come_back, filed
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding, page, post
from tests.moderation.authors import anonymous_comment
from tests.notices.reports import ALL, report

TO = "ama@example.org"


@pytest.fixture
def settings(site):
    return replace(site.settings, mail_from="desk@consult.example")


def test_a_message_id_names_its_recipient_to_whoever_has_the_key(settings):
    made = own_message_id(settings, TO)
    assert is_own_message(settings.secret_key, made, TO.upper())
    assert not is_own_message(settings.secret_key, made, "kofi@example.org")
    assert not is_own_message("another key", made, TO)
    assert not is_own_message(settings.secret_key, "<only@words>", TO)
    assert TO not in made
    assert made != own_message_id(settings, TO)


@pytest.mark.parametrize("server", ALL)
def test_a_report_about_a_mail_of_ours_names_the_address_we_wrote_to(settings, server):
    [found] = bounces(report(server, TO, own_message_id(settings, TO)), settings.secret_key)
    assert found.address == TO
    assert found.answer.startswith("5.")
    if server == "postfix":
        assert found.answer == f"5.1.1 550 5.1.1 <{TO}>: Recipient address rejected: User unknown"


@pytest.mark.parametrize("server", ALL)
def test_whatever_is_no_failure_of_a_mail_of_ours_counts_for_nothing(settings, server):
    key, made = settings.secret_key, own_message_id(settings, TO)
    assert bounces(report(server, TO, made, action="delayed"), key) == []
    assert bounces(report(server, TO, made, action="delivered"), key) == []
    assert bounces(report(server, TO, "<forged.0123456789@consult.example>"), key) == []
    assert bounces(report(server, "kofi@example.org", made), key) == []  # a mail of ours, to somebody else
    assert bounces(report(server, TO, made).replace(b"message/delivery-status", b"text/plain"), key) == []
    for raw in (
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n",
        report(server, TO, made)[:700],
    ):
        assert bounces(raw, key) == []


def consult(settings, *words, stdin=b""):
    env = {
        "CONSULT_DATABASE_URL": settings.database_url,
        "CONSULT_SECRET_KEY": settings.secret_key,
        "CONSULT_DATA_DIR": str(settings.data_dir),
    }
    return CliRunner().invoke(commands, ["mail", "bounce", *words], env=env, input=stdin)


def failing(site):
    with site.database.reading() as db:
        return {one.address: one.failures for one in db.scalars(select(FailingAddress))}


def test_the_command_marks_the_address_once_and_a_mail_that_is_taken_does_not_forget_it(site, settings):
    done = consult(settings, stdin=report("postfix", TO, own_message_id(settings, TO)))
    assert (done.exit_code, done.output) == (0, "marked 1\n")
    with site.database.reading() as db:
        assert has_failed(db, TO)
    site.work.run(note_answer, TEST, address=TO, answer=None)
    assert list(failing(site)) == [TO]
    assert consult(settings, stdin=b"From: somebody\r\n\r\nHello").output == "marked 0\n"


def test_a_maildir_is_read_once_and_keeps_what_is_for_people(site, settings, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.bounce").write_bytes(report("exim", TO, own_message_id(settings, TO)))
    (tmp_path / "new" / "2.letter").write_bytes(b"From: somebody\r\n\r\nDear desk")
    assert consult(settings, "--maildir", str(tmp_path)).output == "marked 1\n"
    assert [one.name for one in (tmp_path / "cur").iterdir()] == ["1.bounce:2,S"]
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["2.letter"]
    assert consult(settings, "--maildir", str(tmp_path)).output == "marked 0\n"
    assert consult(settings, "--maildir", str(tmp_path / "none")).exit_code == 1


def test_nobody_but_the_system_marks_and_nobody_but_the_author_takes_it_back(site):
    room = make_proceeding(site, make_body(site), is_live=True)
    reference, author = anonymous_comment(site, room)[:2]
    stranger = actor_for(site, make_account(site, "stranger@example.org"))
    with pytest.raises(NotFound):
        site.work.run(note_bounce, stranger, address=TO, answer="5.1.1")
    with pytest.raises(NotFound):
        site.work.run(confirm_contact, author, reference=reference)  # there is no address
    site.work.run(set_contact, author, reference=reference, address=TO, language="en")
    site.work.run(note_bounce, TEST, address=TO, answer="5.1.1")
    with pytest.raises(NotFound):
        site.work.run(confirm_contact, stranger, reference=reference)
    assert failing(site) == {TO: 3}
    site.work.run(confirm_contact, author, reference=reference)
    assert failing(site) == {}


@pytest.mark.pages
def test_the_page_behind_the_codeword_says_that_its_address_fails(site, app, client):
    make_proceeding(site, make_body(site), is_live=True)
    reference, codeword = filed(site, client, identity="none", body="Words of mine.", name="")
    browser = app.test_client()
    come_back(browser, reference, codeword)
    own = f"/en/return/{reference}"
    assert post(browser, f"{own}/address", {"email": TO}).status_code == 303
    assert "came back" not in page(browser, own)
    site.work.run(note_bounce, TEST, address=TO, answer="5.1.1 unknown user")
    shown = page(browser, own)
    assert f"The last mail to {TO} came back." in shown
    assert "5.1.1 unknown user" in shown
    assert post(browser, f"{own}/address/works", {}, form=own).status_code == 303
    assert "came back" not in page(browser, own)
