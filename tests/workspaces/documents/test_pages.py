"""The pages of documents, without JavaScript."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from consult.workspaces.documents.operations.amending import NewAmendment, suggest_amendment
from consult.workspaces.documents.operations.standing import publish_document, withdraw_document
from consult.workspaces.documents.operations.versions import make_version
from tests.factories import hidden, page, post, sign_in

pytestmark = pytest.mark.pages
PAGES = ("", "amendments/", "versions/", "compare", "clean", "marked", "suggest")


def suggested(draft, role="member", kind="replace", text="States protect every assembly."):
    new = NewAmendment(kind, draft.key(1), text, "It is clearer.", 1)
    return draft.run(suggest_amendment, role, new=new).public_id


def test_a_document_is_made_and_read(site, client, draft):
    sign_in(site, client, draft.account("member"))
    base = f"/en/workspaces/{draft.room.slug}/documents/"
    assert "Draft on assemblies" in page(client, base)
    text = "# Scope\n\nThe first paragraph.\n\nThe second:\n- an item;\n- another.\n"
    made = post(client, f"{base}new", {"title": "New text", "language": "en", "text": text})
    assert made.status_code == 303
    told = page(client, made.location)
    for words in ("Scope", "The first paragraph.", "(b)", "another."):
        assert words in told
    refused = post(client, f"{base}new", {"title": "", "language": "en", "text": "Kept words."})
    assert refused.status_code == 400
    assert "Kept words." in refused.text


def test_every_page_is_there_for_members_in_both_directions(site, client, draft):
    draft.run(make_version, "chair", note="First reading")
    amendment = suggested(draft)
    sign_in(site, client, draft.account("chair"))
    for path in (
        *PAGES,
        "settings",
        f"amendments/{amendment}/",
        "versions/1",
        f"paragraphs/{draft.key(1)}/",
        "paragraphs/new",
    ):
        page(client, draft.url + path)
        page(client, (draft.url + path).replace("/en/", "/ar/"))
    page(client, f"{draft.url}paragraphs/{draft.key(1)}/place")
    page(client, f"{draft.url}versions/2", 404)
    page(client, f"{draft.url}compare?from=9", 404)
    page(client, f"{draft.url}paragraphs/nokeynokeynokey0/", 404)


def test_comments_stand_on_their_paragraph(site, client, draft):
    sign_in(site, client, draft.account("member"))
    there = f"{draft.url}paragraphs/{draft.key(1)}/"
    sent = {
        "body": "Why only peaceful?",
        "language": "en",
        "identity": "public",
        "confidentiality": "public",
        "category": "",
    }
    token = page(client, there)
    given = sent | {"csrf_token": hidden(token, "csrf_token"), "client_id": hidden(token, "client_id"), "name": "X"}
    answer = client.post(f"{there}comments", data=given)
    assert answer.status_code == 303, answer.text[answer.text.find("error-summary") :][:900]
    assert "Why only peaceful?" in page(client, there)
    assert "Why only peaceful?" not in page(client, f"{draft.url}paragraphs/{draft.key(2)}/")
    assert "1 comment" in page(client, draft.url)


def test_an_amendment_goes_its_way_on_the_pages(site, app, client, draft):
    member, chair = client, app.test_client()
    sign_in(site, member, draft.account("member"))
    sign_in(site, chair, draft.account("chair"))
    form = f"{draft.url}paragraphs/{draft.key(1)}/suggest"
    values = {"kind": "replace", "text": "States protect every assembly.", "reason": "Clearer.", "seen": "1"}
    made = post(member, form, values)
    assert made.status_code == 303
    told = page(member, made.location)
    assert "<ins>" in told
    assert "<del>" in told
    assert 'name="act"' not in told
    assert "Withdraw this amendment" in told
    assert "Amendment 1" in page(chair, draft.url)
    assert "Withdraw this amendment" not in page(chair, made.location)
    refused = post(chair, made.location, {"act": "reject", "seen": "1", "text": "", "reason": ""})
    assert refused.status_code == 400
    assert (
        post(chair, made.location, {"act": "accept", "seen": "1", "text": values["text"], "reason": ""}).status_code
        == 303
    )
    assert draft.rows()[1].text == "States protect every assembly."
    assert "Accepted: 1" in page(member, f"{draft.url}amendments/?state=accepted")
    again = post(chair, f"{draft.url}versions/", {"note": "Second", "seen": "0"})
    assert again.status_code == 303


def test_what_was_typed_stays_when_the_paragraph_changed_meanwhile(site, client, draft):
    sign_in(site, client, draft.account("member"))
    form = f"{draft.url}paragraphs/{draft.key(1)}/suggest"
    refused = post(client, form, {"kind": "replace", "text": "My own words.", "reason": "", "seen": "7"})
    assert refused.status_code == 409
    assert "My own words." in refused.text
    assert hidden(refused.text, "seen") == "1"


def test_what_was_typed_stays_when_the_document_was_taken_away(site, client, draft):
    sign_in(site, client, draft.account("member"))
    token = hidden(page(client, f"{draft.url}paragraphs/new"), "csrf_token")
    after = draft.key(0)
    draft.run(withdraw_document, "chair")
    sent = {"csrf_token": token, "after": after, "style": "paragraph", "text": "My own words.", "arranged": "0"}
    answer = client.post(f"{draft.url}paragraphs/new", data=sent)
    assert answer.status_code == 409
    assert "My own words." in answer.text


def test_paragraphs_are_arranged_on_the_pages(site, client, draft):
    sign_in(site, client, draft.account("member"))
    sent = {"after": draft.key(0), "style": "quote", "text": "A preamble.", "arranged": "0"}
    assert post(client, f"{draft.url}paragraphs/new", sent).status_code == 303
    key = draft.key(1)
    place = f"{draft.url}paragraphs/{key}/place"
    assert post(client, place, {"after": "", "style": "paragraph", "arranged": "1"}).status_code == 303
    assert [one.label for one in draft.rows()][:2] == ["1", "1"]
    assert draft.key(0) == key
    assert post(client, place, {"after": "", "style": "quote", "arranged": "0"}).status_code == 409
    assert post(client, f"{draft.url}paragraphs/{key}/remove", {"seen": "1"}, form=place).status_code == 303
    assert key not in [one.key for one in draft.rows()]


def test_a_guest_has_the_document_and_nothing_of_its_room(site, client, draft):
    draft.run(make_version, "chair", note="First reading")
    suggested(draft)
    sign_in(site, client, draft.account("guest"))
    page(client, draft.url, 404)
    page(client, f"/en/workspaces/{draft.room.slug}/documents/", 404)
    base = f"/en/documents/{draft.public_id}/draft/"
    listed = page(client, "/en/documents/")
    assert f'href="{base}"' in listed
    assert "advisers" not in listed
    for path in (*PAGES, f"paragraphs/{draft.key(1)}/", "clean.docx", "marked.docx"):
        text = client.get(base + path)
        assert text.status_code == 200, path
        for secret in (b"advisers", b"Pat Member", b"Pat Chair", b"data-stream"):
            assert secret not in text.data, (path, secret)
    assert "States protect the right" in page(client, base)
    made = post(client, f"{base}paragraphs/{draft.key(1)}/suggest", {"kind": "delete", "text": "x", "seen": "1"})
    assert made.status_code == 303
    assert "Pat Guest" in page(client, made.location)
    withdrawn = post(client, f"{made.location}withdraw", form=made.location)
    assert withdrawn.status_code == 303


def test_strangers_and_observers(site, client, app, draft):
    draft.run(make_version, "chair")
    observer = app.test_client()
    sign_in(site, observer, draft.account("observer"))
    for browser in (client, observer):
        assert "Draft on assemblies" not in page(browser, "/en/documents/")
    page(observer, draft.url)
    page(observer, f"{draft.url}suggest", 404)
    page(observer, f"{draft.url}paragraphs/new", 404)
    for path in (*PAGES, "settings", "clean.docx"):
        page(client, draft.url + path, 404)
        page(client, f"/en/documents/{draft.public_id}/draft/{path}", 404)


def test_settings_publish_and_take_back(site, client, app, draft):
    chair, outside = client, app.test_client()
    sign_in(site, chair, draft.account("chair"))
    public, settings = f"/en/documents/{draft.public_id}/", f"{draft.url}settings"
    page(outside, public, 404)
    assert post(chair, f"{settings}/publish", form=settings).status_code == 409, "there is no version yet"
    draft.run(make_version, "chair")
    assert post(chair, f"{settings}/publish", form=settings).status_code == 409, "that has to be confirmed"
    assert post(chair, f"{settings}/publish", {"confirmed": "y"}, form=settings).status_code == 303
    assert "States protect the right" in page(outside, public)
    assert post(chair, settings, {"title": "Another title"}).status_code == 303
    assert post(chair, f"{settings}/adopt", {"seen": "1"}, form=settings).status_code == 303
    assert post(chair, f"{settings}/unpublish", form=settings).status_code == 303
    page(outside, public, 404)
    assert post(chair, f"{settings}/nonsense", form=settings).status_code == 404
    assert post(chair, f"{settings}/remove", form=settings).status_code == 303
    page(chair, draft.url, 404)


def test_a_clean_and_a_marked_copy_are_word_files(site, client, draft):
    draft.run(make_version, "chair")
    suggested(draft)
    draft.run(publish_document, "chair", confirmed=True)
    sign_in(site, client, draft.account("member"))
    for copy in ("clean", "marked", "1"):
        answer = client.get(f"{draft.url}{copy}.docx")
        assert answer.status_code == 200
        with ZipFile(BytesIO(answer.data)) as archive:
            body = archive.read("word/document.xml").decode()
        assert ("<w:ins " in body) == (copy == "marked")
        assert "numPr" in body
    page(client, f"{draft.url}dirty.docx", 404)
