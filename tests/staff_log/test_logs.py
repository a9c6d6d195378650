"""What staff did is written with what they did; what was confided is shown to nobody who is not written down."""

import csv
import io
import json
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from consult.contributions.operations.opinions import flag_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound, Unavailable
from consult.moderation.operations.deciding import decide
from consult.staff_log.acts import told_of
from consult.staff_log.jobs import forget_log
from consult.staff_log.models import ConfidentialReading, StaffAct
from consult.staff_log.operations import forget_before, note_readings
from consult.staff_log.queries import LogFilter, acts, readings, reads_log, reads_readings
from tests.factories import actor_for, make_account, make_body, make_comment, make_proceeding, page, saved, sign_in

NOBODY = Actor(sender="somebody")


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, moderation="before", is_live=True)


def staff(site, body, role="moderator"):
    return make_account(site, f"{role}@example.org", (role, "body", body.id), name=f"The {role}")


def administrator(site):
    return make_account(site, "admin@example.org", ("administrator", "site", None), name="The administrator")


def rows(site, table=StaffAct):
    with site.database.reading() as db:
        return db.scalars(select(table).order_by(table.id)).all()


def confide(site, room, text="The confided words.", **more):
    given = {"confidentiality": "secretariat", "identity": "secretariat", "name": "Someone Known"}
    return make_comment(site, room, text, **given | more)


def test_an_act_of_staff_is_written_with_it(site, body, room):
    reference = make_comment(site, room, "A comment.")
    who = actor_for(site, staff(site, body))
    assert rows(site) == []
    site.work.run(decide, who, reference=reference, act="decline", seen=1, reason="spam", note="It quotes: A comment.")
    (row,) = rows(site)
    told = (row.account_id, row.role, row.act, row.detail, row.subject, row.reason, row.proceeding_id, row.body_id)
    assert told == (who.account_id, "moderator", "decide", "decline", reference, "spam", room.id, body.id)
    assert row.note is None  # it may quote what was confided


def test_what_did_not_happen_is_not_written(site, body, room):
    reference = make_comment(site, room, "A comment.")
    who = actor_for(site, staff(site, body))
    with pytest.raises(Conflict):
        site.work.run(decide, who, reference=reference, act="restore", seen=1)
    assert rows(site) == []


def test_what_people_do_with_their_own_input_is_not_written(site, body, room):
    moderator = actor_for(site, staff(site, body))
    reference = make_comment(site, room, "My own.", actor=moderator)
    site.work.run(decide, moderator, reference=reference, act="approve", seen=1)
    site.work.run(flag_contribution, NOBODY, proceeding_id=room.id, reference=reference, reason="spam", note="")
    assert [row.act for row in rows(site)] == ["decide"]


def test_an_administrator_sees_every_act_a_secretariat_those_of_its_body(site, body, room):
    other = make_body(site, "elsewhere", "Another")
    hidden_room = make_proceeding(site, body, "private", kind="workspace", audience="members", moderation="before")
    there = make_account(site, "there@example.org", ("secretary", "proceeding", hidden_room.id))
    moderator = actor_for(site, staff(site, body))
    for where, who in ((room, moderator), (hidden_room, actor_for(site, there))):
        reference = make_comment(site, where, "Words.", actor=who)
        site.work.run(decide, who, reference=reference, act="approve", seen=1)
    of = {
        "administrator": actor_for(site, administrator(site)),
        "secretariat": actor_for(site, staff(site, body, "secretariat")),
        "elsewhere": actor_for(site, make_account(site, "e@example.org", ("secretariat", "body", other.id))),
        "moderator": moderator,
    }
    with site.database.reading() as db:
        seen = {name: [one.proceeding_id for one in acts(db, who, LogFilter())[0]] for name, who in of.items()}
        assert acts(db, of["administrator"], LogFilter(person="the mod"))[1] == 1
        assert acts(db, of["administrator"], LogFilter(act="no such act"))[1] == 0
        assert acts(db, of["administrator"], LogFilter(until=now().date().replace(year=2020)))[1] == 0
    expected = {"administrator": [hidden_room.id, room.id], "secretariat": [room.id], "elsewhere": [], "moderator": []}
    assert seen == expected
    assert {name: (reads_log(who), reads_readings(who)) for name, who in of.items()} == {
        "administrator": (True, True),
        "secretariat": (True, False),
        "elsewhere": (True, False),
        "moderator": (False, False),
    }


def test_each_reading_of_what_was_confided_is_written_once_an_hour(site, body, room, client):
    reference = confide(site, room)
    sign_in(site, client, staff(site, body, "secretariat"))
    for _again in range(2):
        assert "The confided words." in page(client, f"/en/desk/items/{reference}")
        assert "The confided words." in page(client, f"/en/desk/docket/{room.public_id}")
    (row,) = rows(site, ConfidentialReading)
    assert (row.reference, row.proceeding_id, row.door) == (reference, room.id, "desk.item")
    sign_in(site, client, administrator(site))
    text = page(client, "/en/desk/log/readings")
    assert reference in text
    assert "The secretariat" in text
    assert "The confided words." not in text


def test_a_page_that_shows_nothing_confided_writes_nothing(site, body, room, client):
    confide(site, room)
    make_comment(site, room, "Public words.")
    sign_in(site, client, staff(site, body, "moderator"))
    assert "Public words." in page(client, f"/en/desk/docket/{room.public_id}")
    assert rows(site, ConfidentialReading) == []


def test_a_withheld_name_is_confided_too(site, body, room, client):
    reference = confide(site, room, confidentiality="public")
    sign_in(site, client, staff(site, body, "secretariat"))
    assert "Someone Known" in page(client, f"/en/desk/docket/{room.public_id}")
    assert [row.reference for row in rows(site, ConfidentialReading)] == [reference]


def test_an_export_of_the_restricted_edition_is_one_line_with_its_number(site, body, room, client):
    confide(site, room)
    confide(site, room, "More of it.")
    sign_in(site, client, staff(site, body, "rapporteur"))
    address = f"/en/desk/exports/{room.public_id}/record.zip?edition=restricted&format=jsonl"
    assert client.get(address).status_code == 200
    (row,) = rows(site, ConfidentialReading)
    assert (row.reference, row.number, row.door) == (None, 2, "records.desk_zip")
    assert client.get(address.replace("restricted", "public")).status_code == 200
    assert len(rows(site, ConfidentialReading)) == 1


def test_what_cannot_be_written_down_is_not_shown(site, body, room, client, monkeypatch):
    reference = confide(site, room)
    sign_in(site, client, staff(site, body, "secretariat"))

    def full(*_values, **_more):
        raise Unavailable("cannot_write")

    with monkeypatch.context() as patch:
        patch.setattr(site.work, "run", full)
        answer = client.get(f"/en/desk/items/{reference}")
    assert answer.status_code == 503
    assert "The confided words." not in answer.text
    assert "it is not shown" in answer.text
    assert "The confided words." in page(client, f"/en/desk/items/{reference}")


def test_the_logs_can_be_taken_along(site, body, room, client):
    reference = make_comment(site, room, "A comment.")
    moderator = staff(site, body)
    saved(
        site,
        StaffAct(
            at=now(), account_id=moderator.id, role="moderator", act="decide", subject=reference, note='=1+1,"x"',
            proceeding_id=room.id, body_id=body.id,
        ),
    )  # fmt: skip
    sign_in(site, client, administrator(site))
    raw = client.get("/en/desk/log/acts.csv").get_data().decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(raw))
    assert (line["subject"], line["note"], line["proceeding"]) == (reference, '\'=1+1,"x"', room.public_id)
    (found,) = map(json.loads, client.get("/en/desk/log/acts.jsonl").text.splitlines())
    assert found["note"] == '=1+1,"x"'
    assert client.get("/en/desk/log/acts.csv?person=nobody").text.count("\n") == 1


def test_the_log_is_closed_to_others(site, body, room, client):
    sign_in(site, client, staff(site, body, "moderator"))
    for address in ("log/", "log/acts.csv", "log/readings", "log/readings.jsonl"):
        page(client, f"/en/desk/{address}", 404)
    sign_in(site, client, staff(site, body, "secretariat"))
    page(client, "/en/desk/log/")
    page(client, "/en/desk/log/readings", 404)


def test_the_title_of_a_private_room_is_told_to_nobody_outside(site, body, client):
    hidden_room = make_proceeding(site, body, "private", kind="workspace", audience="members", title="A hidden title")
    secretary = make_account(site, "s@example.org", ("secretary", "proceeding", hidden_room.id))
    given = {"at": now(), "account_id": secretary.id, "role": "secretary", "act": "decide"}
    saved(site, StaffAct(**given, proceeding_id=hidden_room.id))
    sign_in(site, client, administrator(site))
    text = page(client, "/en/desk/log/")
    assert "A private room" in text
    assert "A hidden title" not in text
    assert hidden_room.public_id not in client.get("/en/desk/log/acts.jsonl").text


def test_what_is_old_is_forgotten(site, body):
    account = staff(site, body)
    at = now().replace(year=now().year - 6)
    given = {"account_id": account.id, "at": at}
    saved(
        site, StaffAct(role="moderator", act="decide", **given), ConfidentialReading(hour=at, door="desk.item", **given)
    )
    saved(site, StaffAct(role="moderator", act="decide", account_id=account.id, at=now()))
    again = forget_log(1825, site.work, {})
    assert again is not None
    assert again > now()
    assert (len(rows(site)), len(rows(site, ConfidentialReading))) == (1, 0)


def test_nobody_can_write_readings_without_an_account(site):
    with pytest.raises(NotFound):
        site.work.run(note_readings, NOBODY, door="x", places={}, exports={})
    with pytest.raises(NotFound):
        site.work.run(forget_before, NOBODY, before=now())
    with site.database.reading() as db:
        assert readings(db, NOBODY, LogFilter()) == ([], 0)


@pytest.mark.parametrize(
    ("values", "subject"),
    [
        ({"name": "a name of one's own"}, None),
        ({"new": SimpleNamespace(slug="river", audience="public")}, "river"),
        ({"new": SimpleNamespace(slug="inner-circle", audience="members")}, None),
        ({"reference": "C1-AB12", "note": "quotes"}, "C1-AB12"),
    ],
)
def test_the_log_names_nothing_that_is_somebodys_own(values, subject):
    told = told_of(values)
    assert (told["subject"], told["note"]) == (subject, None)
