"""Withholding words: by one person or two, in which states, and what it leaves."""

import threading

import pytest

from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.moderation.operations.deciding import decide
from consult.moderation.operations.proposing import propose_lifting, propose_redaction
from consult.moderation.operations.undoing import undo_decision
from consult.moderation.redacting.rendition import Span
from consult.records.checking import differences
from tests.factories import make_comment, release
from tests.moderation.withholding import MARK, make_desk

TEXT = "Mr Quillfeather of 12 Harbour Lane said no."


@pytest.fixture
def desk(site):
    return make_desk(site)


@pytest.fixture
def reference(site, desk):
    return make_comment(site, desk.room, TEXT)


def sound(site):
    with site.database.reading() as db:
        assert list(differences(db)) == []


def test_one_person_withholds_words_at_once_and_the_ledger_opens(site, desk, reference):
    assert desk.redact(reference, "Quillfeather", note="He has not agreed.") == "in_force"
    assert desk.texts(reference, "redacted") == {1: f"Mr {MARK} of 12 Harbour Lane said no."}
    assert desk.texts(reference) == {1: TEXT}
    (decision,) = desk.decisions(reference)
    assert (decision.act, decision.reason, decision.note) == ("redact", "private_person", "He has not agreed.")
    assert decision.final_at == decision.decided_at
    sound(site)


def test_two_redactions_stand_together_and_neighbours_are_one_mark(site, desk, reference):
    desk.redact(reference, "Quillfeather")
    desk.redact(reference, "Harbour", mark="[first]")
    desk.redact(reference, "Lane", mark="[second]")
    assert desk.texts(reference, "redacted") == {1: f"Mr {MARK} of 12 [first] said no."}
    sound(site)


def test_a_lifted_redaction_shows_the_words_again_and_leaves_the_others(site, desk, reference):
    desk.redact(reference, "Quillfeather")
    desk.redact(reference, "Harbour Lane", mark="[a place]")
    first = desk.proposals(reference)[0]
    assert site.work.run(propose_lifting, desk.other, public_id=first.public_id, note="He agreed.").result == "in_force"
    assert desk.texts(reference, "redacted") == {1: "Mr Quillfeather of 12 [a place] said no."}
    with pytest.raises(Conflict):
        site.work.run(propose_lifting, desk.other, public_id=first.public_id)
    with pytest.raises(NotFound):
        site.work.run(propose_lifting, desk.rapporteur, public_id=desk.proposals(reference)[1].public_id)
    assert [one.act for one in desk.decisions(reference)] == ["redact", "redact", "unredact"]
    sound(site)


@pytest.mark.parametrize(
    ("text", "words", "public"),
    [
        ("قال كويلفيذر لا", "كويلفيذر", f"قال \u2068{MARK}\u2069 لا"),
        ("123 456", "456", f"123 {MARK}"),
        ("他叫李偉。", "李偉", f"他叫{MARK}。"),
    ],
)
def test_a_mark_that_runs_against_the_text_is_set_apart(site, desk, text, words, public):
    reference = make_comment(site, desk.room, text)
    desk.redact(reference, words)
    assert desk.texts(reference, "redacted") == {1: public}


def test_the_salts_of_what_was_public_are_replaced(site, desk, reference):
    before = salts(site, desk, reference)
    desk.redact(reference, "Quillfeather")
    after = salts(site, desk, reference)
    assert {name for name in before if before[name] != after[name]} == {"open.text", "open.files"}


def salts(site, desk, reference):
    from consult.contributions.models import Version

    with site.database.reading() as db:
        return dict(db.query(Version).filter_by(contribution_id=desk.row(reference).id).one().salts)


def test_a_second_person_confirms_and_until_then_nothing_is_withheld_or_published(site, desk):
    desk.want_two()
    reference = make_comment(site, desk.room, TEXT)
    assert desk.redact(reference, "Quillfeather", hide=True) == "proposed"
    assert (desk.row(reference).state, desk.texts(reference, "redacted")) == ("hidden", {1: None})
    with pytest.raises(Conflict, match="proposal_waits"):
        site.work.run(decide, desk.other, reference=reference, act="restore", seen=1)
    with pytest.raises(Conflict, match="second_person"):
        desk.settle(reference, by=desk.moderator)
    assert desk.settle(reference) == "in_force"
    assert desk.row(reference).state == "published"
    assert MARK in desk.texts(reference, "redacted")[1]
    assert [one.act for one in desk.decisions(reference)] == ["hide", "redact", "restore"]
    (proposal,) = desk.proposals(reference)
    assert proposal.proposed_by == desk.moderator.account_id
    assert proposal.settled_by == desk.other.account_id
    sound(site)


def test_a_refused_proposal_changes_nothing_and_what_was_hidden_comes_back(site, desk, reference):
    desk.want_two()
    desk.redact(reference, "Quillfeather", hide=True)
    with pytest.raises(Conflict, match="second_person"):
        desk.settle(reference, "refuse", by=desk.moderator)
    assert desk.settle(reference, "refuse", note="He is the minister.") == "refused"
    assert (desk.row(reference).state, desk.texts(reference, "redacted")) == ("published", {1: None})
    desk.redact(reference, "Quillfeather")
    with pytest.raises(Conflict, match="second_person"):
        desk.settle(reference, "take_back")
    assert desk.settle(reference, "take_back", by=desk.moderator) == "taken_back"
    with pytest.raises(Conflict):
        desk.settle(reference)
    sound(site)


def test_what_somebody_hid_meanwhile_stays_hidden(site, desk, reference):
    desk.want_two()
    desk.redact(reference, "Quillfeather")
    site.work.run(decide, desk.other, reference=reference, act="hide", seen=1, reason="insult")
    desk.settle(reference)
    assert desk.row(reference).state == "hidden"


def test_undoing_makes_nothing_public_that_waits(site, desk, reference):
    desk.want_two()
    site.work.run(decide, desk.other, reference=reference, act="hide", seen=1, reason="insult")
    desk.redact(reference, "Quillfeather")
    hidden = desk.decisions(reference)[-1].public_id
    with pytest.raises(Conflict, match="proposal_waits"):
        site.work.run(undo_decision, desk.other, decision=hidden)
    assert desk.row(reference).state == "hidden"


def test_only_one_proposal_waits_at_a_time(site, desk, reference):
    desk.want_two()
    desk.redact(reference, "Quillfeather")
    with pytest.raises(Conflict, match="proposal_waits"):
        desk.redact(reference, "Harbour", by=desk.other)


def test_without_two_persons_wanted_any_more_the_proposer_may_confirm(site, desk, reference):
    desk.want_two()
    desk.redact(reference, "Quillfeather")
    desk.want_two(False)
    assert desk.settle(reference, by=desk.moderator) == "in_force"


def test_who_may_not_and_what_cannot_be(site, desk, reference):
    for nobody in (desk.rapporteur, Actor(sender="a reader")):
        with pytest.raises(NotFound):
            desk.redact(reference, "Quillfeather", by=nobody)
    desk.want_two()
    desk.redact(reference, "Quillfeather")
    with pytest.raises(NotFound):
        desk.settle(reference, by=desk.rapporteur)
    with pytest.raises(Invalid):
        desk.settle(reference, "burn")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": "because"}, "reason"),
        ({"mark": " "}, "mark"),
        ({"mark": "x" * 201}, "mark"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_a_proposal_needs_a_reason_and_a_mark(desk, reference, more, field):
    with pytest.raises(Invalid) as refused:
        desk.redact(reference, "Quillfeather", **more)
    assert refused.value.field == field


@pytest.mark.parametrize("span", [Span(2, 0, 1), Span(1, 5, 5), Span(1, 0, 999), Span(1, -1, 3), None])
def test_spans_lie_within_the_words(site, desk, reference, span):
    given = {"seen": 1, "version": 1, "reason": "other", "mark": MARK, "spans": [span] if span else []}
    with pytest.raises(Invalid):
        site.work.run(propose_redaction, desk.moderator, reference=reference, **given)


def test_a_stale_or_withdrawn_text_is_refused(site, desk):
    author = Actor(sender="an author", account_id=desk.people["Chair"].id, name="Chair")
    reference = make_comment(site, desk.room, TEXT, actor=author)
    with pytest.raises(Conflict):
        desk.redact(reference, "Quillfeather", seen=2)
    desk.want_two()
    desk.redact(reference, "Quillfeather")
    site.work.run(withdraw_contribution, author, reference=reference)
    with pytest.raises(Conflict):
        desk.settle(reference)
    with pytest.raises(Conflict):
        desk.redact(reference, "Quillfeather", by=desk.other)
    sound(site)


def test_a_correction_of_redacted_words_is_read_first(site, desk):
    author = Actor(sender="an author", account_id=desk.people["Chair"].id, name="Chair")
    reference = make_comment(site, desk.room, TEXT, actor=author)
    desk.redact(reference, "Quillfeather")
    again = (NewPassage(text=f"{TEXT} Again."),)
    site.work.run(correct_contribution, author, reference=reference, seen=1, passages=again)
    row = desk.row(reference)
    assert (row.waiting, row.version, row.latest) == (True, 1, 2)
    desk.redact(reference, "Quillfeather")
    assert desk.row(reference).version == 1
    sound(site)
    site.work.run(decide, desk.moderator, reference=reference, act="approve", seen=2)
    assert desk.texts(reference, "redacted") == {1: f"Mr {MARK} of 12 Harbour Lane said no. Again."}
    sound(site)


def test_what_waits_for_a_second_person_is_not_in_the_daily_release(site, desk):
    desk.want_two()
    desk.room.is_live = False
    site.work.run(_not_live, desk.moderator, proceeding_id=desk.room.id)
    reference = make_comment(site, desk.room, TEXT, identity="none", name=None)
    desk.redact(reference, "Quillfeather")
    assert release(site, desk.room) == 0
    desk.settle(reference)
    assert release(site, desk.room) == 1
    sound(site)


def _not_live(db, _actor, *, proceeding_id):
    from consult.proceedings.models import Proceeding

    db.get_one(Proceeding, proceeding_id).is_live = False


def at_once(*acts):
    """Run acts at the same time; what each gave, or the refusal."""
    found: list[object] = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(place, act):
        barrier.wait(10)
        try:
            found[place] = act()
        except (Conflict, NotFound) as refusal:
            found[place] = type(refusal)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_two_persons_who_confirm_at_once_make_one_redaction(site, desk, reference):
    desk.want_two()
    desk.redact(reference, "Quillfeather")
    done = at_once(lambda: desk.settle(reference), lambda: desk.settle(reference, by=desk.secretary))
    assert sorted(map(str, done)) == sorted(["in_force", str(Conflict)])
    assert [one.act for one in desk.decisions(reference)] == ["redact"]
    sound(site)


def test_an_author_who_withdraws_while_it_is_confirmed(site, desk):
    desk.want_two()
    author = Actor(sender="an author", account_id=desk.people["Chair"].id, name="Chair")
    reference = make_comment(site, desk.room, TEXT, actor=author)
    desk.redact(reference, "Quillfeather")
    withdraw = lambda: site.work.run(withdraw_contribution, author, reference=reference).result  # noqa: E731
    done = at_once(lambda: desk.settle(reference), withdraw)
    assert done[1] is None
    assert done[0] in ("in_force", Conflict)
    assert desk.row(reference).state == "withdrawn"
    sound(site)
