"""Amendments: who suggests, who decides, what becomes of the text and of the other amendments."""

import pytest

from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.workspaces.documents.operations.amending import (
    NewAmendment,
    accept_amendment,
    reject_amendment,
    suggest_amendment,
    withdraw_amendment,
)
from consult.workspaces.documents.operations.arranging import FIRST, remove_paragraph
from consult.workspaces.documents.operations.making import make_document
from consult.workspaces.documents.operations.standing import withdraw_document
from consult.workspaces.documents.queries import amendments_of
from tests.factories import TEST, actor_for, make_account
from tests.workspaces.documents.test_arranging import close
from tests.workspaces.documents.test_texts import say


def suggest(draft, role="member", kind="replace", place=1, text="States protect every assembly.", **more):
    key = FIRST if place is None else draft.key(place)
    new = NewAmendment(kind, key, text, more.pop("reason", "It is clearer."), more.pop("seen", 1))
    return draft.run(suggest_amendment, role, new=new).public_id


def states(draft) -> list[str]:
    with draft.site.database.reading() as db:
        return [one.state for one in amendments_of(db, draft.row())]


def texts(draft) -> list[str]:
    return [one.text for one in draft.rows()]


@pytest.mark.parametrize("role", ["member", "chair", "secretary", "guest"])
def test_members_and_guests_suggest(draft, role):
    suggest(draft, role)
    suggest(draft, role, "delete", 2, "ignored")
    suggest(draft, role, "insert", None, "Preamble.")
    with draft.site.database.reading() as db:
        rows = amendments_of(db, draft.row())
    assert [(one.number, one.kind, one.state) for one in rows] == [
        (1, "replace", "open"),
        (2, "delete", "open"),
        (3, "insert", "open"),
    ]
    assert [one.text for one in rows] == ["States protect every assembly.", "", "Preamble."]
    assert rows[0].was == TEXT_1
    assert rows[2].was == ""
    assert rows[2].key is None
    assert texts(draft)[1] == TEXT_1, "a suggestion changes nothing"


TEXT_1 = "States protect the right of peaceful assembly."


@pytest.mark.parametrize("role", ["observer", "stranger"])
def test_others_suggest_nothing(draft, role):
    with pytest.raises(NotFound):
        suggest(draft, role)


def test_what_cannot_be_suggested(draft):
    for kind, place, text, problem in (
        ("swap", 1, "x", "no_such_choice"),
        ("replace", None, "x", "no_such_choice"),
        ("replace", 1, " ", "required"),
        ("replace", 1, TEXT_1, "nothing_changed"),
    ):
        with pytest.raises(Invalid) as caught:
            suggest(draft, "member", kind, place, text)
        assert caught.value.problem == problem
    with pytest.raises(Conflict):
        suggest(draft, seen=2)
    draft.run(withdraw_document, "chair")
    with pytest.raises(Conflict):
        suggest(draft)


def test_the_number_of_open_amendments_is_limited(draft, monkeypatch):
    monkeypatch.setattr("consult.workspaces.documents.operations.amending.MOST_OPEN", 1)
    suggest(draft)
    with pytest.raises(Conflict):
        suggest(draft, text="Other words.")
    suggest(draft, "guest", text="Other words.")


def test_accepting_replaces_inserts_and_deletes(draft):
    replace, insert = suggest(draft), suggest(draft, kind="insert", place=3, text="let children take part;")
    delete, top = suggest(draft, kind="delete", place=2), suggest(draft, kind="insert", place=0, text="A beginning.")
    draft.run(accept_amendment, "chair", public_id=replace, seen=1)
    draft.run(accept_amendment, "secretary", public_id=insert, seen=1)
    draft.run(accept_amendment, "chair", public_id=delete, seen=1, reason="As agreed.")
    draft.run(accept_amendment, "chair", public_id=top, seen=1, text="A better beginning.")
    found = [(one.label, one.style, one.text) for one in draft.rows()]
    assert found == [
        ("1", "heading1", "What we ask for"),
        ("1", "paragraph", "A better beginning."),
        ("2", "paragraph", "States protect every assembly."),
        ("(a)", "item", "allow assemblies without a permit;"),
        ("(b)", "item", "let children take part;"),
        ("(c)", "item", "investigate every use of force."),
    ]
    assert states(draft) == ["accepted"] * 4
    with draft.site.database.reading() as db:
        rows = amendments_of(db, draft.row())
    assert [one.taken for one in rows] == [None, None, None, "A better beginning."]
    assert rows[2].decision == "As agreed."
    assert draft.rows()[2].revision == 2


def test_the_others_of_the_same_words_stand_or_lapse(draft):
    first, same = suggest(draft), suggest(draft, "chair")
    other, gone = suggest(draft, text="States let people assemble."), suggest(draft, kind="delete")
    behind = suggest(draft, kind="insert", text="They report on it.")
    assert draft.run(accept_amendment, "chair", public_id=first, seen=1) == 1
    assert states(draft) == ["accepted", "lapsed", "open", "open", "open"]
    with pytest.raises(Conflict) as caught:
        draft.run(accept_amendment, "chair", public_id=other, seen=2)
    assert caught.value.problem == "earlier_text"
    assert states(draft)[2] == "open"
    assert draft.run(accept_amendment, "chair", public_id=gone, seen=2, confirmed=True) == 1
    assert states(draft) == ["accepted", "lapsed", "lapsed", "accepted", "open"]
    draft.run(accept_amendment, "chair", public_id=behind, seen=2)
    assert texts(draft)[1] == "They report on it.", "at the place of what was taken away"
    with pytest.raises(Conflict):
        draft.run(reject_amendment, "chair", public_id=same, reason="Too late.")


def test_a_paragraph_that_changed_before_the_click_is_looked_at_again(draft):
    one = suggest(draft)
    draft.run(say, "member", key=draft.key(1), text="Other words.", seen=1)
    with pytest.raises(Conflict) as caught:
        draft.run(accept_amendment, "chair", public_id=one, seen=1, confirmed=True)
    assert caught.value.problem == "stale"
    draft.run(accept_amendment, "chair", public_id=one, seen=2, confirmed=True)
    assert texts(draft)[1] == "States protect every assembly."


def test_a_paragraph_that_goes_takes_its_amendments_along(draft):
    suggest(draft)
    suggest(draft, place=2, text="They should:")
    draft.run(remove_paragraph, "member", key=draft.key(1), seen=1)
    assert states(draft) == ["lapsed", "open"]


def test_what_stands_above_can_refuse(draft, monkeypatch):
    def refuse(_db, _actor, _row):
        raise Conflict("locked")

    monkeypatch.setattr("consult.workspaces.documents.operations.ground.TOUCHING", [refuse])
    one = suggest(draft)
    with pytest.raises(Conflict):
        draft.run(accept_amendment, "chair", public_id=one, seen=1)
    assert states(draft) == ["open"]
    assert texts(draft)[1] == TEXT_1


def test_rejecting_takes_a_reason_and_who_leads(draft):
    one = suggest(draft)
    with pytest.raises(Invalid):
        draft.run(reject_amendment, "chair", public_id=one, reason=" ")
    for role in ("member", "observer", "guest", "stranger"):
        with pytest.raises(NotFound):
            draft.run(reject_amendment, role, public_id=one, reason="No.")
        with pytest.raises(NotFound):
            draft.run(accept_amendment, role, public_id=one, seen=1)
    draft.run(reject_amendment, "chair", public_id=one, reason="It says less.")
    assert states(draft) == ["rejected"]
    with pytest.raises(Conflict):
        draft.run(accept_amendment, "chair", public_id=one, seen=1)
    assert texts(draft)[1] == TEXT_1


def test_only_its_author_withdraws(draft):
    one = suggest(draft, "guest")
    for role in ("member", "chair", "observer"):
        with pytest.raises(NotFound):
            draft.run(withdraw_amendment, role, public_id=one)
    draft.run(withdraw_amendment, "guest", public_id=one)
    assert states(draft) == ["withdrawn"]
    with pytest.raises(Conflict):
        draft.run(withdraw_amendment, "guest", public_id=one)


def test_a_guest_of_another_document_is_nobody_here(draft, site):
    other = site.work.run(make_document, TEST, proceeding_id=draft.room.id, title="Other", language="en").result
    guest = actor_for(site, make_account(site, "g@example.org", ("guest", "document", other.id)))
    new = NewAmendment("delete", draft.key(1), seen=1)
    with pytest.raises(NotFound):
        site.work.run(suggest_amendment, guest, document_id=draft.id, new=new)


def test_nothing_is_suggested_or_decided_in_a_closed_room(draft):
    one = suggest(draft)
    close(draft)
    for operation, more in (
        (accept_amendment, {"seen": 1}),
        (reject_amendment, {"reason": "No."}),
        (withdraw_amendment, {}),
    ):
        with pytest.raises(Closed):
            draft.run(operation, "chair" if more else "member", public_id=one, **more)
    with pytest.raises(Closed):
        suggest(draft)
