"""The pages of the minutes without JavaScript, and what their script is answered."""

import re
import uuid

import pytest
from flask.testing import FlaskClient

from consult.hearings.notes.captions import captions_of
from tests.factories import hidden, make_account, page, send, sign_in, without_token
from tests.hearings.notes.scene import WITHHELD, Noted

pytestmark = pytest.mark.pages
MINUTES = "/en/hearings/assemblies/minutes/"


@pytest.fixture
def noted(site) -> Noted:
    return Noted(site)


@pytest.fixture
def writer(site, client, noted) -> FlaskClient:
    return signed_in(site, client, noted, "note_taker")


def signed_in(site, client, noted, role) -> FlaskClient:
    browser: FlaskClient = client.application.test_client()
    sign_in(site, browser, make_account(site, f"{role}@example.org", (role, "proceeding", noted.hearing.id)))
    return browser


def test_a_line_is_written_and_read(writer, client, noted):
    noted.turn()
    shown = page(writer, MINUTES)
    assert "Ana Tesch (Harbour Clinic)" in shown
    assert "The title of item 1" in shown
    sent = send(writer, f"{MINUTES}?language=fr&beside=en", {"text": "Merci, Monsieur le Président.", "kind": "speech"})
    assert sent.status_code == 303
    assert sent.location == f"{MINUTES}?language=fr&beside=en&kind=speech#write"
    public = page(client, f"{MINUTES}fr")
    (line,) = noted.read("fr")
    assert f'id="line-{line.id}"' in public
    assert "Merci, Monsieur le Président." in public
    assert "Ana Tesch" in public
    assert "What was said in the original language counts." in public
    assert "Merci" in page(client, f"{MINUTES}en?beside=fr")
    assert "Merci" not in page(client, f"{MINUTES}en")


def test_the_kind_that_was_chosen_stays(writer, noted):
    answer = send(writer, f"{MINUTES}?language=en", {"text": "Is that so?", "kind": "question"})
    assert '<option selected value="question">' in page(writer, answer.location)


def test_what_was_refused_stays_in_the_field(writer, noted):
    noted.turn(WITHHELD, identity="secretariat")
    shown = page(writer, MINUTES)
    assert WITHHELD not in shown
    assert "Name known to the secretariat" in shown
    refused = send(writer, f"{MINUTES}?language=en", {"text": "What she said.", "speaker": WITHHELD})
    assert refused.status_code == 400
    assert "What she said." in refused.text
    assert "choose the turn of this speaker" in refused.text
    empty = send(writer, f"{MINUTES}?language=en", {"text": " "})
    assert 'id="text-error"' in empty.text
    assert noted.read() == []


def test_a_script_is_answered_with_the_line(writer, noted):
    token = {"csrf_token": hidden(page(writer, MINUTES), "csrf_token")}
    sent = {**token, "text": "Once.", "kind": "speech", "client_id": str(uuid.uuid4())}
    as_json = {"headers": {"Accept": "application/json"}}
    first = writer.post(f"{MINUTES}?language=en", data=sent, **as_json).get_json()
    again = writer.post(f"{MINUTES}?language=en", data=sent, **as_json).get_json()
    assert (first["ok"], first["dup"], again["dup"], again["id"]) == (True, False, True, first["id"])
    assert first["line"]["text"] == "Once."
    where = f"{MINUTES}lines/{first['id']}/correct"
    correction = {**token, "act": "correct", "text": "Twice.", "seen": "1"}
    assert writer.post(where, data=correction, **as_json).get_json()["line"]["version"] == 2
    late = writer.post(where, data={**correction, "text": "Thrice."}, **as_json)
    assert (late.status_code, late.get_json()["code"], late.get_json()["line"]["text"]) == (409, "conflict", "Twice.")
    bad = writer.post(f"{MINUTES}?language=en", data={**sent, "client_id": "x"}, **as_json)
    assert (bad.status_code, bad.get_json()["field"]) == (400, "client_id")
    assert [line.text for line in noted.read()] == ["Twice."]


def test_a_line_is_corrected_and_its_history_can_be_read(writer, client, noted):
    line = noted.write("A draft resolutin.").id
    where = f"{MINUTES}lines/{line}"
    form = page(writer, f"{where}/correct")
    assert "A draft resolutin." in form
    assert (
        send(writer, f"{where}/correct", {"act": "correct", "text": "A draft resolution.", "seen": "1"}).status_code
        == 303
    )
    assert f'href="{where}"' in page(client, f"{MINUTES}en")
    history = page(client, where)
    assert "A draft resolutin." in history
    assert "A draft resolution." in history
    late = send(writer, f"{where}/correct", {"act": "correct", "text": "Typed too late.", "seen": "1"})
    assert late.status_code == 409
    assert "Typed too late." in late.text
    assert "A draft resolution." in late.text
    assert 'name="seen" type="hidden" value="2"' in late.text


def test_a_removed_line_is_gone_for_readers_alone(writer, client, noted):
    line = noted.write("Said in error.").id
    where = f"{MINUTES}lines/{line}"
    assert send(writer, f"{where}/correct", {"act": "remove", "seen": "1"}).status_code == 303
    assert "Said in error." not in page(client, f"{MINUTES}en")
    gone, absent = page(client, where, 404), page(client, f"{MINUTES}lines/nosuchline000000", 404)
    assert without_token(gone) == without_token(absent).replace("nosuchline000000", line)
    assert "Said in error." in page(writer, where)


def test_the_page_of_a_withheld_speaker_names_nobody(client, noted):
    noted.turn(WITHHELD, identity="secretariat")
    line = noted.write("What she said.").id
    for address in (f"{MINUTES}en", f"{MINUTES}lines/{line}"):
        shown = page(client, address)
        assert "Name known to the secretariat" in shown
        assert WITHHELD not in shown
        assert "Harbour Clinic" not in shown


def test_a_closed_item_is_read_by_those_who_attend(site, client, noted):
    noted.write("Behind closed doors.", item=noted.closed.public_id)
    assert "Behind closed doors." not in page(client, f"{MINUTES}en")
    panel = signed_in(site, client, noted, "panellist")
    assert "Behind closed doors." in page(panel, f"{MINUTES}en")


@pytest.mark.parametrize("role", ["moderator", "panellist"])
def test_the_nearest_roles_have_no_page_to_write(site, client, noted, role):
    line = noted.write("As it stands.").id
    other = signed_in(site, client, noted, role)
    for address in (MINUTES, f"{MINUTES}lines/{line}/correct"):
        page(other, address, 404)
    note_taker = signed_in(site, client, noted, "note_taker")
    page(note_taker, f"{MINUTES}agreed/{noted.item.public_id}/en", 404)


def test_the_chair_agrees_the_text_and_takes_it_back(site, client, noted):
    noted.write("As it was said.")
    chair = signed_in(site, client, noted, "chair")
    where = f"{MINUTES}agreed/{noted.item.public_id}/en"
    assert "once the item is done" in page(chair, where)
    noted.set_item(noted.item, state="done")
    assert send(chair, where, {"act": "agree", "seen": "another state"}).status_code == 409
    mark = hidden(page(chair, where), "seen")
    assert send(chair, where, {"act": "agree", "seen": mark}).status_code == 303
    assert "Agreed text" in page(client, f"{MINUTES}en")
    assert send(chair, where, {"act": "reopen", "reason": ""}).status_code == 400
    assert send(chair, where, {"act": "reopen", "reason": "A name was misspelt."}).status_code == 303
    assert "Agreed text" not in page(client, f"{MINUTES}en")


def test_two_languages_meet_at_the_turn(client, noted):
    first = noted.turn("Ana Tesch")
    noted.write("Bonjour.", language="fr")
    noted.write("Good morning.")
    noted.write("(She shows a picture.)", kind="scene")
    noted.end(first)
    noted.turn("Omar Said")
    noted.write("A question.")
    noted.write("Late, but hers.", turn=first.public_id, language="fr")
    shown = page(client, f"{MINUTES}en?beside=fr")
    groups = re.findall(r'<li class="said" data-item.*?</li>', shown, re.S)
    assert len(groups) == 2
    assert all(words in groups[0] for words in ("Bonjour.", "Good morning.", "She shows", "Late, but hers."))
    assert "A question." in groups[1]


def test_a_language_that_is_not_there(client, noted):
    page(client, f"{MINUTES}sw", 404)
    assert "Nothing has been noted in this language yet." in page(client, f"{MINUTES}ar")


def test_long_minutes_are_shown_item_by_item(client, noted, monkeypatch):
    monkeypatch.setattr("consult.hearings.minutes.routes.reading_along.WHOLE", 2)
    other = noted.add_item("3")
    for number in range(2):
        noted.write(f"On the first {number}.")
    noted.write("On the other.", item=other.public_id)
    shown = page(client, f"{MINUTES}en")
    assert "On the first 1." in shown
    assert "On the other." not in shown
    assert "On the other." in page(client, f"{MINUTES}en?item={other.public_id}")


def test_captions_come_in_the_language_of_the_reader(site, noted):
    for number in range(7):
        noted.write(f"Line {number}.")
    noted.write("Ligne.", language="fr")
    with site.database.reading() as db:
        french = captions_of(db, noted.reader, noted.hearing, ["fr", "en"])
        assert (french.language, [line.text for line in french.lines], french.others) == ("fr", ["Ligne."], ["en"])
        other = captions_of(db, noted.reader, noted.hearing, ["ar"])
        assert (other.language, [line.text for line in other.lines]) == ("en", [f"Line {n}." for n in range(2, 7)])


def test_before_the_opening_a_line_is_refused_and_kept(site, client):
    noted = Noted(site, state="announced", opens_at=None)
    writer = signed_in(site, client, noted, "note_taker")
    answer = send(writer, f"{MINUTES}?language=en", {"text": "Too early."})
    assert answer.status_code == 403
    assert "Too early." in answer.text
