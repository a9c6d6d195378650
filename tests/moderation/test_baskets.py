"""Baskets: whose they are, what goes in, and what they say when something changed since."""

import pytest
from sqlalchemy import select, update

from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.erasing import erase_contribution
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.errors import Conflict, Invalid, NotFound
from consult.forgetting import know_forgetters
from consult.moderation.baskets.models import Basket, BasketItem
from consult.moderation.baskets.operations import (
    accept_change,
    add_to_basket,
    edit_item,
    make_basket,
    move_item,
    remove_basket,
    remove_item,
    rename_basket,
    share_basket,
)
from consult.moderation.baskets.queries import basket_at, baskets, quoted
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from tests.factories import TEST, actor_for, make_account, make_body, make_comment, make_proceeding

SAID = "Assemblies are peaceful unless shown otherwise by those who object."


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, "assemblies", is_live=True)


@pytest.fixture
def rapporteur(site, body):
    return actor_for(site, make_account(site, "rapporteur@example.org", ("rapporteur", "body", body.id)))


@pytest.fixture
def basket(site, rapporteur, room):
    return site.work.run(make_basket, rapporteur, name="Quotations", proceeding_id=room.id).result


def put(site, who, basket, reference, passage=1):
    return site.work.run(add_to_basket, who, basket=basket, reference=reference, passage=passage).result


def lines(site, who, basket):
    with site.database.reading() as db:
        return quoted(db, who, basket_at(db, who, basket).basket)


def only(site, who, basket):
    (line,) = lines(site, who, basket)
    return line


def colleague(site, body, role, name):
    return actor_for(site, make_account(site, f"{name}@example.org", (role, "body", body.id), name=name))


def test_a_passage_is_kept_by_its_place_and_read_anew(site, room, rapporteur, basket):
    reference = make_comment(site, room, SAID)
    put(site, rapporteur, basket, reference)
    put(site, rapporteur, basket, reference)  # pressed twice
    line = only(site, rapporteur, basket)
    assert (line.words, line.marks) == (SAID, frozenset())
    with site.database.reading() as db:
        kept = db.execute(select(BasketItem.__table__)).mappings().one()
    assert "peaceful" not in str(dict(kept))


def test_nobody_but_its_owner_has_a_basket_until_it_is_shared_with_the_desk(site, body, room, rapporteur, basket):
    put(site, rapporteur, basket, make_comment(site, room, SAID))
    moderator, elsewhere = colleague(site, body, "moderator", "mo"), make_body(site, "elsewhere")
    other = colleague(site, elsewhere, "rapporteur", "other")
    member = actor_for(site, make_account(site, "member@example.org"))

    def readers():
        found = []
        with site.database.reading() as db:
            for who in (moderator, other, member):
                found.append([line.basket.public_id for line in baskets(db, who)])
        return found

    assert readers() == [[], [], []]
    site.work.run(share_basket, rapporteur, basket=basket, shared=True)
    assert readers() == [[basket], [], []]
    assert only(site, moderator, basket).words == SAID
    for operation, values in (
        (rename_basket, {"name": "Mine"}),
        (remove_basket, {}),
        (share_basket, {"shared": False}),
    ):
        with pytest.raises(NotFound):
            site.work.run(operation, moderator, basket=basket, **values)
    with pytest.raises(NotFound):
        put(site, moderator, basket, make_comment(site, room, "another"))
    site.work.run(share_basket, rapporteur, basket=basket, shared=False)
    assert readers() == [[], [], []]


def test_who_sits_at_no_desk_has_no_baskets_and_a_basket_across_all_is_not_shared(site, room, rapporteur):
    member = actor_for(site, make_account(site, "member@example.org"))
    for values in ({}, {"proceeding_id": room.id}):
        with pytest.raises(NotFound):
            site.work.run(make_basket, member, name="Quotations", **values)
    across = site.work.run(make_basket, rapporteur, name="Everything").result
    with pytest.raises(Conflict):
        site.work.run(share_basket, rapporteur, basket=across, shared=True)
    for name in ("", " ", "x" * 121):
        with pytest.raises(Invalid):
            site.work.run(make_basket, rapporteur, name=name)


def test_a_basket_takes_only_what_its_owner_may_quote(site, body, room, rapporteur, basket):
    moderator = colleague(site, body, "moderator", "mo")
    mine = site.work.run(make_basket, moderator, name="Mine").result
    secret = make_comment(site, room, SAID, confidentiality="secretariat")
    put(site, rapporteur, basket, secret)  # a rapporteur reads what is confidential, a moderator does not
    with pytest.raises(NotFound):
        put(site, moderator, mine, secret)
    with pytest.raises(NotFound):
        put(site, rapporteur, basket, secret, passage=2)
    elsewhere = make_proceeding(site, body, "water", is_live=True)
    with pytest.raises(Conflict):
        put(site, rapporteur, basket, make_comment(site, elsewhere, SAID))
    with pytest.raises(NotFound):
        put(site, rapporteur, basket, make_comment(site, make_proceeding(site, make_body(site, "b2"), "alien"), SAID))


def test_a_part_is_quoted_by_words_that_stand_in_it(site, room, rapporteur, basket):
    item = put(site, rapporteur, basket, make_comment(site, room, f"{SAID} 集会自由。"))
    given = {"basket": basket, "item": item, "comment": "Well said."}
    site.work.run(edit_item, rapporteur, **given, words="peaceful  unless shown")
    line = only(site, rapporteur, basket)
    assert (line.words, line.item.comment) == ("… peaceful unless shown …", "Well said.")
    site.work.run(edit_item, rapporteur, **given, words="集会")
    assert only(site, rapporteur, basket).words == "… 集会 …"
    for wrong in ("peaceful otherwise", "violent"):
        with pytest.raises(Invalid, match="not_in_passage"):
            site.work.run(edit_item, rapporteur, **given, words=wrong)
    site.work.run(edit_item, rapporteur, **given, words="")
    assert only(site, rapporteur, basket).words == f"{SAID} 集会自由。"


def test_items_move_and_go(site, room, rapporteur, basket):
    first, second, third = (put(site, rapporteur, basket, make_comment(site, room, f"text {n}")) for n in "abc")

    def order():
        return [line.item.public_id for line in lines(site, rapporteur, basket)]

    site.work.run(move_item, rapporteur, basket=basket, item=third, up=True)
    assert order() == [first, third, second]
    site.work.run(move_item, rapporteur, basket=basket, item=first, up=True)  # at the end already
    site.work.run(move_item, rapporteur, basket=basket, item=first, up=False)
    assert order() == [third, first, second]
    site.work.run(remove_item, rapporteur, basket=basket, item=first)
    assert order() == [third, second]
    with pytest.raises(NotFound):
        site.work.run(remove_item, rapporteur, basket=basket, item=first)
    site.work.run(remove_basket, rapporteur, basket=basket)
    with site.database.reading() as db:
        assert db.scalars(select(Basket)).all() == db.scalars(select(BasketItem)).all() == []


@pytest.mark.parametrize(("act", "state"), [("hide", "hidden"), ("withdraw", "withdrawn"), ("erase", "erased")])
def test_what_was_taken_down_is_marked_and_not_quoted(site, room, rapporteur, basket, act, state):
    author = actor_for(site, make_account(site, "author@example.org"))
    reference = make_comment(site, room, SAID, actor=author)
    put(site, rapporteur, basket, reference)
    if act == "hide":
        site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult", note="")
    elif act == "withdraw":
        site.work.run(withdraw_contribution, author, reference=reference)
    else:
        erased = update(Contribution).where(Contribution.reference == reference).values(state="erased")
        site.work.run(lambda db, actor: db.execute(erased) and None, TEST)
    line = only(site, rapporteur, basket)
    assert (line.words, line.marks) == (None, frozenset({state}))


def test_a_correction_shows_what_stands_now_until_it_is_accepted(site, room, rapporteur, basket):
    author = actor_for(site, make_account(site, "author@example.org"))
    reference = make_comment(site, room, SAID, actor=author)
    item = put(site, rapporteur, basket, reference)
    site.work.run(edit_item, rapporteur, basket=basket, item=item, comment="", words="peaceful unless")
    better = (NewPassage("Assemblies are presumed peaceful."),)
    site.work.run(correct_contribution, author, reference=reference, seen=1, passages=better)
    line = only(site, rapporteur, basket)
    assert (line.words, line.marks) == ("Assemblies are presumed peaceful.", frozenset({"corrected"}))
    site.work.run(accept_change, rapporteur, basket=basket, item=item)
    line = only(site, rapporteur, basket)
    assert (line.words, line.marks) == ("Assemblies are presumed peaceful.", frozenset())


def test_words_withheld_from_the_public_are_not_quoted_even_by_who_may_read_them(site, room, rapporteur, basket):
    reference = make_comment(site, room, "Call Ama at zqsecretqz about this.")
    put(site, rapporteur, basket, reference)

    def redact(db, _actor):
        row = db.scalars(
            select(Passage).join(Version).join(Contribution).where(Contribution.reference == reference)
        ).one()
        row.redacted = "Call Ama at […] about this."

    site.work.run(redact, TEST)
    line = only(site, rapporteur, basket)
    assert (line.words, line.marks) == ("Call Ama at […] about this.", frozenset({"redacted"}))
    assert "zqsecretqz" not in repr(line)


def test_who_leaves_the_desk_reads_the_basket_no_more(site, body, room, rapporteur, basket):
    put(site, rapporteur, basket, make_comment(site, room, SAID))
    gone = actor_for(site, make_account(site, "gone@example.org"))
    with site.database.reading() as db:
        owner = db.scalars(select(Basket.account_id)).one()
    left = type(gone)(account_id=owner, name="Ana Tesch", sender="s")
    with site.database.reading() as db:
        assert baskets(db, left) == []


def test_of_something_erased_neither_comment_nor_counted_words_stay(site, body, room, rapporteur, basket):
    reference = make_comment(site, room, SAID)
    item = put(site, rapporteur, basket, reference)
    site.work.run(
        edit_item, rapporteur, basket=basket, item=item, comment=f"They said: {SAID}", words="peaceful unless"
    )

    def erase(db, _actor):
        row = db.scalars(select(Contribution).where(Contribution.reference == reference)).one()
        erase_contribution(db, db.get_one(Proceeding, row.proceeding_id), row, with_way_back=True)

    know_forgetters()
    site.work.run(erase, TEST)
    line = only(site, rapporteur, basket)
    assert (line.item.comment, line.item.first_word, line.words, line.marks) == ("", None, None, frozenset({"erased"}))
