"""What a reader finds: home, lists, the page of a consultation, votes and reports."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.consultations.operations import save_paragraphs
from consult.contributions.models import Contribution, Flag, Vote
from consult.contributions.queries import listed_counts
from consult.core.clock import now
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, make_body, make_proceeding, page, post_comment, release, send, words

pytestmark = pytest.mark.pages

PAGE = "/en/consultations/assemblies/"


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


@pytest.mark.pages
@pytest.mark.parametrize(
    ("asked", "place"), [("fr-CH, fr;q=0.9", "/fr/"), ("ar", "/ar/"), ("de", "/en/"), ("", "/en/")]
)
def test_the_root_chooses_the_readers_language(client, asked, place):
    answer = client.get("/", headers={"Accept-Language": asked})
    assert answer.status_code == 302
    assert answer.location == place


@pytest.mark.pages
def test_home_shows_what_is_open_soon_and_closed_and_no_draft(site, client, proceeding):
    body = make_body(site, "other")
    make_proceeding(site, body, "later", state="announced", opens_at=now() + timedelta(days=2))
    make_proceeding(site, body, "past", state="closed", closes_at=now() - timedelta(days=2))
    make_proceeding(site, body, "unseen", state="draft")
    make_proceeding(site, body, "room", audience="members")
    make_proceeding(site, body, "the-hearing", kind="hearing")
    for address in ("/en/", "/en/consultations/"):
        text = page(client, address)
        assert "Closes in 3 days" in text
        assert "Opens in 1 day" in text
        assert "The title of past" in text
        assert "unseen" not in text
        assert "of room" not in text
    assert "/en/hearings/the-hearing/" in page(client, "/en/")
    only = page(client, "/en/consultations/?phase=soon")
    assert "The title of later" in only
    assert "The title of past" not in only
    page(client, "/en/consultations/unseen/", 404)
    page(client, "/en/consultations/room/", 404)


@pytest.mark.pages
def test_a_page_shows_text_rules_and_markdown_without_html(site, client, proceeding):
    texts = {"about": {"en": "# Big\n\n**bold** <script>alert(1)</script> [x](javascript:alert(2))"}}
    words(site, proceeding.owner, texts | {"rules": {"fr": "Soyez *polis*."}})
    paragraphs = [{"number": 7, "heading": {"en": "A heading"}, "text": {"en": "A rule & more."}}]
    site.work.run(save_paragraphs, TEST, proceeding_id=proceeding.id, paragraphs=paragraphs)
    text = page(client, PAGE)
    assert "<h3>Big</h3>" in text
    assert "<strong>bold</strong>" in text
    assert "<script>" not in text.split("</head>")[1]
    assert 'href="javascript' not in text
    assert '<div class="prose" dir="auto" lang="fr">' in text
    assert "A rule &amp; more." in text
    assert "A rule &amp; more." in page(client, PAGE + "text")
    assert "(UTC+1)" in text


@pytest.mark.pages
def test_the_page_leads_to_the_record_and_to_a_search_of_its_own(site, client, proceeding):
    post_comment(client, body="A lantern here.")
    make_proceeding(site, make_body(site, "other"), "elsewhere")
    post_comment(client, "elsewhere", body="A lantern there.")
    text = page(client, PAGE)
    for form in ("csv", "jsonl"):
        address = f"{PAGE}record.zip?format={form}"
        assert f'href="{address}"' in text
        assert client.get(address).mimetype == "application/zip"
    assert f'<input type="hidden" name="in" value="{proceeding.public_id}">' in text
    assert 'role="search"' in text
    found = page(client, f"/en/search?in={proceeding.public_id}&q=lantern")
    assert "here." in found
    assert "there." not in found


def test_the_counts_are_those_of_the_rows_one_by_one(site, client, proceeding):
    """Published, hidden, confidential and waiting inputs, on the whole and on a paragraph."""
    site.work.run(
        save_paragraphs,
        TEST,
        proceeding_id=proceeding.id,
        paragraphs=[{"number": 1, "heading": None, "text": {"en": "Rule."}}],
    )
    address = "/en/consultations/assemblies/comments"
    sender = {"language": "en", "identity": "public", "name": "Ana", "category": ""}
    for place in (address, address + "?paragraph=1"):
        for readers in ("public", "public", "secretariat"):
            send(client, place, {"body": "A text.", "confidentiality": readers, **sender}, place)
    with site.database.reading() as db:
        hidden = db.scalars(select(Contribution.reference).where(Contribution.confidentiality == "public")).all()[::2]
    for reference in hidden:
        site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="spam")
    release(site, proceeding)
    post_comment(client, identity="none", name="")
    with site.database.reading() as db:
        rows = db.scalars(select(Contribution).where(Contribution.place.is_not(None))).all()
        counts = listed_counts(db, proceeding.id)
    counted: Counter[tuple[str | None, ...]] = Counter()
    for one in counts:
        counted[one[:-1]] += one.number
    assert counted == Counter(alike(row) for row in rows)
    assert len(rows) == 6


def alike(row: Contribution) -> tuple[str | None, ...]:
    target = row.target if row.confidentiality == "public" else None
    return row.kind, row.state, row.reason, row.confidentiality, target


def test_what_was_withheld_is_counted_by_state_and_reason(site, client, proceeding):
    post_comment(client, body="To be hidden.")
    with site.database.reading() as db:
        reference = db.scalars(select(Contribution)).one().reference
    assert "So far nothing was withheld." in page(client, PAGE)
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="spam")
    text = page(client, PAGE)
    assert "Hidden" in text
    assert "It is advertising or was sent many times." in text
    told = page(client, f"{PAGE}submissions/{reference}")
    assert "Hidden by a moderator." in told
    assert "To be hidden." not in told


def test_a_vote_counts_once_and_leads_back(site, app, client, proceeding):
    post_comment(client)
    with site.database.reading() as db:
        reference = db.scalars(select(Contribution)).one().reference
    reader = app.test_client()
    for choice in ("agree", "agree", "disagree"):
        answer = send(reader, PAGE + "comments", {"vote": f"{choice}:{reference}"}, PAGE + "vote")
        assert answer.status_code == 303
        assert answer.location == f"{PAGE}comments#{reference}"
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
        assert (row.agrees, row.disagrees, row.passes) == (0, 1, 0)
        assert len(db.scalars(select(Vote)).all()) == 2
    assert f'value="disagree:{reference}" aria-pressed="true"' in page(reader, PAGE + "comments")
    assert f'value="disagree:{reference}" aria-pressed="false"' in page(client, PAGE + "comments")


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://localhost/en/consultations/assemblies/comments?paragraph=1", PAGE + "comments?paragraph=1"),
        ("http://evil.example/en/consultations/assemblies/", PAGE + "comments"),
        ("http://localhost/en/account/", PAGE + "comments"),
        ("http://localhost//evil.example/", PAGE + "comments"),
    ],
)
def test_a_vote_leads_nowhere_else(site, client, proceeding, referer, back):
    post_comment(client)
    with site.database.reading() as db:
        reference = db.scalars(select(Contribution)).one().reference
    token = page(client, PAGE + "comments").split('name="csrf_token" value="')[1].split('"')[0]
    values = {"vote": f"pass:{reference}", "csrf_token": token}
    answer = client.post(PAGE + "vote", data=values, headers={"Referer": referer})
    assert answer.location == f"{back}#{reference}"


def test_a_vote_that_does_not_exist_is_refused_in_words(client, proceeding):
    post_comment(client)
    assert send(client, PAGE + "comments", {"vote": "agree:C1-0000-0000"}, PAGE + "vote").status_code == 404
    make_up = page(client, PAGE + "comments").split('value="agree:')[1].split('"')[0]
    answer = send(client, PAGE + "comments", {"vote": f"love:{make_up}"}, PAGE + "vote")
    assert answer.status_code == 303
    assert "Please choose one of the options given." in page(client, answer.location)


def test_a_report_reaches_the_moderators_and_hides_nothing(site, app, client, proceeding):
    post_comment(client, body="Odd.")
    with site.database.reading() as db:
        reference = db.scalars(select(Contribution)).one().reference
    reader, address = app.test_client(), f"{PAGE}report?ref={reference}"
    assert send(reader, address, {"reason": "because"}).status_code == 400
    assert send(reader, address, {"reason": "spam", "note": "x" * 1001}).status_code == 400
    assert send(reader, address, {"reason": "spam", "note": "Look."}).status_code == 303
    with site.database.reading() as db:
        assert db.scalars(select(Flag)).one().note == "Look."
    assert "Odd." in page(reader, PAGE + "comments")
    page(reader, f"{PAGE}report?ref=C1-0000-0000", 404)


def test_the_submission_of_another_consultation_is_not_here(site, client, proceeding):
    make_proceeding(site, make_body(site, "other"), "other")
    post_comment(client)
    with site.database.reading() as db:
        reference = db.scalars(select(Contribution)).one().reference
    page(client, f"/en/consultations/other/submissions/{reference}", 404)
    page(client, f"{PAGE}submissions/nothing", 404)
