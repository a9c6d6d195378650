"""Making documents and arranging their paragraphs: who may, what is numbered, what a stale page is told."""

import pytest
from sqlalchemy import select, update

from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.numbering import labels, letters, roman
from consult.workspaces.documents.operations.arranging import (
    FIRST,
    add_paragraph,
    move_paragraph,
    remove_paragraph,
    restyle_paragraph,
)
from consult.workspaces.documents.operations.making import NewParagraph, make_document, remove_document, rename_document
from consult.workspaces.documents.queries import documents_of
from tests.factories import TEST, actor_for, make_account

WRITERS = ("member", "chair", "secretary")
OTHERS = ("observer", "guest", "stranger")


def printed(draft) -> list[str]:
    return [one.label for one in draft.rows()]


def acts(draft) -> list[str]:
    with draft.site.database.reading() as db:
        query = select(Entry.kind).join(Stream, Stream.id == Entry.stream_id)
        return list(db.scalars(query.where(Stream.audience == "members").order_by(Entry.seq)))


def close(draft) -> None:
    def shut(db, _actor):
        db.execute(update(Proceeding).where(Proceeding.id == draft.room.id).values(state="closed"))

    draft.site.work.run(shut, TEST)


def test_numbers_follow_styles():
    styles = [
        "heading1",
        "heading2",
        "paragraph",
        "item",
        "subitem",
        "subitem",
        "item",
        "quote",
        "heading2",
        "heading1",
    ]
    styles += ["heading2", "heading3", "paragraph", "item"]
    told = ["1", "1.1", "1", "(a)", "(i)", "(ii)", "(b)", "", "1.2", "2", "2.1", "2.1.1", "2", "(a)"]
    assert list(labels(styles)) == told
    assert [letters(one) for one in (1, 26, 27, 52, 53)] == ["a", "z", "aa", "az", "ba"]
    assert [roman(one) for one in (1, 4, 9, 14, 40, 1994)] == ["i", "iv", "ix", "xiv", "xl", "mcmxciv"]


def test_a_document_is_made_with_its_numbers(draft):
    assert printed(draft) == ["1", "1", "2", "(a)", "(b)"]
    assert [one.position for one in draft.rows()] == [1, 2, 3, 4, 5]
    assert acts(draft) == ["document.made"]


@pytest.mark.parametrize("role", WRITERS)
def test_whoever_writes_in_the_room_makes_documents(draft, role):
    values = {"proceeding_id": draft.room.id, "title": " A \n second  one ", "language": "fr"}
    made = draft.site.work.run(make_document, draft.actor(role), **values).result
    with draft.site.database.reading() as db:
        titles = [one.title for one in documents_of(db, draft.actor(role), draft.room)]
    assert "A second one" in titles
    assert made.public_id != draft.public_id


@pytest.mark.parametrize("role", OTHERS)
def test_others_make_none(draft, role):
    values = {"proceeding_id": draft.room.id, "title": "A second one", "language": "en"}
    with pytest.raises(NotFound):
        draft.site.work.run(make_document, draft.actor(role), **values)


def test_the_secretariat_of_the_body_makes_none_in_a_room(draft):
    office = actor_for(draft.site, make_account(draft.site, "o@example.org", ("secretariat", "body", draft.body.id)))
    with pytest.raises(NotFound):
        draft.site.work.run(make_document, office, proceeding_id=draft.room.id, title="Mine", language="en")


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"title": " "}, "title", "required"),
        ({"title": "x" * 301}, "title", "too_long"),
        ({"language": "xx"}, "language", "no_such_choice"),
        ({"paragraphs": (NewParagraph("Words", "banner"),)}, "style", "no_such_choice"),
        ({"paragraphs": (NewParagraph(" "),)}, "paragraphs", "required"),
        ({"paragraphs": (NewParagraph("x" * 20_001),)}, "paragraphs", "too_long"),
        ({"paragraphs": (NewParagraph("x"),) * 6_001}, "paragraphs", "too_many_paragraphs"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(draft, values, field, problem):
    given = {"title": "Second", "language": "en"} | values
    with pytest.raises(Invalid) as caught:
        draft.site.work.run(make_document, draft.actor("member"), proceeding_id=draft.room.id, **given)
    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_paragraphs_are_added_moved_restyled_and_removed(draft):
    first = draft.run(
        add_paragraph, "member", after=draft.key(3), text="let children take part;", style="item", arranged=0
    )
    assert printed(draft) == ["1", "1", "2", "(a)", "(b)", "(c)"]
    assert draft.key(4) == first.key
    top = draft.run(add_paragraph, "chair", after=FIRST, text="Preamble", style="quote")
    assert draft.key(0) == top.key
    moved = draft.run(move_paragraph, "member", key=first.key, after=draft.key(6), arranged=top.arranged)
    assert draft.key(6) == first.key
    draft.run(restyle_paragraph, "member", key=first.key, style="paragraph", arranged=moved.arranged)
    assert printed(draft) == ["", "1", "1", "2", "(a)", "(b)", "3"]
    draft.run(remove_paragraph, "member", key=draft.key(2), seen=1)
    assert printed(draft) == ["", "1", "1", "(a)", "(b)", "2"]
    told = ["paragraph.added"] * 2 + ["document.arranged"] * 2 + ["paragraph.removed"]
    assert acts(draft)[1:] == told


def test_a_stale_order_changes_nothing(draft):
    draft.run(add_paragraph, "member", after=draft.key(0), text="One more.")
    before = [one.key for one in draft.rows()]
    for operation, more in (
        (add_paragraph, {"after": draft.key(0), "text": "Another."}),
        (move_paragraph, {"key": draft.key(1), "after": FIRST}),
        (restyle_paragraph, {"key": draft.key(1), "style": "quote"}),
        (remove_paragraph, {"key": draft.key(1), "seen": 1}),
    ):
        with pytest.raises(Conflict):
            draft.run(operation, "member", arranged=0, **more)
    assert [one.key for one in draft.rows()] == before


def test_nothing_is_put_beside_what_is_gone(draft):
    gone = draft.key(1)
    draft.run(remove_paragraph, "member", key=gone, seen=1)
    for operation, more in (
        (add_paragraph, {"after": gone, "text": "More."}),
        (move_paragraph, {"key": draft.key(0), "after": gone, "arranged": 1}),
        (remove_paragraph, {"key": gone, "seen": 1}),
    ):
        with pytest.raises(Conflict) as caught:
            draft.run(operation, "member", **more)
        assert caught.value.problem == "paragraph_removed"
    with pytest.raises(NotFound):
        draft.run(add_paragraph, "member", after="nokeynokeynokey0", text="More.")
    with pytest.raises(Invalid):
        draft.run(move_paragraph, "member", key=draft.key(0), after=draft.key(0), arranged=1)


@pytest.mark.parametrize("role", OTHERS)
def test_others_change_nothing(draft, role):
    key = draft.key(1)
    for operation, more in (
        (add_paragraph, {"after": key, "text": "More."}),
        (move_paragraph, {"key": key, "after": FIRST, "arranged": 0}),
        (restyle_paragraph, {"key": key, "style": "quote", "arranged": 0}),
        (remove_paragraph, {"key": key, "seen": 1}),
        (rename_document, {"title": "Ours"}),
        (remove_document, {}),
    ):
        with pytest.raises(NotFound):
            draft.run(operation, role, **more)
    assert acts(draft) == ["document.made"]


def test_a_closed_room_takes_nothing(draft):
    key = draft.key(1)
    close(draft)
    for operation, more in (
        (add_paragraph, {"after": key, "text": "More."}),
        (remove_paragraph, {"key": key, "seen": 1}),
        (rename_document, {"title": "Ours"}),
        (remove_document, {}),
    ):
        with pytest.raises(Closed):
            draft.run(operation, "chair", **more)


def test_a_document_gets_another_title_and_is_taken_away_by_who_leads(draft):
    draft.run(rename_document, "member", title="Second draft")
    assert draft.row().title == "Second draft"
    with pytest.raises(NotFound):
        draft.run(remove_document, "member")
    draft.run(remove_document, "chair")
    with pytest.raises(NotFound):
        draft.row()
    with pytest.raises(NotFound):
        draft.run(rename_document, "member", title="Third draft")
