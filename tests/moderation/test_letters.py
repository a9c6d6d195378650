"""Letters of the desk, what authors answer, and the address for news."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consult.contributions.models import Contribution
from consult.contributions.operations.own import withdraw_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.forgetting import know_forgetters
from consult.ledger.models import Entry
from consult.moderation.letter_models import Appeal, Contact, Letter
from consult.moderation.operations.appealing import appeal, settle_appeal
from consult.moderation.operations.contacts import forget_contacts, remove_contact, set_contact
from consult.moderation.operations.proposing import propose_erasure
from consult.moderation.operations.writing import answer_letter, mark_answers_read, mark_read, write_letter
from consult.moderation.queries import Filter, queue
from consult.moderation.told import told_of
from consult.proceedings.models import Proceeding
from tests.factories import TEST, actor_for, make_account, make_body, make_comment, make_proceeding
from tests.moderation.authors import anonymous_comment, decided, stored


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, is_live=True)


@pytest.fixture
def desk(site, body):
    return actor_for(site, make_account(site, "desk@example.org", ("moderator", "body", body.id), name="Kwabena Osei"))


@pytest.fixture
def mine(site, room):
    return anonymous_comment(site, room)


def write(site, desk, reference, text="Which bridge do you mean?", kind="question"):
    site.work.run(write_letter, desk, reference=reference, kind=kind, text=text)


def answer(site, author, reference, text="The old one."):
    site.work.run(answer_letter, author, reference=reference, text=text)


def letters(site):
    with site.database.reading() as db:
        return list(db.scalars(select(Letter).order_by(Letter.id)))


def waiting(site, actor):
    with site.database.reading() as db:
        return [line.reading.reference for line in queue(db, actor, Filter()).lines]


def test_a_letter_is_read_behind_the_codeword_and_its_answer_waits_until_it_is_seen(site, desk, mine):
    reference, author = mine
    write(site, desk, reference)
    with site.database.reading() as db:
        told = told_of(db, author, reference)
        jobs = db.scalars(select(Job.kind).where(Job.kind == "tell_letter")).all()
    assert (told.unread, told.letters[0].text, told.letters[0].role) == (1, "Which bridge do you mean?", "moderator")
    assert jobs == ["tell_letter"]
    assert waiting(site, desk) == []
    answer(site, author, reference)
    assert letters(site)[0].seen_at is not None
    assert waiting(site, desk) == [reference]
    site.work.run(mark_answers_read, desk, reference=reference)
    assert waiting(site, desk) == []
    answer(site, author, reference, "And the new one.")
    write(site, desk, reference, "Thank you.", "acknowledgement")  # who writes again has read the answer
    assert waiting(site, desk) == []
    site.work.run(mark_read, author, reference=reference)
    assert all(one.seen_at for one in letters(site))
    with site.database.reading() as db:
        kinds = db.scalars(select(Entry.kind).where(Entry.reference == reference).order_by(Entry.id)).all()
    assert kinds.count("comment.letter_sent") == kinds.count("comment.letter_answered") == 2


def test_only_the_desk_writes_and_only_the_author_answers(site, body, desk, mine):
    reference, author = mine
    rapporteur = actor_for(site, make_account(site, "r@example.org", ("rapporteur", "body", body.id)))
    for nobody in (author, rapporteur, Actor(sender="somebody")):
        with pytest.raises(NotFound):
            write(site, nobody, reference)
        with pytest.raises(NotFound):
            site.work.run(mark_answers_read, nobody, reference=reference)
    write(site, desk, reference)
    for nobody in (desk, replace(author, contribution_id=77)):
        with pytest.raises(NotFound):
            answer(site, nobody, reference)
        with pytest.raises(NotFound):
            site.work.run(mark_read, nobody, reference=reference)
    with pytest.raises(NotFound):
        write(site, desk, "C1-0000-0000")


def test_what_cannot_be_sent_is_refused_with_its_field(site, desk, mine):
    reference, author = mine
    for kind, text, field in (("question", " ", "text"), ("question", "x" * 4001, "text"), ("poem", "x", "kind")):
        with pytest.raises(Invalid) as error:
            write(site, desk, reference, text, kind)
        assert error.value.field == field
    with pytest.raises(Conflict, match="nothing_to_answer"):
        answer(site, author, reference)
    write(site, desk, reference)
    for number in range(10):
        answer(site, author, reference, f"answer {number}")
    with pytest.raises(Conflict, match="answers_enough"):
        answer(site, author, reference)
    write(site, desk, reference)
    answer(site, author, reference)


def test_nobody_is_written_to_who_cannot_come_back(site, desk, room):
    reference = make_comment(site, room, "imported", identity="none", name=None)
    with pytest.raises(Conflict, match="nobody_to_write_to"):
        write(site, desk, reference)


def test_letters_go_on_after_a_withdrawal_but_not_after_an_erasure(site, desk, mine):
    know_forgetters()
    reference, author = mine
    site.work.run(withdraw_contribution, author, reference=reference)
    write(site, desk, reference)
    answer(site, author, reference)
    site.work.run(propose_erasure, TEST, reference=reference, ground="court")
    with pytest.raises(Conflict, match="letter_after_erasure"):
        write(site, desk, reference)
    with pytest.raises(Conflict, match="letter_after_erasure"):
        answer(site, author, reference)
    assert [one.text for one in letters(site)] == [None, None]


def test_a_moderator_without_the_right_to_the_text_writes_nothing_about_it(site, desk, room):
    reference, _author = anonymous_comment(site, room, confidentiality="secretariat")
    with pytest.raises(NotFound):
        write(site, desk, reference)


def contacts(site):
    with site.database.reading() as db:
        return [(one.address, one.language) for one in db.scalars(select(Contact))]


def give(site, author, reference, address="Ama@Example.org", language="ar"):
    site.work.run(set_contact, author, reference=reference, address=address, language=language)


def test_an_address_is_given_changed_and_taken_back_by_the_author_alone(site, body, desk, room, mine):
    reference, author = mine
    give(site, author, reference)
    give(site, author, reference, "ama@other.example", "en")
    assert contacts(site) == [("ama@other.example", "en")]
    for nobody in (desk, Actor(sender="x")):
        with pytest.raises(NotFound):
            give(site, nobody, reference)
        with pytest.raises(NotFound):
            site.work.run(remove_contact, nobody, reference=reference)
    with pytest.raises(Invalid, match="not_an_address"):
        give(site, author, reference, "nowhere")
    site.work.run(remove_contact, author, reference=reference)
    assert contacts(site) == []
    named = actor_for(site, make_account(site, "ana@example.org"))
    by_account = make_comment(site, room, "named", actor=replace(named, sender="ana"), name="Ana")
    with pytest.raises(NotFound):  # an account has an address
        give(site, named, by_account)


def test_addresses_are_forgotten_a_year_after_the_closing(site, body, mine):
    reference, author = mine
    give(site, author, reference)
    assert site.work.run(forget_contacts, TEST).result == 0

    def long_ago(days):
        def change(db, _actor):
            db.execute(update(Proceeding).values(closes_at=now() - timedelta(days=days)))
            db.execute(update(Contact).values(added_at=now() - timedelta(days=500)))

        site.work.run(change, TEST)

    long_ago(364)
    assert site.work.run(forget_contacts, TEST).result == 0
    long_ago(366)
    assert site.work.run(forget_contacts, TEST).result == 1
    assert contacts(site) == []


def test_an_erasure_forgets_address_appeals_and_letters(site, body, desk, mine):
    know_forgetters()
    reference, author = mine
    give(site, author, reference)
    decision = decided(site, reference, "hide", TEST, reason="spam")
    site.work.run(appeal, author, decision=decision.public_id, text="my words again")
    with site.database.reading() as db:
        public_id = db.scalar(select(Appeal.public_id))
    site.work.run(settle_appeal, desk, appeal=public_id, outcome="upheld", note="a note that quotes")
    site.work.run(propose_erasure, TEST, reference=reference, ground="author_asked")
    with site.database.reading() as db:
        assert db.execute(select(Appeal.text, Appeal.note, Appeal.outcome)).all() == [(None, "", "upheld")]
        assert db.scalar(select(Contribution.state)) == "erased"
    assert contacts(site) == []
    assert stored(site, reference).state == "erased"
