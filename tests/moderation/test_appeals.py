"""Appeals: made once by the author, decided by somebody else, lifting what they overturn."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consult.contributions.models import Contribution
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.forgetting import know_forgetters
from consult.ledger.models import Entry
from consult.moderation.item_queries import item
from consult.moderation.letter_models import Appeal
from consult.moderation.letter_queries import exchange
from consult.moderation.models import Decision
from consult.moderation.operations.appealing import appeal, settle_appeal
from consult.moderation.operations.claiming import claim
from consult.moderation.operations.deciding import decide
from consult.moderation.operations.proposing import propose_erasure, propose_redaction
from consult.moderation.operations.undoing import undo_decision
from consult.moderation.queries import Filter, queue
from consult.moderation.redacting.rendition import Span
from consult.moderation.told import statement, told_of
from consult.records.checking import differences
from tests.factories import TEST, actor_for, make_account, make_body, make_comment, make_proceeding
from tests.moderation.authors import anonymous_comment, decided, decisions, stored


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, is_live=True)


@pytest.fixture
def first(site, body):
    return actor_for(site, make_account(site, "first@example.org", ("moderator", "body", body.id), name="First"))


@pytest.fixture
def second(site, body):
    return actor_for(site, make_account(site, "second@example.org", ("moderator", "body", body.id), name="Second"))


def appealed(site, author, decision, text="Please look again."):
    site.work.run(appeal, author, decision=decision.public_id, text=text)
    with site.database.reading() as db:
        return db.scalars(select(Appeal).where(Appeal.decision_id == decision.id)).one()


def settled(site, actor, one, outcome="overturned", note=""):
    return site.work.run(settle_appeal, actor, appeal=one.public_id, outcome=outcome, note=note).result


def waiting(site, actor):
    with site.database.reading() as db:
        return [line.reading.reference for line in queue(db, actor, Filter()).lines]


@pytest.fixture
def hidden(site, room, first):
    """A comment that the first moderator hid, its author, and the decision."""
    reference, author = anonymous_comment(site, room)
    return reference, author, decided(site, reference, "hide", first, reason="insult", note="Be kind.")


def test_an_appeal_is_in_the_queue_until_another_moderator_lifts_the_decision(site, hidden, second):
    reference, author, decision = hidden
    assert waiting(site, second) == []
    one = appealed(site, author, decision)
    assert waiting(site, second) == [reference]
    assert settled(site, second, one, note="You were right.") == reference
    assert waiting(site, second) == []
    assert stored(site, reference).state == "published"
    last = decisions(site, reference)[-1]
    assert (last.act, last.decided_role, last.final_at) == ("restore", "moderator", last.decided_at)
    with site.database.reading() as db:
        kinds = db.scalars(select(Entry.kind).where(Entry.reference == reference).order_by(Entry.id)).all()
        assert kinds.count("comment.appealed") == kinds.count("comment.appeal_overturned") == 1
        assert "comment.restored" in kinds
        assert list(differences(db)) == []
        told = statement(db, author, reference, decision.public_id)
        jobs = db.scalars(select(Job).where(Job.kind == "tell_appeal")).all()
    assert told.appeal is not None
    assert (told.appeal.outcome, told.appeal.note) == ("overturned", "You were right.")
    assert told.until is None
    assert [job.values for job in jobs] == [{"appeal": one.id}]


def test_whoever_decided_keeps_nobody_from_the_appeal_by_having_it_open(site, hidden, first, second):
    reference, author, decision = hidden
    one = appealed(site, author, decision)
    site.work.run(claim, first, reference=reference)
    assert settled(site, second, one, note="You were right.") == reference
    assert stored(site, reference).state == "published"


def test_an_appeal_that_is_upheld_says_why_and_is_the_last_one(site, hidden, second):
    reference, author, decision = hidden
    one = appealed(site, author, decision)
    with pytest.raises(Invalid) as error:
        settled(site, second, one, "upheld", "  ")
    assert error.value.field == "note"
    settled(site, second, one, "upheld", "It insults by name.")
    assert stored(site, reference).state == "hidden"
    with pytest.raises(Conflict, match="changed_meanwhile"):
        settled(site, second, one, "overturned")
    with pytest.raises(Conflict, match="appealed_already"):
        appealed(site, author, decision)


def test_whoever_decided_cannot_decide_the_appeal_nor_its_author(site, body, room, first, second, hidden):
    _reference, author, decision = hidden
    one = appealed(site, author, decision)
    with pytest.raises(Conflict, match="own_decision"):
        settled(site, first, one)
    stranger = actor_for(site, make_account(site, "stranger@example.org"))
    for nobody in (author, stranger):
        with pytest.raises(NotFound):
            settled(site, nobody, one)
    mine = make_comment(site, room, "by the second", actor=replace(second, sender="x"), name="Second")
    own = appealed(site, second, decided(site, mine, "hide", first, reason="spam"))
    with pytest.raises(Conflict, match="own_input"):
        settled(site, second, own)


def test_only_the_author_appeals_and_with_words(site, hidden, second):
    _reference, author, decision = hidden
    for nobody in (second, replace(author, contribution_id=None), replace(author, contribution_id=999)):
        with pytest.raises(NotFound):
            appealed(site, nobody, decision)
    with pytest.raises(NotFound):
        site.work.run(appeal, author, decision="a" * 16, text="x")
    for text, problem in (("  ", "required"), ("x" * 4001, "too_long"), ("a\u202eb", "direction_mark")):
        with pytest.raises(Invalid, match=problem):
            appealed(site, author, decision, text)


def test_a_declined_correction_is_appealed_against_and_then_stands(site, body, first, second):
    room = make_proceeding(site, body, moderation="before", is_live=True)
    reference, author = anonymous_comment(site, room, "the first words")
    decided(site, reference, "approve", first)
    site.work.run(correct_contribution, author, reference=reference, seen=1, passages=(NewPassage("better words"),))
    declined = decided(site, reference, "decline", first, reason="off_topic")
    with site.database.reading() as db:
        told = told_of(db, author, reference).statements
    assert [(one.act, one.is_correction, one.until is not None) for one in told] == [
        ("decline", True, True),
        ("approve", False, False),
    ]
    settled(site, second, appealed(site, author, declined))
    row = stored(site, reference)
    assert (row.state, row.version, row.waiting) == ("published", 2, False)
    assert decisions(site, reference)[-1].act == "approve"


def test_words_that_were_withheld_are_shown_again(site, body, room, first, second):
    reference, author = anonymous_comment(site, room, "call me at night")
    redact = {"version": 1, "reason": "private_person", "mark": "a number", "spans": (Span(1, 0, 4),)}
    site.work.run(propose_redaction, first, reference=reference, seen=1, **redact)
    (decision,) = decisions(site, reference)
    one = appealed(site, author, decision)
    with pytest.raises(Conflict, match="own_decision"):
        settled(site, first, one)
    settled(site, second, one)
    assert [one.act for one in decisions(site, reference)] == ["redact", "unredact"]
    with site.database.reading() as db:
        assert list(differences(db)) == []
        assert [told.act for told in told_of(db, author, reference).statements] == ["redact"]


def lifted(site, reference, decision, author, first):
    decided(site, reference, "restore", first)


def undone(site, reference, decision, author, first):
    site.work.run(undo_decision, first, decision=decision.public_id)


def late(site, reference, decision, author, first):
    change(site, Decision.id == decision.id, final_at=now() - timedelta(days=184))


def withdrawn(site, reference, decision, author, first):
    site.work.run(withdraw_contribution, author, reference=reference)


def erased(site, reference, decision, author, first):
    site.work.run(propose_erasure, TEST, reference=reference, ground="court")


def change(site, which, **values):
    site.work.run(lambda db, _actor: db.execute(update(Decision).where(which).values(**values)) and None, TEST)


@pytest.mark.parametrize(
    ("meanwhile", "problem"),
    [
        (lifted, "nothing_to_appeal"),
        (undone, "nothing_to_appeal"),
        (late, "appeal_too_late"),
        (withdrawn, "appeal_after_withdrawal"),
        (erased, "appeal_after_erasure"),
    ],
)
def test_what_is_over_takes_no_appeal_and_says_why(site, hidden, first, meanwhile, problem):
    know_forgetters()
    reference, author, decision = hidden
    meanwhile(site, reference, decision, author, first)
    with pytest.raises(Conflict, match=problem):
        appealed(site, author, decision)


@pytest.mark.parametrize("meanwhile", [undone, withdrawn])
def test_an_appeal_whose_ground_is_gone_waits_for_nobody(site, hidden, first, second, meanwhile):
    reference, author, decision = hidden
    one = appealed(site, author, decision)
    meanwhile(site, reference, decision, author, first)
    assert waiting(site, second) == []
    with pytest.raises(Conflict, match="changed_meanwhile"):
        settled(site, second, one)


def test_where_nobody_else_moderates_the_desk_is_told_so(site, body, hidden, first):
    reference, author, decision = hidden
    appealed(site, author, decision)

    def seen():
        with site.database.reading() as db:
            (one,) = exchange(db, first, item(db, first, reference)).appeals
            return one.barred, one.nobody

    assert seen() == ("own_decision", True)
    make_account(site, "third@example.org", ("secretariat", "body", body.id))
    assert seen() == ("own_decision", False)


def test_a_confidential_input_is_not_opened_by_its_appeal(site, body, room, first, second):
    reference, author = anonymous_comment(site, room, confidentiality="secretariat")
    one = appealed(site, author, decided(site, reference, "hide", first, reason="other"), "the secret again")
    with site.database.reading() as db:
        found = exchange(db, second, item(db, second, reference))
    assert (found.is_readable, found.appeals) == (False, [])
    with pytest.raises(NotFound):
        settled(site, second, one)
    office = actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    assert settled(site, office, one) == reference


def test_a_decision_by_bulk_or_machine_can_be_appealed_against(site, room, first, second):
    reference, author = anonymous_comment(site, room)
    decision = decided(site, reference, "hide", reason="spam")  # by nobody with an account
    settled(site, first, appealed(site, author, decision))
    with site.database.reading() as db:
        assert db.scalar(select(Contribution.state)) == "published"
    with pytest.raises(Conflict):
        site.work.run(decide, second, reference=reference, act="restore", seen=1)


def test_who_sees_the_mistake_lifts_it_and_the_appeal_is_over(site, hidden, first, second):
    reference, author, decision = hidden
    one = appealed(site, author, decision)
    decided(site, reference, "restore", first)
    assert waiting(site, second) == []
    with pytest.raises(Conflict, match="changed_meanwhile"):
        settled(site, second, one)
    with site.database.reading() as db:
        assert statement(db, author, reference, decision.public_id).is_over
        (told,) = exchange(db, second, item(db, second, reference)).appeals
    assert (told.barred, told.nobody) == ("settled", False)
