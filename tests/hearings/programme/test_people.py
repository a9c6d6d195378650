"""The people of a hearing: by account with the role that goes with the part, or as a name alone."""

import pytest
from sqlalchemy import select

from consult.bodies.models import Grant
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.programme.models import HearingPerson
from consult.hearings.programme.operations.people import add_person, edit_person, remove_person
from consult.hearings.programme.queries import people_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewPerson
from tests.factories import actor_for, make_account


def roles(stage, account):
    with stage.site.database.reading() as db:
        query = select(Grant.role).where(Grant.account_id == account.id, Grant.ended_at.is_(None))
        return sorted(db.scalars(query.where(Grant.scope == "proceeding", Grant.scope_id == stage.hearing.id)))


def seen(stage, public_id):
    with stage.site.database.reading() as db:
        return fingerprint(db, db.scalar(select(HearingPerson).where(HearingPerson.public_id == public_id)))


def names(stage):
    with stage.site.database.reading() as db:
        return [(one.role, one.name) for one in people_of(db, stage.hearing.id)]


def test_a_part_gives_its_role_and_takes_it_away(stage):
    ana = make_account(stage.site)
    for part, role in (
        ("chair", "chair"),
        ("panel", "panellist"),
        ("note_taker", "note_taker"),
        ("interpreter", "note_taker"),
        ("secretary", "secretary"),
    ):
        public_id = stage.run(add_person, new=NewPerson(part, email="ana@example.org"))
        assert (roles(stage, ana), names(stage)) == ([role], [(part, "Ana Tesch")])
        stage.run(remove_person, public_id=public_id, seen=seen(stage, public_id))
        assert (roles(stage, ana), names(stage)) == ([], [])


def test_another_part_with_the_same_role_keeps_it(stage):
    ana = make_account(stage.site)
    notes = stage.run(add_person, new=NewPerson("note_taker", email="ana@example.org"))
    stage.run(add_person, new=NewPerson("interpreter", email="ana@example.org"))
    stage.run(remove_person, public_id=notes, seen=seen(stage, notes))
    assert roles(stage, ana) == ["note_taker"]


def test_a_new_part_changes_the_role(stage):
    ana = make_account(stage.site)
    public_id = stage.run(add_person, new=NewPerson("panel", email="ana@example.org"))
    stage.run(edit_person, public_id=public_id, seen=seen(stage, public_id), new=NewPerson("chair", name="Dr A. Tesch"))
    assert (roles(stage, ana), names(stage)) == (["chair"], [("chair", "Dr A. Tesch")])


def test_a_name_alone_gets_no_role_and_stands_by_its_part(stage):
    stage.run(
        add_person, new=NewPerson("panel", name="Ann Other", office="Rapporteur", country="CH", languages=("fr",))
    )
    stage.run(add_person, new=NewPerson("chair", name="The Chair"))
    assert names(stage) == [("chair", "The Chair"), ("panel", "Ann Other")]


@pytest.mark.parametrize(
    ("new", "field", "problem"),
    [
        (NewPerson("panel"), "name", "required"),
        (NewPerson("panel", email="nobody@example.org"), "email", "no_such_account"),
        (NewPerson("guest", name="x"), "role", "no_such_choice"),
        (NewPerson("panel", name="x" * 201), "name", "too_long"),
        (NewPerson("panel", name="x", country="XX"), "country", "no_such_country"),
        (NewPerson("panel", name="x", category="friends"), "category", "no_such_choice"),
        (NewPerson("panel", name="x", languages=("xx",)), "languages", "no_such_choice"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(stage, new, field, problem):
    with pytest.raises(Invalid) as caught:
        stage.run(add_person, new=new)
    assert (caught.value.field, caught.value.problem) == (field, problem)


def test_a_stale_save_is_refused(stage):
    public_id = stage.run(add_person, new=NewPerson("panel", name="Ann"))
    before = seen(stage, public_id)
    stage.run(edit_person, public_id=public_id, seen=before, new=NewPerson("panel", name="Ann Other"))
    with pytest.raises(Conflict):
        stage.run(remove_person, public_id=public_id, seen=before)
    assert names(stage) == [("panel", "Ann Other")]


def test_the_chair_names_nobody(stage):
    chair = actor_for(stage.site, make_account(stage.site, "c@example.org", ("chair", "proceeding", stage.hearing.id)))
    with pytest.raises(NotFound):
        stage.run(add_person, chair, new=NewPerson("panel", name="Ann"))
