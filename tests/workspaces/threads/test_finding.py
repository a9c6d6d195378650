"""Finding what was said: in one's rooms and nowhere else, and no more once one is removed."""

import pytest

from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from tests.factories import page, sign_in
from tests.workspaces.threads.test_operations import remove

pytestmark = pytest.mark.pages
SEARCH = "/en/workspaces/advisers/search?q=lanterns"


@pytest.fixture
def browser(world, app):
    def open_for(role: str | None):
        client = app.test_client()
        if role is not None:
            sign_in(world.site, client, world.people[role])
        return client

    return open_for


def test_a_room_is_searched_by_its_members_alone(world, browser):
    said = world.say(world.open("Night"), "Who brings the lanterns?")
    member = browser("second")
    text = page(member, SEARCH)
    assert "1 message found" in text
    assert "<mark>lanterns</mark>" in text
    assert "Night" in text
    assert said.reference in page(member, "/en/search?q=lanterns")
    found = f"/en/workspaces/advisers/submissions/{said.reference}"
    answer = member.get(found)
    assert answer.headers["Location"].endswith(f"/?page=1#{said.reference}")
    page(member, answer.headers["Location"].partition("#")[0])
    for role in ("elsewhere", "office", None):
        page(browser(role), SEARCH, 404)
        page(browser(role), found, 404)
        assert said.reference not in page(browser(role), "/en/search?q=lanterns")
    remove(world, "second")
    page(member, SEARCH, 404)
    page(member, found, 404)
    assert said.reference not in page(member, "/en/search?q=lanterns")


def test_what_was_corrected_is_marked_and_what_was_withdrawn_is_gone(world, browser):
    discussion = world.open()
    said = world.say(discussion, "The lanterns are red.")
    author = world.actor("member")
    own, other = browser("member"), browser("second")
    address = f"{world.address}messages/{said.reference}"
    assert "Correct it" in page(own, address)
    assert "Correct it" not in page(other, address)
    page(own, f"/en/return/{said.reference}/correct")
    values = {"reference": said.reference, "seen": 1, "passages": (NewPassage("The candles are red."),)}
    world.site.work.run(correct_contribution, author, **values)
    thread = page(other, f"{world.address}{discussion}/")
    assert "Edited" in thread
    assert "The candles are red." in thread
    assert "0 messages found" in page(other, SEARCH)
    world.site.work.run(withdraw_contribution, author, reference=said.reference)
    thread = page(other, f"{world.address}{discussion}/")
    assert "candles" not in thread
    assert "Its author has withdrawn this message." in thread


def test_an_untargeted_message_is_found_on_the_overview(world, browser):
    said = world.say(None, "Lanterns for all.")
    answer = browser("chair").get(f"/en/workspaces/advisers/submissions/{said.reference}")
    text = page(browser("chair"), answer.headers["Location"].partition("#")[0])
    assert "Lanterns for all." in text


def test_acts_of_the_pages(world, browser):
    """The buttons of who leads, and of who reads without JavaScript."""
    from tests.factories import post

    discussion = world.open()
    said = world.say(discussion, "We go on Monday.")
    thread = f"{world.address}{discussion}/"
    chair, second = browser("chair"), browser("second")
    assert "2 unread" in page(second, world.address)
    assert second.get(f"{thread}unread").headers["Location"].startswith(f"{thread}?page=1#W3-")
    assert post(second, f"{thread}read", form=thread).status_code == 303
    assert "unread" not in page(second, world.address).partition("<h2")[2].replace("/unread", "")
    assert post(second, f"{thread}read", {"place": "1"}, form=thread).status_code == 204
    assert post(chair, f"{world.address}read", form=thread).status_code == 303
    assert post(chair, f"{thread}state", {"act": "close"}, form=thread).status_code == 303
    assert "takes no more messages" in page(second, thread)
    assert post(second, thread, {"body": "Late.", "language": "en"}).status_code in (400, 403)
    assert post(chair, f"{thread}state", {"act": "pin"}, form=thread).status_code == 303
    assert "Pinned" in page(second, world.address)
    message = f"{world.address}messages/{said.reference}"
    assert post(chair, f"{message}/decision", {"act": "mark"}, form=message).status_code == 303
    assert "We go on Monday." in page(second, f"{world.address}decisions")
    assert post(second, f"{message}/decision", {"act": "unmark"}, form=thread).status_code == 404
    assert post(chair, f"{thread}title", {"title": "Monday"}).status_code == 303
    assert "Monday" in page(second, world.address)
    assert post(chair, f"{thread}title", {"title": ""}).status_code == 400
