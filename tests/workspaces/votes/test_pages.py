"""The pages of votes: proposing, opening, voting and reading the result, each in its role."""

import pytest
from flask.testing import FlaskClient

from consult.workspaces.rooms.models import Room
from tests.factories import hidden, page, post, saved, send, sign_in
from tests.workspaces.votes.ballot_room import NAMES, BallotRoom

pytestmark = pytest.mark.pages

LIST = "/en/workspaces/advisers/votes/"
NEW = {
    "title": "Shall we meet in June?",
    "text": "In **Geneva**.",
    "language": "en",
    "document": "",
    "method": "majority",
    "majority": "two_thirds",
    "options": "",
    "secrecy": "open",
    "quorum": "50",
    "closes_local": "",
    "meeting": "",
    "seen": "",
}


@pytest.fixture
def browser(app, ballots: BallotRoom):
    """A browser of somebody in the room."""

    def of(name: str) -> FlaskClient:
        client: FlaskClient = app.test_client()
        sign_in(ballots.site, client, ballots.accounts[name])
        return client

    return of


def test_from_the_draft_of_a_member_to_the_result(ballots: BallotRoom, browser):
    ama, chair = browser("ama"), browser("chair")
    answer = send(ama, f"{LIST}new", NEW)
    assert answer.status_code == 303
    one = answer.headers["Location"]
    text = page(ama, one)
    assert "opened by who leads" in text
    assert "Open the vote" not in text
    page(browser("ben"), one, 404)
    assert "7 persons could vote" in page(chair, one)
    assert post(chair, f"{one}/open", {"seen": "1"}, form=one).status_code == 303
    assert "Waits for your vote" in page(ama, LIST)
    assert send(ama, one, {"choice": "yes"}).status_code == 303
    text = page(ama, one)
    assert "1 of 7 have voted" in text
    assert "Your vote is in" in text
    for name in NAMES[1:4]:
        send(browser(name), one, {"choice": "yes"})
    assert post(chair, f"{one}/close", {}, form=one).status_code == 303
    text = page(browser("observer"), one)
    assert "The proposal is adopted." in text
    assert "4 (100 %)" in text
    assert "<strong>Geneva</strong>" in text
    assert "Who chose what" in text
    assert "How this was counted" in text
    page(ama, one.replace("/en/", "/ar/"))
    page(ama, LIST.replace("/en/", "/ar/"))


def test_an_observer_sees_no_ballot_and_sends_none(ballots: BallotRoom, browser):
    proposal = ballots.opened()
    observer = browser("observer")
    text = page(observer, LIST + proposal)
    assert "You follow this vote and have no vote in it." in text
    assert 'name="choice"' not in text
    assert send(observer, LIST + proposal, {"choice": "yes"}).status_code == 404
    assert "Write a proposal" not in page(observer, LIST)
    page(observer, f"{LIST}new", 404)


def test_a_refused_objection_keeps_what_was_chosen(ballots: BallotRoom, browser):
    proposal = ballots.opened(method="consensus")
    answer = send(browser("ama"), LIST + proposal, {"choice": "object", "reason": ""})
    assert answer.status_code == 400
    assert "Please say why you object." in answer.text
    assert 'value="object" id="choice-object" checked' in answer.text


def test_a_ranking_by_places(ballots: BallotRoom, browser):
    proposal = ballots.opened(method="ranked", options=["Geneva", "Nairobi", "Online"], quorum=1)
    ama = browser("ama")
    twice = send(ama, LIST + proposal, {"place-a": "1", "place-b": "1", "place-c": ""})
    assert twice.status_code == 400
    assert "one option only" in twice.text
    assert send(ama, LIST + proposal, {"place-a": "2", "place-b": "1", "place-c": ""}).status_code == 303
    assert ballots.read(proposal, ballots.members[0]).mine == ("b", "a")
    ballots.close(proposal)
    text = page(ama, LIST + proposal)
    assert "One option is adopted." in text
    assert "How many prefer the option of the row" in text


def test_a_stale_chair_is_told_and_nothing_is_opened(ballots: BallotRoom, browser):
    proposal = ballots.draft()
    chair, secretary = browser("chair"), browser("secretary")
    assert send(secretary, f"{LIST}{proposal}/edit", NEW | {"seen": "1"}).status_code == 303
    answer = post(chair, f"{LIST}{proposal}/open", {"seen": "1"}, form=LIST + proposal)
    assert answer.status_code == 409
    assert "Somebody changed this draft" in answer.text
    stale = send(chair, f"{LIST}{proposal}/edit", NEW | {"seen": "1", "title": "Mine"})
    assert stale.status_code == 409
    assert 'value="Mine"' in stale.text
    assert ballots.row(proposal).title == NEW["title"]


def test_a_withdrawal_says_why(ballots: BallotRoom, browser):
    proposal = ballots.opened()
    chair = browser("chair")
    assert post(chair, f"{LIST}{proposal}/withdraw", {"reason": ""}, form=LIST + proposal).status_code == 400
    assert post(chair, f"{LIST}{proposal}/withdraw", {"reason": "Too early."}, form=LIST + proposal).status_code == 303
    assert "Too early." in page(browser("ama"), LIST + proposal)


def test_of_a_secret_vote_the_page_tells_no_names(ballots: BallotRoom, browser):
    proposal = ballots.opened(is_secret=True, quorum=1)
    text = page(browser("ama"), LIST + proposal)
    assert "Your vote is secret." in text
    for name in NAMES:
        ballots.vote(proposal, name, "yes")
    told = browser("fay").get(f"{LIST}{proposal}/turnout").get_json()
    assert told == {"phase": "open", "words": "6 of 7 have voted"}
    ballots.close(proposal)
    text = page(browser("observer"), LIST + proposal)
    assert "6 (100 %)" in text
    assert "Who chose what" not in text


def test_in_a_chatham_room_no_page_says_who_chose(ballots: BallotRoom, browser):
    saved(ballots.site, Room(proceeding_id=ballots.room.id, form="advisory_group", rule="chatham"))
    proposal = ballots.opened(method="consensus", quorum=1)
    ballots.vote(proposal, "ama", "object", reason="Paragraph 4 is open.")
    ballots.close(proposal)
    text = page(browser("chair"), LIST + proposal)
    assert "Paragraph 4 is open." in text
    assert "Who chose what" not in text
    assert "<figcaption" not in text


def test_who_is_struck_is_told_on_the_page(ballots: BallotRoom, browser):
    proposal = ballots.opened()
    ballots.leaves("ama")
    text = page(browser("chair"), LIST + proposal)
    assert "0 of 6 have voted; 1 left since the opening" in text
    assert "Left the room" in text
    page(browser("ama"), LIST + proposal, 404)
    assert hidden(text, "csrf_token")
