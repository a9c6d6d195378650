"""Forgetting what need not be kept of a registration, a year after the hearing."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from consult.accounts.models import WebSession
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import next_local_hour, now
from consult.core.db import new_public_id
from consult.core.jobs import enqueue
from consult.hearings.programme.models import HearingSession
from consult.hearings.registration.models import Registration, Statement
from consult.hearings.registration.operations.following import FORGOTTEN, follow
from consult.proceedings.models import RELEASE_HOUR, Proceeding

FORGET = "forget_registrations"
KEPT = timedelta(days=365)


def ask_to_forget(db: Session) -> None:
    """Let the worker look each night whose time is over."""
    enqueue(db, FORGET, {}, next_local_hour(RELEASE_HOUR, "UTC"), key=FORGET)


def kept_until(proceeding: Proceeding, last: datetime | None) -> datetime:
    """When address, needs and unpublished name of somebody who registers now are forgotten; `last` is the end of the last
    session."""
    return max(now(), proceeding.closes_at or now(), last or now()) + KEPT


def forget_registrations(db: Session, actor: Actor) -> int:
    """Forget how people can be reached, what they need, and who they are where readers were not told, a year after they
    registered and after the hearing was over, whichever is later; how many."""
    before = now() - KEPT
    later = exists().where(HearingSession.proceeding_id == Proceeding.id, HearingSession.ends_at >= before)
    query = (
        select(Registration)
        .join(Proceeding, Proceeding.id == Registration.proceeding_id)
        .where(Registration.forgotten_at.is_(None), Registration.registered_at < before, ~later)
        .where(or_(Proceeding.closes_at.is_(None), Proceeding.closes_at < before))
        .order_by(Registration.id)
        .with_for_update(of=Registration)
    )
    rows = db.scalars(query).all()
    for row in rows:
        _forget(db, row)
    return len(rows)


def _forget(db: Session, row: Registration) -> None:
    row.email = row.codeword_hash = None
    row.needs = row.priority = row.reason = ""
    row.form_key, row.forgotten_at = new_public_id(), now()
    db.execute(delete(WebSession).where(WebSession.registration_id == row.id))
    if row.identity != "public":
        row.name = row.organisation_name = ""
        row.organisation = row.account_id = None
    follow(db, row, FORGOTTEN)


def forget_statement(db: Session, row: Contribution) -> None:
    """Of an erased statement nothing leads back to who registered."""
    for one in db.scalars(select(Statement).where(Statement.contribution_id == row.id).with_for_update()):
        one.registration_id = None
