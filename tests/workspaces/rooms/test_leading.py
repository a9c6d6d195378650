"""An operator names somebody to lead a room that nobody leads any more, and no other."""

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from consult.bodies.models import Grant
from consult.cli import commands
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.workspaces.rooms.operations.leading import name_leader
from tests.factories import TEST, make_account
from tests.workspaces.rooms.makers import insider, roles_of, seat_of, told

NAMED = {"slug": "advisers", "email": "new@example.org"}


def test_a_room_that_nobody_leads_gets_a_chair(site, room):
    newcomer, (_account, chair) = make_account(site, "new@example.org"), insider(site, room, "chair")
    with pytest.raises(Conflict, match="led_already"):
        site.work.run(name_leader, TEST, **NAMED)
    site.work.run(lambda db, _actor: db.execute(update(Grant).values(valid_until=now())), TEST)
    for wrong in ({"slug": "no-room"}, {"email": "nobody@example.org"}):
        with pytest.raises(NotFound):
            site.work.run(name_leader, TEST, **NAMED | wrong)
    with pytest.raises(NotFound):
        site.work.run(name_leader, chair, **NAMED)
    site.work.run(name_leader, TEST, **NAMED)
    assert roles_of(site, room, newcomer) == ["chair"]
    assert seat_of(site, room, newcomer).left_at is None
    assert told(site, room) == ["seat.taken"]


@pytest.mark.pages
def test_the_command_says_in_one_line_what_came_of_it(site, room, tmp_path, monkeypatch):
    monkeypatch.setenv("CONSULT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CONSULT_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("CONSULT_DATABASE_URL", site.settings.database_url)
    make_account(site, "new@example.org")
    said = CliRunner().invoke(commands, ["room", "lead", "advisers", "--email", "new@example.org"])
    assert (said.exit_code, said.output) == (0, "new@example.org leads advisers.\n")
    again = CliRunner().invoke(commands, ["room", "lead", "advisers", "--email", "new@example.org"])
    assert again.exit_code != 0
    assert "somebody leads advisers" in str(again.exception)
