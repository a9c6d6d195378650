"""Writing into a room: the room that takes it now, and the texts and days that it takes."""

from datetime import date

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

FIRST_YEAR, LAST_YEAR = 1990, 2199


def room_to_write(
    db: Session, actor: Actor, proceeding_id: int, permission: str, *, in_order: bool = False
) -> Proceeding:
    """The room that is open for writing, locked; with `in_order` for one writer at a time, where places or numbers are given.

    Raises NotFound for whoever lacks the permission there, Conflict while it is not open.
    """
    found = locked_proceeding(db, actor, proceeding_id, to_change=in_order)
    if found.kind != "workspace":
        raise NotFound
    require(actor, permission, found)
    if found.phase(now()) != "open":
        raise Conflict("closed")
    return found


def written(raw: str, field: str, limit: int, *, required: bool = False) -> str:
    """A text as it is kept. Raises Invalid where it is missing, too long, or holds signs that nobody can see."""
    text = clean_text(raw, field)
    if required and not text:
        raise Invalid(field, "required")
    if len(text) > limit:
        raise Invalid(field, "too_long", length=len(text), limit=limit)
    return text


def checked_day(raw: str | None, field: str) -> str | None:
    """A day as YYYY-MM-DD, or None for none. Raises Invalid for anything else."""
    text = (raw or "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(field, "not_a_day") from error
    if found.isoformat() != text or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid(field, "not_a_day")
    return text


def revision_in(raw: str | None) -> int:
    """The revision that a form holds; 0, which no row has, for anything else."""
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
