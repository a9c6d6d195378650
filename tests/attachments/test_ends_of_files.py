"""How files end: with a correction, a draft, an erasure; and what is removed from the disk."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consult.contributions.attachments.holding import erase_files
from consult.contributions.drafts.operations import delete_draft, forget_drafts
from consult.contributions.drafts.queries import Which
from consult.contributions.models import Attachment, Contribution, Draft, Passage
from consult.core.clock import now
from consult.core.errors import Invalid
from consult.records.checking import differences
from tests.attachments import samples
from tests.attachments.test_sending import OTHER, age, old
from tests.attachments.worker import (
    SOMEBODY,
    attached,
    files_in,
    question_id,
    rows,
    sent_document,
    stored,
)
from tests.factories import TEST, actor_for, make_account


def test_a_correction_ends_the_document_before_and_keeps_it_on_the_record(site, app, call, work):
    from consult.consultations.answering.operations import send_document_correction
    from consult.contributions.attachments.operations import attach_file
    from consult.contributions.drafts.operations import begin_correction
    from consult.contributions.drafts.queries import kept_draft

    author = actor_for(site, make_account(site, "author@example.org"))
    reference = sent_document(site, call, stored(site, samples.text_pdf()), actor=author)
    work()
    site.work.run(begin_correction, author, reference=reference, seen=1, answers={})
    which = Which(call.id, corrects=reference)
    site.work.run(attach_file, author, which=which, file=stored(site, b"Another text.", "b.txt"))
    with site.database.reading() as db:
        kept = kept_draft(db, author, which)
    assert kept is not None
    site.work.run(send_document_correction, author, reference=reference, saves=kept.saves)
    work()
    assert [(one.first_version, one.last_version) for one in rows(site)] == [(1, 1), (2, None)]
    client = app.test_client()
    assert [client.get(f"/en/files/{one.public_id}").status_code for one in rows(site)] == [404, 200]
    with site.database.reading() as db:
        assert list(differences(db, site.storage)) == []
        assert db.scalars(select(Passage.text).order_by(Passage.id)).all()[-1] == "Another text."


def test_what_ends_with_a_draft_is_removed_from_the_disk(site, call, work):
    question = question_id(site)
    _one, draft = attached(site, call, stored(site, b"words", "a.txt", question=question))
    attached(site, call, stored(site, b"other words", "b.txt", question=question), known=draft)
    attached(site, call, stored(site, b"words", "c.txt", question=question), actor=OTHER)
    site.work.run(delete_draft, SOMEBODY, which=Which(call.id, draft))
    assert [one.name for one in rows(site)] == ["c.txt"]
    old(site)
    site.work.run(age, TEST)
    work()
    assert [path.read_bytes() for path in files_in(site.storage.folder)] == [b"words"]
    site.work.run(expire, TEST)
    site.work.run(forget_drafts, TEST)
    assert rows(site) == []


def expire(db, _actor) -> None:
    db.execute(update(Draft).values(expires_at=now() - timedelta(days=1)))


def test_an_erased_input_leaves_no_content_that_nobody_else_holds(site, call, work):
    sent_document(site, call, stored(site, samples.text_pdf(), "one.pdf"))
    sent_document(site, call, stored(site, b"Shared words.", "two.txt"), actor=OTHER)
    attached(site, call, stored(site, b"Shared words.", "three.txt", question=question_id(site)))
    work()
    for row in rows(site)[:2]:
        site.work.run(erase, TEST, contribution_id=row.contribution_id)
    old(site)
    site.work.run(age, TEST)
    work()
    assert [path.read_bytes() for path in files_in(site.storage.folder)] == [b"Shared words."]
    assert [(one.name, one.digest is None) for one in rows(site)][:2] == [("", True), ("", True)]


def erase(db, _actor, *, contribution_id: int) -> None:
    erase_files(db, db.get_one(Contribution, contribution_id))


def test_a_file_is_named_by_its_own_draft_alone(site, call):
    from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution

    reference = sent_document(site, call, stored(site, samples.text_pdf()))
    assert reference
    stolen = NewContribution("comment", "key", (NewPassage("x"),), "en", "none", files=(rows(site)[0].public_id,))
    with pytest.raises(Invalid, match="no_such_file"):
        site.work.run(submit_contribution, OTHER, proceeding_id=call.id, new=stolen)
    with site.database.reading() as db:
        assert len(db.scalars(select(Attachment)).all()) == 1
