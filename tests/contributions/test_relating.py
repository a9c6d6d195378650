"""Relations between filings: said by the office, seen from both ends, ended but not forgotten."""

import pytest
from sqlalchemy import select

from consult.contributions.docket.counting import count_docket
from consult.contributions.docket.models import Relation
from consult.contributions.docket.related import relations_of
from consult.contributions.docket.wanted import DocketFilter
from consult.contributions.operations.relating import end_relation, relate
from consult.core.actors import ANYBODY
from consult.core.errors import Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.site import Site
from tests.contributions.docketing import file, is_whole, row_of
from tests.factories import actor_for, make_account, make_body, make_proceeding


@pytest.fixture
def body(site: Site):
    return make_body(site)


@pytest.fixture
def room(site: Site, body):
    return make_proceeding(site, body)


@pytest.fixture
def office(site: Site, body):
    return actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", body.id)))


def say(site, who, room, one, kind, other):
    values = {"reference": one, "kind": kind, "other": other}
    return site.work.run(relate, who, proceeding_id=room.id, **values).result


def seen(site, room, reference):
    with site.database.reading() as db:
        return [(one.kind, one.does, one.reference) for one in relations_of(db, ANYBODY, room, reference)]


def test_a_replaced_filing_keeps_its_number_with_a_mark(site, room, office):
    first, second = file(site, room, "First"), file(site, room, "Second")
    public_id = say(site, office, room, second, "replaces", first)
    assert seen(site, room, second) == [("replaces", True, first)]
    assert seen(site, room, first) == [("replaces", False, second)]
    row = row_of(site, first)
    assert (row.mark, row.state, row.docket) == ("replaced", "published", 1)
    with site.database.reading() as db:
        assert count_docket(db, ANYBODY, room, DocketFilter(mark="replaced")).total == 1
    assert is_whole(site)
    site.work.run(end_relation, office, proceeding_id=room.id, public_id=public_id)
    assert seen(site, room, first) == []
    assert row_of(site, first).mark is None
    with site.database.reading() as db:
        ended = db.scalars(select(Relation)).one()
        assert (ended.role, ended.ended_role) == ("secretariat", "secretariat")
        kinds = db.scalars(select(Entry.kind).where(Entry.reference == first).order_by(Entry.id)).all()
    assert [one for one in kinds if "related" in one] == ["submission.related", "submission.unrelated"]
    assert is_whole(site)
    with pytest.raises(NotFound):
        site.work.run(end_relation, office, proceeding_id=room.id, public_id=public_id)


def test_duplicates_and_annexes(site, room, office):
    one, two, three = (file(site, room, f"Text {number}") for number in range(3))
    say(site, office, room, two, "duplicates", one)
    say(site, office, room, three, "annex_to", one)
    assert row_of(site, two).mark == "duplicate"
    assert row_of(site, three).mark is None
    assert seen(site, room, one) == [("duplicates", False, two), ("annex_to", False, three)]


def test_there_is_no_circle_and_nothing_is_replaced_twice(site, room, office):
    one, two, three = (file(site, room, f"Text {number}") for number in range(3))
    say(site, office, room, two, "replaces", one)
    say(site, office, room, three, "replaces", two)
    for problem, first, kind, second in (
        ("circle", one, "replaces", three),
        ("replaced_already", three, "replaces", one),
        ("no_such_filing", one, "replaces", one),
        ("no_such_filing", one, "annex_to", "C1-NONE-NONE"),
        ("no_such_choice", one, "loves", two),
    ):
        with pytest.raises(Invalid, match=problem):
            say(site, office, room, first, kind, second)
    with pytest.raises(Conflict, match="related_already"):
        say(site, office, room, two, "annex_to", one)


def test_only_filings_of_one_docket_that_have_their_numbers(site, body, room, office):
    here, waits = file(site, room), file(site, room, kind="comment", identity="none", name=None)
    with pytest.raises(Invalid, match="not_numbered"):
        say(site, office, room, here, "annex_to", waits)
    other = make_proceeding(site, body, "other", prefix="C2")
    with pytest.raises(Invalid, match="no_such_filing"):
        say(site, office, room, here, "annex_to", file(site, other))
    with pytest.raises(NotFound):
        say(site, office, room, file(site, other), "annex_to", here)


@pytest.mark.parametrize("role", ["moderator", "rapporteur"])
def test_nobody_else_says_or_ends_it(site, body, room, office, role):
    one, two = file(site, room), file(site, room)
    public_id = say(site, office, room, two, "replaces", one)
    who = actor_for(site, make_account(site, f"{role}@example.org", (role, "body", body.id)))
    for actor in (who, ANYBODY):
        with pytest.raises(NotFound):
            say(site, actor, room, two, "annex_to", one)
        with pytest.raises(NotFound):
            site.work.run(end_relation, actor, proceeding_id=room.id, public_id=public_id)
    assert row_of(site, one).mark == "replaced"
