"""Reading who belongs to an organisation, who asked to, and who is invited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import in_force
from consult.bodies.models import Grant, Invitation
from consult.core.clock import now
from consult.organisations.models import JoinRequest, Organisation, OrganisationAct


class Holder(NamedTuple):
    """Somebody with a role."""

    grant_id: int
    account_id: int
    name: str
    email: str
    role: str
    since: datetime


class Asked(NamedTuple):
    """Somebody who waits to be taken in."""

    public_id: str
    name: str
    email: str
    note: str
    asked_at: datetime


class Told(NamedTuple):
    """What was done to an organisation."""

    act: str
    name: str | None
    at: datetime
    note: str
    facts: dict[str, Any]


def holders_of(db: Session, row: Organisation) -> list[Holder]:
    """Who belongs to it, representatives first, then by name."""
    rows = db.execute(
        in_force()
        .with_only_columns(Grant.id, Grant.account_id, Account.name, Account.email, Grant.role, Grant.valid_from)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.scope == "organisation", Grant.scope_id == row.id)
        .order_by(Grant.role.desc(), Account.name, Grant.id)
    )
    found: list[Any] = list(rows)
    return [Holder(*one) for one in found]


def requests_to(db: Session, row: Organisation) -> list[Asked]:
    """Who asked and has no answer yet, the oldest first."""
    rows = db.execute(
        select(JoinRequest.public_id, Account.name, Account.email, JoinRequest.note, JoinRequest.asked_at)
        .join(Account, Account.id == JoinRequest.account_id)
        .where(JoinRequest.organisation_id == row.id, JoinRequest.is_granted.is_(None), Account.ended_at.is_(None))
        .order_by(JoinRequest.id)
    )
    found: list[Any] = list(rows)
    return [Asked(*one) for one in found]


def waiting_offers(db: Session, row: Organisation) -> Sequence[Invitation]:
    """Offers that can still be accepted, the latest first."""
    of_it = (Invitation.scope == "organisation", Invitation.scope_id == row.id)
    waiting = (Invitation.used_at.is_(None), Invitation.expires_at > now())
    return db.scalars(select(Invitation).where(*of_it, *waiting).order_by(Invitation.id.desc())).all()


def history_of(db: Session, row: Organisation) -> list[Told]:
    """What was done to it, the latest first."""
    rows = db.execute(
        select(OrganisationAct.act, Account.name, OrganisationAct.at, OrganisationAct.note, OrganisationAct.facts)
        .outerjoin(Account, Account.id == OrganisationAct.by_id)
        .where(OrganisationAct.organisation_id == row.id)
        .order_by(OrganisationAct.id.desc())
    )
    found: list[Any] = list(rows)
    return [Told(*one) for one in found]
