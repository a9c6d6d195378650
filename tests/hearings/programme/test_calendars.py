"""Calendars (RFC 5545): zones with their changes, revisions, cancellations, languages, and secret addresses."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped]
from icalendar import Calendar
from sqlalchemy import select

from consult.bodies.models import Grant
from consult.core.clock import now
from consult.hearings.programme.ical import timezone
from consult.hearings.programme.models import HearingSession
from consult.hearings.programme.operations.sessions import remove_session
from consult.hearings.programme.seen import fingerprint
from tests.factories import hidden, make_account, make_proceeding, page, post, saved, sign_in, words

pytestmark = pytest.mark.pages
ALL = "/calendar/hearings.ics"


def read(client, address=ALL):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    return Calendar.from_ical(answer.data)


def events(client, address=ALL):
    return read(client, address).walk("VEVENT")


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Zurich",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "UTC",
        "Europe/Dublin",
    ],
)
def test_a_zone_says_what_the_clocks_of_that_place_show_in_every_hour(zone):
    calendar = Calendar()
    calendar.add_component(timezone(zone, 2026, 2027))
    told = tzical(io.StringIO(calendar.to_ical().decode().replace("BEGIN:VCALENDAR\r\n", ""))).get(zone)
    at, there = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo(zone)
    while at < datetime(2027, 12, 31, tzinfo=UTC):
        wall = at.astimezone(there)
        if wall.fold == 0 and (wall + timedelta(0)).astimezone(UTC) == at:
            assert wall.replace(tzinfo=told).utcoffset() == wall.utcoffset(), at
        at += timedelta(minutes=30)


def test_over_midnight_and_over_the_change_of_summer_time(client, stage):
    stage.session(starts_local="2027-03-27T22:00", ends_local="2027-03-28T04:00")
    (event,) = events(client)
    assert event["dtstart"].params["TZID"] == "Europe/Zurich"
    assert event["dtstart"].dt.astimezone(UTC) == datetime(2027, 3, 27, 21, tzinfo=UTC)
    assert event["dtend"].dt.astimezone(UTC) == datetime(2027, 3, 28, 2, tzinfo=UTC)
    text = client.get(ALL).text
    assert "DTSTART;TZID=Europe/Zurich:20270327T220000" in text
    assert "DTSTART:20270328T020000\r\nTZNAME:CEST" in text.replace("\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200", "")


def test_each_session_keeps_its_name_and_counts_its_changes(client, stage):
    first = stage.session()
    (before,) = events(client)
    assert before["uid"] == f"{first}@localhost"
    assert before["sequence"] == 1
    stage.item("Opening", session=first)
    (after,) = events(client)
    assert (after["uid"], after["sequence"]) == (before["uid"], 2)
    assert after["dtstamp"].dt >= before["dtstamp"].dt
    assert "1 Opening" in after["description"]
    with stage.site.database.reading() as db:
        row = db.scalar(select(HearingSession).where(HearingSession.public_id == first))
        seen = fingerprint(db, row)
    stage.run(remove_session, public_id=first, seen=seen)
    (gone,) = events(client)
    assert (gone["uid"], gone["sequence"], gone["status"]) == (before["uid"], 3, "CANCELLED")


def test_an_edit_of_the_hearing_counts_as_a_change(client, stage):
    stage.session()
    sign_in(stage.site, client, make_account(stage.site, "o2@example.org", ("secretariat", "body", stage.body.id)))
    form = "/en/desk/proceedings/hearing/assemblies/edit"
    text = page(client, form)
    given: dict[str, Any] = {
        "csrf_token": hidden(text, "csrf_token"),
        "seen": hidden(text, "seen"),
        "title_en": "Renamed",
    }
    given |= {
        "language": "en",
        "languages": ["en", "fr"],
        "zone": "Europe/Zurich",
        "moderation": "after",
        "word_limit": 300,
    }
    answer = client.post(form, data=given | {"identities": ["public"], "confidentialities": ["public"]})
    assert answer.status_code == 302, answer.text
    (event,) = events(client)
    assert (event["sequence"], event["summary"]) == (2, "Hearing: Renamed")


def test_it_speaks_the_language_that_was_asked_for(client, stage):
    words(stage.site, stage.hearing.owner, {"title": {"en": "Assemblies", "fr": "Réunions", "ar": "التجمعات"}})
    stage.session(texts={"title": {"en": "Morning", "fr": "Matin"}, "place": {"fr": "Salle XX"}})
    (french,) = events(client, f"{ALL}?language=fr")
    assert french["summary"].endswith("Réunions")
    assert french["summary"].params["LANGUAGE"] == "fr"
    assert (french["location"], french["description"].startswith("Matin")) == ("Salle XX", True)
    assert french["url"] == "http://localhost/fr/hearings/assemblies/"
    (arabic,) = events(client, f"{ALL}?language=ar")
    assert arabic["summary"].endswith("التجمعات")
    (other,) = events(client, f"{ALL}?language=xx")
    assert other["summary"] == "Hearing: Assemblies"


def test_closed_items_drafts_and_rooms_are_never_in_it(client, stage):
    session = stage.session()
    closed = stage.item("Secretplan", session=session, audience="closed")
    stage.item("Secretpart", session=session, parent=closed)
    stage.item("Openplan", session=session)
    draft = make_proceeding(
        stage.site, stage.body, "drafted", kind="hearing", prefix="H8", state="draft", title="Draftname"
    )
    room = make_proceeding(
        stage.site, stage.body, "room", kind="hearing", prefix="H9", audience="members", title="Roomname"
    )
    for one in (draft, room):
        saved(stage.site, a_session_of(one))
    sign_in(stage.site, client, make_account(stage.site, "o2@example.org", ("secretariat", "body", stage.body.id)))
    for address in (ALL, "/calendar/bodies/commission.ics", "/calendar/hearings/assemblies.ics"):
        text = client.get(address).text.replace("\r\n ", "")
        assert "Openplan" in text
        for secret in ("Secretplan", "Secretpart", "Draftname", "Roomname"):
            assert secret not in text
    assert client.get("/calendar/hearings/room.ics").status_code == 404
    assert client.get("/calendar/bodies/nobody.ics").status_code == 404


def a_session_of(hearing):
    at = now() + timedelta(days=5)
    local = at.strftime("%Y-%m-%dT%H:%M")
    return HearingSession(
        proceeding_id=hearing.id,
        number=1,
        zone="UTC",
        starts_local=local,
        starts_at=at,
        ends_local=local,
        ends_at=at + timedelta(hours=1),
        state="planned",
    )


def test_a_secret_address_shows_what_its_owner_may_see_now(client, stage):
    room = make_proceeding(
        stage.site, stage.body, "room", kind="hearing", prefix="H9", audience="members", title="Roomname"
    )
    saved(stage.site, a_session_of(room))
    account = make_account(stage.site, "m@example.org", ("member", "proceeding", room.id))
    sign_in(stage.site, client, account)
    made = own_address(post(client, "/en/account/calendar", {"act": "make"}).text)
    stranger = client.application.test_client()
    assert "Roomname" in stranger.get(made).text
    assert stranger.get(made).headers["Cache-Control"] == "private, no-cache"
    assert "Roomname" not in stranger.get(ALL).text
    with stage.site.database.reading() as db:
        grant = db.scalars(select(Grant).where(Grant.account_id == account.id)).one()
    grant.ended_at = now()
    saved(stage.site, grant)
    assert "Roomname" not in stranger.get(made).text
    assert made not in page(client, "/en/account/calendar")


def own_address(text):
    found = re.search(r'value="http://localhost(/calendar/own/[\w-]{43}\.ics\?language=en)"', text)
    assert found, text
    return found[1]


def test_a_new_address_ends_the_old_one_and_taking_it_back_ends_all(client, stage):
    account = make_account(stage.site)
    sign_in(stage.site, client, account)
    first = own_address(post(client, "/en/account/calendar", {"act": "make"}).text)
    second = own_address(post(client, "/en/account/calendar", {"act": "make"}).text)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert post(client, "/en/account/calendar", {"act": "revoke"}).status_code == 303
    assert client.get(second).status_code == 404
    third = own_address(post(client, "/en/account/calendar", {"act": "make"}).text)
    account.ended_at = now()
    saved(stage.site, account)
    assert client.get(third).status_code == 404


def test_a_calendar_without_sessions_is_still_one_and_is_not_sent_twice(client, stage):
    assert [part.name for part in read(client).subcomponents] == ["VTIMEZONE"]
    tag = client.get(ALL).headers["ETag"]
    assert client.get(ALL, headers={"If-None-Match": tag}).status_code == 304
    stage.session()
    assert client.get(ALL, headers={"If-None-Match": tag}).status_code == 200
