"""The pages of a programme, without JavaScript: two who save, and what readers are shown."""

import pytest
from sqlalchemy import select

from consult.hearings.programme.models import AgendaItem, Channel, HearingPerson, HearingSession
from consult.hearings.programme.operations.channels import add_channel
from consult.hearings.programme.operations.people import add_person
from consult.hearings.programme.operations.rules import set_rules
from consult.hearings.programme.queries import plan_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewChannel, NewPerson, NewRules
from tests.factories import hidden, make_account, make_proceeding, page, post, send, sign_in

pytestmark = pytest.mark.pages
DESK = "/en/desk/proceedings/hearing/assemblies/programme"
PUBLIC = "/en/hearings/assemblies/"
SESSION = {
    "number": "1",
    "zone": "Europe/Zurich",
    "starts_local": "2027-03-27T22:00",
    "ends_local": "2027-03-28T04:00",
    "title_en": "Night",
    "place_en": "Room XX",
}
ITEM = {"title_en": "Opening", "note_fr": "Une note", "type": "opening", "minutes": "15", "audience": "public"}


@pytest.fixture
def office(client, stage):
    sign_in(stage.site, client, make_account(stage.site, "o2@example.org", ("secretariat", "body", stage.body.id)))
    return client


def one(stage, table):
    with stage.site.database.reading() as db:
        return db.scalars(select(table)).one()


def test_the_desk_plans_it_all(office, stage):
    assert f'href="{DESK}"' in page(office, "/en/desk/proceedings/hearing/assemblies/")
    assert send(office, f"{DESK}/session/new", SESSION).status_code == 303
    session = one(stage, HearingSession)
    assert send(office, f"{DESK}/item/new", ITEM | {"session": session.public_id}).status_code == 303
    assert (
        send(office, f"{DESK}/person/new", {"role": "panel", "name": "Ann Other", "office": "Rapporteur"}).status_code
        == 303
    )
    assert (
        send(office, f"{DESK}/channel/new", {"kind": "video", "url": "https://video.example.org/"}).status_code == 303
    )
    text = page(office, DESK)
    for words in ("Night", "Room XX", "Opening", "22:00", "Ann Other", "https://video.example.org/"):
        assert words in text
    for part, table in (
        ("session", HearingSession),
        ("item", AgendaItem),
        ("person", HearingPerson),
        ("channel", Channel),
    ):
        address = f"{DESK}/{part}/{one(stage, table).public_id}"
        assert page(office, address)
        removing = page(office, f"{address}/remove")
        assert post(office, f"{address}/remove", {"seen": hidden(removing, "seen")}).status_code == 303
    assert "No item yet." in page(office, DESK)


def test_readers_are_shown_the_programme_in_their_language(client, stage):
    session = stage.session(starts_local="2027-03-27T22:00", ends_local="2027-03-28T04:00")
    stage.item("Opening", session=session, minutes=15)
    stage.item("Secret talk", session=session, minutes=30, audience="closed")
    stage.item("Statements", session=session)
    stage.run(add_person, new=NewPerson("chair", name="The Chair"))
    stage.run(add_channel, new=NewChannel("interpretation", "https://sound.example.org/ar", "ar"))
    text = page(client, PUBLIC)
    for words in (
        "22:00 (UTC+1)",
        "04:00 (UTC+2)",
        "Europe/Zurich",
        "Opening",
        "22:45",
        "The Chair",
        "First day",
        "Room XX",
    ):
        assert words in text, words
    assert "Secret talk" not in text
    assert "Closed item" in text
    assert 'rel="noopener noreferrer external"' in text
    assert "/calendar/hearings/assemblies.ics?language=en" in text
    assert "5 minutes" in text
    assert "Opening" in page(client, "/ar/hearings/assemblies/")


def test_a_webinar_is_called_one_everywhere(client, stage):
    with stage.site.database.reading() as db:
        seen = fingerprint(db, plan_of(db, stage.hearing.id))
    call = make_proceeding(stage.site, stage.body, "call", title="The call")
    stage.run(set_rules, seen=seen, new=NewRules(form="webinar", under=call.public_id))
    stage.session()
    text = page(client, PUBLIC)
    assert "Webinar" in text
    assert "This webinar is announced." in text
    assert "/en/consultations/call/" in text
    under = page(client, "/en/consultations/call/")
    assert f'href="{PUBLIC}"' in under
    assert "Webinar" in under
    listed = page(client, "/en/hearings/")
    assert "Webinar" in listed
    assert "10:00 (UTC+1)" in listed


def test_the_list_shows_what_is_open_then_what_comes_next(client, stage):
    make_proceeding(stage.site, stage.body, "over", kind="hearing", prefix="H1", state="closed", title="Over")
    make_proceeding(stage.site, stage.body, "going", kind="hearing", prefix="H2", state="open", title="Going on")
    later = make_proceeding(
        stage.site, stage.body, "later", kind="hearing", prefix="H3", state="announced", opens_at=None, title="Later"
    )
    stage.session()
    hearing, stage.hearing = stage.hearing, later
    stage.session(starts_local="2027-02-26T10:00", ends_local="2027-02-26T13:00")
    stage.hearing = hearing
    text = page(client, "/en/hearings/")
    places = [text.index(f"/en/hearings/{slug}/") for slug in ("going", "assemblies", "later", "over")]
    assert places == sorted(places)


def test_a_second_tab_is_refused_and_loses_nothing(office, stage):
    session = stage.session()
    item = stage.item("Opening", session=session)
    for address, first, second in (
        (f"{DESK}/session/{session}", {"title_en": "Mine"}, {"title_en": "Yours", "place_en": "Hall"}),
        (f"{DESK}/item/{item}", {"title_en": "Mine"}, {"title_en": "Yours"}),
    ):
        given = {**SESSION, **{"type": "opening", "audience": "public"}}
        old = page(office, address)
        tokens = {"csrf_token": hidden(old, "csrf_token"), "seen": hidden(old, "seen")}
        assert office.post(address, data=given | tokens | first).status_code == 303
        refused = office.post(address, data=given | tokens | second)
        assert refused.status_code == 409
        assert "Somebody else saved this meanwhile." in refused.text
        assert "Mine" in refused.text
        assert 'value="Yours"' in refused.text
        again = {"csrf_token": hidden(refused.text, "csrf_token"), "seen": hidden(refused.text, "seen")}
        assert office.post(address, data=given | again | second).status_code == 303


def test_a_stale_rule_is_refused_and_shown(office, stage):
    address = f"{DESK}/rules"
    old = page(office, address)
    given = {"form": "training", "rule": "first_come", "replies_most": "2", "statement_hours": "24", "slow_mode": "0"}
    given |= {
        f"seconds_{kind}": "60" for kind in ("point_of_order", "interposed_question", "intervention", "right_of_reply")
    }
    given |= {"seconds_contribution": "240", "budget_state": "10", "guests": "y"}
    tokens = {"csrf_token": hidden(old, "csrf_token"), "seen": hidden(old, "seen")}
    assert office.post(address, data=given | tokens).status_code == 303
    refused = office.post(address, data=given | tokens | {"form": "webinar", "places": "7"})
    assert refused.status_code == 409
    assert "Training" in refused.text
    assert 'value="7"' in refused.text
    with stage.site.database.reading() as db:
        plan = plan_of(db, stage.hearing.id)
    assert (plan.form, plan.seconds["contribution"], plan.budgets) == ("training", 240, {"state": 600})


def test_a_wrong_value_stands_in_the_form_with_its_sentence(office, stage):
    answer = send(office, f"{DESK}/session/new", SESSION | {"starts_local": "2027-03-28T02:30"})
    assert answer.status_code == 422
    assert "the clocks are put forward" in answer.text
    assert 'value="Night"' in answer.text
    refused = send(office, f"{DESK}/channel/new", {"kind": "video", "url": "javascript:alert(1)"})
    assert refused.status_code == 422
    assert "begins with https://" in refused.text


def test_items_are_moved_by_buttons(office, stage):
    stage.item("One")
    second = stage.item("Two")
    address = f"{DESK}/item/{second}/move"
    seen = hidden(page(office, DESK), "seen")
    assert post(office, address, {"seen": seen, "move": "up"}, form=DESK).status_code == 303
    text = page(office, DESK)
    assert text.index("Two") < text.index("One")
    post(office, address, {"seen": seen, "move": "up"}, form=DESK)
    assert "Somebody was here before you." in page(office, DESK)


def test_sixty_items_stand_on_both_pages(office, stage):
    for number in range(60):
        stage.item(f"Item number {number}")
    for address in (DESK, PUBLIC):
        assert page(office, address).count("Item number") >= 60


def test_the_chair_finds_no_programme_to_plan(client, stage):
    sign_in(stage.site, client, make_account(stage.site, "c@example.org", ("chair", "proceeding", stage.hearing.id)))
    for address in (DESK, f"{DESK}/rules", f"{DESK}/item/new"):
        page(client, address, 404)
    assert "programme" not in page(client, "/en/desk/proceedings/hearing/assemblies/")
