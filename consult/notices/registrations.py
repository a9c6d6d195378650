"""The mail that there is news about a registration: to the account, or to the address that was left with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.operations import Letter
from consult.core.actors import Actor, system
from consult.core.clock import next_local_hour, now
from consult.core.mail import enqueue_mail
from consult.core.work import Work
from consult.hearings.registration.models import Registration
from consult.notices.queries import MORNING, Recipient, address_of, choice_of, has_failed
from consult.notices.words import House, as_html, registration_mail, stop_address

WORKER = system("worker")


@dataclass(frozen=True, slots=True)
class ToTell:
    """Where a mail about a registration goes, in which language; `public_id` is whose mails its last link ends.

    `wait_until` is when somebody who wants one mail a day gets it.
    """

    address: str
    language: str
    public_id: str
    by_account: bool
    wait_until: datetime | None = None


def to_tell(db: Session, registration: str, state: str) -> ToTell | None:
    """Who is told that a registration has a state now; None where that has changed, or nobody wants a mail."""
    row = db.scalar(select(Registration).where(Registration.public_id == registration, Registration.state == state))
    if row is None:
        return None
    if row.account_id is None:
        if row.email is None or has_failed(db, row.email):
            return None
        return ToTell(row.email, row.told_in, row.public_id, by_account=False)
    account, wanted = db.get_one(Account, row.account_id), choice_of(db, row.account_id).news
    address = address_of(db, Recipient(account.id, None))
    if address is None or wanted == "never":
        return None
    late = wanted == "daily" and now().hour != MORNING
    wait_until = next_local_hour(MORNING, "UTC") if late else None
    return ToTell(address, account.language, account.public_id, by_account=True, wait_until=wait_until)


def mail_registration(
    db: Session, actor: Actor, *, registration: str, state: str, mail: Letter, html: str, stop: str
) -> None:
    """Send one mail; none where the state has changed meanwhile or nobody is to be told any more."""
    to = to_tell(db, registration, state)
    if to is not None:
        enqueue_mail(db, to.address, mail.subject, mail.text, mail.language, html=html, stop=stop)


def tell_registration(work: Work, values: dict[str, Any], house: House, mails: bool) -> datetime | None:
    """Mail the news of one registration, or come again in the morning where that is wanted."""
    if not mails:
        return None
    with work.database.reading() as db:
        to = to_tell(db, values["registration"], values["state"])
    if to is None:
        return None
    if to.wait_until is not None:
        return to.wait_until
    kind = "account" if to.by_account else "registration"
    stop = stop_address(house, to.language, kind, to.public_id)
    mail = registration_mail(house, to.language, stop, by_account=to.by_account)
    work.run(mail_registration, WORKER, bulk=True, **values, mail=mail, html=as_html(mail), stop=stop)
    return None
