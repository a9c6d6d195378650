"""The queue, the item with its decision, the docket and the search, through the pages."""

import re

import pytest
from sqlalchemy import event

from consult.contributions.models import Contribution
from consult.contributions.operations.opinions import flag_contribution
from consult.contributions.operations.own import correct_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.actors import Actor
from consult.core.clock import now
from consult.moderation.filters import Filter
from consult.moderation.queries import queue
from tests.factories import (
    actor_for,
    make_account,
    make_body,
    make_comment,
    make_proceeding,
    post,
    type_password,
)

pytestmark = pytest.mark.pages


@pytest.fixture
def body(site):
    return make_body(site)


def careful(site, body, slug, **values):
    """A proceeding whose comments are read before they are published, and then appear at once."""
    return make_proceeding(site, body, slug, **{"moderation": "before", "is_live": True} | values)


@pytest.fixture
def room(site, body):
    return careful(site, body, "assemblies")


@pytest.fixture
def moderator(site, body):
    return make_account(site, "moderator@example.org", ("moderator", "body", body.id), name="Kwabena Osei")


@pytest.fixture
def desk(client, moderator):
    type_password(client, "moderator@example.org")
    return client


def state(site, reference):
    with site.database.reading() as db:
        return db.query(Contribution).filter_by(reference=reference).one().state


def lines(page):
    return re.findall(r"/desk/items/([^?#\"]+)", page.text.partition("<aside")[0])


def decide(client, reference, act, **more):
    return post(client, f"/en/desk/items/{reference}", {"act": act, "seen": "1", **more})


def test_what_waits_and_what_is_flagged_stands_in_the_queue_the_oldest_first(site, desk, room):
    first, second = (make_comment(site, room, f"comment {number}") for number in (1, 2))
    page = desk.get("/en/desk/")
    assert lines(page) == [first, second]
    assert "comment 1" in page.text
    assert "2 inputs to decide" in page.text
    decide(desk, first, "approve")
    flag(site, room, first)
    page = desk.get("/en/desk/")
    assert set(lines(page)) == {first, second}
    assert "1 flag" in page.text
    assert lines(desk.get("/en/desk/?flagged=yes")) == [first]
    assert lines(desk.get("/en/desk/?age=two-days")) == []


def flag(site, room, reference):
    sent = {"proceeding_id": room.id, "reference": reference, "reason": "insult", "note": "He names me"}
    site.work.run(flag_contribution, Actor(sender="a reader"), **sent)


def test_filters_stand_in_the_address_with_counts(site, desk, body, room):
    other = careful(site, body, "water", title="Water")
    here = make_comment(site, room, "en ici", language="fr")
    there = make_comment(site, other, "out there")
    assert lines(desk.get(f"/en/desk/?proceeding={other.public_id}")) == [there]
    assert lines(desk.get("/en/desk/?language=fr")) == [here]
    assert lines(desk.get("/en/desk/?language=fr&kind=comment&proceeding=nothing")) == []
    assert 'Français <span class="count">1</span>' in desk.get("/en/desk/?language=en").text


def test_approving_leads_to_the_next_and_says_so(site, desk, room):
    first, second, third = (make_comment(site, room, f"comment {number}") for number in (1, 2, 3))
    answer = decide(desk, second, "approve")
    assert (answer.status_code, answer.location) == (302, f"/en/desk/items/{third}#input")
    assert state(site, second) == "published"
    assert f"{second} is approved." in desk.get(f"/en/desk/items/{third}").text
    assert decide(desk, third, "approve").location == f"/en/desk/items/{first}#input"
    assert decide(desk, first, "approve").location == "/en/desk/"
    assert "Nothing waits here" in desk.get("/en/desk/").text


def test_declining_needs_a_reason_and_keeps_what_was_typed(site, desk, room):
    reference = make_comment(site, room, "no good")
    answer = decide(desk, reference, "decline", note="Dear author")
    assert answer.status_code == 422
    assert "Dear author</textarea>" in answer.text
    assert "Choose a reason" in answer.text
    assert decide(desk, reference, "decline", note="Dear author", reason="nonsense").status_code == 422
    assert state(site, reference) == "pending"
    assert decide(desk, reference, "decline", note="Dear author", reason="off_topic").status_code == 302
    page = desk.get(f"/en/desk/items/{reference}").text
    assert state(site, reference) == "declined"
    assert all(words in page for words in ("Dear author", "It is not about this subject.", "Kwabena Osei", "Restore"))
    decide(desk, reference, "restore")
    assert state(site, reference) == "published"


def test_a_flagged_comment_is_kept_or_hidden(site, desk, room):
    one, two = (make_comment(site, room, f"comment {number}") for number in (1, 2))
    for reference in (one, two):
        decide(desk, reference, "approve")
        flag(site, room, reference)
    assert "He names me" in desk.get(f"/en/desk/items/{one}").text
    decide(desk, one, "keep")
    assert decide(desk, two, "hide", reason="insult").status_code == 302
    assert (state(site, one), state(site, two)) == ("published", "hidden")
    assert lines(desk.get("/en/desk/")) == []


def test_a_stale_decision_shows_the_present_state(site, desk, room):
    reference = make_comment(site, room, "a comment")
    decide(desk, reference, "approve")
    answer = decide(desk, reference, "decline", reason="spam", note="kept words")
    assert answer.status_code == 409
    assert "Published" in answer.text
    assert "Kwabena Osei" in answer.text
    assert "kept words" in answer.text
    assert state(site, reference) == "published"


def test_a_version_that_came_meanwhile_makes_the_decision_stale(site, desk, room):
    author = actor_for(site, make_account(site, "author@example.org"))
    reference = make_comment(site, room, "first words", actor=author)
    site.work.run(correct_contribution, author, reference=reference, seen=1, passages=(NewPassage(text="new words"),))
    assert decide(desk, reference, "approve").status_code == 409
    page = desk.get(f"/en/desk/items/{reference}").text
    assert "new words" in page
    assert "first words" in page
    assert "version 2" in page
    assert decide(desk, reference, "approve", seen="2").status_code == 302


def test_a_decision_without_the_token_or_by_get_changes_nothing(site, desk, room):
    reference = make_comment(site, room, "a comment")
    assert desk.post(f"/en/desk/items/{reference}", data={"act": "approve", "seen": "1"}).status_code == 400
    desk.get(f"/en/desk/items/{reference}?act=approve&seen=1")
    assert state(site, reference) == "pending"


@pytest.mark.parametrize("role", [None, "member", "rapporteur", "moderator elsewhere"])
def test_the_desk_is_absent_for_everyone_else(site, app, body, room, role):
    reference, browser = make_comment(site, room, "secret of the desk"), app.test_client()
    elsewhere = careful(site, make_body(site, "other"), "elsewhere")
    if role is not None:
        where = elsewhere if role == "moderator elsewhere" else room
        grant = (role.split()[0], "proceeding", where.id)
        make_account(site, "somebody@example.org", grant)
        type_password(browser, "somebody@example.org")
    item = f"/en/desk/items/{reference}"
    assert browser.get(item).status_code == 404
    assert browser.get("/en/desk/").status_code == {"rapporteur": 302, "moderator elsewhere": 200}.get(role, 404)
    assert browser.get(f"/en/desk/docket/{room.public_id}").status_code == (200 if role == "rapporteur" else 404)
    assert browser.get("/en/desk/docket/").status_code == (404 if role in (None, "member") else 200)
    assert "secret of the desk" not in browser.get("/en/desk/", follow_redirects=True).text
    if role is not None:
        answer = post(browser, item, {"act": "approve", "seen": "1"}, form="/en/account/")
        assert answer.status_code == 404
    assert state(site, reference) == "pending"


def test_a_private_room_has_a_desk_for_its_own_people_alone(site, app, body, moderator):
    room = careful(site, body, "group", kind="workspace", audience="members")
    member = actor_for(site, make_account(site, "member@example.org", ("member", "proceeding", room.id)))
    reference = make_comment(site, room, "among us", actor=member)
    make_account(site, "chair@example.org", ("chair", "proceeding", room.id))
    outside, inside = app.test_client(), app.test_client()
    type_password(outside, "moderator@example.org")
    type_password(inside, "chair@example.org")
    assert lines(outside.get("/en/desk/")) == []
    assert lines(inside.get("/en/desk/")) == [reference]
    assert outside.get(f"/en/desk/items/{reference}").status_code == 404


def test_confidential_words_are_not_on_the_moderators_desk(site, desk, body, room):
    reference = make_comment(site, room, "marigold secret", confidentiality="secretariat")
    flag_all(site, reference)
    page = desk.get(f"/en/desk/docket/{room.public_id}")
    assert reference in page.text
    assert "marigold" not in page.text
    assert "confidential" in page.text
    assert "marigold" not in desk.get(f"/en/desk/items/{reference}").text + desk.get("/en/desk/").text
    assert "0 inputs" in desk.get(f"/en/desk/docket/{room.public_id}?q=marigold").text


def flag_all(site, reference):
    def op(db, actor):
        db.query(Contribution).filter_by(reference=reference).one().flags = 1

    site.work.run(op, Actor(system="test"))


def test_the_docket_is_filtered_searched_and_numbered(site, desk, body, room):
    one = make_comment(site, room, "the lantern by the bridge", category="academia", name="Law Faculty")
    two = make_comment(site, room, "a heron at noon", language="fr", identity="none", name=None)
    decide(desk, two, "approve")
    url = f"/en/desk/docket/{room.public_id}"
    page = desk.get(url).text
    assert page.index(two) < page.index(one)
    assert "Law Faculty" in page
    assert "No identity given" in page
    assert one in desk.get(f"{url}?state=pending").text
    assert two not in desk.get(f"{url}?state=pending").text
    assert two not in desk.get(f"{url}?category=academia").text
    found = desk.get(f"{url}?q=lantern").text
    assert "<mark>lantern</mark>" in found
    assert two not in found
    assert "Nothing fits" in desk.get(f"{url}?q=lantern&state=published").text


def test_readers_search_what_is_public(site, client, body, room):
    make_comment(site, room, "marigold waits")
    open_room = careful(site, body, "open", moderation="after")
    shown = make_comment(site, open_room, "marigold <b>in</b> the garden")
    page = client.get("/en/search?q=marigold").text
    assert shown in page
    assert "<mark>marigold</mark> &lt;b&gt;in" in page
    assert "1 contribution found" in page
    assert "waits" not in page
    assert "Nothing was found" in client.get(f"/en/search?q=marigold&in={room.public_id}").text
    assert "Nothing was found" in client.get("/en/search?q=marigold&in=nowhere").text
    assert shown in client.get(f"/ar/search?q=marigold&in={open_room.public_id}").text


def test_the_public_search_has_nothing_of_the_desk_for_staff_either(site, desk, room):
    waiting = make_comment(site, room, "marigold waits")
    assert "Nothing was found" in desk.get("/en/search?q=marigold").text
    decide(desk, waiting, "approve")
    decide(desk, waiting, "hide", reason="insult")
    page = desk.get("/en/search?q=marigold").text
    assert waiting in page
    assert "Hidden" in page
    assert "Nothing was found" in desk.application.test_client().get("/en/search?q=marigold").text


def test_an_author_sees_the_own_contributions_with_the_reason(site, client, body, room, moderator):
    author = make_account(site, "author@example.org")
    reference = make_comment(site, room, "my words", actor=actor_for(site, author))
    other = make_comment(site, room, "others' words")
    type_password(client, "moderator@example.org")
    decide(client, reference, "decline", reason="off_topic")
    type_password(client, "author@example.org")
    page = client.get("/en/account/contributions").text
    assert reference in page
    assert "It is not about this subject." in page
    assert other not in page


def test_a_list_page_asks_as_much_of_the_database_for_three_rows_as_for_one(site, room, moderator):
    actor = actor_for(site, moderator)
    counts = []
    for _ in range(3):
        make_comment(site, room, f"a comment at {now()}")
        with site.database.reading() as db:
            asked: list[int] = []
            connection = db.connection()
            event.listen(connection, "before_cursor_execute", lambda *_a, into=asked: into.append(1))
            queue(db, actor, Filter())
            counts.append(len(asked))
    assert counts[0] == counts[2]
