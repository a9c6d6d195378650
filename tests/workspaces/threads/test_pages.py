"""The pages of discussions: listing, opening, writing, and what nobody outside learns."""

import pytest

from tests.factories import page, send, sign_in

pytestmark = pytest.mark.pages


@pytest.fixture
def member(world, client):
    sign_in(world.site, client, world.people["member"])
    return client


def test_a_discussion_is_opened_read_and_answered(world, member):
    assert "No discussion yet" in page(member, world.address)
    answer = send(member, world.address, {"title": "Water", "body": "The <wells> are dry.", "language": "en"})
    assert answer.status_code == 303, answer.text
    thread = answer.headers["Location"]
    text = page(member, thread)
    assert "Water" in text
    assert "The &lt;wells&gt; are dry." in text
    assert "Pat Member" in text
    first = text.partition('<article class="comment message" id="')[2].partition('"')[0]
    answer = send(member, f"{thread}?reply={first}", {"body": "All of them?", "language": "en", "reply": first}, thread)
    assert answer.status_code == 303, answer.text
    text = page(member, thread)
    assert text.index("are dry") < text.index("All of them?")
    assert "In reply to <bdi>Pat Member</bdi>" in text
    assert "2 messages" in page(member, world.address)
    for lang in ("fr", "ar"):
        page(member, thread.replace("/en/", f"/{lang}/"))


def test_what_was_typed_stays_beside_what_is_wrong_with_it(world, member):
    answer = send(member, world.address, {"title": "", "body": "Kept words.", "language": "en"})
    assert answer.status_code == 400
    assert "Kept words." in answer.text
    thread = f"{world.address}{world.open()}/"
    answer = send(member, thread, {"body": "word " * 301, "language": "en"})
    assert answer.status_code == 400
    assert "word word word" in answer.text


def test_the_overview_tells_of_the_discussions_and_of_what_names_the_reader(world, app):
    discussion = world.open("Water")
    world.say(discussion, "Kim?", told=[world.people["second"].public_id])
    client = app.test_client()
    sign_in(world.site, client, world.people["second"])
    text = page(client, "/en/workspaces/advisers/")
    assert f"discussions/{discussion}/" in text
    assert "2 messages are unread in all discussions." in text
    assert "You are named in 1 message that you have not read" in text
    page(client, "/ar/workspaces/advisers/discussions/")
