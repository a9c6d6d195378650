"""The pages of organisations, and the question for whom one writes, without JavaScript."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.models import Body
from consult.contributions.models import Contribution
from consult.organisations.models import Organisation
from consult.organisations.operations.verifying import add_category
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import (
    TEST,
    make_account,
    make_body,
    make_comment,
    make_proceeding,
    page,
    post,
    post_comment,
    sign_in,
)
from tests.organisations.makers import again, registered, somebody

pytestmark = pytest.mark.pages
NEW = {
    "language": "en",
    "name_en": "Harbour Watch",
    "name_ar": "مرصد الميناء",
    "category": "civil_society",
    "country": "PA",
}


@pytest.fixture
def call(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


@pytest.fixture
def ana(site: Site, client: FlaskClient) -> Account:
    account = make_account(site)
    sign_in(site, client, account)
    return account


def words_of(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def newest(site: Site) -> Contribution:
    with site.database.reading() as db:
        return db.scalars(select(Contribution).order_by(Contribution.id.desc())).first()  # type: ignore[return-value]


def test_an_organisation_is_registered_found_and_asked_to_join(site: Site, client: FlaskClient, ana: Account):
    answer = post(client, "/en/account/register-organisation", NEW | {"contact": "+507 555"})
    assert answer.location == "/en/account/organisations/harbour-watch/"
    assert "Not verified" in page(client, "/en/organisations/?category=civil_society&country=PA")
    assert "No organisation fits." in page(client, "/en/organisations/?region=africa")
    assert "مرصد الميناء" in page(client, "/ar/organisations/harbour-watch")
    assert "+507 555" in page(client, "/en/organisations/harbour-watch")
    visitor = client.application.test_client()
    text = page(visitor, "/en/organisations/harbour-watch")
    assert "Panama" in text
    assert "+507 555" not in text
    ben = make_account(site, "ben@example.org", name="Ben Kaya")
    sign_in(site, visitor, ben)
    join = "/en/organisations/harbour-watch/join"
    assert post(visitor, join, {"note": "I work there."}).status_code == 303
    assert "You have asked already." in post(visitor, join, {"note": ""}).text
    page(visitor, "/en/account/organisations/harbour-watch/", 404)
    asked = page(client, "/en/account/organisations/harbour-watch/")
    assert "I work there." in asked
    office = client.application.test_client()
    sign_in(site, office, make_account(site, "office@example.org", ("secretariat", "body", make_body(site).id)))
    for_office = page(office, "/en/account/organisations/harbour-watch/")
    assert "Invite somebody" in for_office
    assert "ben@example.org" not in for_office
    request = re.search(r'name="request" value="([^"]+)"', asked)
    assert request
    people = "/en/account/organisations/harbour-watch/"
    post(client, f"{people}request", {"request": request[1], "grant": "yes"}, form=people)
    assert "Ben Kaya" in page(visitor, people)
    assert "Your organisations" in page(visitor, "/en/account/organisations/")


@pytest.mark.parametrize("address", ["/en/account/register-organisation", "/en/account/organisations/"])
def test_without_an_account_one_is_asked_to_sign_in(client: FlaskClient, site: Site, address: str):
    answer = client.get(address)
    assert (answer.status_code, "/en/account/sign-in" in answer.location) == (302, True)


def test_a_wrong_registration_says_why_and_keeps_what_was_typed(site: Site, client: FlaskClient, ana: Account):
    address = "/en/account/register-organisation"
    for values, words in (
        ({"name_en": ""}, "Please fill in this field."),
        ({"category": "state"}, "Only a secretariat says who is a State"),
        ({"category": ""}, "Please fill in this field."),
        ({"website": "ftp://x"}, "Please give an address that begins with https://"),
    ):
        answer = post(client, address, NEW | values)
        assert answer.status_code == 422
        assert words in unescape(answer.text)
        assert "مرصد الميناء" in answer.text


def test_a_secretariat_verifies_and_takes_off_the_list_at_its_desk(site: Site, client: FlaskClient, call: Proceeding):
    registered(site, somebody(site, "ana"))
    visitor = client.application.test_client()
    page(client, "/en/desk/organisations/harbour-watch", 404)
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", call.body_id)))
    desk = "/en/desk/organisations/harbour-watch"
    assert "harbour-watch" in page(client, "/en/desk/organisations/?verified=no")

    def seen() -> str:
        found = re.search(r'name="seen" [^>]*value="([^"]*)"', page(client, desk))
        assert found
        return found[1]

    given = {"category": "nhri", "status": "A", "note": "GANHRI, 2026", "seen": seen()}
    assert post(client, f"{desk}/verify", given, form=desk).status_code == 303
    assert post(client, f"{desk}/verify", given, form=desk).status_code == 409
    assert "National human rights institution" in (text := page(visitor, "/en/organisations/harbour-watch"))
    assert "A status" in text
    assert "GANHRI, 2026" in page(client, desk)
    assert "GANHRI, 2026" not in text
    refused = post(client, f"{desk}/unlist", {"note": "", "seen": seen()}, form=desk)
    assert "Please fill in this field." in refused.text
    post(client, f"{desk}/unlist", {"note": "It does not exist.", "seen": seen()}, form=desk)
    page(visitor, "/en/organisations/harbour-watch", 404)
    assert "Harbour Watch" not in page(visitor, "/en/organisations/")


def test_a_body_adds_a_category_at_its_desk(site: Site, client: FlaskClient, call: Proceeding):
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", call.body_id)))
    with site.database.reading() as db:
        address = f"/en/desk/categories/{db.get_one(Body, call.body_id).public_id}"
    new = {"key": "river_council", "language": "en", "name_en": "River council", "name_ar": "مجلس النهر"}
    assert post(client, address, new).status_code == 303
    assert "River council" in page(client, f"/en/consultations/{call.slug}/comments")
    assert "مجلس النهر" in page(client, f"/ar/consultations/{call.slug}/comments")
    post_comment(client, category="river_council")
    assert newest(site).category == "river_council"
    assert "River council" in page(client, f"/en/consultations/{call.slug}/comments")
    category = re.search(r'name="category" value="([^"]+)"', page(client, address))
    assert category
    post(client, f"{address}/end", {"category": category[1]}, form=address)
    visitor = client.application.test_client()
    text = page(visitor, f"/en/consultations/{call.slug}/comments")
    assert '<option value="river_council"' not in text
    assert "River council" in text  # what was sent with it keeps its words


def test_a_joint_submission_names_all_its_members(site: Site, client: FlaskClient, call: Proceeding):
    row = registered(site, somebody(site, "ana"))
    members = f"Ligue du Maray; Switzerland\nhttp://localhost/en/organisations/{row.slug}"
    whom = {
        "on_behalf": "coalition",
        "coalition_name": "Coalition for Rivers",
        "members": members,
        "name": "",
        "category": "",
    }
    assert post_comment(client, **whom).status_code == 200
    one = newest(site)
    text = page(client, f"/en/consultations/{call.slug}/submissions/{one.reference}")
    assert "Joint submission of Ligue du Maray Switzerland Harbour Watch Panama" in words_of(text)
    assert f'href="/en/organisations/{row.slug}"' in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"on_behalf": "coalition", "coalition_name": "C", "members": "A; Nowhere\nB"},
            "Line 1: There is no country of this name.",
        ),
        (
            {"on_behalf": "coalition", "coalition_name": "", "members": "A\nB"},
            "Name of the coalition Please fill in this field.",
        ),
        (
            {"on_behalf": "coalition", "coalition_name": "C", "members": ""},
            "Its members, each on a line of its own Please fill",
        ),
        ({"on_behalf": "coalition", "coalition_name": "C", "members": "A"}, "A coalition has at least 2 members."),
        ({"on_behalf": "organisation", "organisation_name": ""}, "Name of the organisation Please fill in this field."),
        (
            {"on_behalf": "organisation", "organisation_name": "O", "country": "XX"},
            "Please choose one of the options given.",
        ),
        ({"on_behalf": "organisation", "organisation": "a" * 16}, "Please choose one of the options given."),
        ({"on_behalf": "king"}, "Please choose one of the options given."),
        ({"category": "un_entity"}, "Only a secretariat says who is a State"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    site: Site, client: FlaskClient, call: Proceeding, values: dict[str, str], words: str
):
    answer = post_comment(client, **values)
    assert answer.status_code == 400
    assert words in words_of(answer.text)
    for typed in (values.get("members"), values.get("coalition_name"), values.get("organisation_name")):
        assert not typed or typed.split("\n")[0] in answer.text


def test_a_representative_chooses_and_a_member_is_told_who_sends(
    site: Site, client: FlaskClient, call: Proceeding, ana: Account
):
    post(client, "/en/account/register-organisation", NEW)
    with site.database.reading() as db:
        public_id = db.scalars(select(Organisation.public_id)).one()
    values = {"on_behalf": "organisation", "organisation": public_id}
    assert "Harbour Watch" in page(client, f"/en/consultations/{call.slug}/comments")
    assert post_comment(client, **values).status_code == 303
    one = newest(site)
    assert (one.author_name, one.organisation, one.category) == ("Harbour Watch", public_id, "civil_society")
    listing = page(client.application.test_client(), "/en/organisations/harbour-watch")
    assert one.reference in listing
    browser = client.application.test_client()
    member = make_account(site, "ben@example.org", ("organisation_member", "organisation", 1), name="Ben")
    sign_in(site, browser, member)
    answer = post_comment(browser, **values)
    assert answer.status_code == 400
    assert "only its representatives send" in answer.text


def test_a_name_typed_beside_the_wish_to_give_none_is_said_to_be_gone(
    site: Site, client: FlaskClient, call: Proceeding
):
    answer = post_comment(client, identity="none", name="Ana Tesch")
    assert "the name that you typed is not sent" in answer.text
    assert newest(site).author_name is None
    assert "is not sent" not in post_comment(client, identity="none", name="").text


def test_what_each_reader_sees_is_what_the_rule_tells(site: Site, client: FlaskClient, call: Proceeding, ana: Account):
    text = page(client, f"/en/consultations/{call.slug}/comments")
    seen = re.findall(r'value="(public|secretariat|none)".*?<dl class="as-seen">(.*?)</dl>', text, re.S)
    told = [(value, words_of(part)) for value, part in seen]
    assert told[:3] == [
        ("public", "Everyone Ana Tesch The secretariat Ana Tesch The rapporteur Ana Tesch"),
        (
            "secretariat",
            "Everyone Name known to the secretariat The secretariat Ana Tesch Name not public "
            "The rapporteur Name known to the secretariat",
        ),
        ("none", "Everyone No identity given The secretariat No identity given The rapporteur No identity given"),
    ]
    everyone = "Everyone Confidential to the secretariat: counted, but not published."
    assert told[4] == ("secretariat", f"{everyone} The secretariat What you wrote The rapporteur What you wrote")


def test_categories_of_another_body_are_not_offered(site: Site, client: FlaskClient, call: Proceeding):
    other = make_body(site, "elsewhere", "Another")
    words = {"key": "lake_council", "names": {"en": "Lake council"}, "language": "en"}
    site.work.run(add_category, TEST, body_id=other.id, **words)  # type: ignore[arg-type]
    make_comment(site, call, "A comment.")
    assert '<option value="lake_council"' not in page(client, f"/en/consultations/{call.slug}/comments")


def test_who_has_left_is_not_offered_the_organisation(site: Site, call: Proceeding, client: FlaskClient):
    ana = somebody(site, "ana")
    registered(site, ana)
    assert [held.role for held in again(site, ana).held] == ["representative"]
    visitor = make_account(site, "eve@example.org")
    sign_in(site, client, visitor)
    assert "Harbour Watch" not in page(client, f"/en/consultations/{call.slug}/comments")
