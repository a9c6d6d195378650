"""Questions that are copied, taken over from other consultations and kept in the bank; test responses; by the operations."""

import pytest
from sqlalchemy import select

from consult.bodies.models import Body
from consult.consultations.editing.models import BankQuestion, TrialResponse
from consult.consultations.editing.operations.arranging import (
    copy_question,
    copy_section,
)
from consult.consultations.editing.operations.bank import forget_kept, keep_question, take_from_bank
from consult.consultations.editing.operations.copying import take_from
from consult.consultations.editing.operations.publishing import check_first
from consult.consultations.editing.operations.questions import Place, put_question
from consult.consultations.editing.operations.trials import forget_trials, send_trial
from consult.consultations.editing.queries import newest_version
from consult.consultations.operations import save_questionnaire
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import LocalizedText
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.test_questions import AGE, WRITTEN, found, keys, number, part, publish, text, written
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding


@pytest.fixture
def body(site: Site) -> Body:
    return make_body(site)


@pytest.fixture
def proceeding(site: Site, body: Body) -> Proceeding:
    made = make_proceeding(site, body, state="draft")
    site.work.run(save_questionnaire, TEST, proceeding_id=made.id, sections=WRITTEN)
    return made


@pytest.fixture
def office(site: Site, body: Body) -> Actor:
    return actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", body.id)))


def test_a_section_and_its_rules_are_copied_together(site, office, proceeding):
    site.work.run(copy_section, office, proceeding_id=proceeding.id, key="you")
    assert keys(site, proceeding) == {"you": ["age", "name"], "you_2": ["age_2", "name_2"], "more": ["role"]}
    assert found(site, proceeding, "name_2")["show_if"] == AGE | {"question": "age_2"}
    assert found(site, proceeding, "name_2")["texts"] == found(site, proceeding, "name")["texts"]


@pytest.fixture
def earlier(site: Site, body: Body) -> Proceeding:
    made = make_proceeding(site, body, "earlier")
    site.work.run(save_questionnaire, TEST, proceeding_id=made.id, sections=WRITTEN)
    return made


def test_a_whole_questionnaire_is_taken_over_with_groups_and_rules(site, office, body, earlier):
    empty = make_proceeding(site, body, "empty", state="draft")
    given = {"proceeding_id": empty.id, "source_id": earlier.id, "sections": ["you", "more"]}
    assert site.work.run(take_from, office, **given).result == (3, 0)
    assert written(site, empty) == written(site, earlier)


def test_single_questions_are_taken_over_and_half_rules_are_left(site, office, proceeding, earlier):
    given = {"proceeding_id": proceeding.id, "source_id": earlier.id, "questions": ["name"], "into": "more"}
    assert site.work.run(take_from, office, **given).result == (1, 1)
    assert keys(site, proceeding) == {"you": ["age", "name"], "more": ["role", "name_2"]}
    assert found(site, proceeding, "name_2")["show_if"] is None
    both = given | {"questions": ["name", "age"], "into": None}
    assert site.work.run(take_from, office, **both).result == (2, 0)
    assert keys(site, proceeding)["section"] == ["age_2", "name_3"]
    assert found(site, proceeding, "name_3")["show_if"] == AGE | {"question": "age_2"}
    for wrong, error in (
        ({"questions": ["gone"]}, Conflict),
        ({"questions": []}, Invalid),
        ({"into": "gone"}, Conflict),
    ):
        with pytest.raises(error):
            site.work.run(take_from, office, **given | wrong)


def test_whoever_does_not_edit_the_source_takes_only_what_was_published(site, office, proceeding):
    other = make_body(site, "elsewhere", "Another")
    source = make_proceeding(site, other, "theirs")
    site.work.run(save_questionnaire, TEST, proceeding_id=source.id, sections=WRITTEN)
    given = {"proceeding_id": proceeding.id, "source_id": source.id, "sections": ["more"]}
    with pytest.raises(NotFound):
        site.work.run(take_from, office, **given)
    publish(site, source)
    secret = {"was": None, "seen": "new", "question": text("secret"), "place": Place("more")}
    site.work.run(put_question, TEST, proceeding_id=source.id, **secret)
    site.work.run(take_from, office, **given)
    assert keys(site, proceeding)["more_2"] == ["role_2"]
    hidden = make_proceeding(site, other, "hidden", state="draft")
    site.work.run(save_questionnaire, TEST, proceeding_id=hidden.id, sections=WRITTEN)
    with pytest.raises(NotFound):
        site.work.run(take_from, office, **given | {"source_id": hidden.id})


def test_the_bank_keeps_a_question_with_all_its_languages(site, office, proceeding, body):
    public_id = site.work.run(keep_question, office, proceeding_id=proceeding.id, key="role").result
    other = make_proceeding(site, body, "other", state="draft")
    taken = site.work.run(take_from_bank, office, proceeding_id=other.id, public_ids=[public_id]).result
    assert taken == (1, 0)
    assert found(site, other, "role") == found(site, proceeding, "role")
    site.work.run(forget_kept, office, proceeding_id=other.id, public_id=public_id)
    assert keys(site, other) == {"section": ["role"]}
    with site.database.reading() as db:
        assert db.scalars(select(BankQuestion.id)).all() == []
        assert not db.scalars(select(LocalizedText.id).where(LocalizedText.owner.startswith("bank:"))).all()
    for wrong, error in (([public_id], Conflict), ([], Invalid)):
        with pytest.raises(error):
            site.work.run(take_from_bank, office, proceeding_id=other.id, public_ids=wrong)


def test_the_secretary_of_a_private_room_has_no_part_in_the_bank(site, office, proceeding, body):
    public_id = site.work.run(keep_question, office, proceeding_id=proceeding.id, key="role").result
    room = make_proceeding(site, body, "room", audience="members")
    site.work.run(save_questionnaire, TEST, proceeding_id=room.id, sections=WRITTEN)
    secretary = actor_for(site, make_account(site, "sec@example.org", ("secretary", "proceeding", room.id)))
    for operation, values in (
        (keep_question, {"key": "role"}),
        (take_from_bank, {"public_ids": [public_id]}),
        (forget_kept, {"public_id": public_id}),
    ):
        with pytest.raises(NotFound):
            site.work.run(operation, secretary, proceeding_id=room.id, **values)
    site.work.run(copy_question, secretary, proceeding_id=room.id, key="role")
    assert keys(site, room)["more"] == ["role", "role_2"]


def test_test_responses_are_judged_and_end_with_the_opening(site, office, proceeding):
    with site.database.reading() as db:
        version = newest_version(db, proceeding.id)
        assert version is not None
    given = {"proceeding_id": proceeding.id, "questionnaire": version.public_id, "language": "en"}
    for answers, error in (({"age": "many"}, Invalid), ({}, Invalid), ({"nothing": "x"}, Invalid)):
        with pytest.raises(error):
            site.work.run(send_trial, office, **given, answers=answers)
    with pytest.raises(Conflict):
        site.work.run(send_trial, office, **given | {"questionnaire": "another"}, answers={"age": "9"})
    site.work.run(send_trial, office, **given, answers={"age": "9", "name": "hidden by its rule"})
    with site.database.reading() as db:
        assert db.scalars(select(TrialResponse.answers)).all() == [{"age": "9"}]
    site.work.run(forget_trials, office, proceeding_id=proceeding.id)
    open_call = make_proceeding(site, site_body(site, proceeding), "open-now")
    site.work.run(save_questionnaire, TEST, proceeding_id=open_call.id, sections=WRITTEN)
    with site.database.reading() as db:
        assert db.scalars(select(TrialResponse.id)).all() == []
        version = newest_version(db, open_call.id)
        assert version is not None
    late = given | {"proceeding_id": open_call.id, "questionnaire": version.public_id}
    with pytest.raises(Conflict):
        site.work.run(send_trial, office, **late, answers={"age": "9"})


def site_body(site: Site, proceeding: Proceeding) -> Body:
    with site.database.reading() as db:
        return db.get_one(Body, proceeding.body_id)


def test_nothing_is_announced_with_questions_that_cannot_be_asked(site, office, proceeding):
    impossible = {"all": [AGE, AGE | {"is": "at_most", "value": "3"}]}
    sections = [part("you", number("age"), text("name", show_if=impossible))]
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=sections)
    with site.database.reading() as db:
        row = db.get_one(Proceeding, proceeding.id)
        with pytest.raises(Invalid) as refused:
            check_first(db, row)
        assert refused.value.problem == "not_publishable"
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=WRITTEN)
    with site.database.reading() as db:
        check_first(db, db.get_one(Proceeding, proceeding.id))
