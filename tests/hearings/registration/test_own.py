"""The own registration: withdrawn, checked in, with an address for news; and who moves up."""

from datetime import timedelta

import pytest

from consult.core.actors import Actor
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.hearings.registration.operations.own import (
    check_in,
    check_out,
    set_registration_address,
    withdraw_registration,
)
from consult.hearings.registration.queries import place_in_reserve
from consult.site import Site
from tests.hearings.registration.scene import Scene, new


def test_the_first_of_the_reserve_gets_the_place_of_who_withdraws(site: Site, followed):
    scene = Scene(site, places=1)
    made = [scene.register(new(name)) for name in ("First", "Second", "Third")]
    scene.run(withdraw_registration, scene.holder(made[0]))
    assert [scene.state(one) for one in made] == ["withdrawn", "accepted", "reserve"]
    assert followed == {"accepted": ["First", "Second"], "gone": ["First"], "present": [], "forgotten": []}
    assert scene.told() == ["registered"] * 3 + ["withdrawn", "accepted"]


def test_who_withdraws_from_the_reserve_or_only_attends_frees_no_place(site: Site, followed):
    scene = Scene(site, places=1)
    made = [scene.register(new(name)) for name in ("First", "Second", "Third")]
    listener = scene.register(new("Listener", wish="attend"))
    for one in (made[1], listener):
        scene.run(withdraw_registration, scene.holder(one))
    assert [scene.state(one) for one in made] == ["accepted", "withdrawn", "reserve"]
    assert followed["gone"] == ["Listener"]
    with site.database.reading() as db:
        assert place_in_reserve(db, scene.row(made[2])) == 1
        assert place_in_reserve(db, scene.row(made[0])) is None


def test_only_the_own_registration_is_withdrawn_and_once(site: Site):
    scene = Scene(site)
    made = scene.register()
    for nobody in (Actor(sender="b"), scene.person("Stranger"), scene.office):
        with pytest.raises(NotFound):
            scene.run(withdraw_registration, nobody)
    scene.run(withdraw_registration, scene.holder(made))
    with pytest.raises(Conflict):
        scene.run(withdraw_registration, scene.holder(made))


def test_a_codeword_of_another_hearing_opens_nothing_here(site: Site):
    from tests.factories import make_proceeding

    scene = Scene(site)
    made = scene.register()
    other = make_proceeding(site, scene.body, "other", kind="hearing", is_live=True)
    with pytest.raises(NotFound):
        site.work.run(withdraw_registration, scene.holder(made), proceeding_id=other.id)


def test_checking_in_and_out(site: Site, followed):
    scene = Scene(site)
    scene.session(begins=timedelta(minutes=59))
    made = scene.register()
    own = scene.holder(made)
    scene.run(check_in, own, mode="room")
    assert scene.row(made).mode == "room"
    assert scene.row(made).present_at is not None
    scene.run(check_in, own, mode="online")
    scene.run(check_out, own)
    assert (scene.row(made).mode, scene.row(made).present_at) == (None, None)
    assert followed["present"] == ["Ama Toure"] * 3
    with pytest.raises(Conflict):
        scene.run(check_out, own)


def test_checking_in_is_refused_too_early_elsewhere_and_before_being_accepted(site: Site):
    scene = Scene(site, places=0)
    scene.session(begins=timedelta(minutes=61))
    listener, waiting = scene.register(new(wish="attend")), scene.register()
    with pytest.raises(Closed) as refused:
        scene.run(check_in, scene.holder(listener), mode="room")
    assert refused.value.problem == "doors_closed"
    with pytest.raises(Invalid):
        scene.run(check_in, scene.holder(listener), mode="moon")
    with pytest.raises(Conflict):
        scene.run(check_in, scene.holder(waiting), mode="room")
    with pytest.raises(NotFound):
        scene.run(check_in, scene.person("Stranger"), mode="room")


def test_withdrawing_ends_the_presence(site: Site):
    scene = Scene(site)
    scene.session(begins=timedelta(0))
    made = scene.register()
    scene.run(check_in, scene.holder(made), mode="room")
    scene.run(withdraw_registration, scene.holder(made))
    assert scene.row(made).mode is None


def test_an_address_is_left_and_taken_back(site: Site):
    scene = Scene(site)
    made, ana = scene.register(), scene.person("Ana")
    own = scene.holder(made)
    scene.run(set_registration_address, own, email=" Ama@Example.org ", told_in="fr")
    assert (scene.row(made).email, scene.row(made).told_in) == ("ama@example.org", "fr")
    with pytest.raises(Invalid):
        scene.run(set_registration_address, own, email="nowhere", told_in="en")
    scene.run(set_registration_address, own, email="", told_in="en")
    assert scene.row(made).email is None
    scene.register(actor=ana)
    with pytest.raises(Conflict):
        scene.run(set_registration_address, ana, email="a@example.org", told_in="en")
