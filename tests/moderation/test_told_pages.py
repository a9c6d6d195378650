"""What an author finds behind the codeword and in the account, the desk's forms, and the public counts."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from consult.bodies.models import Body
from consult.contributions.models import Attachment
from consult.core.clock import now
from consult.core.jobs import run_due
from consult.ledger.models import Entry
from consult.moderation.models import Decision
from consult.moderation.operations.writing import write_letter
from consult.records.checking import differences
from consult.worker import handlers
from tests.attachments.samples import text_pdf
from tests.contributions.test_coming_back import come_back, filed
from tests.factories import (
    TEST,
    actor_for,
    hidden,
    make_account,
    make_body,
    make_comment,
    make_proceeding,
    page,
    post,
    sign_in,
)
from tests.moderation.authors import decided, decisions, stored

pytestmark = pytest.mark.pages


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, is_live=True)


@pytest.fixture
def first(site, body):
    return make_account(site, "first@example.org", ("moderator", "body", body.id), name="Kwabena Osei")


@pytest.fixture
def second(site, body):
    return make_account(site, "second@example.org", ("moderator", "body", body.id), name="Ines Duarte")


@pytest.fixture
def author(site, app, client, room):
    """Reference of a hidden comment, and a browser that its codeword opened."""
    reference, codeword = filed(site, client, identity="none", body="Words of mine.", name="")
    browser = app.test_client()
    assert come_back(browser, reference, codeword).status_code == 303
    return reference, browser


def hide(site, reference, first, **more):
    return decided(site, reference, "hide", actor_for(site, first), **({"reason": "insult"} | more))


def test_the_reasons_stand_behind_the_codeword_by_role_and_never_by_name(site, author, first):
    reference, browser = author
    decision = hide(site, reference, first, note="Please stay polite.")
    text = page(browser, f"/en/return/{reference}")
    for words in ("It was hidden", "It insults a person.", "Please stay polite.", "Moderator", "Appeal against"):
        assert words in text
    assert "Kwabena" not in text
    until = decision.final_at + timedelta(days=183)
    assert f"{until.day} {until:%B} {until.year}" in text


def test_an_appeal_is_made_without_javascript_and_nothing_typed_is_lost(site, app, author, first, second):
    reference, browser = author
    decision = hide(site, reference, first)
    address = f"/en/return/{reference}/appeal/{decision.public_id}"
    assert "Appeal against this decision" in page(browser, f"/en/return/{reference}")
    long = post(browser, address, {"text": "far too long " * 400})
    assert (long.status_code, "far too long far too long" in long.text) == (422, True)
    assert post(browser, address, {"text": ""}).status_code == 422
    assert post(browser, address, {"text": "It quotes the minister."}).status_code == 303
    assert "waits for somebody who did not take the decision" in page(browser, f"/en/return/{reference}")
    again = post(browser, address, {"text": "Once more."}, form="/en/return/")
    assert (again.status_code, "Once more." in again.text) == (409, True)

    desk = app.test_client()
    sign_in(site, desk, first)
    assert "Somebody else has to decide the appeal" in page(desk, f"/en/desk/items/{reference}")
    other = app.test_client()
    sign_in(site, other, second)
    item = page(other, f"/en/desk/items/{reference}")
    assert "It quotes the minister." in item
    (settle,) = re.findall(r'action="(/en/desk/items/[^"]+/appeals/[^"]+)"', item)
    token = {"csrf_token": hidden(item, "csrf_token")}
    without = other.post(settle, data=token | {"settle-outcome": "upheld", "settle-note": ""})
    assert (without.status_code, "Please fill in this field" in without.text) == (422, True)
    assert other.post(settle, data=token | {"settle-outcome": "overturned", "settle-note": "Right."}).status_code == 303
    told = page(browser, f"/en/return/{reference}")
    assert "decided in your favour" in told
    assert "Right." in told
    assert "Ines" not in told
    assert stored(site, reference).state == "published"
    late = other.post(settle, data=token | {"settle-outcome": "overturned", "settle-note": "x"})
    assert (late.status_code, "Somebody was here before you" in late.text) == (409, True)


def test_words_typed_after_the_page_closed_itself_are_shown_to_be_copied(site, app, author, first):
    reference, _browser = author
    decision = hide(site, reference, first)
    stranger = app.test_client()
    for address in (f"appeal/{decision.public_id}", "letters", "address"):
        sent = {"text": "typed for an hour", "email": "typed for an hour"}
        answer = post(stranger, f"/en/return/{reference}/{address}", sent, form="/en/return/")
        assert (answer.status_code, "typed for an hour" in answer.text) == (404, True)
        assert "Come back to your input" in answer.text


def test_a_letter_is_written_answered_and_marked(site, app, author, first):
    reference, browser = author
    desk = app.test_client()
    sign_in(site, desk, first)
    begun = page(desk, f"/en/desk/items/{reference}?begin=clearer_copy")
    assert "Could you send a clearer copy" in begun
    token = {"csrf_token": hidden(begun, "csrf_token")}
    address = f"/en/desk/items/{reference}/letters"
    empty = desk.post(address, data=token | {"letter-kind": "question", "letter-text": " "})
    assert empty.status_code == 422
    sent = {"letter-kind": "question", "letter-text": "Which bridge?"}
    assert desk.post(address, data=token | sent).status_code == 303
    own = page(browser, f"/en/return/{reference}")
    assert "1 new letter" in own
    assert "Which bridge?" in own
    assert "Kwabena" not in own
    letters = f"/en/return/{reference}/letters"
    assert post(browser, letters, {"act": "read"}).status_code == 303
    assert "new letter" not in page(browser, f"/en/return/{reference}")
    assert post(browser, letters, {"text": "The old <b>bridge</b>."}).status_code == 303
    item = page(desk, f"/en/desk/items/{reference}")
    assert "The old &lt;b&gt;bridge&lt;/b&gt;." in item
    assert desk.post(address, data=token | {"act": "read"}).status_code == 303
    assert "I have read the answers" not in page(desk, f"/en/desk/items/{reference}")


def test_answers_are_slowed_down(site, app, author, first):
    reference, browser = author
    site.work.run(write_letter, actor_for(site, first), reference=reference, kind="question", text="Which?")
    sent = [post(browser, f"/en/return/{reference}/letters", {"text": f"answer {one}"}).status_code for one in range(7)]
    assert sent == [303] * 6 + [429]


def test_an_address_says_what_it_means_and_can_be_taken_back(app, author):
    app.config["SENDS_MAIL"] = True
    reference, browser = author
    address = f"/en/return/{reference}/address"
    assert "read what that means for you" in page(browser, f"/en/return/{reference}")
    assert "An address can tell who you are" in page(browser, address)
    wrong = post(browser, address, {"email": "nowhere"})
    assert (wrong.status_code, 'value="nowhere"' in wrong.text) == (400, True)
    assert post(browser, address, {"email": "ama@example.org"}).status_code == 303
    assert "ama@example.org" in page(browser, f"/en/return/{reference}")
    assert post(browser, address, {"act": "remove"}).status_code == 303
    assert "ama@example.org" not in page(browser, f"/en/return/{reference}")


def test_the_account_lists_what_is_new(site, client, room, first):
    ana = make_account(site, "ana@example.org")
    reference = make_comment(site, room, "named words", actor=actor_for(site, ana))
    hide(site, reference, first)
    site.work.run(write_letter, actor_for(site, first), reference=reference, kind="question", text="Which?")
    sign_in(site, client, ana)
    text = page(client, "/en/account/contributions")
    for words in ("1 new letter", "It was hidden", "It insults a person.", f"/en/return/{reference}"):
        assert words in text
    page(client, f"/en/return/{reference}/address", 404)  # an account has an address


def test_decisions_are_counted_in_public_but_not_undone_ones(site, client, body, room, first):
    hidden_one, undone = (make_comment(site, room, f"comment {number}") for number in (1, 2))
    site.work.run(lambda db, _actor: db.execute(update(Body).values(undo_minutes=0)) and None, TEST)
    hide(site, hidden_one, first)
    hide(site, undone, first, reason="spam")
    gone = decisions(site, undone)[-1].id
    which = update(Decision).where(Decision.id == gone)
    site.work.run(lambda db, _actor: db.execute(which.values(undone_at=now())) and None, TEST)
    text = page(client, "/en/consultations/assemblies/moderation")
    rows = re.findall(r"<tr><td>([^<]+)</td><td>([^<]*)</td><td class=\"num\">(\d+)</td>", text)
    assert rows == [("Hidden", "It insults a person.", "1")]
    assert "/en/consultations/assemblies/moderation" in page(client, "/en/consultations/assemblies/")
    page(client, "/en/hearings/assemblies/moderation", 404)


def test_public_counts_of_what_is_not_live_wait_for_the_day(site, client, body, first):
    room = make_proceeding(site, body, "quiet")
    site.work.run(lambda db, _actor: db.execute(update(Body).values(undo_minutes=0)) and None, TEST)
    hide(site, make_comment(site, room, "words"), first)
    assert "So far nothing was decided." in page(client, "/en/consultations/quiet/moderation")
    long_ago = update(Decision).values(final_at=now() - timedelta(days=2))
    site.work.run(lambda db, _actor: db.execute(long_ago) and None, TEST)
    assert "It insults a person." in page(client, "/en/consultations/quiet/moderation").split("<table")[1]


def test_flags_hide_through_the_page_where_the_body_says_so(site, client, room):
    reference = make_comment(site, room, "words")
    site.work.run(lambda db, _actor: db.execute(update(Body).values(flags_hide=1)) and None, TEST)
    address = f"/en/consultations/assemblies/report?ref={reference}"
    assert post(client, address, {"reason": "spam", "note": ""}).status_code in (302, 303)
    assert stored(site, reference).state == "hidden"


def test_a_clearer_copy_comes_with_the_answer_where_one_was_asked_for(site, app, body, author, first):
    reference, browser = author
    site.work.run(write_letter, actor_for(site, first), reference=reference, kind="question", text="Which bridge?")
    letters = f"/en/return/{reference}/letters"

    def answer(text, name, content):
        token = hidden(page(browser, letters), "csrf_token")
        data = {"csrf_token": token, "text": text, "copy": (io.BytesIO(content), name)}
        return browser.post(letters, data=data, content_type="multipart/form-data")

    nobody_asked = answer("Here it is.", "scan.pdf", text_pdf())
    assert (nobody_asked.status_code, "Nobody has asked for a file" in nobody_asked.text) == (400, True)
    site.work.run(
        write_letter, actor_for(site, first), reference=reference, kind="clearer_copy", text="Clearer, please."
    )
    not_a_file = answer("Here it is.", "scan.exe", bytes(range(256)) * 8)
    assert (not_a_file.status_code, "Here it is." in not_a_file.text) == (400, True)
    assert answer("Here it is.", "scan.pdf", text_pdf()).status_code == 303
    run_due(site.work, handlers(site.settings))
    with site.database.reading() as db:
        (file,) = db.query(Attachment).all()
        assert (file.state, file.is_source, file.keeps_original) == ("clean", True, False)
        assert list(differences(db, site.storage)) == []
        assert [one.kind for one in db.query(Entry).filter(Entry.kind.contains("file_")).all()] == [
            "comment.file_cleared"
        ]
    assert "The file that you sent" in page(browser, f"/en/return/{reference}")
    assert browser.get(f"/en/files/{file.public_id}").status_code == 200
    office, desk = app.test_client(), app.test_client()
    sign_in(site, office, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    sign_in(site, desk, first)
    assert "The file that came with it" in page(office, f"/en/desk/items/{reference}")
    assert office.get(f"/en/files/{file.public_id}").status_code == 200
    assert "the secretariat can open it" in page(desk, f"/en/desk/items/{reference}")
    for other in (desk, app.test_client()):
        assert other.get(f"/en/files/{file.public_id}").status_code == 404
