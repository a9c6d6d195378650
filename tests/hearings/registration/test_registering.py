"""Registering: by the rule, within the window, once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.hearings.programme.models import Plan
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.registering import register
from consult.hearings.registration.queries import announced_speakers, own_registration
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.models import Respondent
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_proceeding, saved
from tests.hearings.registration.scene import Scene, new
from tests.organisations.makers import registered, somebody


def count(site: Site) -> int:
    with site.database.reading() as db:
        return db.scalar(select(func.count()).select_from(Registration)) or 0


def test_first_come_is_accepted_while_there_are_places_then_waits(site: Site, followed):
    scene = Scene(site, places=2)
    made = [scene.register(new(name)) for name in ("First", "Second", "Third")]
    assert [scene.state(one) for one in made] == ["accepted", "accepted", "reserve"]
    assert followed["accepted"] == ["First", "Second"]
    assert scene.told() == ["registered"] * 3
    assert scene.register(new(wish="attend")).state == "accepted"


@pytest.mark.parametrize(
    ("rule", "speaks", "attends"),
    [("priority", "asked", "accepted"), ("balance", "asked", "accepted"), ("invitation", "asked", "asked")],
)
def test_other_rules_ask_the_secretariat_first(site: Site, rule, speaks, attends, followed):
    scene = Scene(site, rule=rule, places=5)
    assert scene.register().state == speaks
    assert scene.register(new(wish="attend")).state == attends
    assert len(followed["accepted"]) == (attends == "accepted")


def test_a_double_click_makes_one_registration_and_another_text_is_refused(site: Site):
    scene, given = Scene(site), new()
    first, again = scene.register(given), scene.register(given)
    assert (again.reference, again.dup, first.dup) == (first.reference, True, False)
    with pytest.raises(Conflict) as refused:
        scene.register(replace(given, name="Somebody else"))
    assert refused.value.problem == "key_used"
    assert count(site) == 1


def test_the_key_of_another_browser_tells_nothing(site: Site):
    scene, given = Scene(site), new()
    first = scene.register(given)
    other = scene.register(given, Actor(sender="another browser"))
    assert other.reference != first.reference


def test_an_account_registers_once_and_again_after_withdrawing(site: Site):
    from consult.hearings.registration.operations.own import withdraw_registration

    scene = Scene(site)
    ana = scene.person("Ana")
    made = scene.register(actor=ana)
    assert scene.row(made).codeword_hash is None
    with pytest.raises(Conflict) as refused:
        scene.register(actor=ana)
    assert refused.value.problem == "registered_already"
    scene.run(withdraw_registration, ana)
    again = scene.register(actor=ana)
    with site.database.reading() as db:
        found = own_registration(db, ana, scene.hearing.id)
        assert found is not None
        assert found.reference == again.reference


def test_the_window_is_the_servers(site: Site):
    scene = Scene(site, registers_from=now() + timedelta(hours=1), registers_until=now() + timedelta(hours=2))
    with pytest.raises(Closed) as refused:
        scene.register()
    assert refused.value.problem == "registration_not_yet"
    shift(site, registers_from=now() - timedelta(hours=1), registers_until=now())
    with pytest.raises(Closed) as refused:
        scene.register()
    assert refused.value.problem == "registration_closed"
    shift(site, registers_from=now() - timedelta(hours=1), registers_until=now() + timedelta(seconds=30))
    assert scene.register().state == "accepted"
    site.work.run(lambda db, _a: db.execute(update(Proceeding).values(state="closed")) and None, TEST)
    with pytest.raises(Closed) as refused:
        scene.register()
    assert refused.value.problem == "registration_closed"


def shift(site: Site, **values) -> None:
    site.work.run(lambda db, _a: db.execute(update(Plan).values(**values)) and None, TEST)


def test_nobody_registers_where_there_is_no_hearing_for_them(site: Site):
    scene = Scene(site)
    room = make_proceeding(site, scene.body, "room", kind="hearing", audience="members")
    other = make_proceeding(site, scene.body, "text")
    member = actor_for(site, make_account(site, "m@example.org", ("member", "proceeding", room.id), name="Mira Member"))
    for found, actor in ((room, Actor(sender="b")), (other, scene.office)):
        with pytest.raises(NotFound):
            site.work.run(register, actor, proceeding_id=found.id, new=new())
    site.work.run(register, member, proceeding_id=room.id, new=new("Another Name"))
    with site.database.reading() as db:
        assert db.scalars(select(Registration.name)).one() == "Mira Member"


REFUSED = (
    ({"wish": "sleep"}, "wish", "no_such_choice"),
    ({"identity": "none"}, "identity", "no_such_choice"),
    ({"name": "  "}, "name", "required"),
    ({"name": "x" * 201}, "name", "too_long"),
    ({"category": "state"}, "category", "set_by_secretariat"),
    ({"category": "martian"}, "category", "no_such_choice"),
    ({"country": "XX"}, "country", "no_such_choice"),
    ({"item": "nosuchitem000000"}, "item", "no_such_choice"),
    ({"item": None}, "item", "required"),
    ({"organisation": "nosuchorganisati"}, "organisation", "no_such_choice"),
    ({"email": "nowhere"}, "email", "not_an_address"),
    ({"needs": "x" * 1001}, "needs", "too_long"),
    ({"codeword_hash": None}, "form", "no_session"),
)


def test_what_cannot_be_taken_is_refused_beside_its_field(site: Site):
    scene = Scene(site, items=True)
    assert scene.item is not None
    for values, field, problem in REFUSED:
        with pytest.raises(Invalid) as refused:
            scene.register(replace(new(item=scene.item.public_id), **values))
        assert (refused.value.field, refused.value.problem) == (field, problem)
    assert count(site) == 0


def test_breaks_closed_and_finished_items_are_not_offered(site: Site):
    scene = Scene(site, items=True)
    for values in ({"type": "break"}, {"audience": "closed"}, {"state": "done"}):
        row = scene.agenda_item("3", **values)
        with pytest.raises(Invalid) as refused:
            scene.register(new(item=row.public_id))
        assert refused.value.field == "item"


def test_a_registered_organisation_speaks_through_its_representatives(site: Site):
    scene = Scene(site)
    first = somebody(site, "founder")
    organisation = registered(site, first, "Amnesia Watch", category="academia", country="KE")
    with site.database.reading() as db:
        boss = db.scalars(select(Account).where(Account.email == "founder@example.org")).one()
    helper = make_account(site, "h@example.org", ("organisation_member", "organisation", organisation.id))
    given = new(organisation=organisation.public_id, organisation_name="Whatever was typed", country="CH")
    row = scene.row(scene.register(given, actor_for(site, boss)))
    assert (row.category, row.country, row.organisation) == ("academia", "KE", organisation.public_id)
    assert row.organisation_name == "Amnesia Watch"
    with pytest.raises(Invalid) as refused:
        scene.register(given, actor_for(site, helper))
    assert refused.value.problem == "only_representative"
    with pytest.raises(Invalid) as refused:
        scene.register(given, scene.person("Stranger"))
    assert refused.value.problem == "no_such_choice"


def test_invitations_decide_who_registers_where_they_count(site: Site):
    scene = Scene(site, rule="invitation", places=1, hearing={"respondents": "link"})
    saved(site, Respondent(proceeding_id=scene.hearing.id, token_hash="t", language="en", made_at=now()))
    with pytest.raises(Closed) as refused:
        scene.register()
    assert refused.value.problem == "by_invitation"
    invited = [scene.register(new(), Actor(sender=f"b{n}", invitations=("t",))) for n in range(2)]
    assert [one.state for one in invited] == ["accepted", "reserve"]


def test_readers_learn_of_a_hidden_name_only_category_and_region(site: Site):
    scene = Scene(site)
    scene.register(new("Known Speaker", organisation_name="Open Union", country="KE", category="academia"))
    scene.register(
        new("Hidden Speaker", identity="secretariat", organisation_name="Quiet Union", country="KE", category="media")
    )
    scene.register(new("Listener", wish="attend"))
    with site.database.reading() as db:
        known, hidden = announced_speakers(db, Actor(), scene.hearing)
    assert (known.name, known.organisation, known.country) == ("Known Speaker", "Open Union", "KE")
    assert (hidden.name, hidden.organisation, hidden.country) == (None, None, None)
    assert (hidden.category, hidden.region) == ("media", "africa")


def test_the_list_of_speakers_is_not_there_for_who_may_not_see_the_hearing(site: Site):
    scene = Scene(site, hearing={"state": "draft"})
    with site.database.reading() as db:
        assert announced_speakers(db, scene.office, scene.hearing) == []
        with pytest.raises(NotFound):
            announced_speakers(db, Actor(), scene.hearing)
