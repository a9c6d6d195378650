"""What is being written: who may open it, what is kept, when it is gone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from consult.contributions.drafts.codes import code_hash, new_code
from consult.contributions.drafts.operations import (
    AFTER_CLOSING,
    Page,
    begin_correction,
    delete_draft,
    draft_to_send,
    forget_drafts,
    keep_answers,
    keep_sender,
    set_restore_code,
)
from consult.contributions.drafts.queries import Kept, Which, draft_by_code, kept_draft, mark_of
from consult.contributions.models import Draft
from consult.contributions.operations.own import withdraw_contribution
from consult.core.actors import ANYBODY, Actor
from consult.core.clock import telling
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_body, make_comment, make_proceeding

SOMEBODY = Actor(sender="somebody")
ELSEWHERE = Actor(sender="somebody else")
GONE = "draft_gone"


@pytest.fixture
def call(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


def page(answers: dict[str, Any], seen: dict[str, Any] | None = None, rendering: str = "one", step: str = "s") -> Page:
    keys = tuple({**answers, **(seen or {})})
    return Page(step, rendering, mark_of(seen or {}, keys), keys, answers)


def keep(site: Site, who: Actor, which: Which, new: Page, **more: Any) -> str:
    given = {"questionnaire": "q" * 16, "language": "en", **more}
    return str(site.work.run(keep_answers, who, which=which, page=new, **given).result)


def read(site: Site, who: Actor, which: Which) -> Kept | None:
    with site.database.reading() as db:
        return kept_draft(db, who, which)


def rows(site: Site) -> list[Draft]:
    with site.database.reading() as db:
        return list(db.scalars(select(Draft).order_by(Draft.id)))


def test_a_draft_begins_with_the_first_answers_and_opens_to_its_browser_alone(site: Site, call: Proceeding):
    here = Which(call.id)
    known = keep(site, SOMEBODY, here, page({"why": "Because."}))
    found = read(site, SOMEBODY, here._replace(known=known))
    assert found is not None
    assert (dict(found.answers), found.by_account, found.saves) == ({"why": "Because."}, False, 1)
    assert read(site, SOMEBODY, here) is None
    assert read(site, ELSEWHERE, here) is None
    assert read(site, actor_for(site, make_account(site)), here) is None
    with pytest.raises(Conflict, match=GONE):
        keep(site, ELSEWHERE, here, page({"why": "Mine."}), wanted=True)
    other = make_proceeding(site, make_body(site, "other"), "ferries")
    assert read(site, SOMEBODY, Which(other.id, known)) is None


def test_a_page_replaces_its_own_answers_and_no_others(site: Site, call: Proceeding):
    known = keep(site, SOMEBODY, Which(call.id), page({"a": "1", "b": "2"}))
    here = Which(call.id, known)
    keep(site, SOMEBODY, here, page({"c": ["x"]}, step="t"))
    keep(site, SOMEBODY, here, Page("s", "two", mark_of({"a": "1", "b": "2"}, "ab"), ("a", "b"), {"b": "3", "z": "no"}))
    found = read(site, SOMEBODY, here)
    assert found is not None
    assert dict(found.answers) == {"c": ["x"], "b": "3"}


def test_a_stale_page_saves_nothing_but_the_same_page_may_save_again(site: Site, call: Proceeding):
    known = keep(site, SOMEBODY, Which(call.id), page({"a": "first"}))
    here = Which(call.id, known)
    keep(site, SOMEBODY, here, page({"a": "second"}))  # the same rendering: the back button, or autosave
    with pytest.raises(Conflict, match="draft_changed"):
        keep(site, SOMEBODY, here, page({"a": "third"}, rendering="another tab"))
    keep(site, SOMEBODY, here, page({"a": "second"}, rendering="another tab"))  # says the same: nothing is lost
    keep(site, SOMEBODY, here, page({"a": "third"}, {"a": "second"}, "a third tab"))
    found = read(site, SOMEBODY, here)
    assert found is not None
    assert found.answers["a"] == "third"


def test_a_draft_of_an_account_opens_on_every_device_but_not_after_sign_out(site: Site, call: Proceeding):
    ana = actor_for(site, make_account(site))
    here = Which(call.id, keep(site, ana, Which(call.id), page({"a": "1"})))
    found = read(site, ana, Which(call.id))
    assert found is not None
    assert found.by_account
    assert read(site, SOMEBODY, here) is None
    assert read(site, actor_for(site, make_account(site, "bo@example.org")), here) is None
    site.work.run(set_restore_code, ana, which=here, code_hash="0" * 64)
    assert read(site, SOMEBODY, here) is not None  # whoever has the code, as its author wished


def test_what_was_written_after_signing_out_goes_over_what_the_account_has(site: Site, call: Proceeding):
    ana = actor_for(site, make_account(site))
    keep(site, ana, Which(call.id), page({"a": "1", "b": "2"}))
    known = keep(site, SOMEBODY, Which(call.id), page({"b": "3"}))
    found = read(site, ana, Which(call.id, known))
    assert found is not None
    assert dict(found.answers) == {"a": "1", "b": "3"}
    assert len(rows(site)) == 2
    keep(site, ana, Which(call.id, known), page({"c": "4"}, step="t"))
    (row,) = rows(site)
    assert (row.answers, row.account_id) == ({"a": "1", "b": "3", "c": "4"}, ana.account_id)


def test_who_gives_no_name_is_cut_off_from_the_account(site: Site, call: Proceeding):
    ana = actor_for(site, make_account(site))
    here = Which(call.id, keep(site, ana, Which(call.id), page({"a": "1"})))
    given: dict[str, Any] = {"which": here, "language": "en"}
    site.work.run(keep_sender, ana, **given, sender={"identity": "none"})
    keep(site, ana, here, page({"b": "2"}, step="t"))
    (row,) = rows(site)
    assert row.account_id is None
    site.work.run(keep_sender, ana, **given, sender={"identity": "public"})
    assert rows(site)[0].account_id == ana.account_id


def test_no_draft_begins_outside_the_dates_but_one_that_is_there_is_kept(site: Site, call: Proceeding):
    known = keep(site, SOMEBODY, Which(call.id), page({"a": "1"}))
    site.work.run(close_proceeding, TEST, proceeding_id=call.id)
    keep(site, SOMEBODY, Which(call.id, known), page({"b": "2"}, step="t"))
    with pytest.raises(Closed):
        keep(site, ELSEWHERE, Which(call.id), page({"a": "1"}))
    assert [row.answers for row in rows(site)] == [{"a": "1", "b": "2"}]


def test_no_draft_begins_where_one_may_not_write_or_without_a_cookie(site: Site, call: Proceeding):
    room = make_proceeding(site, make_body(site, "room"), "room", audience="members")
    observer = make_account(site, "observer@example.org", ("observer", "proceeding", room.id))
    for who in (SOMEBODY, actor_for(site, observer)):
        with pytest.raises(NotFound):
            keep(site, who, Which(room.id), page({"a": "1"}))
    with pytest.raises(Invalid, match="no_session"):
        keep(site, ANYBODY, Which(call.id), page({"a": "1"}))
    assert rows(site) == []


def test_a_draft_has_a_size(site: Site, call: Proceeding):
    with pytest.raises(Invalid, match="too_long"):
        keep(site, SOMEBODY, Which(call.id), page({"a": "x" * 2_100_000}))
    assert rows(site) == []


def test_a_code_opens_the_draft_until_the_next_code(site: Site, call: Proceeding):
    which = Which(call.id, keep(site, SOMEBODY, Which(call.id), page({"a": "1"})))
    code, other = new_code(), new_code()
    for one in (code, other):
        site.work.run(set_restore_code, SOMEBODY, which=which, code_hash=code_hash("secret", one))
    typed = code_hash("secret", f" {other.replace('-', ' ').upper()} ")
    with site.database.reading() as db:
        found = draft_by_code(db, typed or "")
        assert found is not None
        assert (found.public_id, found.proceeding_id) == (which.known, call.id)
        assert draft_by_code(db, code_hash("secret", code) or "") is None
        assert draft_by_code(db, code_hash("another secret", other) or "") is None
    assert code_hash("secret", "abc") is None
    with pytest.raises(Conflict, match=GONE):
        site.work.run(set_restore_code, ELSEWHERE, which=Which(call.id), code_hash="1" * 64)


def test_codes_are_long_and_read_aloud_without_doubt():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(one) == 24 and not set(one) & set("ilou") for one in codes)
    one = new_code().replace("0", "1")
    assert code_hash("s", one) == code_hash("s", one.replace("1", "l")) == code_hash("s", one.replace("1", "I"))


def test_drafts_expire_and_tell_nobody_when_they_were_written(site: Site, call: Proceeding):
    keep(site, SOMEBODY, Which(call.id), page({"a": "1"}))
    (row,) = rows(site)
    for at in (row.created_at, row.saved_at):
        assert at.minute == at.second == at.microsecond == 0
    assert call.closes_at is not None
    assert row.expires_at == call.closes_at + AFTER_CLOSING
    with site.database.reading() as db:
        assert db.scalars(select(Job.kind).where(Job.key == "forget_drafts")).one() == "forget_drafts"
    assert site.work.run(forget_drafts, TEST).result == 0
    with telling(row.expires_at + timedelta(minutes=1)):
        assert read(site, SOMEBODY, Which(call.id, row.public_id)) is None
        assert site.work.run(forget_drafts, TEST).result == 1
    assert rows(site) == []


def test_a_draft_is_sent_as_it_was_looked_at(site: Site, call: Proceeding):
    which = Which(call.id, keep(site, SOMEBODY, Which(call.id), page({"a": "1"})))

    def send(db: Any, actor: Actor, *, saves: int) -> str:
        return draft_to_send(db, actor, which, saves).form_key

    assert site.work.run(send, SOMEBODY, saves=1).result
    with pytest.raises(Conflict, match="draft_changed"):
        site.work.run(send, SOMEBODY, saves=2)
    site.work.run(delete_draft, SOMEBODY, which=which)
    with pytest.raises(Conflict, match=GONE):
        site.work.run(send, SOMEBODY, saves=1)
    site.work.run(delete_draft, SOMEBODY, which=which)


def test_a_correction_is_drafted_by_its_author_alone_and_goes_with_a_withdrawal(site: Site, call: Proceeding):
    author = actor_for(site, make_account(site))
    stranger = actor_for(site, make_account(site, "bo@example.org"))
    reference = make_comment(site, call, "A text.", actor=author)
    begin: dict[str, Any] = {"reference": reference, "seen": 1, "answers": {"a": "1"}}
    with pytest.raises(NotFound):
        site.work.run(begin_correction, stranger, **begin)
    site.work.run(begin_correction, author, **begin)
    which = Which(call.id, corrects=reference)
    keep(site, author, which, page({"a": "2"}, {"a": "1"}))
    site.work.run(begin_correction, author, **begin)  # what was begun stays
    found = read(site, author, which)
    assert found is not None
    assert (dict(found.answers), found.seen) == ({"a": "2"}, 1)
    assert read(site, author, Which(call.id)) is None
    with pytest.raises(NotFound):
        read(site, stranger, which)
    with pytest.raises(NotFound):
        keep(site, stranger, which, page({"a": "3"}, {"a": "2"}, "x"))
    with pytest.raises(Conflict):
        site.work.run(begin_correction, author, **(begin | {"seen": 2}))
    site.work.run(withdraw_contribution, author, reference=reference)
    assert rows(site) == []
    with pytest.raises(Conflict):
        site.work.run(begin_correction, author, **begin)


def test_a_draft_of_a_test_is_nobodys_draft(site: Site, call: Proceeding):
    ana = actor_for(site, make_account(site))
    known = keep(site, ana, Which(call.id), page({"a": "1"}))
    site.work.run(lambda db, actor: db.execute(update(Draft).values(is_test=True)) and None, TEST)
    assert read(site, ana, Which(call.id, known)) is None
