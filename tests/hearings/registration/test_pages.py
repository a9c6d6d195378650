"""Registering in a browser without JavaScript: the form, coming back, the statement, and the desk."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult.core.clock import now
from consult.hearings.programme.models import Plan
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.statements import NewStatement, send_statement
from consult.site import Site
from consult.web.limits import Limiter
from tests.attachments.samples import word
from tests.factories import TEST, hidden, make_account, page, send, sign_in, without_token
from tests.hearings.registration.scene import Scene, new

pytestmark = pytest.mark.pages
HEARING = "/en/hearings/assemblies"
REGISTER = f"{HEARING}/register"
OWN = f"{REGISTER}/own"
STATEMENT = f"{REGISTER}/statement"
DESK = "/en/desk/proceedings/hearing/assemblies/registrations"
TYPED = {
    "wish": "speak", "on_behalf": "self", "name": "Ama Toure", "identity": "public", "language": "en",
    "needs": "Sign language, please.",
}  # fmt: skip


@pytest.fixture
def scene(site: Site) -> Scene:
    return Scene(site, items=True, places=1)


@pytest.fixture
def typed(scene: Scene) -> dict[str, Any]:
    assert scene.item is not None
    return {**TYPED, "item": scene.item.public_id}


def codeword_in(text: str) -> str:
    import re

    found = re.search(r'<ol class="codeword".*?</ol>', text, re.S)
    assert found
    return " ".join(re.findall(r"<li>(\w+)</li>", found[0]))


def row_of(site: Site) -> Registration:
    with site.database.reading() as db:
        return db.scalars(select(Registration).order_by(Registration.id.desc())).first() or Registration()


def come_back(client: FlaskClient, reference: str, codeword: str) -> Any:
    return send(client, "/en/return/", {"reference": reference, "codeword": codeword})


def test_without_an_account_reference_and_codeword_open_the_registration(site, client, scene, typed):
    shown = page(client, REGISTER)
    assert "There is 1 place to speak." in shown
    answer = send(client, REGISTER, typed)
    assert answer.status_code == 200
    assert "You are registered and accepted." in answer.text
    row = row_of(site)
    assert row.reference in answer.text
    codeword = codeword_in(answer.text)
    assert codeword not in str(row.codeword_hash)
    page(client, OWN, 404)
    other = client.application.test_client()
    back = come_back(other, row.reference, codeword.upper())
    assert (back.status_code, back.location) == (303, OWN)
    own = page(other, OWN)
    assert "You are accepted to speak." in own
    assert "Check in: I am in the room" not in own
    page(client.application.test_client(), OWN, 404)


def test_a_wrong_codeword_and_an_unknown_reference_get_one_answer(site, client, scene, typed):
    send(client, REGISTER, typed)
    wrong = come_back(client, row_of(site).reference, "a b c d e f g")
    unknown = come_back(client, "H6-AAAA-BBBB", "a b c d e f g")
    assert (wrong.status_code, unknown.status_code) == (400, 400)
    told = wrong.text.replace(row_of(site).reference, "H6-AAAA-BBBB")
    assert without_token(told) == without_token(unknown.text)


def test_a_double_click_shows_the_same_words(site, client, scene, typed):
    shown = page(client, REGISTER)
    whole = typed | {name: hidden(shown, name) for name in ("csrf_token", "client_id")}
    first, second = client.post(REGISTER, data=whole), client.post(REGISTER, data=whole)
    assert codeword_in(first.text) == codeword_in(second.text)
    with site.database.reading() as db:
        assert len(db.scalars(select(Registration)).all()) == 1


def test_who_comes_after_the_second_of_closing_is_told_so_and_loses_nothing(site, client, scene, typed):
    shown = page(client, REGISTER)
    closing = update(Plan).values(registers_until=now())
    site.work.run(lambda db, _actor: db.execute(closing) and None, TEST)
    whole = typed | {name: hidden(shown, name) for name in ("csrf_token", "client_id")}
    answer = client.post(REGISTER, data=whole)
    assert answer.status_code == 403
    assert "You are not registered: registering closed at" in answer.text
    assert "Sign language, please." in answer.text
    assert "Registering closed at" in page(client, REGISTER)
    assert 'name="needs"' not in page(client, REGISTER)


def test_before_the_opening_the_page_says_when(site, client, scene):
    opening = update(Plan).values(registers_from=now() + timedelta(days=1))
    site.work.run(lambda db, _actor: db.execute(opening) and None, TEST)
    assert "Registering opens at" in page(client, REGISTER)
    assert "Registering opens at" in page(client, f"{HEARING}/")


def test_who_tries_again_and_again_is_told_to_wait_and_loses_nothing(client, scene, typed, app, monkeypatch):
    monkeypatch.setitem(app.extensions, "consult.registering", Limiter(1, 600))
    assert send(client, REGISTER, typed).status_code == 200
    again = send(client, REGISTER, typed)
    assert again.status_code == 429
    assert "Please wait a moment and send again." in again.text
    assert "Ama Toure" in again.text
    other = app.test_client()
    assert send(other, REGISTER, typed).status_code in (200, 303)


def test_what_is_wrong_stands_beside_its_field(client, scene, typed):
    answer = send(client, REGISTER, typed | {"name": "", "category": "state", "email": "nowhere"})
    assert answer.status_code == 422
    assert "Only a secretariat says who is a State" in answer.text
    again = send(client, REGISTER, typed | {"email": "nowhere"})
    assert (again.status_code, 'id="email-error"' in again.text) == (422, True)
    organisation = send(client, REGISTER, typed | {"on_behalf": "organisation"})
    assert organisation.status_code == 422


def test_an_account_registers_and_withdraws_and_the_next_moves_up(site, client, scene, typed):
    sign_in(site, client, make_account(site))
    answer = send(client, REGISTER, typed)
    assert (answer.status_code, answer.location) == (303, OWN)
    waiting = scene.register(new("Next", item=typed["item"]))
    assert client.get(REGISTER).location == OWN
    assert f'href="{OWN}"' in page(client, "/en/account/registrations")
    assert "Your registrations" in page(client, "/en/account/")
    assert send(client, OWN, {"act": "withdraw"}).status_code == 303
    assert "You withdrew it." in page(client, OWN)
    assert scene.state(waiting) == "accepted"
    refused = client.post(OWN, data={"act": "withdraw", "csrf_token": hidden(page(client, REGISTER), "csrf_token")})
    assert refused.status_code == 409


def test_checking_in_from_an_hour_before(site, client, scene, typed):
    sign_in(site, client, make_account(site))
    send(client, REGISTER, typed)
    scene.session(begins=timedelta(minutes=30))
    assert "Check in: I am online" in page(client, OWN)
    send(client, OWN, {"act": "online"})
    assert row_of(site).mode == "online"
    send(client, OWN, {"act": "out"})
    assert row_of(site).mode is None


def test_a_statement_is_read_from_a_document_sent_and_taken_back(site, client, scene, typed):
    sign_in(site, client, make_account(site))
    send(client, REGISTER, typed)
    form = {"delivery": "read_out", "item": typed["item"], "language": "en", "text": ""}
    file = {"file": (io.BytesIO(word("First words.", "Second words.")), "statement.docx")}
    read = send(client, STATEMENT, {**form, **file, "act": "read"})
    assert "First words." in read.text
    kept = {name: hidden(read.text, name) for name in ("csrf_token", "client_id", "kept")}
    sent = client.post(STATEMENT, data={**form, **kept, "text": "First words.\n\nSecond words.", "act": "send"})
    assert sent.status_code == 303
    own = page(client, OWN)
    assert "Under embargo until it is delivered" in own
    assert "statement.docx" in own
    assert "First words." in page(client, STATEMENT)
    reference = hidden(own, "reference")
    assert "First words." not in page(client.application.test_client(), f"{HEARING}/")
    send(client, STATEMENT, {"act": "withdraw", "reference": reference})
    assert "Withdrawn" in page(client, OWN)


def test_a_statement_without_words_is_refused_with_what_was_typed(site, client, scene, typed):
    sign_in(site, client, make_account(site))
    send(client, REGISTER, typed)
    answer = send(client, STATEMENT, {"delivery": "written", "item": typed["item"], "language": "fr", "text": " "})
    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    broken = {"file": (io.BytesIO(b"no document"), "x.docx"), "act": "read"}
    assert 'id="file-error"' in send(client, STATEMENT, broken).text


@pytest.fixture
def office(site, client, scene) -> FlaskClient:
    with site.database.reading() as db:
        from consult.accounts.models import Account

        account = db.scalars(select(Account).where(Account.email == "office@example.org")).one()
    sign_in(site, client, account)
    signed: FlaskClient = client
    return signed


def test_the_desk_lists_filters_and_decides(site, scene, office, typed):
    first = scene.register(new("Hidden Speaker", identity="secretariat", item=typed["item"], country="KE"))
    second = scene.register(new("Second", item=typed["item"]))
    text = page(office, f"{DESK}/")
    assert "Accepted to speak: 1 of 1 places." in text
    assert "Hidden Speaker" in text
    narrowed = page(office, f"{DESK}/?state=reserve&region=none")
    assert "Hidden Speaker" not in narrowed
    assert "1 of 2 registrations" in narrowed
    taken = send(office, f"{DESK}/", {"registration": second.public_id, "act": "accept"})
    assert (taken.status_code, "There are 1 places to speak" in taken.text) == (409, True)
    none = send(office, f"{DESK}/", {"registration": first.public_id, "act": "decline"})
    assert (none.status_code, "Please give a reason" in none.text) == (422, True)
    assert (
        send(office, f"{DESK}/", {"registration": first.public_id, "act": "decline", "reason": "No."}).status_code
        == 303
    )
    assert [scene.state(one) for one in (first, second)] == ["declined", "accepted"]


def test_one_registration_at_the_desk(site, scene, office, typed):
    made = scene.register(new("Ama Toure", item=typed["item"], needs="A ramp.", priority="I was there."))
    one = f"{DESK}/one/{made.public_id}"
    text = page(office, one)
    assert "A ramp." in text
    assert "I was there." in text
    send(office, one, {"act": "category", "category": "un_entity", "country": "CH"})
    assert (scene.row(made).category, scene.row(made).country) == ("un_entity", "CH")
    send(office, one, {"act": "room"})
    assert scene.row(made).mode == "room"
    assert send(office, one, {"act": "sing"}).status_code == 422
    send(office, one, {"act": "remove", "reason": "Twice registered."})
    assert scene.state(made) == "removed"
    assert "Twice registered." in page(office, one)
    page(office, f"{DESK}/one/nosuchthing00000", 404)


def test_the_rule_is_applied_and_confirmed(site, scene, office, typed):
    site.work.run(lambda db, _actor: db.execute(update(Plan).values(rule="balance")) and None, TEST)
    made = [scene.register(new(name, item=typed["item"])) for name in ("A", "B")]
    text = page(office, f"{DESK}/rule")
    seen = hidden(text, "seen")
    chosen = {"seen": seen}
    for number, (one, state) in enumerate(zip(made, ("reserve", "accepted"), strict=True)):
        chosen |= {f"state.{one.public_id}": state, f"place.{one.public_id}": str(number + 1)}
    assert send(office, f"{DESK}/rule", chosen).status_code == 303
    assert [scene.state(one) for one in made] == ["reserve", "accepted"]
    assert send(office, f"{DESK}/rule", chosen).status_code == 409


def test_somebody_is_added_by_hand_with_words_to_come_back(site, scene, office, typed):
    form = typed | {"name": "The Ambassador", "category": "state", "country": "KE", "state": "accepted"}
    answer = send(office, f"{DESK}/new", form)
    assert "Read this reference and these seven words" in answer.text
    row = row_of(site)
    assert (row.name, row.category, row.account_id) == ("The Ambassador", "state", None)
    client = office.application.test_client()
    assert come_back(client, row.reference, codeword_in(answer.text)).location == OWN
    full = send(office, f"{DESK}/new", form)
    assert full.status_code == 409


def test_the_file_has_cells_that_no_spreadsheet_runs(scene, office, typed):
    scene.register(new("=cmd|' /C calc'!A0", item=typed["item"], identity="secretariat", needs="+1"))
    answer = office.get(f"{DESK}/registrations.csv")
    assert "'=cmd" in answer.text
    assert "'+1" in answer.text
    assert answer.headers["Content-Disposition"].endswith('assemblies-registrations.csv"')


def test_the_desk_of_registrations_is_for_the_office_alone(site, client, scene, typed):
    made = scene.register(new(item=typed["item"]))
    addresses = [f"{DESK}/", f"{DESK}/new", f"{DESK}/rule", f"{DESK}/registrations.csv", f"{DESK}/one/{made.public_id}"]
    sign_in(site, client, make_account(site, "c@example.org", ("chair", "proceeding", scene.hearing.id)))
    for address in addresses:
        page(client, address, 404)


def test_the_hearings_page_leads_there_and_names_whom_readers_may_know(client, scene, typed):
    scene.register(new("Hidden Speaker", identity="secretariat", item=typed["item"], country="KE", category="media"))
    text = page(client, f"{HEARING}/")
    assert f'href="{REGISTER}"' in text
    assert "Hidden Speaker" not in text
    assert "African States" in text


def test_the_panel_reads_statements_ahead_and_the_chair_takes_one_to_the_record(site, client, scene, typed):
    assert scene.item is not None
    speaker = scene.holder(scene.register(new(item=scene.item.public_id)))
    sent = NewStatement("a key", scene.item.public_id, "written", "en", ("Words under embargo.",))
    reference = scene.run(send_statement, speaker, new=sent).reference
    address = f"{HEARING}/statements"
    page(client, address, 404)
    panel = client.application.test_client()
    sign_in(site, panel, make_account(site, "p@example.org", ("panellist", "proceeding", scene.hearing.id)))
    assert "Words under embargo." in page(panel, address)
    assert f'href="{address}"' in page(panel, f"{HEARING}/")
    assert send(panel, f"{HEARING}/register", {"reference": reference}, to=address).status_code == 404
    sign_in(site, client, make_account(site, "c@example.org", ("chair", "proceeding", scene.hearing.id)))
    assert send(client, address, {"reference": reference}).status_code == 303
    assert "Delivered and published" in page(client, address)
    wrong = client.post(
        address,
        data={"reference": "H6-AAAA-BBBB", "csrf_token": hidden(page(client, f"{HEARING}/register"), "csrf_token")},
    )
    assert wrong.status_code == 404
