"""Two who want the last place, and one who withdraws while another registers: every outcome is one of the serial ones."""

import pytest

from consult.core.actors import Actor
from consult.hearings.registration.operations.own import withdraw_registration
from consult.hearings.registration.operations.registering import register
from consult.site import Site
from tests.core.racing import database_url, second_waits_for_first
from tests.hearings.registration.scene import Scene, new

pytestmark = pytest.mark.postgres
__all__ = ["database_url"]  # races need two connections that write


def test_the_last_place_is_given_once(site: Site):
    scene = Scene(site, places=1)

    def first(db, _actor):
        register(db, Actor(sender="first"), proceeding_id=scene.hearing.id, new=new("First"))

    second = second_waits_for_first(site, first, lambda: scene.register(new("Second")))
    assert second.state == "reserve"


def test_an_account_that_registers_in_two_windows_is_registered_once(site: Site):
    from consult.core.errors import Conflict

    scene = Scene(site)
    ana = scene.person("Ana")

    def first(db, _actor):
        register(db, ana, proceeding_id=scene.hearing.id, new=new("Ana"))

    second = second_waits_for_first(site, first, lambda: scene.register(new("Ana"), ana))
    assert isinstance(second, Conflict)
    assert second.problem == "registered_already"


def test_who_registers_while_somebody_withdraws_waits_behind_the_reserve(site: Site):
    scene = Scene(site, places=1)
    made = [scene.register(new(name)) for name in ("First", "Second")]

    def first(db, _actor):
        withdraw_registration(db, scene.holder(made[0]), proceeding_id=scene.hearing.id)

    third = second_waits_for_first(site, first, lambda: scene.register(new("Third")))
    assert (third.state, scene.state(made[1])) == ("reserve", "accepted")
