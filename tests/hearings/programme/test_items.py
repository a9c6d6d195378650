"""The agenda as a tree: adding, moving, closing and taking away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.core.actors import ANYBODY
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.floor.models import Speaker
from consult.hearings.programme.models import AgendaItem
from consult.hearings.programme.operations.items import add_item, edit_item, move_item, remove_item
from consult.hearings.programme.queries import item_by_public_id, item_rows, items_of
from consult.hearings.programme.seen import fingerprint, order_of
from consult.hearings.programme.shape import NewItem
from consult.ledger.models import Entry, Stream
from tests.factories import actor_for, make_account, saved


def row_of(stage, public_id):
    with stage.site.database.reading() as db:
        return db.scalar(select(AgendaItem).where(AgendaItem.public_id == public_id))


def seen(stage, public_id):
    with stage.site.database.reading() as db:
        return fingerprint(db, db.scalar(select(AgendaItem).where(AgendaItem.public_id == public_id)))


def order(stage):
    with stage.site.database.reading() as db:
        return order_of(db, stage.hearing.id)


def labels(stage, actor=None):
    with stage.site.database.reading() as db:
        found = items_of(db, actor or stage.secretary, stage.hearing)
        return [(one.label, one.texts["title"]["en"] if one.texts else None) for one in found]


def public_ids(stage):
    with stage.site.database.reading() as db:
        return [row.public_id for row in item_rows(db, stage.hearing.id)]


def move(stage, public_id, way):
    stage.run(move_item, public_id=public_id, seen=order(stage), move=way)


def finish(stage, public_id, state="done"):
    row = row_of(stage, public_id)
    row.state = state
    saved(stage.site, row)


def test_a_tree_is_numbered_and_moved(stage):
    first, second = stage.item("One"), stage.item("Two")
    stage.item("Two a", parent=second)
    third = stage.item("Three")
    assert labels(stage) == [("1", "One"), ("2", "Two"), ("2.1", "Two a"), ("3", "Three")]
    move(stage, third, "up")
    assert labels(stage) == [("1", "One"), ("2", "Three"), ("3", "Two"), ("3.1", "Two a")]
    move(stage, second, "in")
    assert labels(stage) == [("1", "One"), ("2", "Three"), ("2.1", "Two"), ("2.1.1", "Two a")]
    move(stage, second, "out")
    move(stage, first, "down")
    assert labels(stage) == [("1", "Three"), ("2", "One"), ("3", "Two"), ("3.1", "Two a")]
    with pytest.raises(Invalid) as caught:
        move(stage, second, "down")
    assert caught.value.problem == "no_place_there"


def test_an_item_never_comes_below_itself_nor_too_deep(stage):
    top = stage.item("One")
    below = stage.item("One a", parent=top)
    for parent in (top, below):
        with pytest.raises(Invalid) as caught:
            stage.run(
                edit_item, public_id=top, seen=seen(stage, top), new=NewItem({"title": {"en": "One"}}, parent=parent)
            )
        assert caught.value.problem == "below_itself"
    third = stage.item("x", parent=below)
    fourth = stage.item("y", parent=third)
    with pytest.raises(Invalid) as caught:
        stage.item("z", parent=fourth)
    assert caught.value.problem == "too_deep"


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"texts": {"title": {"fr": "Ouverture"}}}, "title_en", "required"),
        ({"minutes": 10**9}, "minutes", "out_of_range"),
        ({"minutes": 0}, "minutes", "out_of_range"),
        ({"type": "party"}, "type", "no_such_choice"),
        ({"audience": "friends"}, "audience", "no_such_choice"),
        ({"parent": "nowhere"}, "parent", "no_such_choice"),
        ({"session": "nowhere"}, "session", "no_such_choice"),
        ({"texts": {"title": {"en": "One"}, "note": {"ar": "x" * 5001}}}, "note_ar", "too_long"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(stage, values, field, problem):
    with pytest.raises(Invalid) as caught:
        stage.run(add_item, new=NewItem(**{"texts": {"title": {"en": "One"}}, **values}))
    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_sixty_items_keep_their_order(stage):
    for number in range(60):
        stage.item(f"Item {number}")
    assert labels(stage) == [(str(number + 1), f"Item {number}") for number in range(60)]


def test_a_stale_save_and_a_stale_move_are_refused(stage):
    first, second = stage.item("One"), stage.item("Two")
    before, tree = seen(stage, first), order(stage)
    stage.run(edit_item, public_id=first, seen=before, new=NewItem({"title": {"en": "Uno"}}))
    with pytest.raises(Conflict):
        stage.run(edit_item, public_id=first, seen=before, new=NewItem({"title": {"en": "Un"}}))
    stage.run(move_item, public_id=second, seen=tree, move="up")
    for operation, more in ((move_item, {"move": "up"}), (remove_item, {})):
        with pytest.raises(Conflict):
            stage.run(operation, public_id=first, seen=tree, **more)
    assert labels(stage) == [("1", "Two"), ("2", "Uno")]


def test_what_is_over_stays_as_it_was(stage):
    first, second, third = stage.item("One"), stage.item("Two"), stage.item("Three")
    part = stage.item("Two a", parent=second)
    finish(stage, first)
    finish(stage, part, "current")
    new = NewItem({"title": {"en": "Changed"}})
    with pytest.raises(Conflict) as caught:
        stage.run(edit_item, public_id=first, seen=seen(stage, first), new=new)
    assert caught.value.problem == "item_is_over"
    for public_id in (first, part, second):
        with pytest.raises(Conflict):
            stage.run(remove_item, public_id=public_id, seen=order(stage))
    with pytest.raises(Invalid):
        stage.item("Late", parent=first)
    move(stage, third, "up")
    with pytest.raises(Invalid) as refused:
        move(stage, third, "up")
    assert refused.value.problem == "item_is_over"
    stage.run(
        edit_item, public_id=part, seen=seen(stage, part), new=NewItem({"title": {"en": "New words"}}, parent=second)
    )
    assert ("3.1", "New words") in labels(stage)


def test_what_was_dealt_with_early_lets_the_others_change_places(stage):
    stage.item("One")
    second, third = stage.item("Two"), stage.item("Three")
    finish(stage, third)
    move(stage, second, "up")
    stage.item("Four")
    assert labels(stage) == [("1", "Two"), ("2", "One"), ("3", "Three"), ("4", "Four")]
    with pytest.raises(Invalid):
        stage.item("x", parent=third)


def test_what_has_begun_keeps_its_number_when_one_before_it_goes(stage):
    first, second = stage.item("One"), stage.item("Two")
    part = stage.item("Two a", parent=second)
    third = stage.item("Three")
    finish(stage, part, "done")
    finish(stage, second, "current")
    stage.run(remove_item, public_id=first, seen=order(stage))
    assert labels(stage) == [("2", "Two"), ("2.1", "Two a"), ("3", "Three")]
    stage.item("Four")
    move(stage, third, "down")
    assert labels(stage) == [("2", "Two"), ("2.1", "Two a"), ("3", "Four"), ("4", "Three")]


def test_an_item_goes_with_its_parts_unless_somebody_wrote_for_it(stage):
    first = stage.item("One")
    part = stage.item("One a", parent=first)
    stage.item("Two")
    stage.run(remove_item, public_id=first, seen=order(stage))
    assert labels(stage) == [("1", "Two")]
    assert row_of(stage, part) is None
    (two,) = public_ids(stage)
    asked = {
        "kind": "contribution",
        "party": "name:x",
        "position": 1,
        "identity": "public",
        "name": "Ana",
        "language": "en",
    }
    saved(
        stage.site,
        Speaker(
            proceeding_id=stage.hearing.id,
            item_id=row_of(stage, two).id,
            seconds=60,
            asked_at=now(),
            state="waiting",
            **asked,
        ),
    )
    with pytest.raises(Conflict) as caught:
        stage.run(remove_item, public_id=two, seen=order(stage))
    assert caught.value.problem == "item_in_use"


def test_closed_items_tell_outsiders_label_time_and_state_alone(stage):
    session = stage.session()
    stage.item("One", session=session, minutes=30)
    closed = stage.item("Secret", session=session, minutes=30, audience="closed")
    stage.item("Secret part", parent=closed)
    last = stage.item("Three", session=session)
    panel = actor_for(
        stage.site, make_account(stage.site, "p@example.org", ("panellist", "proceeding", stage.hearing.id))
    )
    member = actor_for(
        stage.site, make_account(stage.site, "m@example.org", ("member", "proceeding", stage.hearing.id))
    )
    assert labels(stage, panel)[1:3] == [("2", "Secret"), ("2.1", "Secret part")]
    for outsider in (ANYBODY, member):
        assert labels(stage, outsider) == [("1", "One"), ("2", None), ("2.1", None), ("3", "Three")]
        with stage.site.database.reading() as db:
            found = items_of(db, outsider, stage.hearing)[1]
            assert (found.withheld, found.type, found.texts, found.papers) == (True, "other", {}, ())
            with pytest.raises(NotFound):
                item_by_public_id(db, outsider, stage.hearing, closed)
            assert item_by_public_id(db, outsider, stage.hearing, last).label == "3"


def test_what_becomes_closed_closes_its_parts_and_readers_are_told_once(stage):
    first = stage.item("One")
    part = stage.item("One a", parent=first)

    def told():
        with stage.site.database.reading() as db:
            query = select(Stream.audience).join(Entry, Entry.stream_id == Stream.id).where(Entry.reference == first)
            return sorted(db.scalars(query))

    assert told() == ["desk", "public"]
    new = NewItem({"title": {"en": "One"}}, audience="closed")
    stage.run(edit_item, public_id=first, seen=seen(stage, first), new=new)
    assert row_of(stage, part).audience == "closed"
    assert told() == ["desk", "desk", "public", "public"]
    stage.run(
        edit_item, public_id=first, seen=seen(stage, first), new=NewItem({"title": {"en": "1"}}, audience="closed")
    )
    assert told() == ["desk", "desk", "desk", "public", "public"]


def test_planned_times_run_through_the_tree(stage):
    session = stage.session()
    stage.item("One", session=session, minutes=15)
    two = stage.item("Two", session=session)
    stage.item("Two a", parent=two, minutes=30)
    stage.item("Two b", parent=two, minutes=45)
    stage.item("Three", session=session)
    stage.item("Four", session=session, minutes=10)
    stage.item("Nowhere", minutes=10)
    with stage.site.database.reading() as db:
        found = {one.texts["title"]["en"]: one for one in items_of(db, stage.secretary, stage.hearing)}
    start, end = found["One"].starts_at, found["Two"].ends_at
    assert start
    assert end
    minutes = {name: (one.starts_at - start) // timedelta(minutes=1) for name, one in found.items() if one.starts_at}
    assert minutes == {"One": 0, "Two": 15, "Two a": 15, "Two b": 45, "Three": 90}
    assert end - start == timedelta(minutes=90)
    assert found["Three"].ends_at is None


def test_the_tree_of_one_hearing_is_not_that_of_another(stage):
    with stage.site.database.reading() as db:
        assert item_rows(db, stage.hearing.id) == []
    outsider = actor_for(
        stage.site, make_account(stage.site, "c@example.org", ("chair", "proceeding", stage.hearing.id))
    )
    with pytest.raises(NotFound):
        stage.run(add_item, outsider, new=NewItem({"title": {"en": "One"}}))
