"""Who may answer: everybody, whoever has a link, or a list; and what nobody learns of it."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from consult.bodies.actors import token_hash
from consult.bodies.operations import Letter
from consult.contributions.drafts.operations import Page, keep_answers
from consult.contributions.drafts.queries import Which, mark_of
from consult.contributions.models import Contribution
from consult.contributions.operations.opinions import cast_vote
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.db import Base
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.proceedings.respondents.lists import rows_of
from consult.proceedings.respondents.models import Respondent
from consult.proceedings.respondents.operations import NewAddress, add_addresses, make_link, revoke_invitation
from consult.proceedings.respondents.queries import invited, offer_behind
from consult.site import Site
from tests.factories import TEST, make_body, make_comment, make_proceeding
from tests.organisations.makers import somebody

LETTER = Letter("Invitation", "Open the link", "en")


WITHOUT = Actor(sender="somebody")


def holding(*tokens: str) -> Actor:
    """A browser that opened these links."""
    return Actor(sender=f"browser of {tokens}", invitations=tuple(token_hash(one) for one in tokens))


def call_for(site: Site, respondents: str, **more: Any) -> Proceeding:
    return make_proceeding(site, make_body(site), respondents=respondents, **more)


def link(site: Site, call: Proceeding, token: str = "one", most: int | None = None) -> str:
    given: dict[str, Any] = {"label": "A network", "most": most, "token_hash": token_hash(token)}
    return str(site.work.run(make_link, TEST, proceeding_id=call.id, **given).result)


def listed(site: Site, call: Proceeding, *names: str) -> None:
    rows = [NewAddress(f"{one}@example.org", "en", token_hash(one), LETTER) for one in names]
    site.work.run(add_addresses, TEST, proceeding_id=call.id, rows=rows)


def respond(site: Site, call: Proceeding, who: Actor, key: str = "", kind: str = "response") -> str:
    new = NewContribution(kind, key or uuid.uuid4().hex, (NewPassage("A text."),), "en", "none")
    return str(site.work.run(submit_contribution, who, proceeding_id=call.id, new=new).result.reference)


def refused(site: Site, call: Proceeding, who: Actor, problem: str, kind: str = "response") -> None:
    with pytest.raises(Closed) as error:
        respond(site, call, who, kind=kind)
    assert error.value.problem == problem


def test_everybody_may_answer_where_nothing_else_is_said(site: Site):
    assert respond(site, call_for(site, "open"), WITHOUT)


def test_without_an_invitation_nothing_is_taken_and_everything_is_read(site: Site):
    call = call_for(site, "link")
    link(site, call)
    reference = make_comment(site, call, "Read me.", actor=holding("one"))
    for kind in ("response", "comment"):
        refused(site, call, WITHOUT, "by_invitation", kind)
        refused(site, call, holding("unknown"), "by_invitation", kind)
    given: dict[str, Any] = {"proceeding_id": call.id, "reference": reference, "choice": "agree"}
    with pytest.raises(Closed):
        site.work.run(cast_vote, WITHOUT, **given)
    site.work.run(cast_vote, holding("one"), **given)
    draft: dict[str, Any] = {"which": Which(call.id), "questionnaire": "q" * 16, "language": "en"}
    typed = Page("s", "one", mark_of({}, ("q",)), ("q",), {"q": "words"})
    with pytest.raises(Closed):
        site.work.run(keep_answers, WITHOUT, page=typed, **draft)
    assert site.work.run(keep_answers, holding("one"), page=typed, **draft).result


def test_a_link_is_good_for_as_many_responses_as_it_says(site: Site):
    call = call_for(site, "link")
    link(site, call, most=2)
    who = holding("one")
    first = respond(site, call, who, "key")
    assert respond(site, call, who, "key") == first  # a second press is no second use
    respond(site, call, holding("one"))
    refused(site, call, who, "invitation_used")
    assert respond(site, call, who, kind="comment")  # commenting takes nothing


def test_a_revoked_link_opens_nothing(site: Site):
    call = call_for(site, "link")
    made = link(site, call)
    given: dict[str, Any] = {"proceeding_id": call.id, "public_id": made}
    office = somebody(site, "office", ("secretariat", "body", call.body_id))
    with pytest.raises(NotFound):
        site.work.run(revoke_invitation, somebody(site, "mod", ("moderator", "body", call.body_id)), **given)
    site.work.run(revoke_invitation, office, **given)
    with pytest.raises(Conflict, match="wrong_state"):
        site.work.run(revoke_invitation, office, **given)
    refused(site, call, holding("one"), "by_invitation")
    with site.database.reading() as db, pytest.raises(NotFound):
        offer_behind(db, WITHOUT, token_hash("one"))


def test_a_list_counts_where_a_list_is_asked_for_and_once_for_each_address(site: Site):
    call = call_for(site, "list")
    listed(site, call, "ben", "eve")
    link(site, call, "a link")
    refused(site, call, holding("a link"), "by_invitation")
    respond(site, call, holding("ben"))
    refused(site, call, holding("ben"), "invitation_used")
    respond(site, call, holding("ben", "eve"))  # whoever holds two answers twice


def test_a_link_of_another_consultation_opens_nothing_here(site: Site):
    call = call_for(site, "link")
    other = make_proceeding(site, make_body(site, "elsewhere", "Another"), "elsewhere", respondents="link")
    link(site, other)
    refused(site, call, holding("one"), "by_invitation")


def test_the_office_needs_no_invitation(site: Site):
    call = call_for(site, "list")
    assert respond(site, call, somebody(site, "office", ("secretariat", "body", call.body_id)))
    refused(site, call, somebody(site, "mod", ("moderator", "body", call.body_id)), "by_invitation")


@pytest.mark.parametrize("role", ["moderator", "rapporteur"])
def test_only_the_office_makes_links_and_lists(site: Site, role: str):
    call = call_for(site, "list")
    other = somebody(site, "other", (role, "body", call.body_id))
    with pytest.raises(NotFound):
        site.work.run(make_link, other, proceeding_id=call.id, label="x", most=None, token_hash="t")
    row = NewAddress("ben@example.org", "en", "t", LETTER)
    with pytest.raises(NotFound):
        site.work.run(add_addresses, other, proceeding_id=call.id, rows=[row])
    with site.database.reading() as db, pytest.raises(NotFound):
        invited(db, other, call, by_list=True)
    office = somebody(site, "office", ("secretariat", "body", call.body_id))
    with pytest.raises(Invalid, match="out_of_range"):
        site.work.run(make_link, office, proceeding_id=call.id, label="x", most=0, token_hash="t")
    with pytest.raises(Invalid, match="required"):
        site.work.run(make_link, office, proceeding_id=call.id, label=" ", most=1, token_hash="t")


def test_a_list_with_a_known_address_is_refused_whole(site: Site):
    call = call_for(site, "list")
    listed(site, call, "ben")
    with pytest.raises(Invalid, match="on_the_list"):
        listed(site, call, "eve", "BEN")
    with site.database.reading() as db:
        assert db.scalars(select(Respondent.email)).all() == ["ben@example.org"]


def test_lines_that_cannot_be_taken_are_named(site: Site):
    text = "\ufeffemail,language\r\nben@example.org,AR\nno address\n eve@example.org ; fr\nx@example.org,tlh\nBEN@example.org\n"
    rows, wrong = rows_of(text, ("ar", "en", "fr"), "en", {"old@example.org"})
    assert rows == [("ben@example.org", "ar"), ("eve@example.org", "fr")]
    assert [(one.line, one.problem) for one in wrong] == [
        (3, "not_an_address"),
        (5, "no_such_language"),
        (6, "on_the_list"),
    ]
    assert [one.problem for one in rows_of("old@example.org", ("en",), "en", {"old@example.org"})[1]] == ["on_the_list"]
    for empty in ("", "\n\n", "email\n"):
        with pytest.raises(Invalid, match="required"):
            rows_of(empty, ("en",), "en", ())
    with pytest.raises(Invalid, match="too_many"):
        rows_of("\n" * 5_000, ("en",), "en", ())


def test_who_was_invited_is_not_tied_to_what_was_sent(site: Site):
    """What differs in the row of an invitation is one number; no row of the database names both."""
    call = call_for(site, "list")
    listed(site, call, "ben", "eve")

    def state() -> dict[str, list[dict[str, Any]]]:
        with site.database.reading() as db:
            return {
                str(table.name): [dict(one) for one in db.execute(select(table)).mappings()]
                for table in Base.metadata.sorted_tables
            }

    def row_of(rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        return next(one for one in rows["respondent"] if one["email"] == "ben@example.org")

    before = state()
    reference = respond(site, call, holding("ben"))
    after = state()
    ben = row_of(after)
    assert {name for name, value in ben.items() if value != row_of(before)[name]} == {"uses"}
    marks = {ben["public_id"], ben["token_hash"], ben["email"], "ben"}
    with site.database.reading() as db:
        sent = db.scalars(select(Contribution).where(Contribution.reference == reference)).one()
    for table, rows in after.items():
        for one in rows:
            text = repr(one)
            assert table in ("respondent", "job") or not any(mark in text for mark in marks), table
            assert not (any(mark in text for mark in marks) and (reference in text or sent.public_id in text)), table


def test_the_secretariat_learns_after_the_closing_alone_which_invitations_were_used(site: Site):
    call = call_for(site, "list")
    listed(site, call, "ben", "eve")
    respond(site, call, holding("ben"))

    def told() -> list[int | None]:
        with site.database.reading() as db:
            now = db.get_one(Proceeding, call.id)
            return [one.answered for one in invited(db, TEST, now, by_list=True)[0]]

    assert told() == [None, None]
    site.work.run(close_proceeding, TEST, proceeding_id=call.id)
    assert told() == [1, 0]


def test_where_everybody_gives_a_name_it_is_told_at_once(site: Site):
    call = call_for(site, "list", identities=["public", "secretariat"])
    listed(site, call, "ben")
    with site.database.reading() as db:
        assert [one.answered for one in invited(db, TEST, call, by_list=True)[0]] == [0]
