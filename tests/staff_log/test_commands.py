"""What a command gives out of what was confided is in the log of who read it."""

from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from consult.cli import commands
from consult.core.errors import NotFound
from consult.staff_log.models import ConfidentialReading
from consult.staff_log.operations import note_command
from tests.factories import actor_for, make_account, make_body, make_comment, make_proceeding, page, sign_in

DOOR = "command export restricted"


@pytest.fixture
def room(site):
    made = make_proceeding(site, make_body(site), is_live=True)
    given: dict[str, Any] = {"confidentiality": "secretariat", "identity": "secretariat", "name": "Someone Known"}
    for text in ("The confided words.", "More of them."):
        make_comment(site, made, text, **given)
    make_comment(site, made, "For everybody.")
    return made


def export(site, folder, slug, edition):
    settings = site.settings
    env = {
        "CONSULT_DATABASE_URL": settings.database_url,
        "CONSULT_SECRET_KEY": settings.secret_key,
        "CONSULT_DATA_DIR": str(settings.data_dir),
    }
    words = ["export", slug, "--format", "csv", "--edition", edition, "--output", str(folder / edition)]
    return CliRunner().invoke(commands, words, env=env)


def noted(site):
    with site.database.reading() as db:
        return [
            (one.account_id, one.door, one.proceeding_id, one.number) for one in db.scalars(select(ConfidentialReading))
        ]


def test_a_restricted_export_is_noted_with_its_command_and_how_much_it_gave_out(site, room, tmp_path):
    assert export(site, tmp_path, room.slug, "public").exit_code == 0
    assert noted(site) == []
    assert export(site, tmp_path, room.slug, "restricted").exit_code == 0
    assert noted(site) == [(None, DOOR, room.id, 2)]


def test_what_confides_nothing_is_not_noted(site, tmp_path):
    room = make_proceeding(site, make_body(site), is_live=True)
    make_comment(site, room, "For everybody.")
    assert export(site, tmp_path, room.slug, "restricted").exit_code == 0
    assert noted(site) == []


def test_nobody_signed_in_writes_such_a_line(site, room):
    who = actor_for(site, make_account(site, "admin@example.org", ("administrator", "site", None)))
    with pytest.raises(NotFound):
        site.work.run(note_command, who, door=DOOR, proceeding_id=room.id, number=1)


@pytest.mark.pages
def test_the_administrator_reads_of_it_on_the_page_and_in_the_file(site, client, room, tmp_path):
    export(site, tmp_path, room.slug, "restricted")
    sign_in(site, client, make_account(site, "admin@example.org", ("administrator", "site", None)))
    text = page(client, "/en/desk/log/readings")
    assert "The operator of the site" in text
    assert "A command on the server: an export of the restricted edition" in text
    assert "2 inputs" in text
    assert f"{DOOR}" in page(client, "/en/desk/log/readings.csv")
    assert "Nothing fits" in page(client, "/en/desk/log/readings?person=admin")
