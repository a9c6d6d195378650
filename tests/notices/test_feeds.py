"""Feeds: valid Atom with ids that stay, of what is public alone, and without when anonymous input came."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import update

from consult.contributions.models import Contribution, Passage
from consult.core.clock import now
from consult.ledger.models import Entry
from consult.moderation.operations.deciding import decide
from consult.notices.feeds.atom import Feed, Item, Words, atom, tag
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import announce_proceeding, close_proceeding, open_proceeding
from tests.factories import TEST, make_body, make_comment, make_proceeding, page, release

A = "{http://www.w3.org/2005/Atom}"
ADDRESS = "/feeds/consultation-assemblies.atom"


@pytest.fixture
def room(site):
    return make_proceeding(site, make_body(site), is_live=True)


def feed(client, address=ADDRESS, **more):
    answer = client.get(address, **more)
    assert answer.status_code == 200, answer.text[:500]
    assert answer.content_type.startswith("application/atom+xml")
    return parsed(answer.get_data())


def parsed(raw):
    return ET.fromstring(raw)  # noqa: S314 - what our own code wrote


def entries(found):
    return {one.findtext(f"{A}id"): one for one in found.findall(f"{A}entry")}


def of(found, reference):
    return next(one for name, one in entries(found).items() if name.endswith(reference))


def test_what_rfc_4287_asks_for_is_there(site, room, client):
    make_comment(site, room, "Words & <more>.")
    found = feed(client)
    for one in (found, *found.findall(f"{A}entry")):
        assert (one.findtext(f"{A}id") or "").startswith("tag:")
        assert one.findtext(f"{A}title")
        assert datetime.fromisoformat(one.findtext(f"{A}updated") or "").tzinfo
        assert one.find(f"{A}author/{A}name") is not None
        assert one.find(f"{A}link[@rel='alternate']") is not None
    assert found.find(f"{A}link[@rel='self']").get("href").endswith(f"{ADDRESS}?language=en")
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert len(entries(found)) == len(found.findall(f"{A}entry"))


@pytest.mark.parametrize("text", ["\x0b\x1f\x7f", "]]> & < >", "\ufffe\uffff", "\U0001f600 \u2028", "\ufdd0"])
def test_any_text_makes_valid_xml(text):
    item = Item("a/b", Words(text), "/x", now(), f"N {text}", Words(f"A {text} Z", "ar"))
    whole = atom(Feed("f", Words(text), "/f", "/p", text, "en", now(), [item]), "http://example.org")
    content = parsed(whole).find(f"{A}entry/{A}content")
    assert content is not None
    assert (content.text or "").startswith("A ")
    assert content.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_ids_are_tags_of_the_host_alone():
    assert tag("https://consult.example.org:8443", "x/y") == "tag:consult.example.org,2026:x/y"


def test_a_hidden_contribution_becomes_a_mark_with_the_same_id(site, room, client):
    reference = make_comment(site, room, "Words that go.")
    before = of(feed(client), reference)
    assert before.findtext(f"{A}content") == "Words that go."
    assert before.findtext(f"{A}author/{A}name") == "Ama Toure"
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="spam")
    after = of(feed(client), reference)
    assert after.findtext(f"{A}id") == before.findtext(f"{A}id")
    assert "Words that go." not in ET.tostring(after, encoding="unicode")
    assert "Ama Toure" not in ET.tostring(after, encoding="unicode")
    assert "Hidden" in (after.findtext(f"{A}content") or "")


def test_what_is_withheld_is_in_no_feed(site, room, client):
    confided = make_comment(site, room, "Confided words.", sender="x", confidentiality="secretariat")
    secret = make_comment(site, room, "Open words.", sender="y", identity="secretariat", name="A Hidden Name")
    redacted = make_comment(site, room, "Call me at 555.", sender="z")

    def redact(db, _actor):
        db.execute(update(Passage).where(Passage.text == "Call me at 555.").values(redacted="Call me at […]."))

    site.work.run(redact, TEST)
    text = client.get(ADDRESS).text
    assert confided in text
    assert secret in text
    assert redacted in text
    for word in ("Confided words.", "A Hidden Name", "555"):
        assert word not in text


def test_of_input_without_a_name_only_the_day_is_told(site, client):
    room = make_proceeding(site, make_body(site))
    reference = make_comment(site, room, "Nobody's words.", identity="none", name=None)
    assert reference not in client.get(ADDRESS).text
    release(site, room)
    one = of(feed(client), reference)
    today = now().astimezone(UTC).strftime("%Y-%m-%dT00:00:00.000Z")
    assert one.findtext(f"{A}updated") == today
    assert one.findtext(f"{A}published") == today

    def earlier(db, _actor):
        db.execute(update(Contribution).values(submitted_at=now() - timedelta(days=9)))

    site.work.run(earlier, TEST)
    assert of(feed(client), reference).findtext(f"{A}updated") == today  # the day of its release, not of its coming


def test_the_life_of_a_proceeding_is_told(site, client):
    room = make_proceeding(site, make_body(site), state="draft", opens_at=None, opens_local=None)
    assert client.get(ADDRESS).status_code == 404
    for operation in (announce_proceeding, open_proceeding, close_proceeding):
        site.work.run(operation, TEST, proceeding_id=room.id)
    titles = [one.findtext(f"{A}title") for one in feed(client).findall(f"{A}entry")]
    assert titles == [f"{act}: The title of assemblies" for act in ("Closed", "Open for input", "Announced")]
    assert [one.findtext(f"{A}title") for one in feed(client, "/feeds/site.atom").findall(f"{A}entry")] == titles


def test_nothing_of_a_private_proceeding_is_in_any_feed(site, client):
    body = make_body(site)
    make_proceeding(site, body, "private", audience="members", title="A hidden title")
    make_proceeding(site, body, "private-hearing", kind="hearing", audience="members")
    for address in (
        "/feeds/consultation-private.atom",
        "/feeds/hearing-private-hearing.atom",
        "/feeds/workspace-x.atom",
    ):
        assert client.get(address).status_code == 404
    assert "hidden title" not in client.get("/feeds/site.atom").text


def test_nothing_is_sent_again_while_nothing_changes(site, room, client):
    make_comment(site, room, "One.")
    first = client.get(ADDRESS)
    assert first.headers["ETag"]
    assert first.headers["Last-Modified"]
    same = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.get_data()) == (304, b"")
    assert client.get(f"{ADDRESS}?language=fr", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    make_comment(site, room, "Two.", sender="b")
    assert client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    for address in ("/feeds/site.atom",):
        tag_of = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag_of}).status_code == 304


def test_pages_name_their_feed(site, room, client):
    make_proceeding(site, make_body(site, "other"), "floor", kind="hearing")
    pages = {
        "/en/consultations/assemblies/": ADDRESS,
        "/en/": "/feeds/site.atom",
        "/en/hearings/floor/": "/feeds/hearing-floor",
    }
    for address, named in pages.items():
        link = re.search(
            r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', page(client, address)
        )
        assert link
        assert link[1].startswith(named)


def test_a_feed_speaks_the_language_of_its_text_or_the_one_asked_for(site, room, client):
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    make_comment(site, room, "مرحبا", language="ar")
    assert feed(client, f"{ADDRESS}?language=fr").get(xml) == "fr"
    found = feed(client, f"{ADDRESS}?language=xx")
    assert found.get(xml) == "en"
    assert {one.get(xml) for one in found.iter(f"{A}content")} == {None, "ar"}

    def change(db, _actor):
        db.execute(update(Proceeding).values(language="ru"))
        db.execute(update(Entry).values(recorded_at=now()))

    site.work.run(change, TEST)
    assert feed(client).get(xml) == "en"  # our sentences speak no Russian
