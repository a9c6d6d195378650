"""The page of a room's record, and who takes which edition out of it."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.actors import system
from consult.core.errors import NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.records.editions import edition_of
from consult.records.workspaces.handing import hand_over
from consult.site import Site
from consult.workspaces.closing.models import Handover
from tests.factories import TEST, actor_for, hidden, make_account, page, send, sign_in
from tests.records.room import NAMES, ORGANISATIONS, make_room

pytestmark = pytest.mark.pages
PAGE = "/en/workspaces/ferry-group/record"


def of(site: Site, name: str) -> Account:
    with site.database.reading() as db:
        return db.scalars(select(Account).where(Account.name == name)).one()


def in_role(site: Site, client: Any, room: Proceeding, role: str) -> Any:
    who = (
        of(site, NAMES[0])
        if role == "chair"
        else make_account(site, f"{role}@example.org", (role, "proceeding", room.id))
    )
    sign_in(site, client, who)
    return client


@pytest.mark.parametrize("role", ["chair", "secretary", "rapporteur"])
def test_who_leads_or_reports_takes_the_members_edition(site, client, role):
    room = make_room(site)
    in_role(site, client, room, role)
    text = page(client, PAGE)
    assert "Amina Chairwoman" in text
    assert "Saying number 0." in text  # it was marked as a decision
    assert "Public edition" not in text
    for form in ("csv", "jsonl"):
        answer = client.get(f"{PAGE}.zip?edition=restricted&format={form}")
        assert zipfile.ZipFile(BytesIO(answer.data)).testzip() is None
        assert answer.headers["Cache-Control"] == "no-store"
    assert "Saying number 2." in client.get(f"{PAGE}.zip?edition=restricted&format=html").text
    assert client.get(f"{PAGE}.zip?edition=public&format=csv").status_code == 404
    page(client, PAGE.replace("/en/", "/ar/"))


@pytest.mark.parametrize("role", ["member", "observer"])
def test_members_and_observers_read_the_record_and_take_no_edition(site, client, role):
    room = make_room(site, "open_record")
    in_role(site, client, room, role)
    assert "Download" not in page(client, PAGE)
    for edition in ("public", "restricted"):
        for form in ("csv", "jsonl", "html"):
            assert client.get(f"{PAGE}.zip?edition={edition}&format={form}").status_code == 404
    observer = actor_for(site, make_account(site, "again@example.org", (role, "proceeding", room.id)))
    with site.database.reading() as db:
        for edition in ("public", "restricted"):
            with pytest.raises(NotFound):
                edition_of(db, observer, room.id, edition)


def test_former_members_and_strangers_find_nothing(site, app):
    make_room(site, "open_record")
    gone = of(site, "Farah Member")

    def end(db: Any, _actor: Any) -> None:
        db.scalars(select(Grant).where(Grant.account_id == gone.id)).one().ended_at = gone.created_at

    site.work.run(end, TEST)
    for account in (gone, None):
        client = app.test_client()
        if account is not None:
            sign_in(site, client, account)
        for address in (PAGE, f"{PAGE}.zip?edition=public&format=csv", f"{PAGE}.zip?edition=restricted&format=jsonl"):
            page(client, address, 404)


def test_a_public_edition_of_an_open_record_holds_no_draft_and_no_file(site, client):
    room = make_room(site, "open_record")
    in_role(site, client, room, "chair")
    assert "Public edition" in page(client, PAGE)
    answer = client.get(f"{PAGE}.zip?edition=public&format=jsonl")
    archive = zipfile.ZipFile(BytesIO(answer.data))
    names = {one.rpartition("/")[2] for one in archive.namelist()}
    assert "document_versions.jsonl" in names
    assert not {"paragraph_saves.jsonl", "document_paragraphs.jsonl", "document_files.jsonl"} & names
    assert not [one for one in names if one.endswith(".docx")]


@pytest.mark.parametrize("rule", ["chatham", "members"])
def test_the_page_as_a_file_names_nobody_under_the_chatham_house_rule(site, client, rule):
    room = make_room(site, rule)
    in_role(site, client, room, "chair")
    with site.database.reading() as db, client.application.app_context():
        edition = edition_of(db, system("test"), room.id, "restricted")
    answer = client.get(f"{PAGE}.zip?edition=restricted&format=html").text
    assert edition.is_unnamed == (rule == "chatham")
    for name in (*NAMES[:3], ORGANISATIONS[0]):
        assert (name in answer) == (rule == "members"), name
    assert "Saying number 1." in answer
    main = page(client, PAGE).partition("<main")[2].partition("</main")[0]
    assert ("Boris Member" in main) == (rule == "members")


def test_the_chair_hands_the_record_over_and_fetches_the_package(site, client):
    room = make_room(site)
    in_role(site, client, room, "chair")
    site.work.run(close_proceeding, TEST, proceeding_id=room.id)
    assert send(client, PAGE, {"archive": "", "note": ""}, to=f"{PAGE}/hand-over").status_code == 400
    assert send(client, PAGE, {"archive": "National Archive", "note": ""}, to=f"{PAGE}/hand-over").status_code == 303
    assert "being made" in page(client, PAGE)
    with site.database.reading() as db:
        row = db.scalars(select(Handover).order_by(Handover.id.desc())).first()
    assert row is not None
    page(client, f"{PAGE}/packages/{row.public_id}.zip", 404)
    hand_over(site.work, {"handover": row.public_id}, site.storage)
    answer = client.get(f"{PAGE}/packages/{row.public_id}.zip")
    assert answer.status_code == 200
    assert zipfile.ZipFile(BytesIO(answer.data)).testzip() is None
    assert row.public_id in page(client, PAGE)


def test_a_member_neither_hands_over_nor_fetches(site, client):
    room = make_room(site)
    in_role(site, client, room, "member")
    site.work.run(close_proceeding, TEST, proceeding_id=room.id)
    text = page(client, PAGE)
    assert "State Archive" in text
    token = hidden(text, "csrf_token")
    assert client.post(f"{PAGE}/hand-over", data={"csrf_token": token, "archive": "Mine"}).status_code == 404
