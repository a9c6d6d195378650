"""Asking to join a listed room, taking that back, and deciding on it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.operations import add_grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound, Unauthenticated
from consult.core.mail import enqueue_mail
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import moved, roles_to_give
from consult.proceedings.queries import locked_proceeding
from consult.workspaces.rooms.joining_queries import listed_room
from consult.workspaces.rooms.models import SeatRequest
from consult.workspaces.rooms.operations.leading import locked_room
from consult.workspaces.rooms.operations.news import News
from consult.workspaces.rooms.operations.seating import SeatFacts, rights_of, take_seat

TEXT_LENGTH, ANSWER_LENGTH = 2_000, 1_000
MOST_TIMES = 3  # so often one account may ask the same room


def ask_to_join(
    db: Session,
    actor: Actor,
    *,
    slug: str,
    text: str,
    language: str,
    organisation: str = "",
    category: str | None = None,
) -> str:
    """Ask those who lead a listed room for a seat; the request's public id.

    Raises NotFound for a room that is not listed, Conflict for whoever sits there, waits, or has asked often enough.
    """
    if actor.account_id is None:
        raise Unauthenticated
    room = locked_room(db, listed_room(db, slug).id)
    listed_room(db, slug)  # it may have gone off the list while this waited
    if rights_of(db, room.id, actor.account_id):
        raise Conflict("seated_already")
    mine = (SeatRequest.proceeding_id == room.id, SeatRequest.account_id == actor.account_id)
    if db.scalar(select(SeatRequest.id).where(*mine, SeatRequest.state == "waiting")) is not None:
        raise Conflict("asked_already")
    if (db.scalar(select(func.count()).select_from(SeatRequest).where(*mine)) or 0) >= MOST_TIMES:
        raise Conflict("asked_enough")
    row = SeatRequest(
        proceeding_id=room.id,
        account_id=actor.account_id,
        text=_words(text, "text", TEXT_LENGTH, needed=True),
        language=language,
        organisation=_words(organisation, "organisation", 200),
        category=category,
        asked_at=now(),
    )
    db.add(row)
    db.flush()
    return row.public_id


def withdraw_request(db: Session, actor: Actor, *, slug: str, public_id: str) -> None:
    """Take one's own request to the room at an address back. Raises NotFound for another's, Conflict for a decided one."""
    row = _waiting(db, public_id)
    asked_at = db.scalar(select(Proceeding.slug).where(Proceeding.id == row.proceeding_id))
    if row.account_id != actor.account_id or asked_at != slug:
        raise NotFound
    _require_waiting(row)
    row.state, row.decided_at = "withdrawn", now()


def decide_request(
    db: Session, actor: Actor, *, public_id: str, accept: bool, role: str, answer: str, news: News
) -> None:
    """Give somebody who asked a seat, or decline, with an answer. Raises NotFound for whoever may not decide.

    Conflict for a request that was decided or taken back; a mail tells that there is news, nothing more.
    """
    row = _waiting(db, public_id)
    room = locked_proceeding(db, actor, row.proceeding_id, to_change=True)
    require(actor, "room:invite", room)
    _require_waiting(row)
    row.answer = _words(answer, "answer", ANSWER_LENGTH)
    row.state, row.decided_at, row.decided_by = "accepted" if accept else "declined", now(), actor.account_id
    account = db.scalar(select(Account).where(Account.id == row.account_id, Account.ended_at.is_(None)))
    if account is None:
        raise Conflict("changed_meanwhile")
    if accept:
        if role not in roles_to_give(actor, "proceeding", room.where) or role not in ("member", "observer"):
            raise Invalid("role", "no_such_choice")
        add_grant(db, actor, account_id=account.id, role=role, scope="proceeding", scope_id=room.id)
        take_seat(db, room, account.id, SeatFacts(row.organisation, None, row.category))
        moved(db, "proceeding", room.id)
    enqueue_mail(db, account.email, *news.words_in(account.language))


def _waiting(db: Session, public_id: str) -> SeatRequest:
    row = db.scalar(select(SeatRequest).where(SeatRequest.public_id == public_id).with_for_update())
    if row is None:
        raise NotFound
    return row


def _require_waiting(row: SeatRequest) -> None:
    if row.state != "waiting":
        raise Conflict("decided_already")


def _words(text: str, field: str, limit: int, *, needed: bool = False) -> str:
    cleaned = clean_text(text, field)
    if needed and not cleaned:
        raise Invalid(field, "required")
    if len(cleaned) > limit:
        raise Invalid(field, "too_long", length=len(cleaned), limit=limit)
    return cleaned
