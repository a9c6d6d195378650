"""News by a real SMTP server: one mail instead of many, in the recipient's language, with nothing of what it is about."""

import pytest
from sqlalchemy import select, update

from consult.accounts.models import Account
from consult.consultations.editing.queries import mark_of
from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.errors import Invalid, Unauthenticated
from consult.core.jobs import Job, run_due
from consult.followup.operations.publishing import publish_results
from consult.followup.operations.writing import put_results
from consult.followup.queries import newest_results, written_results
from consult.forgetting import know_forgetters
from consult.moderation.letter_models import Appeal, Contact
from consult.moderation.models import Decision
from consult.moderation.operations.appealing import appeal, settle_appeal
from consult.moderation.operations.contacts import remove_contact
from consult.moderation.operations.proposing import propose_erasure
from consult.moderation.operations.writing import mark_read, write_letter
from consult.notices.jobs import begin
from consult.notices.models import News
from consult.notices.operations import choose_mails
from consult.notices.words import catalogue
from consult.worker import handlers
from tests.factories import TEST, actor_for, make_account, make_body, make_comment
from tests.moderation.authors import anonymous_comment, decided
from tests.notices.mailing import ARABIC_SITE, box, delivered, desk, give_address, parts, passes, room, stopped

__all__ = ["box", "desk", "room"]


def test_a_decision_is_mailed_once_it_cannot_be_undone_and_tells_nothing_of_the_input(site, box, room):
    reference, author = anonymous_comment(site, room, "the words of the input")
    give_address(site, author, reference)
    decided(site, reference, "hide", reason="insult", note="a note for the author")
    assert delivered(site, box) == []
    passes(site, minutes=11)  # the decision is final
    assert delivered(site, box) == []  # others may follow soon
    passes(site, minutes=6)
    (mail,) = delivered(site, box)
    assert (mail["To"], mail["Content-Language"]) == ("ama@example.org", "en")
    assert mail["Subject"] == "News for you on Test Commission"
    whole = mail.as_string() + "".join(parts(mail))
    for secret in (reference, "secret subject", "words of the input", "a note", "insult", "hidden", "assemblies"):
        assert secret not in whole
    assert "http://localhost/en/return/" in parts(mail)[0]
    assert delivered(site, box) == []


def test_an_undone_decision_sends_nothing(site, box, room):
    reference, author = anonymous_comment(site, room)
    give_address(site, author, reference)
    decision = decided(site, reference, "hide", reason="insult")
    undone = update(Decision).where(Decision.id == decision.id).values(undone_at=now())
    site.work.run(lambda db, _actor: db.execute(undone) and None, TEST)
    passes(site, hours=1)
    delivered(site, box)
    passes(site, hours=1)
    assert delivered(site, box) == []
    with site.database.reading() as db:
        assert db.scalars(select(News)).all() == []


def test_several_news_are_one_mail_and_the_next_comes_an_hour_later(site, box, room, desk):
    ana = make_account(site, "ana@example.org")
    references = [make_comment(site, room, f"words {one}", actor=actor_for(site, ana)) for one in range(3)]
    for one in references:
        site.work.run(write_letter, desk, reference=one, kind="acknowledgement", text="Thank you.")
    assert delivered(site, box) == []
    passes(site, minutes=6)
    (mail,) = delivered(site, box)
    assert "There is news about 3 things that you sent" in parts(mail)[0]
    site.work.run(write_letter, desk, reference=references[0], kind="question", text="Which?")
    passes(site, minutes=30)
    assert delivered(site, box) == []
    passes(site, minutes=31)
    (mail,) = delivered(site, box)
    assert "There is news about 1 thing that you sent" in parts(mail)[0]


def test_a_mail_in_arabic_runs_from_the_right_and_keeps_its_letters(site, box, room):
    reference, author = anonymous_comment(site, room, language="ar")
    give_address(site, author, reference, language="ar")
    decided(site, reference, "hide", reason="spam")
    passes(site, minutes=11)
    delivered(site, box, site_name=ARABIC_SITE)
    passes(site, minutes=6)
    (mail,) = delivered(site, box, site_name=ARABIC_SITE)
    raw = box.mails[0].content
    assert all(byte < 128 for byte in raw)  # letters are encoded for every server on the way
    assert mail["Content-Language"] == "ar"
    assert mail["From"].addresses[0].display_name == ARABIC_SITE
    assert ARABIC_SITE in mail["Subject"]
    plain, html = parts(mail)
    assert catalogue("ar").gettext("Come back with your reference and codeword to read it:") in plain
    assert '<html lang="ar" dir="rtl">' in html
    assert '<a href="http://localhost/ar/return/" dir="ltr">' in html
    assert mail.get_body(("plain",)).get_content_charset() == "utf-8"


def test_an_account_may_want_details_and_still_gets_none_of_its_words(site, box, room, desk):
    ana = make_account(site, "ana@example.org")
    who = actor_for(site, ana)
    site.work.run(choose_mails, who, news="at_once", details=True, digest=True)
    reference = make_comment(site, room, "words of hers", actor=who)
    site.work.run(write_letter, desk, reference=reference, kind="question", text="the letter itself")
    decided(site, reference, "hide", reason="spam", note="the note itself")
    passes(site, minutes=17)
    delivered(site, box)
    passes(site, hours=1)
    (mail,) = delivered(site, box)
    plain = parts(mail)[0]
    assert f"{reference} (The secret subject): It was hidden." in plain
    assert f"{reference} (The secret subject): Somebody wrote to you." in plain
    assert not any(words in plain for words in ("words of hers", "the letter itself", "the note itself"))


def test_never_and_daily_are_kept_to(site, box, room, desk):
    ana, ben = make_account(site, "ana@example.org"), make_account(site, "ben@example.org")
    for account, choice in ((ana, "never"), (ben, "daily")):
        site.work.run(choose_mails, actor_for(site, account), news=choice, details=False, digest=True)
        reference = make_comment(site, room, f"of {account.email}", actor=actor_for(site, account))
        site.work.run(write_letter, desk, reference=reference, kind="question", text="Which?")
    assert delivered(site, box) == []
    with site.database.reading() as db:
        (news,) = db.scalars(select(News)).all()
        due = db.scalars(select(Job.due_at).where(Job.kind == "send_news")).one()
    assert (news.account_id, due.hour, due.minute) == (ben.id, 6, 0)
    passes(site, days=1)
    assert [mail["To"] for mail in delivered(site, box)] == ["ben@example.org"]
    with pytest.raises(Unauthenticated):
        site.work.run(choose_mails, TEST, news="daily", details=False, digest=True)
    with pytest.raises(Invalid):
        site.work.run(choose_mails, actor_for(site, ana), news="hourly", details=False, digest=True)


def test_what_was_read_or_taken_back_meanwhile_is_not_mailed(site, box, room, desk):
    know_forgetters()
    (one, first), (two, second), (three, third) = (anonymous_comment(site, room, f"words {n}") for n in range(3))
    for reference, author in ((one, first), (two, second), (three, third)):
        give_address(site, author, reference, f"{reference.lower()}@example.org")
        site.work.run(write_letter, desk, reference=reference, kind="question", text="Which?")
    delivered(site, box)
    site.work.run(mark_read, first, reference=one)
    site.work.run(remove_contact, second, reference=two)
    site.work.run(propose_erasure, TEST, reference=three, ground="author_asked")
    passes(site, hours=1)
    assert delivered(site, box) == []
    with site.database.reading() as db:
        left = select(Contribution.reference).join(News, News.contribution_id == Contribution.id)
        assert db.scalars(left).all() == [one]
        assert db.scalars(select(Contact.address)).all() == [f"{one.lower()}@example.org"]


def test_without_a_mail_server_nothing_is_written_down_for_mails(site, room, desk):
    reference, author = anonymous_comment(site, room)
    give_address(site, author, reference)
    site.work.run(write_letter, desk, reference=reference, kind="question", text="Which?")
    site.work.run(begin, TEST)
    passes(site, days=1)
    run_due(site.work, handlers(site.settings))
    with site.database.reading() as db:
        assert db.scalars(select(News)).all() == []
        assert db.scalars(select(Job).where(Job.kind == "mail")).all() == []


def test_an_appeal_is_told_once_with_what_it_led_to(site, box, room, desk):
    reference, author = anonymous_comment(site, room)
    decision = decided(site, reference, "hide", reason="spam")
    passes(site, minutes=11)
    delivered(site, box)  # nobody to mail to yet
    give_address(site, author, reference)
    site.work.run(appeal, author, decision=decision.public_id, text="Again, please.")
    with site.database.reading() as db:
        public_id = db.scalar(select(Appeal.public_id))
    site.work.run(settle_appeal, desk, appeal=public_id, outcome="overturned", note="")
    for _turn in range(3):
        delivered(site, box)
        passes(site, minutes=11)
    with site.database.reading() as db:
        assert [(one.kind, one.mailed_at is not None) for one in db.scalars(select(News))] == [("appeal", True)]


def test_those_who_moderate_get_one_mail_each_morning_of_what_waits(site, box, room, desk):
    quiet = make_account(site, "quiet@example.org", ("secretariat", "body", room.body_id))
    site.work.run(choose_mails, actor_for(site, quiet), news="at_once", details=False, digest=False)
    make_account(site, "elsewhere@example.org", ("moderator", "body", make_body(site, "other").id))
    make_account(site, "reader@example.org", ("rapporteur", "body", room.body_id))
    arabic = make_account(site, "ar@example.org", ("moderator", "proceeding", room.id))
    site.work.run(
        lambda db, _actor: db.execute(update(Account).where(Account.id == arabic.id).values(language="ar")) and None,
        TEST,
    )
    reference, author = anonymous_comment(site, room)
    decision = decided(site, reference, "hide", desk, reason="spam")
    site.work.run(appeal, author, decision=decision.public_id, text="Again, please.")
    for _twice in range(2):
        site.work.run(begin, TEST)
    assert delivered(site, box) == []
    passes(site, days=1)
    mails = {mail["To"]: mail for mail in delivered(site, box)}
    assert set(mails) == {"desk@example.org", "ar@example.org"}
    plain = parts(mails["desk@example.org"])[0]
    assert plain.startswith("1 input waits at your desk.\n\n1 appeal is open among them.\n")
    assert reference not in plain
    assert mails["ar@example.org"]["Content-Language"] == "ar"
    assert delivered(site, box) == []
    with site.database.reading() as db:
        assert db.scalars(select(Job.state).where(Job.kind == "desk_digest")).one() == "waiting"
    stopped(site, mails["desk@example.org"]["List-Unsubscribe"].strip("<>").rpartition("/")[2])
    passes(site, days=1)
    site.work.run(lambda db, _actor: db.execute(update(Job).where(Job.kind == "mail").values(key=None)) and None, TEST)
    assert [mail["To"] for mail in delivered(site, box)] == ["ar@example.org"]


def test_whoever_is_cited_in_results_is_told_once(site, box, room, desk):
    author = make_account(site, "cited@example.org")
    reference = make_comment(site, room, "Cited words.", actor=actor_for(site, author))
    given = {"proceeding_id": room.id}
    site.work.run(put_results, TEST, **given, seen=mark_of({"text": {}}), text={"en": f"As [[{reference}]] asked."})
    with site.database.reading() as db:
        row = newest_results(db, room.id)
        assert row is not None
        seen = mark_of(written_results(db, row).rendition())
    site.work.run(publish_results, TEST, **given, seen=seen)
    assert delivered(site, box) == []
    passes(site, minutes=6)
    (mail,) = delivered(site, box)
    text, _html = parts(mail)
    assert "There is news about 1 thing that you sent" in text
    assert "Cited words." not in text
    passes(site, hours=2)
    assert delivered(site, box) == []
