"""Letters to those who have a draft: the reminder they asked for, and the news that there is more time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.operations import folded_email
from consult.bodies.operations import Letter
from consult.contributions.drafts.operations import AFTER_CLOSING, UNTOUCHED, draft_of
from consult.contributions.drafts.queries import Which
from consult.contributions.models import Draft
from consult.core.actors import Actor
from consult.core.clock import instant_of, now, rfc3339
from consult.core.errors import Conflict, Invalid
from consult.core.jobs import FORGET, enqueue
from consult.core.mail import enqueue_mail
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import enqueue_closing, record
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.reminding import is_early, remind_at

KIND = "remind"
REASON_LENGTH = 2_000


class Due(NamedTuple):
    """What a reminder says: when the proceeding closes, in which zone; `again` when it is too early for it."""

    closes_at: datetime
    zone: str
    again: datetime | None


def ask_reminder(db: Session, actor: Actor, *, which: Which, email: str, letter: Letter) -> datetime:
    """Keep an address for one letter before the closing; the moment of it. `{closes}` in the text stands for the time.

    Raises Conflict without a draft, Invalid for what is no address, or when nothing closes soon enough.
    """
    proceeding, row = draft_of(db, actor, which)
    if row is None:
        raise Conflict("draft_gone")
    at = remind_at(proceeding.closes_at)
    if at is None:
        raise Invalid("email", "too_late_to_remind")
    row.remind_to = folded_email(email)
    enqueue(db, KIND, {"draft": row.public_id, **letter._asdict(), FORGET: True}, at)
    return at


def reminder_due(db: Session, actor: Actor, *, draft: str) -> Due | None:
    """What a reminder is about; None when nobody waits for it any more."""
    row = db.scalar(select(Draft).where(Draft.public_id == draft, Draft.remind_to.is_not(None)))
    proceeding = db.get(Proceeding, row.proceeding_id) if row is not None else None
    if proceeding is None or proceeding.closes_at is None or proceeding.phase(now()) != "open":
        return None
    at = remind_at(proceeding.closes_at)
    early = at is not None and is_early(proceeding.closes_at)
    return Due(proceeding.closes_at, proceeding.zone, at if early else None)


def send_reminder(db: Session, actor: Actor, *, draft: str, letter: Letter) -> None:
    """Send it, and forget the address."""
    row = db.scalar(select(Draft).where(Draft.public_id == draft).with_for_update())
    if row is not None and row.remind_to is not None:
        enqueue_mail(db, row.remind_to, *letter)
        row.remind_to = None


def extend_deadline(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    closes_local: str,
    reason: Mapping[str, str],
    letters: Mapping[str, Letter],
) -> int:
    """Put the closing time off, say why in public, and tell everybody who has a draft and left an address; how many.

    `letters` are by language. Raises NotFound for whoever may not edit, Conflict unless it has a closing time that is
    still to come, Invalid for a time that is not later than that, or without a reason.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    was = proceeding.closes_at
    if was is None or proceeding.phase(now()) not in ("soon", "open"):
        raise Conflict("wrong_state")
    closes_at = _later(closes_local, proceeding.zone, was)
    said = _said(reason)
    note = {"at": rfc3339(now()), "was": rfc3339(was), "closes": rfc3339(closes_at), "reason": said}
    proceeding.extensions = [*proceeding.extensions, note]
    proceeding.closes_local, proceeding.closes_at = closes_local, closes_at
    enqueue_closing(db, proceeding)
    record(db, proceeding, "extended")
    return _tell_drafts(db, proceeding, letters)


def _said(reason: Mapping[str, str]) -> dict[str, str]:
    found = {language: clean_text(text, "reason") for language, text in reason.items() if text.strip()}
    if not found:
        raise Invalid("reason", "required")
    longest = max(map(len, found.values()))
    if longest > REASON_LENGTH:
        raise Invalid("reason", "too_long", length=longest, limit=REASON_LENGTH)
    return found


def _later(closes_local: str, zone: str, was: datetime) -> datetime:
    try:
        found = instant_of(closes_local, zone)
    except Invalid as error:
        raise Invalid("closes_local", error.problem) from error
    if found <= was:
        raise Invalid("closes_local", "not_later")
    return found


def _tell_drafts(db: Session, proceeding: Proceeding, letters: Mapping[str, Letter]) -> int:
    """Mail in the language of each draft, once to each address; the drafts are kept longer, too."""
    told: set[str] = set()
    rows: Any = db.execute(
        select(Draft, Account.email)
        .outerjoin(Account, (Account.id == Draft.account_id) & Account.ended_at.is_(None))
        .where(Draft.proceeding_id == proceeding.id, Draft.is_test.is_(False))
        .order_by(Draft.id)
        .with_for_update(of=Draft)
    )
    assert proceeding.closes_at is not None
    for row, email in rows:
        row.expires_at = min(row.saved_at + UNTOUCHED, proceeding.closes_at + AFTER_CLOSING)
        to, letter = row.remind_to or email, letters.get(row.language) or next(iter(letters.values()), None)
        if to is not None and letter is not None and to not in told:
            told.add(to)
            enqueue_mail(db, to, *letter)
    return len(told)
