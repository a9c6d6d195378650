"""What is published, and when: each policy, what its change later may do, and that every door keeps to it."""

import uuid
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.app import create_app
from consult.contributions.models import LATE, Contribution
from consult.contributions.operations.listing import release_waiting
from consult.contributions.operations.publishing import publish_contributions
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.contributions.publication import awaiting, awaits_decision, listable, may_be_listed
from consult.contributions.search_queries import search
from consult.core.actors import ANYBODY, Actor
from consult.core.clock import now, telling
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import run_due
from consult.core.localized import all_texts
from consult.ledger.models import Entry, Stream
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import CONFIDENTIALITIES, Proceeding
from consult.proceedings.operations import close_proceeding, edit_proceeding, reopen_proceeding
from consult.proceedings.queries import fingerprint
from consult.proceedings.shape import NewProceeding
from consult.records.checking import differences
from consult.records.editions import edition_of
from consult.records.exporting import left_out
from consult.site import Site
from consult.worker import handlers
from tests.doors.knocking import unpacked
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding, page, post, sign_in

POLICIES = ("after_moderation", "at_closing", "by_decision", "never")


def call(site: Site, publication: str, **values: Any) -> Proceeding:
    create_app(site=site)  # registers what happens at a closing
    return make_proceeding(site, make_body(site), publication=publication, **values)


def filed(site: Site, proceeding: Proceeding, text: str, identity: str = "public", **more: Any) -> str:
    name = None if identity == "none" else "Ama Toure"
    new = NewContribution("comment", uuid.uuid4().hex, (NewPassage(text),), "en", identity, name=name, **more)
    who = Actor(sender=text)
    return str(site.work.run(submit_contribution, who, proceeding_id=proceeding.id, new=new).result.reference)


def places(site: Site) -> dict[str, int | None]:
    with site.database.reading() as db:
        return {row.reference: row.place for row in db.scalars(select(Contribution))}


def public_acts(site: Site) -> list[str]:
    with site.database.reading() as db:
        query = select(Entry.kind).join(Stream, Stream.id == Entry.stream_id).where(Stream.audience == "public")
        return [kind for kind in db.scalars(query.order_by(Entry.seq)) if kind.startswith("comment")]


def run_jobs(site: Site) -> None:
    run_due(site.work, handlers(site.settings))


def office(site: Site, proceeding: Proceeding, role: str = "secretariat") -> Actor:
    return actor_for(site, make_account(site, f"{role}@example.org", (role, "body", proceeding.body_id), name=role))


@pytest.mark.parametrize("policy", POLICIES)
def test_each_policy_lists_what_it_promised_and_nothing_before(site: Site, policy: str):
    proceeding = call(site, policy)
    named, nameless = filed(site, proceeding, "one lantern"), filed(site, proceeding, "two lantern", "none")
    site.work.run(release_waiting, TEST, proceeding_id=proceeding.id)
    listed = {one for one, place in places(site).items() if place is not None}
    assert listed == ({named, nameless} if policy == "after_moderation" else set())
    if policy == "by_decision":
        assert (
            site.work.run(publish_contributions, TEST, proceeding_id=proceeding.id, references=[named, nameless]).result
            == 2
        )
        assert places(site)[named] is not None
        assert places(site)[nameless] is None, "nobody may learn when it came"
        site.work.run(release_waiting, TEST, proceeding_id=proceeding.id)
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    run_jobs(site)
    listed = {one for one, place in places(site).items() if place is not None}
    assert listed == (set() if policy == "never" else {named, nameless})
    with site.database.reading() as db:
        assert list(differences(db)) == []
        assert search(db, ANYBODY, "lantern").total == len(listed)
        kept = left_out(db, edition_of(db, ANYBODY, proceeding.id, "public"))
    assert kept == ({"not published by policy": 2} if policy == "never" else {})


def test_before_its_time_nothing_is_told_by_any_public_door(site: Site, client):
    for number, policy in enumerate(POLICIES[1:]):
        body = make_body(site, f"body-{number}")
        proceeding = make_proceeding(site, body, f"call-{number}", publication=policy)
        reference = filed(site, proceeding, f"zqheldqz lantern {number}")
        base = f"/en/consultations/{proceeding.slug}"
        told = [page(client, f"{base}/{door}") for door in ("", "comments", "submissions/")]
        told += [
            page(client, "/en/search?q=lantern"),
            unpacked(client.get(f"{base}/record.zip?format=jsonl").get_data()),
        ]
        told.append(page(client, f"{base}/submissions/{reference}", 404))
        with site.database.reading() as db:
            stream = db.scalars(
                select(Stream).where(Stream.scope_id == proceeding.id, Stream.audience == "public")
            ).one()
        told.append(client.get(f"/api/v1/streams/{stream.public_id}/events?since=0").get_data(as_text=True))
        assert [
            text for text in told if "zqheldqz" in text or reference in text.replace(f"submissions/{reference}", "")
        ] == []


def test_what_was_promised_holds_when_the_policy_is_changed(site: Site):
    proceeding = call(site, "never")
    private = filed(site, proceeding, "sent under never")
    change(site, proceeding, "after_moderation")
    public = filed(site, proceeding, "sent under after moderation")
    change(site, proceeding, "at_closing")
    waiting = filed(site, proceeding, "sent under at closing")
    change(site, proceeding, "by_decision")
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    run_jobs(site)
    found = places(site)
    assert found[private] is None
    assert found[public] is not None, "what is public already stays: taking it away is a moderator's decision"
    assert found[waiting] is None, "less is always allowed"
    site.work.run(publish_contributions, TEST, proceeding_id=proceeding.id, references=[waiting])
    assert places(site)[waiting] is not None
    with pytest.raises(Conflict):
        site.work.run(publish_contributions, TEST, proceeding_id=proceeding.id, references=[private])


def change(site: Site, proceeding: Proceeding, policy: str) -> None:
    with site.database.reading() as db:
        row = db.get_one(Proceeding, proceeding.id)
        seen, texts = fingerprint(db, row), all_texts(db, row.owner)
        kept = {
            name: getattr(row, name) for name in ("kind", "slug", "prefix", "language", "zone", "moderation", "votes")
        }
        lists: dict[str, Any] = {
            name: tuple(getattr(row, name)) for name in ("languages", "identities", "confidentialities")
        }
    new = NewProceeding(**kept, **lists, texts=texts, publication=policy)
    site.work.run(edit_proceeding, TEST, proceeding_id=proceeding.id, seen=seen, new=new)


def test_after_a_reopening_what_comes_waits_for_the_next_closing(site: Site):
    proceeding = call(site, "at_closing")
    first = filed(site, proceeding, "first")
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    run_jobs(site)
    site.work.run(reopen_proceeding, TEST, proceeding_id=proceeding.id)
    second = filed(site, proceeding, "second")
    site.work.run(release_waiting, TEST, proceeding_id=proceeding.id)
    assert [places(site)[one] is not None for one in (first, second)] == [True, False]


def test_what_a_moderator_accepts_after_the_closing_is_published_then(site: Site):
    proceeding = call(site, "at_closing", moderation="before")
    reference = filed(site, proceeding, "read late")
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    run_jobs(site)
    assert places(site) == {reference: None}
    site.work.run(decide, TEST, reference=reference, act="approve", seen=1)
    assert places(site)[reference] is not None


def test_nobody_moderates_what_is_never_published(site: Site):
    proceeding = call(site, "never", moderation="before")
    filed(site, proceeding, "for the secretariat")
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
        assert (row.state, row.waiting) == ("published", False)


def test_the_secretariat_publishes_and_a_moderator_does_not(site: Site):
    proceeding = call(site, "by_decision", moderation="before")
    reference, other = filed(site, proceeding, "one"), filed(site, proceeding, "two")
    given: dict[str, Any] = {"proceeding_id": proceeding.id, "references": [reference]}
    secretariat, moderator = office(site, proceeding), office(site, proceeding, "moderator")
    with pytest.raises(Conflict):
        site.work.run(publish_contributions, secretariat, **given)  # a moderator has not read it
    site.work.run(decide, TEST, reference=reference, act="approve", seen=1)
    with pytest.raises(NotFound):
        site.work.run(publish_contributions, moderator, **given)
    with pytest.raises(NotFound):
        site.work.run(publish_contributions, secretariat, **given | {"references": [reference, "C1-NONE-HERE"]})
    with pytest.raises(Invalid):
        site.work.run(publish_contributions, secretariat, **given | {"references": []})
    with pytest.raises(Conflict):
        site.work.run(publish_contributions, secretariat, **given | {"references": [reference, other]})
    assert public_acts(site) == []
    site.work.run(publish_contributions, secretariat, **given)
    assert public_acts(site) == ["comment.published"]
    with pytest.raises(Conflict):
        site.work.run(publish_contributions, secretariat, **given)
    with site.database.reading() as db:
        desk = select(Entry.kind).join(Stream).where(Stream.audience == "desk", Entry.reference == reference)
        assert "comment.cleared" in set(db.scalars(desk))
        assert list(differences(db)) == []


@pytest.mark.pages
def test_the_form_says_before_what_the_receipt_says_after(site: Site, client):
    said = {
        "at_closing": ("Nothing is published before the closing", "when the consultation has closed, shuffled"),
        "by_decision": ("only if the secretariat decides so", "only if the secretariat decides so"),
        "never": ("Nothing that is sent here is published", "nothing that is sent to this consultation is published"),
    }
    for number, (policy, (before, after)) in enumerate(said.items()):
        proceeding = make_proceeding(site, make_body(site, f"body-{number}"), f"call-{number}", publication=policy)
        assert before in page(client, f"/en/consultations/{proceeding.slug}/comments")
        reference = filed(site, proceeding, "some words")
        with site.database.reading() as db:
            public_id = db.scalars(select(Contribution.public_id).where(Contribution.reference == reference)).one()
        assert after in page(client, f"/en/receipts/{public_id}")


@pytest.mark.pages
def test_the_page_counts_what_is_held_once_a_day(site: Site, client):
    proceeding = make_proceeding(site, make_body(site), publication="never")
    with telling(now() - timedelta(days=2)):
        filed(site, proceeding, "two days ago")
    filed(site, proceeding, "today")
    text = page(client, f"/en/consultations/{proceeding.slug}/")
    assert "Counted once a day" in text
    assert '<td class="num">1</td>' in text


@pytest.mark.pages
def test_the_desk_publishes_by_boxes(site: Site, client):
    proceeding = call(site, "by_decision")
    reference = filed(site, proceeding, "a text to publish")
    account = make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id))
    sign_in(site, client, account)
    address = f"/en/desk/docket/{proceeding.public_id}/publish"
    assert "a text to publish" in page(client, address)
    assert post(client, address, {}).status_code == 422
    assert post(client, address, {"references": reference}).status_code == 303
    assert "Nothing waits for a decision" in page(client, address)
    assert places(site)[reference] is not None


def test_the_rules_say_the_same_in_sql_and_in_python(site: Site):
    proceeding = call(site, "after_moderation")
    cases = list(
        product(
            POLICIES, (None, *LATE), (True, False), ("published", "pending", "declined"), CONFIDENTIALITIES, (1, None)
        )
    )
    site.work.run(_fill, TEST, proceeding_id=proceeding.id, cases=cases)
    different: list[Any] = []
    some = 0
    with site.database.reading() as db:
        rows = list(db.scalars(select(Contribution)))
        assert len(rows) == len(cases) == 4 * 4 * 2 * 3 * 2 * 2
        for present, state in product(POLICIES, ("open", "closed")):
            room = Proceeding(id=proceeding.id, publication=present, state=state)
            for rule, clause in ((may_be_listed, listable), (awaits_decision, awaiting)):
                told = set(db.scalars(select(Contribution.id).where(clause(room))))
                expected = {row.id for row in rows if rule(room, row)}
                some += bool(told) and len(told) < len(rows)
                if told != expected:
                    different.append((rule.__name__, present, state, len(told ^ expected)))
    assert different == []
    assert some > 8, "or nothing was compared with nothing"


def _fill(db: Session, _actor: Actor, *, proceeding_id: int, cases: list[Any]) -> None:
    for number, (publication, late, cleared, state, confidentiality, place) in enumerate(cases, start=1):
        db.add(
            Contribution(
                reference=f"T-{number}", proceeding_id=proceeding_id, kind="comment", state=state, identity="public",
                confidentiality=confidentiality, language="en", submitted_at=now(), publication=publication, late=late,
                cleared=cleared, place=place and number,
            )
        )  # fmt: skip
