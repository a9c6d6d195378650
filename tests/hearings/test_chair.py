"""The chair's page: opening, closing, and deciding on comments."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.bodies.models import Body
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.errors import Closed, Conflict, NotFound
from consult.hearings.chair.queries import comment_to_decide, comments_in_state
from consult.hearings.floor.operations.comments import close_comments, open_comments
from consult.ledger.models import Entry
from consult.moderation.models import Decision
from consult.proceedings.models import Proceeding
from consult.records.checking import differences
from consult.site import Site
from tests.factories import (
    actor_for,
    hidden,
    make_account,
    make_body,
    make_proceeding,
    page,
    send,
    sign_in,
    without_token,
)

pytestmark = pytest.mark.pages

CHAIR = "/en/hearings/assemblies/chair"
LIVE = "/en/hearings/assemblies/live"


@pytest.fixture
def body(site: Site) -> Body:
    return make_body(site)


@pytest.fixture
def hearing(site: Site, body: Body) -> Proceeding:
    return make_proceeding(site, body, kind="hearing", is_live=True, state="announced", opens_at=None)


@pytest.fixture
def chair(site: Site, client: FlaskClient, hearing: Proceeding) -> FlaskClient:
    sign_in(site, client, make_account(site, "chair@example.org", ("chair", "proceeding", hearing.id)))
    return client


def comment(site: Site, hearing: Proceeding, text: str, **more: Any) -> str:
    sent = NewContribution("comment", text, (NewPassage(text),), "en", "none", **more)
    who = Actor(sender=f"browser {text}")
    return site.work.run(submit_contribution, who, proceeding_id=hearing.id, new=sent).result.reference


def press(chair: FlaskClient, button: str) -> Any:
    """Press a button of the chair's screen as it is now."""
    seen = hidden(page(chair, CHAIR), "seen")
    return send(chair, CHAIR, {"seen": seen, "do": button}, to=f"{CHAIR}/act")


def state_of(site: Site, reference: str) -> str:
    with site.database.reading() as db:
        return db.scalars(select(Contribution.state).where(Contribution.reference == reference)).one()


def phase_of(site: Site) -> str:
    with site.database.reading() as db:
        return db.scalars(select(Proceeding.state)).one()


def test_the_chair_opens_closes_and_opens_again(site, chair, hearing):
    for move, state in (("open", "open"), ("close", "closed"), ("reopen", "open")):
        assert f'action="{CHAIR}/{move}"' in page(chair, CHAIR)
        assert send(chair, CHAIR, {}, to=f"{CHAIR}/{move}").status_code == 303
        assert phase_of(site) == state
    assert send(chair, CHAIR, {}, to=f"{CHAIR}/open").status_code == 303
    assert "not possible in the present state" in page(chair, CHAIR)
    with site.database.reading() as db:
        kinds = list(db.scalars(select(Entry.kind).order_by(Entry.id)))
    assert sorted(set(kinds)) == ["proceeding.closed", "proceeding.opened", "proceeding.reopened"]


def test_the_chair_hides_with_a_reason_and_restores(site, chair, hearing):
    send(chair, CHAIR, {}, to=f"{CHAIR}/open")
    reference = comment(site, hearing, "An insult.")
    one = f"{CHAIR}/comments/{reference}"
    assert f'href="{one}"' in page(chair, CHAIR)
    seen = hidden(page(chair, one), "seen")
    refused = send(chair, one, {"seen": seen, "act": "hide", "note": "Please stay polite."})
    assert refused.status_code == 400
    assert "Please stay polite." in refused.text
    assert state_of(site, reference) == "published"
    assert send(chair, one, {"seen": seen, "act": "hide", "reason": "insult"}).status_code == 303
    assert state_of(site, reference) == "hidden"
    public = page(chair.application.test_client(), "/en/hearings/assemblies/live")
    assert "An insult." not in public
    assert "Hidden by a moderator." in public
    assert f'href="{one}"' in page(chair, CHAIR)
    assert send(chair, one, {"seen": seen, "act": "restore"}).status_code == 303
    assert state_of(site, reference) == "published"
    with site.database.reading() as db:
        assert list(db.scalars(select(Decision.decided_role))) == ["chair", "chair"]


def test_the_chair_reads_first_where_the_rules_say_so(site, client, body):
    hearing = make_proceeding(site, body, kind="hearing", is_live=True, moderation="before")
    sign_in(site, client, make_account(site, "chair@example.org", ("chair", "proceeding", hearing.id)))
    kept, gone = comment(site, hearing, "Useful."), comment(site, hearing, "Spam.")
    assert "Useful." in page(client, CHAIR)
    for reference, sent in ((kept, {"act": "approve"}), (gone, {"act": "decline", "reason": "spam"})):
        one = f"{CHAIR}/comments/{reference}"
        assert send(client, one, {"seen": "1", **sent}).status_code == 303
    assert (state_of(site, kept), state_of(site, gone)) == ("published", "declined")


def test_a_decision_on_what_changed_meanwhile_is_refused(site, chair, hearing):
    send(chair, CHAIR, {}, to=f"{CHAIR}/open")
    reference = comment(site, hearing, "First words.")
    answer = send(chair, f"{CHAIR}/comments/{reference}", {"seen": "0", "act": "hide", "reason": "spam"})
    assert answer.status_code == 409
    assert state_of(site, reference) == "published"


def test_the_nearest_roles_have_no_chair(site, client, body, hearing):
    with pytest.raises(NotFound):
        comment(site, make_proceeding(site, body, "room", audience="members", kind="workspace"), "No.")
    moderator = make_account(site, "mod@example.org", ("moderator", "proceeding", hearing.id))
    sign_in(site, client, moderator)
    elsewhere = make_proceeding(site, body, "other", kind="hearing", is_live=True)
    for address in (CHAIR, f"{CHAIR}/comments/H6-AAAA-BBBB"):
        page(client, address, 404)
    assert send(client, "/en/hearings/other/live", {}, to=f"{CHAIR}/open").status_code == 404
    rapporteur = actor_for(site, make_account(site, "r@example.org", ("rapporteur", "proceeding", elsewhere.id)))
    with site.database.reading() as db:
        with pytest.raises(NotFound):
            comments_in_state(db, rapporteur, elsewhere, "published")
        with pytest.raises(NotFound):
            comment_to_decide(db, rapporteur, elsewhere, "H6-AAAA-BBBB")


def test_a_comment_of_another_hearing_is_not_there(site, chair, body):
    other = make_proceeding(site, body, "other", kind="hearing", is_live=True)
    reference = comment(site, other, "Elsewhere.")
    forbidden = without_token(page(chair, f"{CHAIR}/comments/{reference}", 404))
    absent = without_token(page(chair, f"{CHAIR}/comments/H6-AAAA-BBBB", 404))
    assert forbidden == absent.replace("H6-AAAA-BBBB", reference)


def test_the_chair_closes_the_comments_alone_and_opens_them_again(site, chair, hearing):
    send(chair, CHAIR, {}, to=f"{CHAIR}/open")
    assert press(chair, "close_comments").status_code == 303
    reader = chair.application.test_client()
    shown = page(reader, LIVE)
    assert "Comments are closed for now. The hearing goes on." in shown
    assert 'name="body"' not in shown
    with pytest.raises(Closed) as refused:
        comment(site, hearing, "Too late.")
    assert refused.value.problem == "comments_closed"
    assert press(chair, "open_comments").status_code == 303
    assert 'name="body"' in page(reader, LIVE)
    comment(site, hearing, "In time.")
    with site.database.reading() as db:
        kinds = list(db.scalars(select(Entry.kind).where(Entry.kind.like("%.comments_%")).order_by(Entry.id)))
        assert sorted(kinds) == ["proceeding.comments_closed"] * 2 + ["proceeding.comments_opened"] * 2
        assert list(differences(db)) == []


def test_a_form_sent_after_the_closing_shows_what_was_typed(site, chair, client, hearing):
    send(chair, CHAIR, {}, to=f"{CHAIR}/open")
    reader = chair.application.test_client()
    shown = page(reader, LIVE)
    press(chair, "close_comments")
    typed = {
        "body": "My words are kept.",
        "language": "en",
        "identity": "none",
        "confidentiality": "public",
        "category": "",
    }
    typed |= {name: hidden(shown, name) for name in ("csrf_token", "client_id")}
    answer = reader.post(LIVE, data=typed)
    assert answer.status_code == 403
    assert "My words are kept." in answer.text
    assert "Comments are closed for now." in answer.text


def test_comments_are_closed_once_by_the_chair_and_in_hearings_alone(site, body, hearing):
    lead = actor_for(site, make_account(site, "lead@example.org", ("secretariat", "body", body.id)))
    moderator = actor_for(site, make_account(site, "mod@example.org", ("moderator", "proceeding", hearing.id)))
    with pytest.raises(NotFound):
        site.work.run(close_comments, moderator, proceeding_id=hearing.id, seen=0)
    with pytest.raises(Conflict) as refused:
        site.work.run(open_comments, lead, proceeding_id=hearing.id, seen=0)
    assert refused.value.problem == "comments_are_open"
    assert site.work.run(close_comments, lead, proceeding_id=hearing.id, seen=0).result == 1
    with pytest.raises(Conflict) as refused:
        site.work.run(close_comments, lead, proceeding_id=hearing.id, seen=1)
    assert refused.value.problem == "comments_are_closed"
    other = make_proceeding(site, body, "draft-text")
    with pytest.raises(NotFound):
        site.work.run(close_comments, lead, proceeding_id=other.id, seen=0)
