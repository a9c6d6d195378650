"""One reminder to those on a list who have not answered: asked for by the office, sent once, kept nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.bodies.operations import Letter
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job, run_due
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents import jobs, reminders
from consult.proceedings.respondents.models import Respondent
from consult.proceedings.respondents.operations import revoke_invitation
from consult.proceedings.respondents.reminders import ask_list_reminder
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, page, post, sign_in
from tests.proceedings.test_respondents import call_for, holding, listed, respond

SOON = {"closes_at": now() + timedelta(days=9), "closes_local": "2099-01-01T12:00"}
LETTERS = {code: Letter("Soon", f"It closes on {{closes}} ({code})", code) for code in ("en", "fr")}


def ask(site: Site, call: Proceeding, actor: Actor = TEST) -> Any:
    return site.work.run(ask_list_reminder, actor, proceeding_id=call.id, letters=LETTERS).result


def change(site: Site, *statements: Any) -> None:
    def write(db: Session, _actor: Actor) -> None:
        for one in statements:
            db.execute(one)

    site.work.run(write, TEST)


def mails(site: Site) -> list[dict[str, Any]]:
    with site.database.reading() as db:
        return [row.values for row in db.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))]


def work(site: Site) -> None:
    """What is due, with the mails left waiting."""
    later = update(Job).where(Job.kind != reminders.KIND).values(due_at=now() + timedelta(days=99))
    change(site, later)
    run_due(site.work, jobs.HANDLERS)


def test_those_who_have_not_answered_are_written_to_once(site: Site):
    call = call_for(site, "list", **SOON)
    listed(site, call, "ama", "bo", "cai", "dee")
    change(site, delete(Job), update(Respondent).where(Respondent.email == "dee@example.org").values(language="fr"))
    assert ask(site, call) == call.closes_at - timedelta(days=2)  # type: ignore[operator]
    respond(site, call, holding("bo"))
    with site.database.reading() as db:
        cai = db.scalars(select(Respondent.public_id).where(Respondent.email == "cai@example.org")).one()
    site.work.run(revoke_invitation, TEST, proceeding_id=call.id, public_id=cai)
    work(site)
    assert mails(site) == [], "it is not time yet"
    change(site, update(Job).values(due_at=now()), update(Proceeding).values(closes_at=now() + timedelta(days=1)))
    work(site)
    sent = mails(site)
    assert [one["to"] for one in sent] == ["ama@example.org", "dee@example.org"]
    assert "{closes}" not in sent[0]["text"]
    assert sent[1]["text"].endswith("(fr)")
    with pytest.raises(Conflict):
        ask(site, call)
    with site.database.reading() as db:
        kept = db.scalars(select(Job).where(Job.kind == reminders.KIND)).all()
    assert all("example.org" not in str(one.values) for one in kept)


def test_a_long_list_is_written_to_in_parts(site: Site, monkeypatch):
    monkeypatch.setattr(reminders, "AT_ONCE", 2)
    call = call_for(site, "list", **SOON)
    listed(site, call, "ama", "bo", "cai", "dee", "eve")
    change(site, delete(Job))
    ask(site, call)
    change(site, update(Job).values(due_at=now()), update(Proceeding).values(closes_at=now() + timedelta(days=1)))
    work(site)
    assert len({one["to"] for one in mails(site)}) == len(mails(site)) == 5


def test_a_closing_that_was_put_off_puts_the_reminder_off(site: Site):
    call = call_for(site, "list", **SOON)
    listed(site, call, "ama")
    change(site, delete(Job))
    ask(site, call)
    change(site, update(Job).values(due_at=now()))
    work(site)
    with site.database.reading() as db:
        row = db.scalars(select(Job).where(Job.kind == reminders.KIND)).one()
    assert (mails(site), row.state) == ([], "waiting")
    assert row.due_at == call.closes_at - timedelta(days=2)  # type: ignore[operator]


@pytest.mark.parametrize("more", [{"closes_at": None}, {"closes_at": now() + timedelta(hours=1)}])
def test_without_time_enough_there_is_none(site: Site, more: dict[str, Any]):
    with pytest.raises(Invalid):
        ask(site, call_for(site, "list", **more))


def test_without_a_list_or_the_right_there_is_none(site: Site):
    call = call_for(site, "link", **SOON)
    with pytest.raises(Conflict):
        ask(site, call)
    moderator = make_account(site, "m@example.org", ("moderator", "body", call.body_id))
    for actor in (actor_for(site, moderator), Actor(sender="somebody")):
        with pytest.raises(NotFound):
            ask(site, call, actor)


def test_the_office_asks_on_the_page_of_the_list(site: Site, app: Any):
    call = call_for(site, "list", **SOON)
    listed(site, call, "ama")
    office = app.test_client()
    sign_in(site, office, make_account(site, "o@example.org", ("secretariat", "body", call.body_id)))
    address = f"/en/desk/proceedings/consultation/{call.slug}/respondents/"
    assert "Remind them once" in page(office, address)
    done = post(office, f"{address}remind", {})
    assert "Whoever has not answered by then is written to on" in page(office, done.location)
    assert "A reminder was asked for" in page(office, address)
