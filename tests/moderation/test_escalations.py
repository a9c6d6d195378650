"""Asking the secretariat: what is asked stands in the queue until the secretariat answers or decides."""

import pytest

from consult.contributions.operations.own import withdraw_contribution
from consult.core.errors import Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.moderation.filters import Filter
from consult.moderation.item_queries import item
from consult.moderation.operations.claiming import claim
from consult.moderation.operations.deciding import decide
from consult.moderation.operations.escalating import answer_escalation, escalate
from consult.moderation.operations.veiling import mark_distressing
from consult.moderation.queries import queue
from tests.factories import actor_for, make_account
from tests.moderation.queue_scene import make_desk


@pytest.fixture
def desk(site):
    return make_desk(site)


def references(desk, who="nadia", **wanted):
    with desk.site.database.reading() as db:
        return [line.reading.reference for line in queue(db, desk.actors[who], Filter(**wanted)).lines]


def happened(desk, reference):
    with desk.site.database.reading() as db:
        return [(one.what, one.name, one.note) for one in item(db, desk.actors["nadia"], reference).history]


def kinds(desk, reference):
    with desk.site.database.reading() as db:
        return [one.kind for one in db.query(Entry).filter_by(reference=reference).order_by(Entry.id)]


def test_what_is_asked_stands_in_the_queue_until_it_is_answered(desk):
    reference = desk.published()
    desk.run("nadia", escalate, reference=reference, note="Is this the minister?")
    assert references(desk) == references(desk, escalated="yes") == [reference]
    desk.run("office", answer_escalation, reference=reference, answer="It is; keep it.")
    assert references(desk) == []
    assert happened(desk, reference)[:2] == [
        ("settled", "Beatriz Amaro", "It is; keep it."),
        ("escalated", "Nadia Haddad", "Is this the minister?"),
    ]
    assert kinds(desk, reference)[-2:] == ["comment.escalated", "comment.escalation_settled"]


def test_a_decision_of_the_secretariat_settles_it_and_one_of_a_moderator_does_not(desk):
    one, two = desk.comment(), desk.comment()
    for reference in (one, two):
        desk.run("nadia", claim, reference=reference)
        desk.run("nadia", escalate, reference=reference, note="What now?")
    desk.run("office", decide, reference=one, act="approve", seen=1)
    desk.run("kwabena", decide, reference=two, act="approve", seen=1)
    assert references(desk) == [two]
    assert desk.row(two).escalated
    desk.run("office", answer_escalation, reference=two, answer="That was right.")
    assert references(desk) == []


def test_who_does_not_publish_there_cannot_settle_it(desk):
    reference = desk.comment()
    desk.run("nadia", escalate, reference=reference, note="What now?")
    for who in ("nadia", "rapporteur", "other"):
        with pytest.raises(NotFound):
            desk.run(who, answer_escalation, reference=reference, answer="Mine.")
    assert desk.row(reference).escalated


def test_it_takes_a_note_and_is_asked_once(desk):
    reference = desk.comment()
    for note in ("", "  ", "x" * 2001):
        with pytest.raises(Invalid):
            desk.run("nadia", escalate, reference=reference, note=note)
    for who in ("rapporteur", "other"):
        with pytest.raises(NotFound):
            desk.run(who, escalate, reference=reference, note="What now?")
    desk.run("nadia", escalate, reference=reference, note="What now?")
    with pytest.raises(Conflict):
        desk.run("kwabena", escalate, reference=reference, note="And now?")
    with pytest.raises(Invalid):
        desk.run("office", answer_escalation, reference=reference, answer=" ")
    desk.run("office", answer_escalation, reference=reference, answer="Decline it.")
    with pytest.raises(Conflict):
        desk.run("office", answer_escalation, reference=reference, answer="Again.")


def test_what_was_withdrawn_is_not_escalated_but_what_was_asked_before_is_answered(desk):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    before, after = desk.comment(actor=author), desk.comment(actor=author)
    desk.run("nadia", escalate, reference=before, note="What now?")
    for reference in (before, after):
        desk.site.work.run(withdraw_contribution, author, reference=reference)
    with pytest.raises(Conflict):
        desk.run("nadia", escalate, reference=after, note="What now?")
    assert references(desk) == [before]
    desk.run("office", answer_escalation, reference=before, answer="It is gone.")
    assert references(desk) == []


def test_what_may_distress_is_veiled_by_a_moderator_or_by_the_reason_of_a_flag(desk):
    marked, flagged, insulted = desk.comment(), desk.published(), desk.published()
    desk.run("nadia", mark_distressing, reference=marked, veiled=True)
    desk.flag(flagged, "violence_or_hatred")
    desk.flag(insulted)
    with desk.site.database.reading() as db:
        lines = queue(db, desk.actors["kwabena"], Filter()).lines
        veiled = {line.reading.reference: line.is_veiled for line in lines}
        assert item(db, desk.actors["kwabena"], flagged).is_veiled
    assert veiled == {marked: True, flagged: True, insulted: False}
    desk.run("kwabena", mark_distressing, reference=marked, veiled=False)
    assert not desk.row(marked).is_distressing
    with pytest.raises(NotFound):
        desk.run("rapporteur", mark_distressing, reference=marked, veiled=True)
