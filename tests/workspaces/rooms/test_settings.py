"""The settings of a room: who leads may change them, a stale save is shown, and the rule stands on every page."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from consult.bodies.actors import reader_of_account
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import all_texts
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import create_proceeding
from consult.proceedings.shape import NewProceeding
from consult.workspaces.rooms.models import PARTS_OF, RULE_OF
from consult.workspaces.rooms.operations.shaping import edit_room, room_fingerprint
from consult.workspaces.rooms.queries import names_withheld, room_of, seats_of, withholds_names
from consult.workspaces.rooms.shape import NewRoom
from tests.factories import actor_for, hidden, make_account, make_proceeding, page, sign_in
from tests.workspaces.rooms.makers import insider, make_room, told

NEW = NewRoom(
    "advisory_group", "chatham", ("votes", "documents"), "2026-01-01", "2026-12-31", "2030-12-31", True,
    {"terms": {"en": "It advises.", "fr": "Il conseille."}, "listing": {"en": "Ask us."}},
)  # fmt: skip


def seen(site, room):
    with site.database.reading() as db:
        return room_fingerprint(db, db.get_one(Proceeding, room.id))


def stored(site, room):
    with site.database.reading() as db:
        found = room_of(db, db.get_one(Proceeding, room.id))
        return found, all_texts(db, found.owner)


@pytest.mark.parametrize("form", sorted(PARTS_OF))
def test_a_new_workspace_begins_as_its_form_says_with_a_seat_for_who_made_it(site, body, form):
    office = actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    new = NewProceeding("workspace", f"r-{form[:3]}", "W9", "en", {"title": {"en": "T"}}, form=form)
    made = site.work.run(create_proceeding, office, body_id=body.id, new=new).result
    with site.database.reading() as db:
        row = db.get_one(Proceeding, made.id)
        room = room_of(db, row)
        maker = reader_of_account(db, office.account_id or 0)
        assert [(one.account_id, one.role, one.seat is None) for one in seats_of(db, maker, row)] == [
            (office.account_id, "secretary", False)
        ]
        assert (room.form, room.rule, tuple(room.parts)) == (form, RULE_OF[form], PARTS_OF[form])
    with pytest.raises(Invalid):
        site.work.run(create_proceeding, office, body_id=body.id, new=replace(new, slug="x", form="club"))


@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_whoever_leads_changes_everything(site, room, role):
    _account, leader = insider(site, room, role)
    site.work.run(edit_room, leader, proceeding_id=room.id, seen=seen(site, room), new=NEW)
    found, texts = stored(site, room)
    assert (found.form, found.rule, found.parts, found.listed) == (
        "advisory_group",
        "chatham",
        ["documents", "votes"],
        True,
    )
    assert (found.term_from, found.term_until, found.keep_until) == ("2026-01-01", "2026-12-31", "2030-12-31")
    assert texts == {"terms": {"en": "It advises.", "fr": "Il conseille."}, "listing": {"en": "Ask us."}}
    assert told(site, room) == ["room.changed"]


@pytest.mark.parametrize("role", ["member", "observer", "rapporteur", "moderator"])
def test_nobody_else_does(site, room, role):
    _account, actor = insider(site, room, role)
    with pytest.raises(NotFound):
        site.work.run(edit_room, actor, proceeding_id=room.id, seen=seen(site, room), new=NEW)


def test_a_stale_save_and_what_cannot_be_are_refused(site, room):
    _account, chair = insider(site, room, "chair")
    stale = seen(site, room)
    for field, value, problem in (
        ("form", "club", "no_such_choice"),
        ("rule", "none", "no_such_choice"),
        ("parts", ("kitchen",), "no_such_choice"),
        ("term_from", "tomorrow", "not_a_day"),
        ("term_until", "2025-12-31", "ends_before_it_begins"),
        ("keep_until", "2026-06-30", "kept_too_short"),
        ("texts", {"terms": {"en": "x" * 20_001}}, "too_long"),
        ("texts", {"listing": {"fr": "Demandez."}}, "required"),
    ):
        wrong: Any = {field: value}
        with pytest.raises(Invalid, match=problem):
            site.work.run(edit_room, chair, proceeding_id=room.id, seen=stale, new=replace(NEW, **wrong))
    site.work.run(edit_room, chair, proceeding_id=room.id, seen=stale, new=NEW)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        site.work.run(edit_room, chair, proceeding_id=room.id, seen=stale, new=replace(NEW, rule="members"))
    assert stored(site, room)[0].rule == "chatham"


def test_who_asks_is_told_whether_names_are_withheld(site, body):
    rules = ("open_record", "members", "chatham")
    rooms = {rule: make_room(site, body, f"r-{rule[:4]}", rule=rule) for rule in rules}
    consultation = make_proceeding(site, body)
    unsaid = make_proceeding(site, body, "unsaid", kind="workspace", audience="members")
    with site.database.reading() as db:
        every = [*rooms.values(), consultation, unsaid]
        asked = {one.id for one in every if withholds_names(db, one)}
        assert asked == set(db.scalars(select(Proceeding.id).where(names_withheld()))) == {rooms["chatham"].id}


@pytest.mark.pages
def test_the_page_shows_both_after_a_stale_save_and_the_rule_everywhere(site, client, room):
    account, chair = insider(site, room, "chair")
    sign_in(site, client, account)
    address = "/en/workspaces/advisers/settings"
    text = page(client, address)
    fields = {"csrf_token": hidden(text, "csrf_token"), "seen": hidden(text, "seen")}
    fields |= {
        "form": "coalition",
        "rule": "open_record",
        "parts": "votes",
        "terms_en": "My own terms.",
        "terms_fr": "",
    }
    site.work.run(edit_room, chair, proceeding_id=room.id, seen=fields["seen"], new=NEW)
    answer = client.post(address, data=fields)
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "It advises." in text
    assert "My own terms." in text
    fields["seen"] = hidden(text, "seen")
    assert client.post(address, data=fields).status_code == 303
    assert stored(site, room)[1]["terms"] == {"en": "My own terms."}
    assert client.post(address, data=fields | {"seen": seen(site, room), "rule": "x"}).status_code == 422
    for part in ("", "members/", "settings", "members/invite", "members/directory", "leave"):
        text = page(client, f"/en/workspaces/advisers/{part}")
        assert "Open record" in text
        assert 'class="notice room-rule"' in text


@pytest.mark.pages
def test_the_form_of_a_new_workspace_asks_for_its_kind(site, client, body):
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    address = "/en/desk/proceedings/new?kind=workspace"
    text = page(client, address)
    assert "What kind of room is it?" in text
    assert "What kind of room is it?" not in page(client, "/en/desk/proceedings/new?kind=hearing")
    values = {"slug": "joint", "prefix": "W7", "language": "en", "languages": "en", "zone": "UTC", "title_en": "Joint"}
    values |= {"csrf_token": hidden(text, "csrf_token"), "form": "coalition", "word_limit": "300"}
    assert client.post(address, data=values).status_code == 302
    with site.database.reading() as db:
        row = db.scalars(select(Proceeding).where(Proceeding.slug == "joint")).one()
        assert room_of(db, row).form == "coalition"
    assert "Coalition" in page(client, "/en/workspaces/joint/")
