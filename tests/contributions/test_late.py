"""Late filings: a link for one, and what asks to be let in; who decides, once, with a reason that stands in the record."""

import json
import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from consult.bodies.actors import token_hash
from consult.contributions.late_models import LatePass
from consult.contributions.models import Contribution
from consult.contributions.operations.late import decide_late, end_late_pass, give_late_pass
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.ledger.models import Entry, Stream
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding, reopen_proceeding
from consult.records.checking import differences
from consult.records.editions import edition_of
from consult.records.exporting import export_folder
from consult.site import Site
from tests.consultations.all_kinds import ask_everything
from tests.consultations.test_upload import REVIEW, UPLOAD, document, send_it, upload
from tests.factories import TEST, actor_for, hidden, make_account, make_body, make_proceeding, page, post, sign_in

REASON = "The post was slow."


def shut(site: Site, **values: Any) -> Proceeding:
    return make_proceeding(site, make_body(site), state="closed", **values)


def file_late(site: Site, proceeding: Proceeding, *, key: str | None = None, **values: Any) -> Any:
    new = NewContribution(
        "response", key or uuid.uuid4().hex, (NewPassage("late words"),), "en", "public", name="Ama Toure", **values
    )
    return site.work.run(submit_contribution, Actor(sender="somebody"), proceeding_id=proceeding.id, new=new).result


def give(site: Site, proceeding: Proceeding, token: str = "a token", actor: Actor = TEST, **values: Any) -> str:
    given: dict[str, Any] = {"reason": REASON, "days": 5, "token_hash": token_hash(token)} | values
    return str(site.work.run(give_late_pass, actor, proceeding_id=proceeding.id, **given).result)


def only(site: Site) -> Contribution:
    with site.database.reading() as db:
        return db.scalars(select(Contribution)).one()


def staff(site: Site, proceeding: Proceeding, role: str) -> Actor:
    return actor_for(site, make_account(site, f"{role}@example.org", (role, "body", proceeding.body_id), name=role))


def test_a_pass_lets_one_filing_in_and_no_second(site: Site):
    proceeding = shut(site)
    give(site, proceeding)
    late = token_hash("a token")
    with pytest.raises(Closed):
        file_late(site, proceeding)
    with pytest.raises(Closed):
        file_late(site, proceeding, late_pass=token_hash("another"))
    filed = file_late(site, proceeding, key="k", late_pass=late)
    assert file_late(site, proceeding, key="k", late_pass=late).dup, "a double click is no second filing"
    with pytest.raises(Closed):
        file_late(site, proceeding, late_pass=late)
    row = only(site)
    assert (row.reference, row.late, row.late_reason, row.state) == (filed.reference, "accepted", REASON, "published")
    assert row.place is not None
    with site.database.reading() as db:
        assert list(differences(db)) == []


def test_a_refused_filing_leaves_the_pass_unused(site: Site):
    proceeding = shut(site, identities=["public"])
    give(site, proceeding)
    with pytest.raises(Invalid):
        file_late(site, proceeding, late_pass=token_hash("a token"), confidentiality="nobody")
    assert file_late(site, proceeding, late_pass=token_hash("a token")).state == "published"


@pytest.mark.parametrize("how", ["run out", "taken back", "of another consultation"])
def test_a_pass_that_is_no_more_good_opens_nothing(site: Site, how: str):
    proceeding = shut(site)
    public_id = give(site, proceeding)
    other = make_proceeding(site, make_body(site, "other"), "other", state="closed")
    if how == "run out":
        past = update(LatePass).values(expires_at=now() - timedelta(seconds=1))
        site.work.run(lambda db, actor: db.execute(past) and None, TEST)
    if how == "taken back":
        site.work.run(end_late_pass, TEST, proceeding_id=proceeding.id, public_id=public_id)
    with pytest.raises(Closed):
        file_late(site, other if how == "of another consultation" else proceeding, late_pass=token_hash("a token"))


def test_who_may_give_passes_and_when(site: Site):
    proceeding = shut(site)
    secretariat, moderator = staff(site, proceeding, "secretariat"), staff(site, proceeding, "moderator")
    with pytest.raises(NotFound):
        give(site, proceeding, actor=moderator)
    for wrong in ({"reason": "  "}, {"reason": "x" * 1001}, {"days": 0}, {"days": 61}, {"reason": "a\u202eb"}):
        with pytest.raises(Invalid):
            give(site, proceeding, actor=secretariat, **wrong)
    public_id = give(site, proceeding, actor=secretariat)
    with pytest.raises(NotFound):
        site.work.run(end_late_pass, moderator, proceeding_id=proceeding.id, public_id=public_id)
    site.work.run(end_late_pass, secretariat, proceeding_id=proceeding.id, public_id=public_id)
    with pytest.raises(Conflict):
        site.work.run(end_late_pass, secretariat, proceeding_id=proceeding.id, public_id=public_id)
    site.work.run(reopen_proceeding, TEST, proceeding_id=proceeding.id)
    with pytest.raises(Conflict):
        give(site, proceeding, actor=secretariat, token="b")
    with site.database.reading() as db:
        acts = db.scalars(select(Entry.kind).join(Stream).where(Stream.audience == "desk").order_by(Entry.seq)).all()
        assert acts[:2] == ["proceeding.late_pass_given", "proceeding.late_pass_ended"]
        assert (
            "proceeding.late_pass_given"
            not in db.scalars(select(Entry.kind).join(Stream).where(Stream.audience == "public")).all()
        )


@pytest.mark.parametrize("moderation", ["before", "after"])
@pytest.mark.parametrize("accept", [True, False])
def test_what_asks_is_let_in_or_refused_with_a_reason(site: Site, accept: bool, moderation: str):
    proceeding = shut(site, moderation=moderation)
    filed = file_late(site, proceeding, asks_late=True)
    row = only(site)
    assert (row.late, row.state, row.waiting, row.place) == ("asked", "pending", False, None)
    with pytest.raises(Conflict):
        site.work.run(decide, TEST, reference=filed.reference, act="approve", seen=1)
    secretariat, moderator = staff(site, proceeding, "secretariat"), staff(site, proceeding, "moderator")
    given: dict[str, Any] = {"reference": filed.reference, "accept": accept, "reason": REASON}
    with pytest.raises(NotFound):
        site.work.run(decide_late, moderator, **given)
    with pytest.raises(Invalid):
        site.work.run(decide_late, secretariat, **given | {"reason": ""})
    site.work.run(decide_late, secretariat, **given)
    with pytest.raises(Conflict):
        site.work.run(decide_late, secretariat, **given)
    row = only(site)
    assert row.late_reason == REASON
    if not accept:
        assert (row.late, row.state, row.reason, row.place) == ("refused", "declined", "late", None)
    elif moderation == "before":
        assert (row.late, row.state, row.waiting, row.place) == ("accepted", "pending", True, None)
        site.work.run(decide, TEST, reference=filed.reference, act="approve", seen=1)
        assert only(site).place is not None
    else:
        assert (row.late, row.state) == ("accepted", "published")
        assert row.place is not None
    with site.database.reading() as db:
        assert list(differences(db)) == []


@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_the_record_says_what_came_late_and_why(site: Site, tmp_path: Path, edition: str):
    proceeding = shut(site)
    give(site, proceeding)
    accepted = file_late(site, proceeding, late_pass=token_hash("a token")).reference
    refused = file_late(site, proceeding, asks_late=True).reference
    site.work.run(decide_late, TEST, reference=refused, accept=False, reason="A month late.")
    export_folder(site.database, lambda db: edition_of(db, TEST, proceeding.id, edition), "jsonl", tmp_path / "out")
    lines = map(json.loads, (tmp_path / "out" / "contributions.jsonl").read_text().splitlines())
    told = {line["reference"]: (line["late"], line["late_reason"]) for line in lines}
    assert told[accepted] == ("accepted", REASON)
    assert told.get(refused) == (None if edition == "public" else ("refused", "A month late."))


def test_before_the_closing_nothing_is_late(site: Site):
    proceeding = make_proceeding(site, make_body(site))
    file_late(site, proceeding, asks_late=True, late_pass=token_hash("whatever"))
    assert only(site).late is None
    draft = make_proceeding(site, make_body(site, "b2"), "soon", state="announced", opens_at=now() + timedelta(days=1))
    with pytest.raises(Closed):
        file_late(site, draft, asks_late=True)


@pytest.mark.pages
def test_a_link_is_made_opened_used_and_shown_as_used(site, app, client):
    proceeding = make_proceeding(site, make_body(site))
    version = ask_everything(site, proceeding)
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    account = make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id))
    desk = app.test_client()
    sign_in(site, desk, account)
    address = f"/en/desk/docket/{proceeding.public_id}/late"
    assert post(desk, address, {"reason": "", "days": "5"}).status_code == 422
    assert post(desk, address, {"reason": REASON, "days": "never"}).status_code == 422
    made = post(desk, address, {"reason": REASON, "days": "5"})
    link = re.search(r"http://localhost(/\S+/late/[\w-]+)", made.text)
    assert link
    assert 'name="file"' not in page(client, UPLOAD)
    assert "one response" in page(client, link[1])
    assert "Begin" in page(client, "/en/consultations/assemblies/respond")
    assert upload(client, document(version)).status_code == 303
    assert "Begin" not in page(app.test_client(), "/en/consultations/assemblies/respond"), "nobody else"
    answer = send_it(client)
    assert answer.status_code == 200, answer.text[:500]
    row = only(site)
    assert (row.late, row.late_reason) == ("accepted", REASON)
    page(app.test_client(), link[1], 404)
    assert "Used" in page(desk, address)
    assert 'name="file"' not in page(client, UPLOAD)


@pytest.mark.pages
def test_what_was_kept_at_the_closing_can_ask_to_be_let_in(site, client):
    proceeding = make_proceeding(site, make_body(site))
    version = ask_everything(site, proceeding)
    upload(client, document(version))
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    assert send_it(client).status_code == 403
    text = page(client, REVIEW)
    fields = {name: hidden(text, name) for name in ("csrf_token", "client_id", "saves")}
    answer = client.post(REVIEW, data=fields | {"act": "ask_late"})
    assert answer.status_code == 200, answer.text[:500]
    assert "The secretariat decides whether it is accepted" in answer.text
    row = only(site)
    assert (row.late, row.state, row.waiting) == ("asked", "pending", False)
    site.work.run(decide_late, TEST, reference=row.reference, accept=True, reason=REASON)
    assert only(site).state == "published"


@pytest.mark.pages
def test_the_author_reads_what_was_decided(site, app, client):
    proceeding = shut(site)
    author = make_account(site, "author@example.org")
    new = NewContribution("response", "k", (NewPassage("late"),), "en", "public", name="Ana", asks_late=True)
    given: dict[str, Any] = {"proceeding_id": proceeding.id, "new": new}
    reference = site.work.run(submit_contribution, actor_for(site, author), **given).result.reference
    sign_in(site, client, author)
    assert "The secretariat decides whether it is accepted" in page(client, f"/en/return/{reference}")
    office = app.test_client()
    sign_in(site, office, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))
    desk = f"/en/desk/docket/{proceeding.public_id}/late"
    assert reference in page(office, desk)
    sent = {"reference": reference, "act": "refuse", "reason": "It came a month late."}
    assert post(office, f"{desk}/decide", sent, form=desk).status_code == 303
    assert "It came a month late." in page(client, f"/en/return/{reference}")
