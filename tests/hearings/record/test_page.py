"""The page of a hearing's record: what everybody may read of it, and what staff read beside that."""

import pytest

from consult.site import Site
from tests.factories import make_account, page, sign_in
from tests.records.hearing import SECRETS, make_hearing

pytestmark = pytest.mark.pages
RECORD = "/en/hearings/night-ferry/record"


def test_the_record_tells_what_was_said_and_decided(site: Site, client):
    make_hearing(site)
    text = page(client, RECORD)
    for told in ("The night ferry", "Speaker 1", "2:30", "The ferry must run.", "(Music)", "The statement as delivered.",
                 "Who decides?", "A comment on the ferry.", "A secret ballot.", ">Answered<", "Amina Chair",
                 "closed to the public"):  # fmt: skip
        assert told in text, told
    for secret in (*SECRETS, "Closed Speaker"):
        assert secret not in text, secret
    assert f'href="{RECORD}"' in page(client, "/en/hearings/night-ferry/")


def test_notes_by_language_and_in_arabic(site: Site, client):
    make_hearing(site)
    text = page(client, f"{RECORD}?notes=ar")
    assert "يجب أن تعمل العبارة." in text
    assert "The ferry must run." not in text
    assert 'lang="ar" dir="rtl"' in text
    arabic = page(client, "/ar/hearings/night-ferry/record")
    assert "يجب أن تعمل العبارة." in arabic
    assert "The ferry must run." in page(client, f"{RECORD}?notes=xx")


def test_staff_of_the_hearing_read_the_closed_part_and_the_withheld_name(site: Site, client):
    hearing = make_hearing(site)
    secretary = make_account(site, "sec@example.org", ("secretariat", "body", hearing.body_id))
    sign_in(site, client, secretary)
    text = page(client, RECORD)
    for told in ("closed business", "closed words", "Withheld Name"):
        assert told in text
    assert "removed words" not in text


def test_an_observer_of_another_hearing_reads_what_everybody_reads(site: Site, client):
    make_hearing(site)
    sign_in(site, client, make_account(site, "other@example.org", ("note_taker", "proceeding", 99)))
    text = page(client, RECORD)
    assert "closed business" not in text
    assert "Withheld Name" not in text


def test_a_draft_has_no_record_for_the_public(site: Site, client):
    make_hearing(site)
    page(client, "/en/hearings/another/record", 404)
