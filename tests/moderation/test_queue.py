"""The filters of the queue and their counts, and the views that somebody saved of them."""

import random
from dataclasses import replace
from itertools import product

import pytest

from consult.contributions.operations.own import correct_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.moderation.filters import AGES, FIELDS, HOLDERS, MARKS, Filter, unknown_values, without
from consult.moderation.operations.claiming import claim
from consult.moderation.operations.escalating import escalate
from consult.moderation.operations.settings import set_desk
from consult.moderation.operations.views import canonical, remove_view, rename_view, save_view
from consult.moderation.queries import PAGE, matching_ids, next_reference, queue, queue_size
from consult.moderation.view_queries import Wanted, desk_wanted, saved_views
from tests.factories import actor_for, make_account, make_comment
from tests.moderation.queue_scene import make_desk


@pytest.fixture
def desk(site):
    return make_desk(site)


def references(desk, wanted, who="nadia"):
    with desk.site.database.reading() as db:
        return [line.reading.reference for line in queue(db, desk.actors[who], wanted).lines]


def mixed(desk):
    """Comments of every sort, in a drawn order."""
    dice = random.Random(7)
    for room, language in product((0, 1), ("en", "de", "ar")):
        for number in range(4):
            reference = desk.comment(room, language=language)
            if number == 0:
                desk.age(reference, dice.choice((1, 3, 8, 40)))
            if number == 1:
                desk.run("kwabena", claim, reference=reference)
            if number == 2:
                desk.run("kwabena", escalate, reference=reference, note="What now?")
    desk.flag(desk.published(language="de"))
    desk.run("nadia", claim, reference=desk.comment())
    make_comment(desk.site, desk.elsewhere, "not theirs")


def test_every_count_is_the_length_of_the_list_behind_it(desk):
    mixed(desk)
    room = desk.rooms[1].public_id
    starts = [
        Filter(),
        Filter(language="de"),
        Filter(proceeding=room),
        Filter(body="commission", age="two-days"),
        Filter(escalated="yes"),
        Filter(assigned="others", language="ar"),
        Filter(flagged="yes"),
        Filter(assigned="nobody", proceeding=room),
    ]
    with desk.site.database.reading() as db:
        nadia = desk.actors["nadia"]
        for start in starts:
            found = queue(db, nadia, start)
            assert found.total == len(found.lines) > 0, start
            assert set(found.counts) == set(FIELDS)
            for name, counts in found.counts.items():
                for value, number in counts:
                    behind = queue(db, nadia, replace(start, **{name: value}))
                    assert (behind.total, len(behind.lines)) == (number, number), (start, name, value)
            assert len(db.execute(matching_ids(nadia, start, now())).all()) == found.total


def test_the_queue_of_others_is_not_counted(desk):
    mixed(desk)
    with desk.site.database.reading() as db:
        assert queue_size(db, desk.actors["other"]) == 1
        assert queue(db, desk.actors["other"], Filter()).counts["body"] == [("elsewhere", 1)]
        assert queue_size(db, desk.actors["rapporteur"]) == 0
        assert queue(db, desk.actors["rapporteur"], Filter()).lines == []
        hers = queue(db, desk.actors["nadia"], Filter())
        assert all(line.proceeding.id != desk.elsewhere.id for line in hers.lines)


def test_a_correction_waits_from_when_it_was_sent(desk):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    old, new = desk.comment(actor=author), desk.comment()
    desk.age(old, 3)
    assert references(desk, Filter()) == [old, new]
    passages = (NewPassage(text="Other words"),)
    desk.site.work.run(correct_contribution, author, reference=old, seen=1, passages=passages)
    assert references(desk, Filter()) == [new, old]
    assert references(desk, Filter(age="two-days")) == []


def test_values_that_nothing_can_have_leave_nothing(desk):
    desk.comment()
    wanted = [Filter(age="soon"), Filter(flagged="maybe"), Filter(assigned="you"), Filter(body="x"), Filter(kind="x")]
    assert [references(desk, one) for one in wanted] == [[]] * 5
    assert [unknown_values(one) for one in wanted[:3]] == [
        [("age", "soon")],
        [("flagged", "maybe")],
        [("assigned", "you")],
    ]
    assert unknown_values(Filter(age=next(iter(AGES)), assigned=HOLDERS[0], **dict.fromkeys(MARKS, "yes"))) == []
    assert without(wanted[0], "age") == Filter()
    with desk.site.database.reading() as db:
        assert db.execute(matching_ids(desk.actors["nadia"], wanted[0], now())).all() == []


def test_pages_follow_one_another_and_the_last_leads_to_the_first(desk):
    every = [desk.comment() for _ in range(PAGE + 3)]
    with desk.site.database.reading() as db:
        nadia = desk.actors["nadia"]
        pages = [[line.reading.reference for line in queue(db, nadia, Filter(), page).lines] for page in (1, 2, 3)]
        assert pages == [every[:PAGE], every[PAGE:], []]
        assert next_reference(db, nadia, Filter(), every[PAGE - 1]) == every[PAGE]
        assert next_reference(db, nadia, Filter(), every[-1]) == every[0]


def test_views_are_saved_renamed_and_removed_by_their_owner_alone(desk):
    given = {"place": "queue", "query": "language=de&age=week&kind="}
    view = desk.run("nadia", save_view, name="  Old   German ", **given)
    desk.run("kwabena", save_view, name="Old German", **given)
    with pytest.raises(Conflict) as refused:
        desk.run("nadia", save_view, name="Old German", **given)
    assert refused.value.problem == "name_taken"
    other = desk.run("nadia", save_view, name="Everything", place="queue", query="")
    with pytest.raises(Conflict):
        desk.run("nadia", rename_view, public_id=other, name="Old German")
    for operation, more in ((rename_view, {"name": "Mine"}), (remove_view, {})):
        with pytest.raises(NotFound):
            desk.run("kwabena", operation, public_id=view, **more)
    desk.run("nadia", rename_view, public_id=view, name="German")
    with desk.site.database.reading() as db:
        mine = [(one.name, one.query) for one in saved_views(db, desk.actors["nadia"], "queue")]
    assert mine == [("Everything", ""), ("German", "age=week&language=de")]
    desk.run("nadia", remove_view, public_id=view)
    with desk.site.database.reading() as db:
        assert [one.name for one in saved_views(db, desk.actors["nadia"], "queue")] == ["Everything"]


def test_a_view_has_a_name_and_a_place(desk):
    for name in ("", "  ", "x" * 81):
        with pytest.raises(Invalid):
            desk.run("nadia", save_view, place="queue", name=name, query="")
    with pytest.raises(Invalid):
        desk.run("nadia", save_view, place="queue", name="x", query="kind=" + "x" * 1000)
    with pytest.raises(Invalid):
        desk.run("nadia", save_view, place="docket", name="x", query="")
    with pytest.raises(NotFound):
        desk.run("rapporteur", save_view, place="queue", name="x", query="")
    with pytest.raises(NotFound):
        desk.run("other", save_view, place="docket", proceeding_id=desk.rooms[0].id, name="x", query="")
    desk.run("rapporteur", save_view, place="docket", proceeding_id=desk.rooms[0].id, name="x", query="state=hidden")
    with desk.site.database.reading() as db:
        found = saved_views(db, desk.actors["rapporteur"], "docket", desk.rooms[0].id)
    assert [one.query for one in found] == ["state=hidden"]


def test_a_canonical_query_is_the_same_for_the_same_filters():
    assert canonical("b=2&a=1&c=") == canonical("a=1&b=2") == "a=1&b=2"
    assert canonical("q=a%26b") == "q=a%26b"


def test_the_desk_is_as_its_moderator_wants_it(desk):
    desk.run("nadia", set_desk, veils_all=True, keys_off=False)
    desk.run("nadia", set_desk, veils_all=True, keys_off=True)
    with pytest.raises(NotFound):
        desk.run("rapporteur", set_desk, veils_all=True, keys_off=True)
    with desk.site.database.reading() as db:
        assert desk_wanted(db, desk.actors["nadia"]) == Wanted(True, True)
        assert desk_wanted(db, desk.actors["kwabena"]) == Wanted(False, False)
