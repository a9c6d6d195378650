"""Reminders of what is due in private rooms: one mail of a morning that says only that something is, never what or where."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import reader_of_account
from consult.bodies.operations import Letter
from consult.core.actors import Actor, system
from consult.core.clock import next_local_hour, now
from consult.core.mail import enqueue_mail
from consult.core.work import Work
from consult.notices.queries import MORNING, Recipient, address_of, choice_of
from consult.notices.words import House, as_html, due_mail, stop_address
from consult.proceedings.duties import WEEK, Duty
from consult.workspaces.plan.models import Task
from consult.workspaces.plan.queries import own_tasks, who_has_tasks_due
from consult.workspaces.requests.models import InstitutionRequest
from consult.workspaces.requests.queries import own_requests, who_has_requests_due
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.votes.duties import note_reminder, own_votes, who_has_votes_due

WORKER = system("worker")
REMIND = "remind_due"
AHEAD = WEEK + timedelta(days=1)  # the day of a room may be tomorrow's in UTC
TABLES: dict[str, type[Task] | type[InstitutionRequest]] = {"task": Task, "request": InstitutionRequest}
PARTS = {"task": "plan", "request": "requests", "vote": "votes"}


def remind_due(work: Work, _values: dict[str, Any], house: House, mails: bool) -> datetime | None:
    """Remind everybody who has something due, once of each thing and stage; again tomorrow."""
    if mails:
        with work.database.reading() as db:
            until = (now() + AHEAD).date().isoformat()
            accounts = sorted(
                who_has_tasks_due(db, until) | who_has_requests_due(db, until) | who_has_votes_due(db, until)
            )
            waiting = [one for account in accounts if (one := to_remind(db, account)) is not None]
        for account, count in waiting:
            stop = stop_address(house, account.language, "account", account.public_id)
            mail = due_mail(house, account.language, count, stop)
            given: dict[str, Any] = {"mail": mail, "html": as_html(mail), "stop": stop}
            work.run(mail_due, WORKER, bulk=True, account_id=account.id, **given)
    return next_local_hour(MORNING, "UTC")


def to_remind(db: Session, account_id: int) -> tuple[Account, int] | None:
    """An account and of how many things it is to be reminded; None where of nothing, or where nobody takes the mail."""
    due = due_now(db, account_id)
    wanted = address_of(db, Recipient(account_id, None)) is not None and choice_of(db, account_id).news != "never"
    return (db.get_one(Account, account_id), len(due)) if due and wanted else None


def due_now(db: Session, account_id: int) -> list[Duty]:
    """What somebody is to be reminded of, with the rights that hold now: of nothing in a room that they left."""
    reader = reader_of_account(db, account_id)
    every = (*own_tasks(db, reader), *own_requests(db, reader), *own_votes(db, reader))
    duties = [one for one in every if one.stage is not None]
    return [one for one in duties if PARTS[one.kind] in room_of(db, one.proceeding).parts]


def mail_due(db: Session, actor: Actor, *, account_id: int, mail: Letter, html: str, stop: str) -> int:
    """Send one reminder of all that is due for somebody, and keep that it was; of how many things it was."""
    due = _locked(db, account_id)
    address = address_of(db, Recipient(account_id, None))
    if not due or address is None or choice_of(db, account_id).news == "never":
        return 0
    for one in due:
        _note(db, one)
    enqueue_mail(db, address, mail.subject, mail.text, mail.language, html=html, stop=stop)
    return len(due)


def _note(db: Session, one: Duty) -> None:
    """Keep that somebody was reminded of this, and at which stage."""
    stage = one.stage
    if stage is None:
        return
    if one.kind == "vote":
        note_reminder(db, one, one.mark(stage))
        return
    table = TABLES[one.kind]
    db.execute(update(table).where(table.public_id == one.public_id).values(reminded=one.mark(stage)))


def _locked(db: Session, account_id: int) -> Sequence[Duty]:
    """What is due, looked at once the account is locked: two workers at once send one mail."""
    db.get(Account, account_id, with_for_update=True)
    return due_now(db, account_id)
