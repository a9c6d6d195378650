"""Making, changing, opening and closing proceedings: who may, when, and what is written down."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult.bodies.models import Body, Grant
from consult.contributions.jobs import HANDLERS
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.jobs import Job, run_due
from consult.core.localized import all_texts
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import (
    Created,
    announce_proceeding,
    close_proceeding,
    create_proceeding,
    edit_proceeding,
    open_proceeding,
    reopen_proceeding,
)
from consult.proceedings.queries import fingerprint
from consult.proceedings.shape import NewProceeding
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_body

TEXTS = {"title": {"en": "Assemblies", "fr": "Réunions"}, "lede": {"en": "Say what you think."}}
MOVES = (announce_proceeding, open_proceeding, close_proceeding, reopen_proceeding)


@pytest.fixture
def body(site: Site) -> Body:
    return make_body(site)


@pytest.fixture
def office(site: Site, body: Body) -> Actor:
    return actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", body.id)))


def new(kind: str = "consultation", **values: Any) -> NewProceeding:
    given = {"kind": kind, "slug": "assemblies", "prefix": "C1", "language": "en", "texts": TEXTS}
    return NewProceeding(**{**given, **values})


def create(site: Site, actor: Actor, body: Body, kind: str = "consultation", **values: Any) -> Created:
    return site.work.run(create_proceeding, actor, body_id=body.id, new=new(kind, **values)).result


def row_of(site: Site, made: Created) -> Proceeding:
    with site.database.reading() as db:
        return db.get_one(Proceeding, made.id)


def entries(site: Site, made: Created, audience: str) -> list[str]:
    with site.database.reading() as db:
        query = select(Entry.kind).join(Stream, Stream.id == Entry.stream_id).order_by(Entry.seq)
        return list(db.scalars(query.where(Stream.scope_id == made.id, Stream.audience == audience)))


def seen(site: Site, made: Created) -> str:
    with site.database.reading() as db:
        return fingerprint(db, db.get_one(Proceeding, made.id))


def test_a_consultation_is_made_with_streams_texts_and_its_daily_release(site, body, office):
    made = create(site, office, body, zone="Africa/Nairobi", opens_local="2026-12-01T09:00", languages=("fr",))
    row = row_of(site, made)
    assert (row.state, row.audience, row.is_live, row.languages) == ("draft", "public", False, ["en", "fr"])
    assert row.opens_at == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert entries(site, made, "desk") == ["proceeding.created"]
    assert entries(site, made, "public") == []
    with site.database.reading() as db:
        assert all_texts(db, row.owner)["title"] == TEXTS["title"]
        job = db.scalars(select(Job).where(Job.key == f"release:{row.public_id}")).one()
        assert (job.due_at.hour, job.due_at.minute) == (0, 0)  # 03:00 in Nairobi
        assert now() < job.due_at <= now() + timedelta(days=1)


def test_a_hearing_is_live_and_a_workspace_is_for_its_members(site, body, office):
    hearing = row_of(site, create(site, office, body, "hearing", moderation="after"))
    assert (hearing.audience, hearing.is_live, hearing.moderation) == ("public", True, "after")
    made = create(site, office, body, "workspace", votes=True)
    room = row_of(site, made)
    assert (room.audience, room.is_live, room.moderation, room.votes) == ("members", True, "after", False)
    assert room.identities == ["public"]
    with site.database.reading() as db:
        grant = db.scalars(select(Grant).where(Grant.scope == "proceeding")).one()
        assert (grant.account_id, grant.role, grant.scope_id) == (office.account_id, "secretary", room.id)
        assert set(db.scalars(select(Stream.audience).where(Stream.scope_id == room.id))) == {"members", "desk"}
        assert db.scalars(select(Job).where(Job.key == f"release:{room.public_id}")).first() is None


def test_only_the_secretariat_of_the_body_creates(site, body, office):
    moderator = actor_for(site, make_account(site, "mod@example.org", ("moderator", "body", body.id)))
    with pytest.raises(NotFound):
        create(site, moderator, body)
    with pytest.raises(NotFound):
        create(site, office, make_body(site, "other"))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("slug", {"slug": "Assemblies"}),
        ("slug", {"slug": "a--b"}),
        ("slug", {"slug": ""}),
        ("prefix", {"prefix": "c1"}),
        ("prefix", {"prefix": "C"}),
        ("kind", {"kind": "meeting"}),
        ("language", {"language": "de"}),
        ("zone", {"zone": "Europe/Nowhere"}),
        ("identities", {"identities": ()}),
        ("identities", {"identities": ("nickname",)}),
        ("moderation", {"moderation": "never"}),
        ("word_limit", {"word_limit": 0}),
        ("title_en", {"texts": {"title": {"fr": "Réunions"}}}),
        ("title_en", {"texts": {"title": {"en": "x" * 201}}}),
        ("opens_local", {"opens_local": "soon"}),
        ("opens_local", {"opens_local": "2026-03-29T02:30", "zone": "Europe/Paris"}),
        ("closes_local", {"opens_local": "2026-12-02T09:00", "closes_local": "2026-12-01T09:00"}),
    ],
)
def test_what_cannot_be_taken_is_refused_by_field(site, body, office, field, values):
    with pytest.raises(Invalid) as refused:
        create(site, office, body, **values)
    assert refused.value.field == field


def test_a_slug_is_unique_within_its_kind(site, body, office):
    create(site, office, body)
    create(site, office, body, "hearing")
    with pytest.raises(Invalid, match="slug_taken"):
        create(site, office, body)


def test_an_edit_over_somebody_elses_is_refused(site, body, office):
    made = create(site, office, body)
    before = seen(site, made)
    change = {"proceeding_id": made.id, "seen": before}
    site.work.run(edit_proceeding, office, **change, new=new(word_limit=120, texts={"title": {"en": "Renamed"}}))
    row = row_of(site, made)
    assert row.word_limit == 120
    with site.database.reading() as db:
        assert all_texts(db, row.owner) == {"title": {"en": "Renamed"}}
    with pytest.raises(Conflict):
        site.work.run(edit_proceeding, office, **change, new=new(word_limit=80))
    assert row_of(site, made).word_limit == 120


def test_names_stay_and_only_the_office_edits(site, body, office):
    made = create(site, office, body)
    chair = actor_for(site, make_account(site, "chair@example.org", ("chair", "proceeding", made.id)))
    change = {"proceeding_id": made.id, "seen": seen(site, made)}
    with pytest.raises(NotFound):
        site.work.run(edit_proceeding, chair, **change, new=new())
    with pytest.raises(Invalid, match="fixed"):
        site.work.run(edit_proceeding, office, **change, new=new(prefix="C2"))


def test_a_proceeding_goes_its_way_and_both_streams_say_so(site, body, office):
    made = create(site, office, body)
    for move in MOVES:
        site.work.run(move, office, proceeding_id=made.id)
    told = [f"proceeding.{act}" for act in ("announced", "opened", "closed", "reopened")]
    assert entries(site, made, "public") == told
    assert entries(site, made, "desk") == ["proceeding.created", *told]
    assert row_of(site, made).state == "open"


@pytest.mark.parametrize(
    ("before", "refused"),
    [
        ((), (close_proceeding, reopen_proceeding)),
        ((announce_proceeding,), (announce_proceeding, close_proceeding, reopen_proceeding)),
        ((open_proceeding,), (announce_proceeding, open_proceeding, reopen_proceeding)),
        ((open_proceeding, close_proceeding), (announce_proceeding, open_proceeding, close_proceeding)),
    ],
)
def test_impossible_moves_are_refused(site, body, office, before, refused):
    made = create(site, office, body)
    for move in before:
        site.work.run(move, office, proceeding_id=made.id)
    for move in refused:
        with pytest.raises(Conflict):
            site.work.run(move, office, proceeding_id=made.id)


def test_the_chair_opens_and_closes_but_does_not_announce(site, body, office):
    made = create(site, office, body, "hearing")
    chair = actor_for(site, make_account(site, "chair@example.org", ("chair", "proceeding", made.id)))
    moderator = actor_for(site, make_account(site, "mod@example.org", ("moderator", "body", body.id)))
    with pytest.raises(NotFound):
        site.work.run(announce_proceeding, chair, proceeding_id=made.id)
    for move in (open_proceeding, close_proceeding, reopen_proceeding):
        with pytest.raises(NotFound):
            site.work.run(move, moderator, proceeding_id=made.id)
        site.work.run(move, chair, proceeding_id=made.id)


def test_the_secretariat_of_the_body_has_no_hand_in_a_private_room(site, body, office):
    made = create(site, office, body, "workspace")
    other = actor_for(site, make_account(site, "other@example.org", ("secretariat", "body", body.id)))
    with pytest.raises(NotFound):
        site.work.run(open_proceeding, other, proceeding_id=made.id)
    secretary = actor_for(site, make_account(site, "sec@example.org", ("secretary", "proceeding", made.id)))
    site.work.run(open_proceeding, secretary, proceeding_id=made.id)
    assert entries(site, made, "members") == [
        "seat.taken",
        "proceeding.opened",
    ]  # who made it sits there as its secretary


def test_after_its_closing_time_it_is_not_opened_only_reopened(site, body, office):
    made = create(site, office, body, opens_local="2020-01-01T09:00", closes_local="2020-02-01T09:00")
    with pytest.raises(Conflict, match="closing_time_passed"):
        site.work.run(open_proceeding, office, proceeding_id=made.id)
    site.work.run(announce_proceeding, office, proceeding_id=made.id)
    with pytest.raises(Conflict):
        site.work.run(close_proceeding, office, proceeding_id=made.id)
    with pytest.raises(Invalid):
        site.work.run(reopen_proceeding, office, proceeding_id=made.id, closes_local="2020-03-01T09:00")
    site.work.run(reopen_proceeding, office, proceeding_id=made.id, closes_local="2099-03-01T09:00")
    assert row_of(site, made).closes_at == datetime(2099, 3, 1, 9, tzinfo=UTC)


def comment(site: Site, made: Created, key: str) -> str:
    sent = NewContribution("comment", key, (NewPassage("Hm."),), "en", "none")
    who = Actor(sender=f"browser {key}")
    return site.work.run(submit_contribution, who, proceeding_id=made.id, new=sent).result.reference


def test_the_daily_job_releases_what_waited_and_comes_back(site, body, office):
    made = create(site, office, body, moderation="after")
    site.work.run(announce_proceeding, office, proceeding_id=made.id)
    with pytest.raises(Closed):
        comment(site, made, "early")
    site.work.run(open_proceeding, office, proceeding_id=made.id)
    reference = comment(site, made, "one")

    def all_due(db: Any, _actor: Actor) -> None:
        for job in db.scalars(select(Job).where(Job.kind.in_(HANDLERS))):
            job.due_at = now() - timedelta(seconds=1)

    site.work.run(all_due, TEST)
    assert run_due(site.work, HANDLERS) == 3  # and what forgets sendings, and what counts the docket
    with site.database.reading() as db:
        assert db.scalars(select(Contribution.place).where(Contribution.reference == reference)).one() is not None
        assert all(job.state == "waiting" and job.due_at > now() for job in db.scalars(select(Job)))
