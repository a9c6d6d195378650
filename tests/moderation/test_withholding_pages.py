"""Withholding words through the pages, without JavaScript: marks, suggestions, a second person, and what the author reads."""

from html import unescape

import pytest

from consult.accounts.models import Account
from consult.contributions.models import Contribution
from tests.factories import actor_for, make_account, make_comment, page, post, sign_in
from tests.moderation.withholding import make_desk
from tests.records.mixed import make_mixed

pytestmark = pytest.mark.pages
TEXT = "Write to quill@feather.example or to Mrs Quillfeather, who said no."
SHOWN = "[withheld: it names a private person]"


@pytest.fixture
def desk(site):
    return make_desk(site)


@pytest.fixture
def reference(site, desk):
    return make_comment(site, desk.room, TEXT)


def as_person(site, app, desk, name):
    client = app.test_client()
    sign_in(site, client, desk.people[name])
    return client


def mark(client, reference, typed, **more):
    values = {"seen": "1", "version": "1", "reason": "private_person", "marks-1": typed}
    return post(client, f"/en/desk/items/{reference}/redact", values | more)


def test_words_between_signs_are_withheld(site, app, client, desk, reference):
    moderator = as_person(site, app, desk, "Kwabena Osei")
    assert f'id="redact" href="/en/desk/items/{reference}/redact"' in page(moderator, f"/en/desk/items/{reference}")
    answer = mark(moderator, reference, TEXT.replace("Quillfeather", "⟦Quillfeather⟧"), note="She has not agreed.")
    assert answer.location == f"/en/desk/items/{reference}#input"
    public = page(client, f"/en/consultations/assemblies/submissions/{reference}")
    assert SHOWN in public
    assert "Quillfeather" not in public
    item = page(moderator, f"/en/desk/items/{reference}")
    assert "Words withheld" in item
    assert "She has not agreed." in item
    assert "Show again" in item


def test_what_is_suggested_is_withheld_only_when_it_is_ticked(site, app, desk, reference):
    moderator = as_person(site, app, desk, "Kwabena Osei")
    form = page(moderator, f"/en/desk/items/{reference}/redact")
    assert "<mark>quill@feather.example</mark>" in form
    assert "checked" not in form
    answer = mark(moderator, reference, TEXT, reason="contact_details")
    assert answer.status_code == 422
    assert "Nothing is marked." in answer.text
    assert mark(moderator, reference, TEXT, reason="contact_details", suggested="1:9:30").status_code == 303
    assert desk.texts(reference, "redacted")[1].startswith("Write to [withheld: an address, telephone number")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (TEXT.replace("no", "yes"), "the words themselves were changed"),
        (TEXT + "⟦", "was opened with"),
        (f"⟦{TEXT}", "was opened with"),
    ],
)
def test_a_mark_that_cannot_be_taken_is_explained_and_kept(site, app, desk, reference, typed, words):
    moderator = as_person(site, app, desk, "Kwabena Osei")
    answer = mark(moderator, reference, typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert typed in unescape(answer.text)


def test_what_the_public_would_read_can_be_seen_first(site, app, desk, reference):
    moderator = as_person(site, app, desk, "Kwabena Osei")
    answer = mark(moderator, reference, TEXT.replace("Mrs Quillfeather", "[[Mrs Quillfeather]]"), look="y")
    assert f"or to {SHOWN}, who said no." in answer.text
    assert desk.texts(reference, "redacted") == {1: None}


def test_a_second_person_finds_it_in_the_list_and_confirms(site, app, client, desk, reference):
    desk.want_two()
    first, second = (as_person(site, app, desk, name) for name in ("Kwabena Osei", "Leila Haddad"))
    mark(first, reference, f"⟦{TEXT}⟧", hide="y")
    assert "hidden" in client.get(f"/en/consultations/assemblies/submissions/{reference}").text.lower()
    assert "You proposed this. Another person has to confirm it." in page(first, f"/en/desk/items/{reference}")
    assert reference in page(second, "/en/desk/proposals/")
    item = page(second, f"/en/desk/items/{reference}")
    public_id = desk.proposals(reference)[0].public_id
    assert f"/en/desk/proposals/{public_id}/settle" in item
    settle = f"/en/desk/proposals/{public_id}/settle"
    form = f"/en/desk/items/{reference}"
    post(first, settle, {"act": "confirm"}, form=form)
    assert "Here another person than who proposed it has to decide." in page(first, form)
    post(second, settle, {"act": "confirm", "note": "I agree."}, form=form)
    public = page(client, f"/en/consultations/assemblies/submissions/{reference}")
    assert SHOWN in public
    history = page(first, form)
    assert all(words in history for words in ("Kwabena Osei", "Leila Haddad", "I agree.", "Confirmed"))
    post(second, f"/en/desk/proposals/{public_id}/lift", form=form)
    assert desk.proposals(reference)[-1].act == "unredact"


def test_what_waits_cannot_be_approved_and_the_page_says_why(site, app, desk):
    desk.want_two()
    reference = make_comment(site, desk.room, TEXT)
    desk.redact(reference, "Quillfeather", hide=True)
    other = as_person(site, app, desk, "Leila Haddad")
    answer = post(other, f"/en/desk/items/{reference}", {"act": "restore", "seen": "1"})
    assert answer.status_code == 409
    assert "It has to be settled first." in answer.text


def test_the_author_sees_what_is_withheld_and_why_and_asks_for_erasure(site, app, desk):
    author = as_person(site, app, desk, "Rapporteur")
    reference = make_comment(site, desk.room, TEXT, actor=actor_for(site, desk.people["Rapporteur"]))
    desk.redact(reference, "Quillfeather", note="She has not agreed.")
    own = page(author, f"/en/return/{reference}")
    assert '<mark><span class="visually-hidden">Withheld: </span>Quillfeather</mark>' in own
    assert "She has not agreed." in own
    assert post(author, f"/en/return/{reference}/erase", {"note": "I am in danger."}).status_code == 303
    assert "The secretariat has not decided yet." in page(author, f"/en/return/{reference}")
    secretary = as_person(site, app, desk, "Secretary")
    item = page(secretary, f"/en/desk/items/{reference}")
    assert "I am in danger." in item
    assert reference in page(secretary, "/en/desk/proposals/")
    asked = desk.proposals(reference)[-1].public_id
    post(secretary, f"/en/desk/proposals/{asked}/refuse", {"note": "Kept by law."}, form=f"/en/desk/items/{reference}")
    assert "Kept by law." in page(author, f"/en/return/{reference}")


def test_the_office_erases_and_a_moderator_finds_no_such_page(site, app, client, desk, reference):
    page(as_person(site, app, desk, "Kwabena Osei"), f"/en/desk/items/{reference}/erase", 404)
    secretary = as_person(site, app, desk, "Secretary")
    address = f"/en/desk/items/{reference}/erase"
    assert post(secretary, address, {"ground": "court"}).status_code == 422
    assert post(secretary, address, {"ground": "court", "sure": "y"}).status_code == 303
    assert "Erased" in page(client, f"/en/consultations/assemblies/submissions/{reference}")
    page(secretary, address, 404)
    assert "Erased" in page(secretary, f"/en/desk/items/{reference}")


def test_an_answer_that_is_no_text_is_withheld_whole(site, app, client):
    body, room = make_mixed(site)
    make_account(site, "office@desk.example", ("secretariat", "body", body.id), name="Office")
    with site.database.reading() as db:
        row = db.query(Contribution).filter_by(proceeding_id=room.id, kind="submission", state="published").first()
        account = db.query(Account).filter_by(email="office@desk.example").one()
    office = app.test_client()
    sign_in(site, office, account)
    form = page(office, f"/en/desk/items/{row.reference}/redact")
    assert "Withhold this answer, with its files" in form
    values = {"seen": "1", "version": "1", "reason": "insult", "whole-1": "y"}
    assert post(office, f"/en/desk/items/{row.reference}/redact", values).status_code == 303
    public = page(client, f"/en/consultations/mixed/submissions/{row.reference}")
    assert "[withheld: it insults a person]" in public or "Words are withheld" in public
