"""Erasure by law: who may, what it leaves, and that the words are nowhere, not even in the files of the database."""

import pytest
from sqlalchemy import text

from consult.contributions.models import Contribution, Passage, Sending, Version
from consult.contributions.operations import erasing
from consult.contributions.operations.opinions import flag_contribution
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import run_due
from consult.core.mail import enqueue_mail
from consult.moderation.operations.appealing import appeal
from consult.moderation.operations.deciding import decide
from consult.moderation.operations.escalating import escalate
from consult.moderation.operations.proposing import request_erasure
from consult.moderation.operations.settling import refuse_request
from consult.moderation.operations.writing import answer_letter, write_letter
from consult.records.checking import differences
from consult.schema import metadata
from consult.worker import handlers
from tests.factories import TEST, actor_for, make_account, make_comment
from tests.moderation.test_redacting import at_once
from tests.moderation.withholding import make_desk

MARKER = "quillfeatherine"
TEXT = f"My name is {MARKER} and I said so."


@pytest.fixture
def desk(site):
    return make_desk(site)


def sound(site):
    with site.database.reading() as db:
        assert list(differences(db)) == []


def author_of(desk):
    return Actor(sender="an author", account_id=desk.people["Chair"].id, name="Chair")


def test_an_erased_input_keeps_its_number_and_nothing_else(site, desk):
    author = author_of(desk)
    reference = make_comment(site, desk.room, TEXT, actor=author, category="individual")
    place = desk.row(reference).place
    assert desk.erase(reference, note="Asked by letter.") == "in_force"
    row = desk.row(reference)
    assert (row.state, row.place, row.author_id, row.author_name, row.category) == ("erased", place, None, None, None)
    assert desk.texts(reference) == {1: None}
    with site.database.reading() as db:
        assert db.query(Version).one().salts == {}
        assert db.query(Sending).count() == 0
    assert [(one.act, one.reason, one.note) for one in desk.decisions(reference)] == [
        ("erase", "author_asked", "Asked by letter.")
    ]
    sound(site)


def test_for_another_ground_its_author_can_still_come_back(site, desk):
    reference = make_comment(site, desk.room, TEXT, actor=author_of(desk))
    desk.erase(reference, ground="court")
    row = desk.row(reference)
    assert (row.author_id, row.author_name) == (desk.people["Chair"].id, None)


def test_only_the_office_erases_and_only_once(site, desk):
    reference = make_comment(site, desk.room, TEXT)
    for nobody in (desk.moderator, desk.chair, Actor(sender="a reader")):
        with pytest.raises(NotFound):
            desk.erase(reference, by=nobody)
    with pytest.raises(Invalid):
        desk.erase(reference, ground="because")
    desk.erase(reference)
    with pytest.raises(Conflict):
        desk.erase(reference)
    with pytest.raises(Conflict):
        site.work.run(decide, desk.moderator, reference=reference, act="hide", seen=1, reason="spam")


def test_two_persons_erase_where_the_body_wants_it(site, desk):
    desk.want_two()
    reference = make_comment(site, desk.room, TEXT)
    assert desk.erase(reference) == "proposed"
    with pytest.raises(NotFound):
        desk.settle(reference, by=desk.moderator)
    with pytest.raises(Conflict, match="second_person"):
        desk.settle(reference, by=desk.secretary)
    assert desk.row(reference).state == "published"
    second = make_account(site, "second@desk.example", ("secretariat", "body", desk.body.id), name="Second")
    assert desk.settle(reference, by=actor_for(site, second)) == "in_force"
    assert desk.row(reference).state == "erased"
    sound(site)


def test_what_was_withdrawn_can_be_erased_and_what_waited_is_overtaken(site, desk):
    desk.want_two()
    reference = make_comment(site, desk.room, TEXT, actor=author_of(desk))
    desk.redact(reference, MARKER)
    site.work.run(withdraw_contribution, author_of(desk), reference=reference)
    desk.want_two(False)
    assert desk.erase(reference) == "in_force"
    assert [one.state for one in desk.proposals(reference)] == ["moot", "in_force"]
    sound(site)


def test_an_author_asks_and_the_desk_decides(site, desk):
    author, reference = author_of(desk), make_comment(site, desk.room, TEXT, actor=author_of(desk))
    with pytest.raises(NotFound):
        site.work.run(request_erasure, desk.moderator, reference=reference)
    site.work.run(request_erasure, author, reference=reference, note="I am in danger.")
    with pytest.raises(Conflict):
        site.work.run(request_erasure, author, reference=reference)
    asked = desk.proposals(reference)[-1].public_id
    with pytest.raises(NotFound):
        site.work.run(refuse_request, desk.moderator, public_id=asked, note="No.")
    with pytest.raises(Invalid):
        site.work.run(refuse_request, desk.secretary, public_id=asked, note=" ")
    site.work.run(refuse_request, desk.secretary, public_id=asked, note="The record is kept by law.")
    with pytest.raises(Conflict):
        site.work.run(refuse_request, desk.secretary, public_id=asked, note="Again.")
    site.work.run(request_erasure, author, reference=reference)
    desk.erase(reference)
    assert [one.state for one in desk.proposals(reference)] == ["refused", "in_force", "in_force"]
    with pytest.raises(NotFound):
        site.work.run(request_erasure, author, reference=reference)


def test_an_author_who_withdraws_while_it_is_erased(site, desk):
    author = author_of(desk)
    reference = make_comment(site, desk.room, TEXT, actor=author)
    withdraw = lambda: site.work.run(withdraw_contribution, author, reference=reference).result  # noqa: E731
    at_once(lambda: desk.erase(reference), withdraw)
    assert desk.row(reference).state == "erased"
    sound(site)


def filed_everywhere(site, desk):
    """A contribution whose word stands wherever words can stand."""
    author = author_of(desk)
    reference = make_comment(site, desk.room, TEXT, actor=author, name=f"Dr {MARKER}")
    others = [make_comment(site, desk.room, f"another comment {number}") for number in range(40)]
    more = (NewPassage(text=f"{TEXT} {MARKER} " * 300),)
    site.work.run(correct_contribution, author, reference=reference, seen=1, passages=more)
    flag = {"proceeding_id": desk.room.id, "reference": reference, "reason": "insult", "note": f"He is {MARKER}"}
    site.work.run(flag_contribution, Actor(sender="a reader"), **flag)
    desk.redact(reference, MARKER, note=f"It names {MARKER}.")
    site.work.run(escalate, desk.moderator, reference=reference, note=f"Who is {MARKER}?")
    site.work.run(write_letter, desk.moderator, reference=reference, kind="question", text=f"Are you {MARKER}?")
    site.work.run(answer_letter, author, reference=reference, text=f"I am {MARKER}.")
    hide: dict[str, object] = {"act": "hide", "seen": 2, "reason": "insult", "note": f"Dear {MARKER}"}
    site.work.run(decide, desk.moderator, reference=reference, **hide)
    hidden = desk.decisions(reference)[-1].public_id
    site.work.run(appeal, author, decision=hidden, text=f"{MARKER} insults nobody.")
    site.work.run(_mail, TEST, reference=reference)
    return reference, others


def _mail(db, _actor, *, reference):
    enqueue_mail(db, f"{MARKER}@example.org", "About it", f"{reference}: {MARKER}", "en")


def swept(site):
    """Run what the worker would run now."""
    known = handlers(site.settings)
    run_due(site.work, {kind: known.get(kind, lambda _work, _values: None) for kind in known})


def traces(folder):
    """The files below a folder that hold the word, in any encoding that we write."""
    forms = [MARKER.encode(), MARKER.upper().encode()]
    return [path for path in folder.rglob("*") if path.is_file() and any(form in path.read_bytes() for form in forms)]


def test_the_words_are_in_no_file_of_the_site(site, desk, tmp_path):
    reference, _others = filed_everywhere(site, desk)
    desk.erase(reference)
    if site.database.is_sqlite:
        assert traces(tmp_path)  # until the files are swept
    swept(site)
    sound(site)
    if site.database.is_sqlite:
        assert traces(tmp_path) == []
    assert rows_with_the_word(site) == []


def rows_with_the_word(site):
    """Tables of which some row holds the word."""
    found = []
    with site.database.reading() as db:
        for table in metadata.sorted_tables:
            rows = db.execute(text(f'SELECT * FROM "{table.name}"')).all()
            if any(MARKER in str(row) for row in rows):
                found.append(table.name)
    return found


def test_what_nobody_told_the_rooms_to_forget_is_not_half_erased(site, desk, monkeypatch):
    reference = make_comment(site, desk.room, TEXT)
    monkeypatch.setattr(erasing, "FORGETTERS", [])
    with pytest.raises(RuntimeError):
        desk.erase(reference)
    assert desk.texts(reference) == {1: TEXT}
    with site.database.reading() as db:
        assert db.query(Passage).count() == 1
        assert db.query(Contribution).one().state == "published"


# Tables that know of a contribution, and what an erasure leaves of each. Whoever adds one says so here, and forgets there.
LEFT = {
    "entry": "commitments that nothing opens any more",
    "contribution": "number, dates and state",
    "version": "numbers and dates, without salts",
    "vote": "votes",
    "decision": "acts and reasons, without notes",
    "proposal": "acts and reasons, without notes and places",
    "escalation": "that there was one",
    "confidential_reading": "who of the staff was shown it, and when",
    "claim": "that it was somebody's",
    "bulk_line": "that it was among others",
    "flag": "reasons, without notes",
    "attachment": "that there was a file, without name, words and content",
    "appeal": "that there was one",
    "letter": "that there was one",
    "given_code": "which codes it had",
    "relation": "what it replaced",
    "basket_item": "its reference",
    "citation": "that results cite its number",
    "intake": "that it was entered at the desk",
    "hearing_statement": "that a statement was filed, how it was meant and when it was delivered",
    "hearing_handling": "what the chair made of a question",
    "hearing_screen": "its reference, whose words the screen no longer has",
    "hearing_registration": "no contribution: its own reference",
    "decision_mark": "that the message was marked as a decision, by whom and when",
    "mention": "nothing",
    "advice": "its own reference, and that of the contribution as which it was published",
    "likeness": "nothing",
    "likeness_mark": "nothing",
    "text_group": "nothing",
    "contact": "nothing",
    "news": "nothing",
    "draft": "nothing",
    "search_row": "nothing",
    "web_session": "nothing, where its way back goes",
}


def test_every_table_that_knows_of_a_contribution_says_what_an_erasure_leaves():
    knows = {
        table.name
        for table in metadata.sorted_tables
        if "reference" in table.columns
        or "contribution_id" in table.columns
        or any(key.column.table.name == "contribution" for key in table.foreign_keys)
    }
    assert knows == set(LEFT)
