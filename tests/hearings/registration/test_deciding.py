"""What the office decides: by hand, for one or many, and by confirming what the rule gives."""

from typing import Any

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.deciding import (
    add_by_hand,
    decide_registrations,
    note_presence,
    set_category,
)
from consult.hearings.registration.operations.own import withdraw_registration
from consult.hearings.registration.operations.selecting import confirm_selection, mark_of
from consult.hearings.registration.queries import (
    Wanted,
    candidates,
    registration_at,
    registrations,
    registrations_to_export,
)
from consult.hearings.registration.selection import propose
from consult.site import Site
from tests.hearings.registration.scene import Scene, new


def decide(scene: Scene, act: str, *made, reason: str = "") -> int:
    ids = [one.public_id for one in made]
    decided: int = scene.run(decide_registrations, scene.office, public_ids=ids, act=act, reason=reason)
    return decided


def test_one_and_many_are_decided_on_and_told(site: Site, followed):
    scene = Scene(site, rule="priority", places=2)
    made = [scene.register(new(name)) for name in ("First", "Second", "Third")]
    assert decide(scene, "accept", made[0], made[1]) == 2
    decide(scene, "decline", made[2], reason="The item is about something else.")
    assert [scene.state(one) for one in made] == ["accepted", "accepted", "declined"]
    assert scene.row(made[2]).reason == "The item is about something else."
    assert followed["accepted"] == ["First", "Second"]
    with site.database.reading() as db:
        jobs = [job.values["state"] for job in db.scalars(select(Job).where(Job.kind == "tell_registration"))]
    assert jobs == ["accepted", "accepted", "declined"]


@pytest.mark.parametrize("act", ["remove", "decline"])
def test_a_place_that_the_office_frees_goes_to_the_first_of_the_reserve(site: Site, act, followed):
    scene = Scene(site, places=1)
    made = [scene.register(new(name)) for name in ("First", "Second", "Third")]
    decide(scene, act, made[0], reason="A reason.")
    assert [scene.state(one) for one in made][1:] == ["accepted", "reserve"]
    assert followed["gone"] == ["First"]


def test_who_is_put_into_the_reserve_leaves_the_place_free_for_a_decision(site: Site, followed):
    scene = Scene(site, places=1)
    made = [scene.register(new(name)) for name in ("First", "Second")]
    decide(scene, "reserve", made[0])
    assert [scene.state(one) for one in made] == ["reserve", "reserve"]
    decide(scene, "accept", made[1])
    assert followed == {"accepted": ["First", "Second"], "gone": ["First"], "present": [], "forgotten": []}


def test_what_cannot_be_decided_is_refused_and_nothing_changes(site: Site):
    scene = Scene(site, places=1)
    first, second = scene.register(), scene.register()
    for act, ids, problem in (
        ("accept", (second,), "places_taken"),
        ("accept", (first,), "wrong_state"),
        ("decline", (first, second), "required"),
        ("sing", (first,), "no_such_choice"),
        ("accept", (), "nothing_ticked"),
    ):
        with pytest.raises((Conflict, Invalid)) as refused:
            decide(scene, act, *ids)
        assert refused.value.problem == problem
    with pytest.raises(NotFound):
        scene.run(decide_registrations, scene.office, public_ids=["nosuchthing00000"], act="remove")
    assert (scene.state(first), scene.state(second)) == ("accepted", "reserve")


def test_nobody_but_the_office_decides_or_reads(site: Site):
    scene = Scene(site)
    made, chair = scene.register(), scene.chair()
    with pytest.raises(NotFound):
        scene.run(decide_registrations, chair, public_ids=[made.public_id], act="remove")
    with pytest.raises(NotFound):
        scene.run(add_by_hand, chair, new=new())
    with pytest.raises(NotFound):
        scene.run(set_category, chair, public_id=made.public_id, category="state", country=None)
    with pytest.raises(NotFound):
        scene.run(note_presence, chair, public_id=made.public_id, mode="room")
    with pytest.raises(NotFound):
        scene.run(confirm_selection, chair, seen="", chosen=[])
    with site.database.reading() as db:
        for read in (registrations, registrations_to_export):
            with pytest.raises(NotFound):
                read(db, chair, scene.hearing)
        with pytest.raises(NotFound):
            registration_at(db, chair, scene.hearing, made.public_id)
        assert registration_at(db, scene.office, scene.hearing, made.public_id).reference == made.reference


def test_the_office_says_who_is_a_state(site: Site):
    scene = Scene(site, places=1, registers_until=None)
    given = new("The Permanent Mission", category="state", country="KE", email="mission@example.org")
    added = scene.run(add_by_hand, scene.office, new=given)
    again = scene.run(add_by_hand, scene.office, new=given)
    assert (added.state, again.dup) == ("accepted", True)
    assert scene.row(added).category == "state"
    with pytest.raises(Conflict) as refused:
        scene.run(add_by_hand, scene.office, new=new())
    assert refused.value.problem == "places_taken"
    waits = scene.run(add_by_hand, scene.office, new=new(), state="reserve")
    scene.run(set_category, scene.office, public_id=waits.public_id, category="un_entity", country="CH")
    assert (scene.row(waits).category, scene.row(waits).country) == ("un_entity", "CH")
    for values, field in (
        ({"category": "martian", "country": None}, "category"),
        ({"category": None, "country": "XX"}, "country"),
    ):
        with pytest.raises(Invalid) as wrong:
            scene.run(set_category, scene.office, public_id=waits.public_id, **values)
        assert wrong.value.field == field
    with pytest.raises(Invalid):
        scene.run(add_by_hand, scene.office, new=new(), state="removed")


def test_somebody_is_checked_in_at_the_door(site: Site, followed):
    scene = Scene(site, places=1)
    first, second = scene.register(), scene.register()
    scene.run(note_presence, scene.office, public_id=first.public_id, mode="room")
    assert scene.row(first).mode == "room"
    scene.run(note_presence, scene.office, public_id=first.public_id, mode=None)
    assert len(followed["present"]) == 2
    with pytest.raises(Conflict):
        scene.run(note_presence, scene.office, public_id=second.public_id, mode="room")
    with pytest.raises(Invalid):
        scene.run(note_presence, scene.office, public_id=first.public_id, mode="moon")


def test_who_was_declined_and_registered_again_is_not_accepted_twice(site: Site):
    scene = Scene(site, rule="priority")
    ana = scene.person("Ana")
    first = scene.register(actor=ana)
    decide(scene, "decline", first, reason="Not yet.")
    scene.register(actor=ana)
    with pytest.raises(Conflict) as refused:
        decide(scene, "accept", first)
    assert refused.value.problem == "registered_already"


def selection(scene: Scene) -> tuple[str, list[Any]]:
    from consult.hearings.programme.queries import plan_of

    with scene.site.database.reading() as db:
        plan, known = plan_of(db, scene.hearing.id), candidates(db, scene.hearing.id)
    return mark_of(plan.rule, plan.places, known), propose(plan.rule, known, plan.places)


def test_the_proposal_is_confirmed_as_it_is(site: Site, followed):
    scene = Scene(site, rule="balance", places=2)
    for name, category in (("A", "academia"), ("B", "academia"), ("C", "media"), ("D", "media")):
        scene.register(new(name, category=category))
    seen, proposed = selection(scene)
    assert scene.run(confirm_selection, scene.office, seen=seen, chosen=proposed) == (2, 2)
    assert followed["accepted"] == ["A", "C"]
    with site.database.reading() as db:
        rows = {row.name: row for row in db.scalars(select(Registration))}
    assert {name: row.state for name, row in rows.items()} == {
        "A": "accepted", "B": "reserve", "C": "accepted", "D": "reserve",
    }  # fmt: skip


def test_the_office_changes_the_order_and_the_reserve_follows_it(site: Site):
    scene = Scene(site, rule="balance", places=1)
    made = [scene.register(new(name)) for name in ("A", "B", "C")]
    seen, proposed = selection(scene)
    changed = [
        one._replace(position={"B": 1, "C": 2, "A": 3}[scene.row(registered).name])
        for one, registered in zip(proposed, made, strict=True)
    ]
    changed = [one._replace(state="accepted" if one.position == 1 else "reserve") for one in changed]
    scene.run(confirm_selection, scene.office, seen=seen, chosen=changed)
    assert [scene.state(one) for one in made] == ["reserve", "accepted", "reserve"]
    scene.run(withdraw_registration, scene.holder(made[1]))
    assert [scene.state(one) for one in made] == ["reserve", "withdrawn", "accepted"]


def test_a_confirmation_of_an_older_proposal_is_refused(site: Site):
    scene = Scene(site, rule="balance", places=1)
    scene.register()
    seen, proposed = selection(scene)
    scene.register()
    with pytest.raises(Conflict) as refused:
        scene.run(confirm_selection, scene.office, seen=seen, chosen=proposed)
    assert refused.value.problem == "changed_meanwhile"


def test_a_selection_that_does_not_fit_is_refused(site: Site):
    scene = Scene(site, rule="balance", places=1)
    first, second = scene.register(), scene.register()
    seen, proposed = selection(scene)
    with pytest.raises(Conflict) as refused:
        scene.run(
            confirm_selection, scene.office, seen=seen, chosen=[one._replace(state="accepted") for one in proposed]
        )
    assert refused.value.problem == "places_taken"
    for wrong in (proposed[:1], [*proposed, proposed[0]], [one._replace(state="removed") for one in proposed]):
        with pytest.raises(Invalid):
            scene.run(confirm_selection, scene.office, seen=seen, chosen=wrong)
    assert (scene.state(first), scene.state(second)) == ("asked", "asked")


def test_the_list_is_narrowed_by_state_wish_category_region_and_item(site: Site):
    scene = Scene(site, items=True, places=1)
    assert scene.item is not None
    scene.register(new("Kenya", country="KE", category="media", item=scene.item.public_id))
    scene.register(new("Nowhere", item=scene.item.public_id))
    scene.register(new("Listener", wish="attend", country="FR"))
    with site.database.reading() as db:
        for wanted, names in (
            (Wanted(), ["Kenya", "Nowhere", "Listener"]),
            (Wanted(state="reserve"), ["Nowhere"]),
            (Wanted(wish="attend"), ["Listener"]),
            (Wanted(category="media"), ["Kenya"]),
            (Wanted(category="none"), ["Nowhere", "Listener"]),
            (Wanted(region="africa"), ["Kenya"]),
            (Wanted(region="none"), ["Nowhere"]),
            (Wanted(item=scene.item.id), ["Kenya", "Nowhere"]),
        ):
            assert [row.name for row in registrations(db, scene.office, scene.hearing, wanted)] == names
