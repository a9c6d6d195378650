"""Who is told, at which address, when the next mail may go, and what waits for whom at the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import in_force, with_further
from consult.bodies.models import Grant
from consult.contributions.models import Contribution
from consult.core.actors import Actor, Held
from consult.core.clock import next_local_hour
from consult.moderation.letter_models import Appeal, Contact, Letter
from consult.moderation.models import Decision
from consult.moderation.queries import queue_size
from consult.moderation.waiting import has_new_answer, has_open_appeal
from consult.notices.mention_queries import is_past_mention
from consult.notices.models import FailingAddress, MailChoice, News
from consult.policy.matrix import MATRIX
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

GATHER = timedelta(minutes=5)
PAUSE = timedelta(hours=1)
MORNING = 6  # UTC
MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail goes to: an account, or the contact of one contribution."""

    account_id: int | None
    contact_id: int | None

    def of(self, table: type[News]) -> ColumnElement[bool]:
        """What is theirs."""
        mine = (
            table.account_id == self.account_id if self.account_id is not None else table.contact_id == self.contact_id
        )
        return mine


def recipients_of(db: Session, row: Contribution) -> Iterator[Recipient]:
    """Who is told of an input: its account, or the address that was left for it."""
    if row.author_id is not None:
        yield Recipient(row.author_id, None)
    else:
        contact = db.scalar(select(Contact.id).where(Contact.contribution_id == row.id))
        if contact is not None:
            yield Recipient(None, contact)


def address_of(db: Session, to: Recipient) -> str | None:
    """Where mails to a recipient go; None where nobody is there any more, or the address failed too often."""
    if to.account_id is not None:
        address = db.scalar(select(Account.email).where(Account.id == to.account_id, Account.ended_at.is_(None)))
    else:
        address = db.scalar(select(Contact.address).where(Contact.id == to.contact_id))
    return None if address is None or has_failed(db, address) else address


def has_failed(db: Session, address: str) -> bool:
    """Whether nothing is mailed there until its owner says that it works."""
    failed = select(FailingAddress.id).where(
        FailingAddress.address == address, FailingAddress.failures >= MOST_FAILURES
    )
    return db.scalar(failed) is not None


def failing(db: Session, actor: Actor) -> FailingAddress | None:
    """What is known against the actor's own address."""
    own = select(Account.email).where(Account.id == actor.account_id).scalar_subquery()
    return db.scalar(select(FailingAddress).where(FailingAddress.address == own))


def failing_at(db: Session, address: str) -> FailingAddress | None:
    """What is known against an address, for pages that show it to its owner."""
    return db.scalar(select(FailingAddress).where(FailingAddress.address == address))


def choice_of(db: Session, account_id: int) -> MailChoice:
    """What an account wants of mails, the defaults included."""
    kept = db.scalar(select(MailChoice).where(MailChoice.account_id == account_id))
    return kept or MailChoice(account_id=account_id, news="at_once", details=False, digest=True)


def ready_at(db: Session, to: Recipient, since: datetime) -> datetime | None:
    """When news that came at `since` goes out: soon, an hour after the mail before, or the next morning; None where never."""
    if address_of(db, to) is None:
        return None
    wanted = choice_of(db, to.account_id).news if to.account_id is not None else "at_once"
    if wanted == "never":
        return None
    if wanted == "daily":
        return next_local_hour(MORNING, "UTC", since)
    last = db.scalar(select(func.max(News.mailed_at)).where(to.of(News)))
    return since + GATHER if last is None else max(since + GATHER, last + PAUSE)


class Item(NamedTuple):
    """What one piece of news is about, for who chose to have details in mails."""

    reference: str
    proceeding_id: int
    kind: str
    act: str | None
    reason: str | None


class Due(NamedTuple):
    """What one mail is made of. `ready_at` is None where nothing may be mailed; `inputs` counts contributions.

    `items` are there only where details are wanted; of a message that names somebody (`in_room`) no mail tells more than that
    there is news, for a room is closed to whoever reads the mail later.
    """

    news: tuple[int, ...]
    ready_at: datetime | None
    inputs: int
    language: str
    public_id: str
    is_contact: bool
    items: tuple[Item, ...]
    in_room: bool = False


def news_due(db: Session, to: Recipient) -> Due | None:
    """All that waits for a recipient, but for letters and messages that were read meanwhile; None where nothing does."""
    read = exists().where(Letter.id == News.about, News.kind == "letter", Letter.seen_at.is_not(None))
    waiting = (to.of(News), News.mailed_at.is_(None), ~read, ~is_past_mention())
    rows = db.scalars(select(News).where(*waiting).order_by(News.id)).all()
    owner: Account | Contact | None = (
        db.get(Account, to.account_id) if to.account_id is not None else db.get(Contact, to.contact_id)
    )
    if not rows or owner is None:
        return None
    details = to.account_id is not None and choice_of(db, to.account_id).details
    return Due(
        tuple(one.id for one in rows),
        ready_at(db, to, rows[0].made_at),
        len({one.contribution_id for one in rows if one.kind != "mention"}),
        owner.language,
        owner.public_id,
        to.account_id is None,
        tuple(_item(db, one) for one in rows if one.kind != "mention") if details else (),
        any(one.kind == "mention" for one in rows),
    )


def _item(db: Session, one: News) -> Item:
    row = db.get_one(Contribution, one.contribution_id)
    act = reason = None
    if one.kind == "decision":
        decision = db.get_one(Decision, one.about)
        act, reason = decision.act, decision.reason
    elif one.kind == "appeal":
        act = db.get_one(Appeal, one.about).outcome
    return Item(row.reference, row.proceeding_id, one.kind, act, reason)


class Desk(NamedTuple):
    """What waits for somebody at the desk: in all, of it open appeals, and answers that nobody has read."""

    waiting: int
    appeals: int
    answers: int


def staff(db: Session) -> list[tuple[Account, Actor]]:
    """Everybody who moderates now and wants the daily mail, each as the actor that the account is."""
    held: dict[int, list[Held]] = {}
    for grant in db.scalars(
        select(Grant).where(Grant.id.in_(in_force()), Grant.scope != "organisation").order_by(Grant.id)
    ):
        held.setdefault(grant.account_id, []).append(Held(grant.id, grant.role, grant.scope, grant.scope_id))
    moderating = MATRIX["contribution:moderate"]
    ids = [one for one, grants in held.items() if any(grant.role in moderating for grant in grants)]
    rows = db.scalars(select(Account).where(Account.id.in_(ids), Account.ended_at.is_(None)).order_by(Account.id))
    return [
        (row, Actor(account_id=row.id, name=row.name, held=with_further(db, held[row.id])))
        for row in rows
        if choice_of(db, row.id).digest and not has_failed(db, row.email)
    ]


def desk_counts(db: Session, actor: Actor) -> Desk:
    """How much waits for an actor to decide, of it appeals and answers."""

    def counted(which: ColumnElement[bool]) -> int:
        query = select(func.count(Contribution.id)).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        return db.scalar(query.where(held_in_sql(actor, "contribution:moderate"), which)) or 0

    return Desk(queue_size(db, actor), counted(has_open_appeal()), counted(has_new_answer()))
