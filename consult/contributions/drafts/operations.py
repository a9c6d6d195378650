"""Keeping what is being written: answers, who writes, the code to come back with, and an end."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.attachments.holding import move_files
from consult.contributions.drafts.ending import drop
from consult.contributions.drafts.queries import Which, drafts_of, in_order, mark_of
from consult.contributions.late_queries import valid_pass
from consult.contributions.models import Draft
from consult.contributions.operations.own import locked_own
from consult.contributions.operations.submit import check_open
from consult.core.actors import Actor
from consult.core.clock import next_local_hour, now
from consult.core.errors import Conflict, Invalid
from consult.core.jobs import enqueue
from consult.policy.access import require
from consult.proceedings.models import RELEASE_HOUR, Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.respondents.access import check_may_respond

UNTOUCHED = timedelta(days=60)
AFTER_CLOSING = timedelta(days=14)
LARGEST = 2_000_000
FORGET = "forget_drafts"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a form as it was sent. `keys` are the answers that it asks for, `seen` the mark of what they were when
    the page `rendering` was made."""

    step: str
    rendering: str
    seen: str
    keys: tuple[str, ...]
    answers: Mapping[str, Any] = field(default_factory=dict)


def keep_answers(
    db: Session, actor: Actor, *, which: Which, questionnaire: str, language: str, page: Page, wanted: bool = False
) -> str:
    """Keep the answers of one page in the draft, which is begun with the first of them; its public id.

    `wanted` says that there must be a draft already. Raises Conflict `draft_gone` where it was sent, deleted or has
    expired, `draft_changed` when another window saved the same answers meanwhile; Closed before a draft is begun outside
    the dates of the proceeding; what is written in one is kept even after the closing.
    """
    proceeding, row = draft_of(db, actor, which)
    if row is None:
        if wanted or which.corrects is not None:
            raise Conflict("draft_gone")
        row = begin_draft(db, actor, proceeding, questionnaire, language, late_pass=which.late_pass)
    _refuse_stale(row, page)
    held = {key: value for key, value in row.answers.items() if key not in page.keys}
    given = {key: value for key, value in page.answers.items() if key in page.keys and value not in (None, "", [], {})}
    row.answers = held | given
    row.pages = {**row.pages, page.step: page.rendering}
    row.questionnaire, row.language = questionnaire, language
    _saved(row, actor, proceeding)
    return row.public_id


def keep_sender(db: Session, actor: Actor, *, which: Which, language: str, sender: Mapping[str, Any]) -> str:
    """Keep who writes and what was chosen. Whoever wants to give no name is cut off from the account here."""
    proceeding, row = draft_of(db, actor, which)
    if row is None or which.corrects is not None:
        raise Conflict("draft_gone")
    row.sender, row.language = dict(sender), language
    _saved(row, actor, proceeding)
    return row.public_id


def set_restore_code(db: Session, actor: Actor, *, which: Which, code_hash: str) -> str:
    """Let a new code bring the draft back; an earlier one opens nothing any more. Raises Conflict without a draft."""
    proceeding, row = draft_of(db, actor, which)
    if row is None:
        raise Conflict("draft_gone")
    row.code_hash = code_hash
    _saved(row, actor, proceeding)
    return row.public_id


def delete_draft(db: Session, actor: Actor, *, which: Which) -> None:
    """Throw the draft away; nothing when there is none."""
    _proceeding, row = draft_of(db, actor, which)
    if row is not None:
        drop(db, row)


def begin_correction(db: Session, actor: Actor, *, reference: str, seen: int, answers: Mapping[str, Any]) -> None:
    """Begin to correct an own response from what stands; a draft of the same version that is there already stays.

    Raises NotFound for anybody but its author, Closed outside the dates, Conflict when it cannot be corrected any more.
    """
    proceeding, contribution = locked_own(db, actor, reference)
    check_open(proceeding)
    if contribution.latest != seen or contribution.state not in ("pending", "published"):
        raise Conflict("changed_meanwhile")
    before = db.scalar(select(Draft).where(Draft.corrects == contribution.id).with_for_update())
    if before is not None and before.seen == seen and before.expires_at > now():
        return
    if before is not None:
        drop(db, before)
    begin_draft(
        db, actor, proceeding, "", contribution.language, corrects=contribution.id, seen=seen, answers=dict(answers)
    )


def draft_to_send(db: Session, actor: Actor, which: Which, saves: int) -> Draft:
    """The draft, locked, as it was looked at before sending. Raises Conflict when it is gone or was changed since."""
    _proceeding, row = draft_of(db, actor, which)
    if row is None:
        raise Conflict("draft_gone")
    if row.saves != saves:
        raise Conflict("draft_changed")
    return row


def forget_drafts(db: Session, actor: Actor) -> int:
    """Drop the drafts that have expired; how many there were."""
    rows = db.scalars(select(Draft).where(Draft.expires_at <= now()).order_by(Draft.id).with_for_update()).all()
    for row in rows:
        drop(db, row)
    return len(rows)


def expiry(proceeding: Proceeding) -> datetime:
    """Until when a draft that is saved now is kept."""
    latest = this_hour() + UNTOUCHED
    if proceeding.closes_at is None:
        return latest
    ends = proceeding.closes_at + AFTER_CLOSING
    return min(latest, ends if ends > now() else this_hour() + AFTER_CLOSING)  # so late only with a late pass


def this_hour() -> datetime:
    """The present without minutes: what is kept of it tells nobody when somebody was writing."""
    return now().replace(minute=0, second=0, microsecond=0)


def draft_of(db: Session, actor: Actor, which: Which) -> tuple[Proceeding, Draft | None]:
    """The proceeding and the actor's draft in it, both locked; two of one person are made one."""
    if which.corrects is not None:
        proceeding, contribution = locked_own(db, actor, which.corrects)
        query = select(Draft).where(Draft.corrects == contribution.id, Draft.expires_at > now())
        return proceeding, db.scalar(query.with_for_update())
    proceeding = locked_proceeding(db, actor, which.proceeding_id)
    if proceeding.audience != "public":
        require(actor, "room:write", proceeding)
    if which.known is None and actor.account_id is None:
        return proceeding, None
    found = in_order(actor, which, db.scalars(drafts_of(actor, which).order_by(Draft.id).with_for_update()))
    for later in found[1:]:
        _absorb(db, found[0], later)
    return proceeding, found[0] if found else None


def _absorb(db: Session, row: Draft, later: Draft) -> None:
    row.answers, row.sender = {**row.answers, **later.answers}, {**row.sender, **later.sender}
    row.questionnaire, row.saves = later.questionnaire, row.saves + later.saves
    move_files(db, later, row)
    drop(db, later)


def begin_draft(
    db: Session,
    actor: Actor,
    proceeding: Proceeding,
    questionnaire: str,
    language: str,
    *,
    late_pass: str | None = None,
    **more: Any,
) -> Draft:
    """A new draft in a locked proceeding; after the closing only with the hash of a late pass that is good.

    Raises Closed outside its dates and without the invitation that it takes, Invalid for a browser without a cookie.
    """
    if actor.sender is None and actor.account_id is None and actor.contribution_id is None:
        raise Invalid("form", "no_session")
    if late_pass is None or valid_pass(db, proceeding, late_pass) is None:
        check_open(proceeding)
        if "corrects" not in more:
            check_may_respond(db, actor, proceeding)
    enqueue(db, FORGET, {}, next_local_hour(RELEASE_HOUR, "UTC"), key=FORGET)
    hour = this_hour()
    values = {"answers": {}, "sender": {}, "pages": {}, "saves": 0, "is_test": False}
    values |= {"form_key": str(uuid.uuid4()), **more}
    row = Draft(
        proceeding_id=proceeding.id,
        questionnaire=questionnaire,
        language=language,
        created_at=hour,
        saved_at=hour,
        expires_at=expiry(proceeding),
        **values,
    )
    db.add(row)
    db.flush()
    return row


def _refuse_stale(row: Draft, page: Page) -> None:
    """A page saves over what it showed, and over what it saved itself: the same page may be sent again and again."""
    present, given = mark_of(row.answers, page.keys), mark_of(page.answers, page.keys)
    if present not in (page.seen, given) and row.pages.get(page.step) != page.rendering:
        raise Conflict("draft_changed")


def _saved(row: Draft, actor: Actor, proceeding: Proceeding) -> None:
    row.saves += 1
    row.saved_at, row.expires_at = this_hour(), expiry(proceeding)
    if row.corrects is None:
        unnamed = row.sender.get("identity") == "none"
        row.account_id = None if unnamed else actor.account_id or row.account_id
    check_size(row.answers, row.sender)


def check_size(answers: Mapping[str, Any], sender: Mapping[str, Any]) -> None:
    """Raises Invalid for more than a draft holds."""
    length = len(json.dumps([answers, sender]))
    if length > LARGEST:
        raise Invalid("form", "too_long", length=length, limit=LARGEST)
