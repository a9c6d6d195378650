"""Downloads over the web: the public edition for everybody, the restricted one for who may, nothing for anybody else."""

import io
import json
import zipfile

import pytest

from consult.bodies.models import Body
from consult.records import routes
from consult.site import Site
from tests.factories import make_account, make_proceeding, page, sign_in
from tests.records.hearing import make_hearing
from tests.records.mixed import make_mixed

pytestmark = pytest.mark.pages


def files(answer) -> dict[str, bytes]:
    assert answer.status_code == 200, answer.status_code
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_everybody_may_have_the_public_edition(site: Site, client):
    make_mixed(site)
    found = files(client.get("/en/consultations/mixed/record.zip?format=jsonl"))
    assert json.loads(found["manifest.json"])["edition"] == "public"
    assert "dictionary.csv" in files(client.get("/ar/consultations/mixed/record.zip?format=csv"))
    assert client.get("/en/consultations/mixed/record.zip?format=exe").status_code == 404
    assert client.get("/en/consultations/none/record.zip").status_code == 404


def test_the_desk_downloads_both(site: Site, client):
    body, proceeding = make_mixed(site)
    sign_in(site, client, make_account(site, "s@example.org", ("secretariat", "body", body.id)))
    base = f"/en/desk/exports/{proceeding.public_id}/"
    assert "record.zip?edition=restricted" in page(client, base).replace("&amp;", "&").replace("format=csv&", "")
    for edition in ("public", "restricted"):
        found = files(client.get(f"{base}record.zip?edition={edition}&format=jsonl"))
        assert json.loads(found["manifest.json"])["edition"] == edition
        assert ("votes.jsonl" in found) == (edition == "restricted")
    assert client.get(f"{base}record.zip?edition=whole").status_code == 404


def test_the_desk_of_a_hearing_downloads_its_documents(site: Site, client):
    hearing = make_hearing(site)
    base = f"/en/desk/exports/{hearing.public_id}/"
    assert client.get(f"{base}record.zip?edition=public&format=akn").status_code == 404
    sign_in(site, client, make_account(site, "s@example.org", ("secretariat", "body", hearing.body_id)))
    assert "format=akn" in page(client, base)
    for edition, told in (("public", False), ("restricted", True)):
        for form in ("akn", "html"):
            answer = client.get(f"{base}record.zip?edition={edition}&format={form}")
            assert answer.status_code == 200
            assert ("Withheld Name" in answer.text) == told
    with site.database.reading() as db:
        paper = make_proceeding(site, db.get_one(Body, hearing.body_id), "paper")
    assert client.get(f"/en/desk/exports/{paper.public_id}/record.zip?edition=public&format=akn").status_code == 404


def test_nobody_else_does(site: Site, client):
    body, proceeding = make_mixed(site)
    base = f"/en/desk/exports/{proceeding.public_id}/"
    for account in (None, make_account(site, "m@example.org", ("moderator", "body", body.id))):
        if account:
            sign_in(site, client, account)
        assert client.get(base).status_code == 404
        assert client.get(f"{base}record.zip?edition=restricted").status_code == 404
        assert client.get(f"{base}record.zip?edition=public").status_code == 404
    make_proceeding(site, body, "draft", state="draft")
    assert client.get("/en/consultations/draft/record.zip").status_code == 404


def test_a_record_that_is_too_large_is_left_to_the_command(site: Site, client, monkeypatch):
    body, proceeding = make_mixed(site)
    sign_in(site, client, make_account(site, "s@example.org", ("secretariat", "body", body.id)))
    monkeypatch.setattr(routes, "AT_ONCE", 3)
    assert "consult export" in page(client, f"/en/desk/exports/{proceeding.public_id}/")
    assert "too large to be made while you wait" in page(client, "/en/consultations/mixed/record.zip", 404)
