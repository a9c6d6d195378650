"""Invitations to answer as people meet them: opening a link, signing in with it, the mail, the page of the desk."""

import dataclasses
import email
import re
from email.policy import default

import pytest
from flask.testing import FlaskClient

from consult.core.jobs import run_due
from consult.core.mail import mail_handler
from consult.site import Site
from tests.factories import make_account, page, post, sign_in
from tests.mailbox import open_box
from tests.proceedings.test_respondents import call_for, link


@pytest.mark.pages
def test_a_link_is_looked_at_without_change_and_taken_by_a_press(site: Site, client: FlaskClient):
    call = call_for(site, "link")
    link(site, call)
    comments = f"/en/consultations/{call.slug}/comments"
    text = page(client, comments)
    assert "This consultation is by invitation." in text
    assert 'name="body"' not in text
    address = "/en/invited/one"
    assert "You are invited to answer" in page(client, address)
    assert 'name="body"' not in page(client, comments)
    answer = post(client, address)
    assert (answer.status_code, answer.location) == (303, f"/en/consultations/{call.slug}/")
    assert 'name="body"' in page(client, comments)
    page(client, "/en/invited/nothing", 404)


@pytest.mark.pages
def test_signing_in_keeps_an_open_invitation_and_signing_out_ends_it(site: Site, client: FlaskClient):
    call = call_for(site, "link")
    link(site, call)
    make_account(site)
    post(client, "/en/invited/one")
    post(client, "/en/account/sign-in", {"email": "ana@example.org", "password": "a lantern under the old bridge"})
    comments = f"/en/consultations/{call.slug}/comments"
    assert 'name="body"' in page(client, comments)
    post(client, "/en/account/sign-out", form=comments)
    assert 'name="body"' not in page(client, comments)


@pytest.mark.pages
def test_each_address_gets_a_mail_in_its_language_with_a_link_that_works(site: Site, client: FlaskClient):
    call = call_for(site, "list")
    office = make_account(site, "office@example.org", ("secretariat", "body", call.body_id))
    sign_in(site, client, office)
    desk = f"/en/desk/proceedings/consultation/{call.slug}/respondents/"
    wrong = post(client, f"{desk}list", {"addresses": "ben@example.org\nnobody", "language": "en"}, form=desk)
    assert wrong.status_code == 422
    assert "nobody" in wrong.text
    answer = post(
        client, f"{desk}list", {"addresses": "ben@example.org\nlayla@example.org, ar", "language": "en"}, form=desk
    )
    assert answer.status_code == 303
    with open_box() as box:
        settings = dataclasses.replace(site.settings, smtp_url=box.url)
        run_due(site.work, {"mail": mail_handler(settings)})
        mails = {one.rcpt_tos[0]: one.content.decode() for one in box.mails}
    letters = {to: email.message_from_string(text, policy=default) for to, text in mails.items()}
    assert {to: one["Content-Language"] for to, one in letters.items()} == {
        "ben@example.org": "en",
        "layla@example.org": "ar",
    }
    for to, code in (("ben@example.org", "en"), ("layla@example.org", "ar")):
        found = re.search(rf"http://localhost(/{code}/invited/\S+)", str(letters[to].get_content()))
        assert found
        page(client.application.test_client(), found[1])
    assert "ben@example.org" in page(client, desk)


@pytest.mark.pages
def test_a_new_link_is_shown_once(site: Site, client: FlaskClient):
    call = call_for(site, "link")
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", call.body_id)))
    desk = f"/en/desk/proceedings/consultation/{call.slug}/respondents/"
    answer = post(client, f"{desk}link", {"label": "A network", "most": "3"}, form=desk)
    found = re.search(r"http://localhost(/en/invited/[\w-]+)", answer.text)
    assert found
    assert found[1] not in page(client, desk)
    page(client.application.test_client(), found[1])
    for values in ({"label": "", "most": ""}, {"label": "x", "most": "many"}, {"label": "x", "most": "0"}):
        assert post(client, f"{desk}link", values, form=desk).status_code == 422
