"""What the worker does for notices: turning what happened into news, news into mails, and mails into digests."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.clock import next_local_hour, now
from consult.core.config import Settings
from consult.core.jobs import Handler, enqueue
from consult.core.localized import texts_for
from consult.core.work import Work
from consult.followup.operations import publishing
from consult.hearings.registration.operations import following
from consult.moderation.operations import appealing, contacts, telling, writing
from consult.notices.due import REMIND, remind_due
from consult.notices.operations import (
    SEND,
    drop_news,
    forget_addresses,
    mail_digest,
    mail_news,
    note_answer,
    tell_appeal,
    tell_citation,
    tell_decision,
    tell_letter,
    tell_mention,
)
from consult.notices.queries import (
    MORNING,
    Due,
    Recipient,
    desk_counts,
    news_due,
    staff,
)
from consult.notices.registrations import tell_registration
from consult.notices.words import House, as_html, desk_mail, news_mail, stop_address
from consult.proceedings.models import RELEASE_HOUR, Proceeding
from consult.workspaces.threads.operations import sending

WORKER = system("worker")
DIGEST = "desk_digest"


def begin(db: Session, _actor: Actor) -> None:
    """Ask for the daily mails, of the desk and of what is due, once for ever."""
    for kind in (DIGEST, REMIND):
        enqueue(db, kind, {}, next_local_hour(MORNING, "UTC"), key=kind)


def told(work: Work, values: dict[str, Any], operation: Callable[..., datetime | None], mails: bool) -> datetime | None:
    """Run an operation with the values of its job; without a mail server there is nobody to tell."""
    if not mails:
        return None
    return work.run(operation, WORKER, bulk=True, **values).result


def send(work: Work, values: dict[str, Any], house: House) -> datetime | None:
    """One mail of all that waits for somebody; later where the mail before it is less than an hour old."""
    to = Recipient(values["account"], values["contact"])
    with work.database.reading() as db:
        due = news_due(db, to)
        titles = _titles(db, due) if due else {}
    if due is None:
        return None
    if due.ready_at is None:
        work.run(drop_news, WORKER, bulk=True, to=to)
        return None
    if due.ready_at > now():
        return due.ready_at
    stop = stop_address(house, due.language, "contact" if due.is_contact else "account", due.public_id)
    mail = news_mail(house, due, titles, stop)
    work.run(mail_news, WORKER, bulk=True, news=due.news, to=to, mail=mail, html=as_html(mail), stop=stop)
    return None


def digest(work: Work, _values: dict[str, Any], house: House, mails: bool) -> datetime | None:
    """Tell everybody who moderates what waits, where something does; again tomorrow."""
    if not mails:
        return next_local_hour(MORNING, "UTC")
    with work.database.reading() as db:
        waiting = [(one, desk_counts(db, actor)) for one, actor in staff(db)]
    for one, desk in waiting:
        if desk.waiting or desk.appeals or desk.answers:
            stop = stop_address(house, one.language, "desk", one.public_id)
            mail, day = desk_mail(house, one.language, desk, stop), now().date().isoformat()
            work.run(
                mail_digest, WORKER, bulk=True, account_id=one.id, mail=mail, html=as_html(mail), stop=stop, day=day
            )
    return next_local_hour(MORNING, "UTC")


def forget(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Forget addresses whose time is over; again tomorrow."""
    work.run(contacts.forget_contacts, WORKER, bulk=True)
    work.run(forget_addresses, WORKER, bulk=True)
    return next_local_hour(RELEASE_HOUR, "UTC")


def taken(work: Work, address: str, answer: str | None) -> None:
    """Keep what a mail server said of an address."""
    work.run(note_answer, WORKER, bulk=True, address=address, answer=answer)


def handlers(settings: Settings) -> dict[str, Handler]:
    """The handlers of notices, by the kind of the job."""
    house = House(settings.site_name, settings.base_url, settings.secret_key)
    mails = settings.smtp_url is not None
    return {
        telling.TELL: partial(told, operation=tell_decision, mails=mails),
        appealing.TELL: partial(told, operation=tell_appeal, mails=mails),
        writing.TELL: partial(told, operation=tell_letter, mails=mails),
        sending.TELL: partial(told, operation=tell_mention, mails=mails),
        publishing.TELL: partial(told, operation=tell_citation, mails=mails),
        following.TELL: partial(tell_registration, house=house, mails=mails),
        contacts.FORGET: forget,
        SEND: partial(send, house=house),
        DIGEST: partial(digest, house=house, mails=mails),
        REMIND: partial(remind_due, house=house, mails=mails),
    }


def _titles(db: Session, due: Due) -> dict[int, str]:
    rooms = [db.get_one(Proceeding, one) for one in {item.proceeding_id for item in due.items}]
    words = texts_for(db, [room.owner for room in rooms], [due.language])
    return {room.id: words[room.owner, "title"].text for room in rooms if (room.owner, "title") in words}
