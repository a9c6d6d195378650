"""What a secretariat says of an organisation, and the categories that a body adds."""

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import set_texts
from consult.core.text import clean_text
from consult.organisations.categories import CATEGORIES
from consult.organisations.models import STATUSES, Organisation, OwnCategory
from consult.organisations.operations.facts import fingerprint, note_act, to_change, unverified
from consult.policy.access import Where, require, require_somewhere

NOTE_CHARACTERS, NAME_CHARACTERS, MOST_OWN = 1_000, 200, 100
KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")


def verify_organisation(
    db: Session, actor: Actor, *, public_id: str, seen: str, category: str, status: str | None = None, note: str = ""
) -> None:
    """Say what an organisation is; the secretariat of any body may, and it counts everywhere.

    `status` (A, B or none) belongs to national human rights institutions. Raises Conflict when the organisation was
    changed since `seen` (its fingerprint), Invalid for a field that cannot be taken.
    """
    row = _for_verifier(db, actor, public_id, seen)
    if category not in CATEGORIES or category == "individual":
        raise Invalid("category", "no_such_choice")
    if status is not None and (status not in STATUSES or category != "nhri"):
        raise Invalid("status", "not_a_status")
    row.verified_category, row.status = category, status
    row.verified_at, row.verified_by = now(), actor.account_id
    note_act(db, actor, row, "verified", _note(note), category=category, status=status)


def withdraw_verification(db: Session, actor: Actor, *, public_id: str, seen: str, note: str) -> None:
    """Take a verification back, with the reason. Raises Conflict where there is none."""
    row = _for_verifier(db, actor, public_id, seen)
    if row.verified_at is None:
        raise Conflict("wrong_state")
    unverified(row)
    note_act(db, actor, row, "unverified", _note(note, required=True))


def list_organisation(db: Session, actor: Actor, *, public_id: str, seen: str, listed: bool, note: str) -> None:
    """Take an organisation off the public list, with the reason, or put it back. What it sent stays."""
    row = _for_verifier(db, actor, public_id, seen)
    if row.is_listed == listed:
        raise Conflict("wrong_state")
    row.is_listed = listed
    note_act(db, actor, row, "listed" if listed else "unlisted", _note(note, required=not listed))


def add_category(db: Session, actor: Actor, *, body_id: int, key: str, names: Mapping[str, str], language: str) -> str:
    """Add a stakeholder category that this body's proceedings offer; its public id.

    A key is used once on the whole site, so that exports stay clear. Raises Invalid for a key or name that cannot be.
    """
    require(actor, "body:edit", Where(body_id=body_id))
    if not KEY.fullmatch(key):
        raise Invalid("key", "not_a_key")
    if key in CATEGORIES or db.scalar(select(OwnCategory.id).where(OwnCategory.key == key)) is not None:
        raise Invalid("key", "slug_taken")
    cleaned = {code: clean_text(name, "name") for code, name in names.items() if name.strip()}
    if language not in cleaned:
        raise Invalid("name", "required")
    if any(len(name) > NAME_CHARACTERS for name in cleaned.values()):
        raise Invalid("name", "too_long", length=max(map(len, cleaned.values())), limit=NAME_CHARACTERS)
    if len(db.scalars(select(OwnCategory.id).where(OwnCategory.body_id == body_id)).all()) >= MOST_OWN:
        raise Invalid("key", "too_many", limit=MOST_OWN)
    row = OwnCategory(body_id=body_id, key=key, made_at=now())
    db.add(row)
    db.flush()
    set_texts(db, row.owner, "name", cleaned, language)
    return row.public_id


def end_category(db: Session, actor: Actor, *, public_id: str) -> None:
    """Offer a category no more; what was sent with it keeps it. Raises Conflict when that was done already."""
    row = db.scalar(select(OwnCategory).where(OwnCategory.public_id == public_id).with_for_update())
    if row is None:
        raise NotFound
    require(actor, "body:edit", Where(body_id=row.body_id))
    if row.ended_at is not None:
        raise Conflict("wrong_state")
    row.ended_at = now()


def _for_verifier(db: Session, actor: Actor, public_id: str, seen: str) -> Organisation:
    require_somewhere(actor, "organisation:verify")
    row = to_change(db, public_id)
    if fingerprint(db, row) != seen:
        raise Conflict("changed_meanwhile")
    return row


def _note(raw: str, *, required: bool = False) -> str:
    note = clean_text(raw, "note")
    if required and not note:
        raise Invalid("note", "required")
    if len(note) > NOTE_CHARACTERS:
        raise Invalid("note", "too_long", length=len(note), limit=NOTE_CHARACTERS)
    return note
