"""News written down for whoever is to be told, and mailed together; what people want of mails."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.operations import Letter
from consult.contributions.models import Contribution
from consult.contributions.operations.own import locked_own
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Invalid, NotFound, Unauthenticated
from consult.core.jobs import enqueue
from consult.core.mail import enqueue_mail
from consult.followup.operations.publishing import note_told
from consult.hearings.registration.models import Registration
from consult.moderation.letter_models import Appeal, Contact
from consult.moderation.letter_models import Letter as DeskLetter
from consult.moderation.models import Decision
from consult.moderation.told import NOT_TOLD
from consult.notices.mention_queries import waiting_mention
from consult.notices.models import WHEN, FailingAddress, MailChoice, News
from consult.notices.queries import MOST_FAILURES, Recipient, address_of, choice_of, ready_at, recipients_of
from consult.workspaces.threads.models import Mention

SEND = "send_news"
UNREAD = timedelta(minutes=15)  # after which a message that waits for a moderator is looked at again


def tell_decision(db: Session, actor: Actor, *, decision: int) -> datetime | None:
    """Write down the news of a decision, unless it was undone; when to ask again where it still can be."""
    one = db.get(Decision, decision)
    if one is None or one.undone_at is not None or one.act in NOT_TOLD:
        return None
    if one.final_at > now():
        return one.final_at
    by_appeal = select(Appeal.id).where(Appeal.led_to == one.id)
    if db.scalar(by_appeal) is None:  # what an appeal led to is told with the appeal
        _tell(db, one.contribution_id, "decision", one.id)
    return None


def tell_appeal(db: Session, actor: Actor, *, appeal: int) -> None:
    """Write down the news that an appeal was decided."""
    one = db.get(Appeal, appeal)
    if one is not None and one.outcome is not None:
        _tell(db, one.contribution_id, "appeal", one.id)


def tell_letter(db: Session, actor: Actor, *, letter: int) -> None:
    """Write down the news of a letter, unless it was read already."""
    one = db.get(DeskLetter, letter)
    if one is not None and one.seen_at is None:
        _tell(db, one.contribution_id, "letter", one.id)


def tell_citation(db: Session, actor: Actor, *, results: str, reference: str) -> None:
    """Write down the news that published results cite an input, unless it was erased meanwhile."""
    cited = note_told(db, actor, results=results, reference=reference)
    row = db.scalar(select(Contribution).where(Contribution.reference == reference, Contribution.state != "erased"))
    if cited is not None and row is not None:
        _tell(db, row.id, "citation", cited)


def tell_mention(db: Session, actor: Actor, *, mention: int) -> datetime | None:
    """Write down the news that a message of a room names somebody, who has not seen it yet and is still in the room; when to
    ask again while a moderator has yet to read the message."""
    one = waiting_mention(db, mention)
    if one is not None:
        _tell_one(db, Recipient(one.account_id, None), one.contribution_id, "mention", one.id)
        return None
    pending = select(Mention.id).join(Contribution, Contribution.id == Mention.contribution_id)
    waits = db.scalar(pending.where(Mention.id == mention, Contribution.state == "pending"))
    return now() + UNREAD if waits is not None else None


def _tell(db: Session, contribution_id: int, kind: str, about: int) -> None:
    row = db.get(Contribution, contribution_id)
    if row is None:
        return
    for one in recipients_of(db, row):
        _tell_one(db, one, row.id, kind, about)


def _tell_one(db: Session, to: Recipient, contribution_id: int, kind: str, about: int) -> None:
    told = select(News.id).where(to.of(News), News.kind == kind, News.about == about)
    if db.scalar(told) is not None:
        return
    at = ready_at(db, to, now())
    if at is None:
        return
    news = News(contribution_id=contribution_id, kind=kind, about=about, made_at=now())
    news.account_id, news.contact_id = to.account_id, to.contact_id
    db.add(news)
    db.flush()
    values = {"account": to.account_id, "contact": to.contact_id}
    enqueue(db, SEND, values, at, key=f"{SEND}:{news.id}")


def forget_news(db: Session, row: Contribution) -> None:
    """Drop the news of an erased input: that there was any is a trace of who is behind it."""
    db.execute(delete(News).where(News.contribution_id == row.id))


def mail_news(
    db: Session, actor: Actor, *, news: Sequence[int], to: Recipient, mail: Letter, html: str, stop: str
) -> None:
    """Send one mail for these pieces of news; none where somebody else did so, or nobody is to be told any more."""
    open_ones = select(News.id).where(News.id.in_(news), News.mailed_at.is_(None)).with_for_update()
    found, address = db.scalars(open_ones).all(), address_of(db, to)
    if not found:
        return
    db.execute(update(News).where(News.id.in_(found)).values(mailed_at=now()))
    if address is not None and ready_at(db, to, now()) is not None:
        enqueue_mail(db, address, mail.subject, mail.text, mail.language, html=html, stop=stop)


def drop_news(db: Session, actor: Actor, *, to: Recipient) -> None:
    """Let go of what is no longer to be mailed: its reader wants no mails, or the address takes none."""
    db.execute(update(News).where(to.of(News), News.mailed_at.is_(None)).values(mailed_at=now()))


def mail_digest(db: Session, actor: Actor, *, account_id: int, mail: Letter, html: str, stop: str, day: str) -> None:
    """Send somebody who moderates the mail of what waits, once a day."""
    address = address_of(db, Recipient(account_id, None))
    if address is not None and choice_of(db, account_id).digest:
        key = f"desk_digest:{account_id}:{day}"
        enqueue_mail(db, address, mail.subject, mail.text, mail.language, html=html, stop=stop, key=key)


def choose_mails(db: Session, actor: Actor, *, news: str, details: bool, digest: bool) -> None:
    """Say what one's own account wants of mails. Raises Unauthenticated for nobody, Invalid for an unknown choice."""
    if actor.account_id is None:
        raise Unauthenticated
    if news not in WHEN:
        raise Invalid("news", "no_such_choice")
    _choose(db, actor.account_id, news=news, details=details, digest=digest)


def _choose(db: Session, account_id: int, **values: object) -> None:
    db.scalar(select(Account.id).where(Account.id == account_id).with_for_update())  # two forms at once make one row
    row = db.scalar(select(MailChoice).where(MailChoice.account_id == account_id))
    if row is None:
        row = MailChoice(account_id=account_id)
        db.add(row)
    for name, value in values.items():
        setattr(row, name, value)


def confirm_address(db: Session, actor: Actor) -> None:
    """Say that the own address takes mails again. Raises Unauthenticated for nobody."""
    if actor.account_id is None:
        raise Unauthenticated
    email = db.scalar(select(Account.email).where(Account.id == actor.account_id))
    db.execute(delete(FailingAddress).where(FailingAddress.address == email))


def stop_mails(db: Session, actor: Actor, *, kind: str, public_id: str) -> None:
    """End the mails of a kind to one recipient, as the link in each of them asks; its token was checked by who calls.

    `kind` is `account` or `desk` (an account's news, or its digest), or `contact` or `registration`, whose address is forgotten.
    Raises NotFound where there is no such recipient any more.
    """
    if kind == "registration":
        left = update(Registration).where(Registration.public_id == public_id, Registration.email.is_not(None))
        if not db.scalars(left.values(email=None).returning(Registration.id)).all():
            raise NotFound
        return
    if kind == "contact":
        gone = db.scalars(delete(Contact).where(Contact.public_id == public_id).returning(Contact.id)).all()
        if not gone:
            raise NotFound
        return
    account_id = db.scalar(select(Account.id).where(Account.public_id == public_id))
    if account_id is None:
        raise NotFound
    _choose(db, account_id, **({"news": "never"} if kind == "account" else {"digest": False}))


def note_answer(db: Session, actor: Actor, *, address: str, answer: str | None) -> None:
    """Keep that a mail server refused an address for good; None forgets it, for the mail was taken, but not that mails which
    were taken came back."""
    if answer is None:
        few = FailingAddress.failures < MOST_FAILURES
        db.execute(delete(FailingAddress).where(FailingAddress.address == address, few))
        return
    row = db.scalar(select(FailingAddress).where(FailingAddress.address == address).with_for_update())
    if row is None:
        db.add(FailingAddress(address=address, failures=1, failed_at=now(), answer=answer))
        return
    row.failures, row.failed_at, row.answer = min(row.failures + 1, MOST_FAILURES), now(), answer


def note_bounce(db: Session, actor: Actor, *, address: str, answer: str) -> None:
    """Keep that a mail came back from an address for good: no news goes there until its owner says that it works.

    Once is enough, for the server that took the mail said nothing against it. Raises NotFound for anybody but the system.
    """
    if not actor.system:
        raise NotFound
    values = {"failures": MOST_FAILURES, "failed_at": now(), "answer": answer}
    row = db.scalar(select(FailingAddress).where(FailingAddress.address == address).with_for_update())
    if row is None:
        db.add(FailingAddress(address=address, **values))
        return
    for name, value in values.items():
        setattr(row, name, value)


def confirm_contact(db: Session, actor: Actor, *, reference: str) -> None:
    """Say that the address given for the own input takes mails again. Raises NotFound for anybody else, and without one."""
    _proceeding, row = locked_own(db, actor, reference)
    address = db.scalar(select(Contact.address).where(Contact.contribution_id == row.id))
    if address is None:
        raise NotFound
    db.execute(delete(FailingAddress).where(FailingAddress.address == address))


def forget_addresses(db: Session, actor: Actor) -> int:
    """Forget failing addresses that belong to nobody any more; how many."""
    left = select(Registration.email).where(Registration.email.is_not(None))
    known = select(Account.email).union(select(Contact.address), left)
    gone = delete(FailingAddress).where(FailingAddress.address.not_in(known)).returning(FailingAddress.id)
    return len(db.scalars(gone).all())
