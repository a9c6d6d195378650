"""What happens to a room in the same moment, on PostgreSQL: the one that was first is seen by the other."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import token_hash
from consult.core.actors import Actor
from consult.core.errors import Conflict, NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import accept_invitation
from consult.site import Site
from consult.workspaces.rooms.operations.joining import ask_to_join
from consult.workspaces.rooms.operations.leaving import change_role, leave_room
from tests.core.racing import second_waits_for_first
from tests.core.streams import in_threads
from tests.factories import actor_for, make_account
from tests.workspaces.rooms.makers import insider, invited, make_room, roles_of

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgres"], indirect=True)]


@pytest.fixture
def leaders(site: Site, room: Proceeding) -> list[tuple[Account, Actor]]:
    """Two who lead the room, and nobody else does."""
    return [insider(site, room, "chair", name) for name in ("first", "second")]


def as_actor(site: Site, actor: Actor, operation: Any, **values: Any) -> Any:
    """An operation of somebody that is held before its commit."""

    def held(db: Session, _actor: Actor) -> None:
        operation(db, site.work.reload_actor(db, actor), **values)

    return held


def test_of_two_last_chairs_who_leave_at_once_one_stays(site: Site, room: Proceeding, leaders):
    (one, first), (other, second) = leaders
    here: dict[str, Any] = {"proceeding_id": room.id}
    refused = second_waits_for_first(
        site, as_actor(site, first, leave_room, **here), lambda: site.work.run(leave_room, second, **here)
    )
    assert isinstance(refused, Conflict)
    assert (roles_of(site, room, one), roles_of(site, room, other)) == ([], ["chair"])


def test_however_two_last_chairs_leave_side_by_side_somebody_leads(site: Site, body, room: Proceeding, leaders):
    for number in range(5):
        again = make_room(site, body, f"room-{number}")
        pair = [insider(site, again, "chair", f"c{number}{side}") for side in "ab"]
        came = in_threads([partial(site.work.run, leave_room, who, proceeding_id=again.id) for _one, who in pair])
        assert sum(isinstance(one, Conflict) for one in came) == 1, came
        assert sorted(len(roles_of(site, again, one)) for one, _who in pair) == [0, 1]


def test_a_chair_who_steps_down_while_the_other_one_leaves_is_told_so(site: Site, room: Proceeding, leaders):
    (one, first), (_other, second) = leaders
    here: dict[str, Any] = {"proceeding_id": room.id}
    down = {"person": one.public_id, "role": "member"}
    refused = second_waits_for_first(
        site,
        as_actor(site, second, leave_room, **here),
        lambda: site.work.run(change_role, first, **here, **down),
    )
    assert isinstance(refused, Conflict)
    assert roles_of(site, room, one) == ["chair"]


def test_an_invitation_that_two_browsers_take_up_gives_one_seat(site: Site, room: Proceeding, leaders):
    newcomer = make_account(site, "new@example.org")
    invited(site, leaders[0][1], room, "new@example.org")
    browsers = [actor_for(site, newcomer) for _two in range(2)]
    came = in_threads([partial(site.work.run, accept_invitation, who, token_hash=token_hash("t")) for who in browsers])
    assert sum(isinstance(one, NotFound) for one in came) == 1, came
    assert roles_of(site, room, newcomer) == ["member"]


def test_a_request_that_is_sent_twice_at_once_waits_once(site: Site, body):
    listed, asker = make_room(site, body, "coalition", listed=True), make_account(site, "asker@example.org")
    browsers = [actor_for(site, asker) for _two in range(2)]
    values: dict[str, Any] = {"slug": listed.slug, "text": "Let me in.", "language": "en"}
    came = in_threads([partial(site.work.run, ask_to_join, who, **values) for who in browsers])
    assert sum(isinstance(one, Conflict) for one in came) == 1, came
