"""Groups of texts that are nearly alike, kept in the database: found in batches, corrected, split, forgotten."""

import pytest
from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.contributions.operations.erasing import erase_contribution
from consult.contributions.operations.own import correct_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.errors import Invalid, NotFound
from consult.core.jobs import run_due
from consult.forgetting import know_forgetters
from consult.moderation import jobs
from consult.moderation.likeness.models import CommonLine, Likeness, LikenessMark, TextGroup
from consult.moderation.operations.likening import group_new_texts, split_group
from tests.factories import TEST, actor_for, make_account, make_comment, make_proceeding
from tests.moderation.bulk_scene import make_desk
from tests.moderation.test_likeness import LETTER, OWN, RE


@pytest.fixture
def desk(site):
    return make_desk(site)


def group(desk, limit=7):
    while desk.site.work.run(group_new_texts, jobs.WORKER, limit=limit).result:
        pass


def groups(desk):
    """Group → references with their likeness in thousandths."""
    with desk.site.database.reading() as db:
        query = select(TextGroup.public_id, Contribution.reference, Likeness.similarity).select_from(Likeness)
        query = query.join(Contribution, Contribution.id == Likeness.contribution_id)
        found: dict[str, dict[str, int]] = {}
        for public_id, reference, similarity in db.execute(query.join(TextGroup, TextGroup.id == Likeness.group_id)):
            found.setdefault(public_id, {})[reference] = similarity
        return found


def the_group(desk):
    ((public_id, members),) = groups(desk).items()
    return public_id, members


def representative(desk):
    with desk.site.database.reading() as db:
        query = select(Contribution.reference).join(TextGroup, TextGroup.representative_id == Contribution.id)
        return db.scalars(query).one()


def test_copies_come_together_as_they_arrive(desk):
    own = [desk.comment(text) for text in OWN]
    copies = [desk.comment(f"{LETTER}\n{text}") for text in OWN[:4]]
    group(desk)
    assert set(the_group(desk)[1]) == set(copies)
    late = desk.comment(LETTER.replace("pension", "pay"))
    group(desk)
    _public_id, members = the_group(desk)
    assert set(members) == {*copies, late}
    assert representative(desk) == copies[0]
    assert members[copies[0]] == 1000
    assert 500 <= members[late] < 1000
    assert not set(own) & set(members)
    assert desk.site.work.run(group_new_texts, jobs.WORKER, limit=10).result == 0


def test_each_proceeding_has_its_own_groups(desk):
    other = make_proceeding(desk.site, desk.body, "water")
    here = {desk.comment(LETTER) for _ in range(2)}
    there = {make_comment(desk.site, other, LETTER) for _ in range(2)}
    group(desk)
    assert sorted(map(set, groups(desk).values()), key=sorted) == sorted([here, there], key=sorted)


def test_a_corrected_text_leaves_its_group_and_may_join_another(desk):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    first, second, third = (desk.comment(LETTER, actor=author) for _ in range(3))
    group(desk)
    correct = {"reference": first, "seen": 1, "passages": (NewPassage(text=OWN[0]),)}
    desk.site.work.run(correct_contribution, author, **correct)
    group(desk)
    assert the_group(desk)[1] == {second: 1000, third: 1000}
    assert representative(desk) == second
    again = {"reference": first, "seen": 2, "passages": (NewPassage(text=LETTER),)}
    desk.site.work.run(correct_contribution, author, **again)
    group(desk)
    assert set(the_group(desk)[1]) == {first, second, third}


def test_members_are_taken_out_by_name_or_by_how_much_they_differ(desk):
    same = [desk.comment(LETTER) for _ in range(4)]
    longer = desk.comment(f"{LETTER}\n{' '.join(OWN[:2])}")
    group(desk)
    public_id, members = the_group(desk)
    assert members[longer] < 900
    run = desk.site.work.run
    assert run(split_group, desk.moderator, public_id=public_id, beyond=900).result == 1
    assert run(split_group, desk.moderator, public_id=public_id, references=same[:1]).result == 1
    assert the_group(desk) == (public_id, dict.fromkeys(same[1:], 1000))
    group(desk)
    desk.comment(LETTER)
    group(desk)
    assert not {longer, same[0]} & set(the_group(desk)[1])
    with pytest.raises(Invalid, match="nothing_ticked"):
        run(split_group, desk.moderator, public_id=public_id, beyond=900)


def test_the_last_two_taken_apart_are_no_group(desk):
    first, _second = desk.comment(LETTER), desk.comment(LETTER)
    group(desk)
    public_id, _members = the_group(desk)
    desk.site.work.run(split_group, desk.moderator, public_id=public_id, references=[first])
    assert groups(desk) == {}
    with pytest.raises(NotFound):
        desk.site.work.run(split_group, desk.moderator, public_id=public_id, references=[first])


def test_only_who_moderates_there_and_reads_the_text_splits(desk):
    secret = [desk.comment(LETTER, confidentiality="secretariat") for _ in range(2)]
    group(desk)
    public_id, _members = the_group(desk)
    grants = {"r": ("rapporteur", "body", desk.body.id), "s": ("secretariat", "body", desk.body.id)}
    rapporteur, secretary = (
        actor_for(desk.site, make_account(desk.site, f"{name}@example.org", grant)) for name, grant in grants.items()
    )
    with pytest.raises(NotFound):
        desk.site.work.run(split_group, rapporteur, public_id=public_id, references=secret)
    with pytest.raises(Invalid, match="nothing_ticked"):
        desk.site.work.run(split_group, desk.moderator, public_id=public_id, references=secret)
    assert desk.site.work.run(split_group, secretary, public_id=public_id, references=secret[:1]).result == 1


def test_what_is_erased_is_in_no_group_and_has_no_marks(desk):
    know_forgetters()
    first, second, third = (desk.comment(LETTER) for _ in range(3))
    group(desk)

    def erase(db, _actor):
        row = db.scalars(select(Contribution).where(Contribution.reference == first)).one()
        erase_contribution(db, desk.room, row, with_way_back=True)
        return row.id

    erased = desk.site.work.run(erase, TEST).result
    group(desk)
    assert set(the_group(desk)[1]) == {second, third}
    assert representative(desk) == second
    with desk.site.database.reading() as db:
        assert db.scalars(select(LikenessMark).where(LikenessMark.contribution_id == erased)).all() == []


def test_the_worker_groups_what_came_and_leaves_shared_lines_out(desk):
    alone = [desk.comment(f"{text}\n{RE}") for text in OWN]
    copies = [desk.comment(f"{LETTER}\n{RE}") for _ in range(3)]
    desk.site.work.run(jobs.ask_to_group, TEST)
    desk.site.work.run(jobs.ask_to_group, TEST)
    assert run_due(desk.site.work, {jobs.GROUP: jobs.group_texts}) == 1
    assert [set(members) for members in groups(desk).values()] == [set(copies)]
    assert not set(alone) & set(the_group(desk)[1])
    with desk.site.database.reading() as db:
        assert len(db.scalars(select(CommonLine.line)).all()) == 1
