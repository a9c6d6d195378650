"""The pages of the queue: who has what, what is asked for and is not there, what was typed and is not lost, the history."""

import re
from html import unescape

import pytest

from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.moderation.operations.claiming import claim
from consult.moderation.operations.escalating import escalate
from consult.moderation.operations.veiling import mark_distressing
from consult.moderation.operations.views import save_view
from tests.factories import actor_for, make_account, page, post, type_password
from tests.moderation.queue_scene import make_desk

pytestmark = pytest.mark.pages

TYPED = {"act": "decline", "seen": "1", "reason": "spam", "note": "My own words"}


@pytest.fixture
def desk(site):
    return make_desk(site)


@pytest.fixture
def nadia(client, desk):
    type_password(client, "nadia@example.org")
    return client


@pytest.fixture
def office(client, desk):
    type_password(client, "office@example.org")
    return client


def shown(client, address, status=200):
    """The text of a page without its marks."""
    text = re.sub(r"<(script|style).*?</\1>", " ", page(client, address, status), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_the_list_and_the_item_say_who_has_it(desk, nadia):
    theirs, mine = desk.comment(), desk.comment()
    desk.run("kwabena", claim, reference=theirs)
    assert re.search(r"Kwabena Osei has it, until \d\d:\d\d", shown(nadia, "/en/desk/"))
    words = shown(nadia, f"/en/desk/items/{theirs}")
    assert "Nobody else can decide it now." in words
    assert "Take it over" in words
    assert "Take it for ten minutes" in shown(nadia, f"/en/desk/items/{mine}")
    answer = post(nadia, f"/en/desk/items/{mine}/hold", {"how": "take"})
    assert (answer.status_code, answer.location) == (303, f"/en/desk/items/{mine}#input")
    assert "You have it, until" in shown(nadia, f"/en/desk/items/{mine}")
    post(nadia, f"/en/desk/items/{mine}/hold", {"how": "give_back"})
    assert "Nobody has it." in shown(nadia, f"/en/desk/items/{mine}")


def test_a_decision_on_what_another_has_is_refused_and_nothing_typed_is_lost(desk, nadia):
    reference = desk.comment()
    desk.run("kwabena", claim, reference=reference)
    answer = post(nadia, f"/en/desk/items/{reference}", TYPED)
    assert answer.status_code == 409
    assert "Somebody else has this before them." in answer.text
    assert "My own words</textarea>" in answer.text
    assert desk.row(reference).state == "pending"
    answer = post(nadia, f"/en/desk/items/{reference}/hold", TYPED | {"how": "take_over"})
    assert answer.status_code == 200
    assert "My own words</textarea>" in answer.text
    assert re.search(r'value="spam"[^>]*checked|checked[^>]*value="spam"', answer.text)
    assert post(nadia, f"/en/desk/items/{reference}", TYPED).status_code == 302
    assert desk.row(reference).state == "declined"


def test_scripts_get_the_part_that_changed(desk, nadia):
    reference = desk.comment()
    answer = post(nadia, f"/en/desk/items/{reference}/hold", {"how": "take", "quiet": "1"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="holding"')
    assert "You have it" in answer.text
    other = desk.comment()
    desk.run("kwabena", claim, reference=other)
    answer = post(nadia, f"/en/desk/items/{other}/hold", {"how": "take", "quiet": "1"})
    assert answer.status_code == 200
    assert "Kwabena Osei has it" in answer.text
    assert post(nadia, f"/en/desk/items/{other}/hold", {"how": "sideways"}).status_code == 400


@pytest.mark.parametrize("path", ["", "/hold"])
def test_whoever_decides_on_what_was_withdrawn_is_told_so(desk, nadia, path):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    reference, following = desk.comment(actor=author), desk.comment()
    desk.site.work.run(withdraw_contribution, author, reference=reference)
    answer = post(nadia, f"/en/desk/items/{reference}{path}", TYPED | {"how": "take"})
    assert answer.status_code == 409
    assert "the author has withdrawn it meanwhile" in answer.text
    assert "My own words</blockquote>" in answer.text
    assert "advertising" in answer.text
    assert f"/en/desk/items/{following}#input" in answer.text


def test_what_is_asked_for_and_is_not_there_is_said(desk, nadia):
    desk.comment()
    words = shown(nadia, "/en/desk/?age=soon&proceeding=nothing&body=none&flagged=maybe&colour=red")
    assert "“soon” is no value of the filter “Age”." in words
    assert "“maybe” is no value of the filter “Flagged by readers”." in words
    assert "The proceeding that is asked for is gone" in words
    assert "The body that is asked for is gone" in words
    assert "0 inputs to decide" in words
    assert "Show everything" in words


def test_views_are_saved_with_counts_and_say_what_of_them_is_gone(desk, nadia):
    desk.comment(language="de")
    desk.comment()
    post(nadia, "/en/desk/views?language=de&age=", {"name": "German"})
    assert re.search(r"Your views German 1 ", shown(nadia, "/en/desk/"))
    desk.run("nadia", save_view, place="queue", name="Old", query="colour=red&proceeding=gone")
    words = shown(nadia, "/en/desk/")
    assert "“colour” is no filter of this list." in words
    assert "The proceeding that is asked for is gone" in words
    assert "The view is not saved. You have a view of this name already." in follow(
        nadia, "/en/desk/views?language=de", {"name": "German"}
    )
    public_id = re.findall(r"/desk/views/(\w+)", page(nadia, "/en/desk/"))[0]
    assert "The view has its new name." in follow(nadia, f"/en/desk/views/{public_id}", {"name": "Deutsch"})
    assert "The view is removed." in follow(nadia, f"/en/desk/views/{public_id}", {"act": "remove"})


def follow(client, address, fields):
    """What the page says to which a form leads."""
    answer = post(client, address, fields)
    assert answer.status_code == 303
    return shown(client, answer.location)


def test_the_secretariat_assigns_the_chosen_lines(desk, office):
    one, two = desk.comment(), desk.comment()
    to = desk.people["nadia"].public_id
    assert "Choose at least one input first." in follow(office, "/en/desk/assign", {"account": to})
    assert "1 input is assigned." in follow(office, "/en/desk/assign", {"account": to, "references": one})
    assert "Assigned to Nadia Haddad" in shown(office, "/en/desk/?assigned=others")
    answer = follow(office, "/en/desk/assign", {"account": desk.people["other"].public_id, "references": two})
    assert "Nothing is assigned." in answer
    assert "1 input is assigned." in follow(office, "/en/desk/assign", {"account": "nobody", "references": one})
    assert "0 inputs to decide" in shown(office, "/en/desk/?assigned=others")


def test_a_moderator_sees_no_way_to_assign(desk, nadia):
    desk.comment()
    assert "Assign the chosen inputs" not in shown(nadia, "/en/desk/")


def test_the_secretariat_is_asked_and_answers(desk, nadia):
    first, second = desk.comment(), desk.comment()
    assert post(nadia, f"/en/desk/items/{first}/ask", {"note": " "}).status_code == 422
    answer = post(nadia, f"/en/desk/items/{first}/ask", {"note": "Is this the minister?"})
    assert answer.location == f"/en/desk/items/{second}#input"
    answer = post(nadia, f"/en/desk/items/{first}/ask", {"note": "Once more?"})
    assert answer.status_code == 409
    assert "Is this the minister?" in shown(nadia, f"/en/desk/items/{first}")
    assert "It stays in the queue until the secretariat answers or decides." in shown(nadia, f"/en/desk/items/{first}")
    assert post(nadia, f"/en/desk/items/{first}/answer", {"answer": "Mine"}).status_code == 404


def test_the_answer_stands_in_the_history(desk, office):
    reference = desk.comment()
    desk.run("nadia", escalate, reference=reference, note="Is this the minister?")
    assert post(office, f"/en/desk/items/{reference}/answer", {"answer": ""}).status_code == 422
    assert "stands in its history" in follow(office, f"/en/desk/items/{reference}/answer", {"answer": "It is."})
    words = shown(office, f"/en/desk/items/{reference}")
    assert "The secretariat settled what was asked · Beatriz Amaro (Secretariat) It is." in words
    assert "The secretariat was asked · Nadia Haddad (Moderator) Is this the minister?" in words


def test_what_may_distress_is_closed_until_it_is_opened(desk, nadia):
    reference, other = desk.comment(text="dreadful words"), desk.comment(text="kind words")
    desk.run("kwabena", mark_distressing, reference=reference, veiled=True)
    for address in ("/en/desk/", f"/en/desk/items/{reference}"):
        text = page(nadia, address)
        assert re.search(
            r'<details class="veil"><summary[^>]*>May distress: open the text.*?dreadful words', text, re.S
        )
    assert not re.search(r'<details class="veil">(?:(?!</details>).)*kind words', page(nadia, "/en/desk/"), re.S)
    assert "Your settings are saved." in follow(nadia, "/en/desk/settings", {"veil": "yes", "keys_off": "yes"})
    assert re.search(r'<details class="veil">(?:(?!</details>).)*kind words', page(nadia, "/en/desk/"), re.S)
    assert 'data-keys="off"' in page(nadia, f"/en/desk/items/{other}")
    post(nadia, "/en/desk/settings", {})
    assert 'data-keys="off"' not in page(nadia, "/en/desk/")


def test_versions_stand_in_the_history_with_their_differences(desk, nadia):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    reference = desk.comment(text="The police came at night.", actor=author)
    passages = (NewPassage(text="The army came at night, twice."),)
    desk.site.work.run(correct_contribution, author, reference=reference, seen=1, passages=passages)
    text = page(nadia, f"/en/desk/items/{reference}")
    assert "The <del>police</del><ins>army</ins> came at night<ins>, twice</ins>." in text


def test_the_keys_are_listed_without_scripts_and_in_a_dialog(desk, nadia):
    desk.comment()
    text = page(nadia, "/en/desk/")
    for key in "jkadhspruecvx?":
        assert text.count(f"<dt><kbd>{key}</kbd></dt>") == 2
    assert '<dialog id="keys-help"' in text
