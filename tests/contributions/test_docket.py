"""The docket's counts follow every row as it comes, changes and goes; its pages follow each other without a gap."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from consult.contributions.docket.counting import count_docket
from consult.contributions.docket.folding import count_again, differing, fold, fold_changes
from consult.contributions.docket.models import DocketChange, DocketCount
from consult.contributions.docket.rows import Place, docket_page
from consult.contributions.docket.wanted import DocketFilter
from consult.contributions.operations.own import withdraw_contribution
from consult.core.actors import ANYBODY
from consult.core.errors import NotFound
from consult.moderation.operations.deciding import decide
from consult.records.operations.drafts import remove_contributions
from consult.site import Site
from tests.contributions.docketing import READER, change, file, is_whole, of_coalition, of_organisation, row_of
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding


@pytest.fixture
def body(site: Site):
    return make_body(site)


@pytest.fixture
def room(site: Site, body):
    return make_proceeding(site, body)


def total(site, room, actor=ANYBODY, **wanted) -> int:
    with site.database.reading() as db:
        return count_docket(db, actor, room, DocketFilter(**wanted)).total


def numbers(site, room, name, actor=ANYBODY, **wanted) -> dict[str, int]:
    with site.database.reading() as db:
        return dict(count_docket(db, actor, room, DocketFilter(**wanted)).by[name])


def test_each_filter_is_counted_under_the_others(site, room):
    of_organisation(site, room, "Amnesty International", "KE", category="civil_society")
    of_organisation(site, room, "Law Faculty", "FR", category="academia", language="fr")
    of_coalition(site, room, "Alliance", category="civil_society")
    file(site, room, "A word", kind="comment", category="individual")
    assert numbers(site, room, "kind") == {"submission": 3, "comment": 1}
    assert numbers(site, room, "kind", category="civil_society") == {"submission": 2}
    assert numbers(site, room, "category", category="civil_society") == {
        "civil_society": 2,
        "academia": 1,
        "individual": 1,
    }
    assert numbers(site, room, "on_behalf") == {"organisation": 2, "coalition": 1, "self": 1}
    assert numbers(site, room, "region") == {"africa": 1, "western_europe_other": 1}
    assert numbers(site, room, "country", region="africa") == {"KE": 1}
    assert total(site, room, language="fr", category="academia") == 1
    assert total(site, room, language="fr", category="civil_society") == 0


def test_counts_are_exact_before_and_after_they_are_taken_up(site, room):
    reference = file(site, room, kind="comment")
    assert total(site, room) == 1
    fold(site.work, {})
    assert left(site) == 0
    assert total(site, room) == 1
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult")
    assert numbers(site, room, "state") == {"hidden": 1}
    fold(site.work, {})
    assert numbers(site, room, "state") == {"hidden": 1}
    assert is_whole(site)
    with site.database.reading() as db:  # what nobody is in any more is not kept
        assert db.scalars(select(DocketCount.number).where(DocketCount.day == "")).all() == [1]


def left(site) -> int:
    with site.database.reading() as db:
        return db.scalar(select(func.count()).select_from(DocketChange)) or 0


def test_a_row_that_goes_or_changes_is_counted_so(site, room):
    stays, goes = file(site, room, kind="comment"), row_of(site, file(site, room, kind="comment")).id
    fold(site.work, {})
    change(site, stays, language="ru")
    assert numbers(site, room, "language") == {"ru": 1, "en": 1}
    site.work.run(remove_contributions, TEST, rows=[goes])
    assert numbers(site, room, "language") == {"ru": 1}
    fold(site.work, {})
    assert numbers(site, room, "language") == {"ru": 1}


def test_days_are_told_and_filtered_by(site, room):
    early = file(site, room, kind="comment")
    file(site, room, kind="comment", identity="none", name=None)  # not listed before the daily release
    at = row_of(site, early).submitted_at
    before = at - timedelta(days=3)
    change(site, early, submitted_at=before)
    for _ in range(2):
        assert total(site, room, since=before.date(), until=before.date()) == 1
        assert total(site, room, since=at.date()) == 0
        assert total(site, room, actor=TEST, since=at.date()) == 1
        assert total(site, room, until=before.date() - timedelta(days=1)) == 0
        fold(site.work, {})
    assert is_whole(site)


def test_what_one_wrote_is_counted_as_one_is_told_it(site, body):
    room = make_proceeding(site, body, "careful", moderation="before")
    author = actor_for(site, make_account(site, "author@example.org"))
    reference = file(site, room, kind="comment", category="academia")
    account = author.account_id
    change(site, reference, author_id=account)
    assert total(site, room, actor=author) == 1
    assert numbers(site, room, "category", actor=author) == {"academia": 1}
    assert total(site, room, actor=READER) == 0
    with site.database.reading() as db:
        listed = count_docket(db, author, room, DocketFilter(), listed=True)
    assert listed.total == 0
    fold(site.work, {})
    assert total(site, room, actor=author, category="academia") == 1


def test_pages_follow_each_other_also_while_rows_come(site, room):
    for number in range(7):
        file(site, room, f"Comment {number}", kind="comment")
    file(site, room, "Waits for the day", kind="comment", identity="none", name=None)
    seen, after, page = [], None, 1
    while True:
        with site.database.reading() as db:
            counts = count_docket(db, TEST, room, DocketFilter())
            found = docket_page(db, TEST, room, DocketFilter(), counts, place=Place(page, after), size=3)
        seen += [one.docket for one in found.readings]
        if found.next is None:
            break
        after, page = found.next, page + 1
        if page == 2:
            file(site, room, "One more", kind="comment")
    assert seen == [1, 2, 3, 4, 5, 6, 7, 8, None]
    with site.database.reading() as db:  # the same by the number of the page alone
        counts = count_docket(db, TEST, room, DocketFilter())
        third = docket_page(db, TEST, room, DocketFilter(), counts, place=Place(3), size=3)
    assert [one.docket for one in third.readings] == [7, 8, None]


def test_orders_are_those_of_what_is_told(site, room):
    one = of_organisation(site, room, "B", category="civil_society")
    two = of_organisation(site, room, "A", category="academia")
    three = file(site, room, kind="comment")
    assert order(site, room, "category") == [two, one, three]
    assert order(site, room, "docket") == [one, two, three]
    later = row_of(site, three).submitted_at + timedelta(days=2)
    change(site, three, submitted_at=later)
    assert order(site, room, "day") == [three, one, two]


def order(site, room, sort) -> list[str]:
    with site.database.reading() as db:
        counts = count_docket(db, ANYBODY, room, DocketFilter())
        return [one.reference for one in docket_page(db, ANYBODY, room, DocketFilter(), counts, sort=sort).readings]


def test_only_the_worker_takes_changes_up_or_counts_again(site, room):
    file(site, room, kind="comment")
    for operation, values in ((fold_changes, {}), (count_again, {"proceeding_id": room.id})):
        with pytest.raises(NotFound):
            site.work.run(operation, READER, **values)
    assert left(site) > 0


def test_counting_again_mends_what_differs_and_check_names_it(site, room):
    file(site, room, kind="comment")
    fold(site.work, {})
    site.work.run(lambda db, actor: db.execute(update(DocketCount).values(number=5)) and None, TEST)
    with site.database.reading() as db:
        assert {(one.counted, one.there) for one in differing(db, room.id)} == {(5, 1)}
    site.work.run(count_again, TEST, proceeding_id=room.id)
    with site.database.reading() as db:
        assert list(differing(db, room.id)) == []
    assert total(site, room) == 1


def test_a_withdrawn_one_keeps_its_number(site, room):
    reference = file(site, room, kind="comment")
    author = actor_for(site, make_account(site))
    change(site, reference, author_id=author.account_id)
    site.work.run(withdraw_contribution, author, reference=reference)
    assert numbers(site, room, "state") == {"withdrawn": 1}
    assert numbers(site, room, "category") == {}
