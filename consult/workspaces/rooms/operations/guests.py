"""Guests of one document: invited to it alone, and sent away from it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.bodies.actors import in_force
from consult.bodies.models import Grant, Invitation
from consult.bodies.operations import Letter, add_invitation, expire_invitations, finish_grant, locked_grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding


class Paper(NamedTuple):
    """A document of a room, as the list of its guests names it."""

    id: int
    public_id: str
    title: str
    language: str
    proceeding_id: int


# The documents of a room (or those with these ids) that were not taken away, told by the rooms above.
PAPERS: list[Callable[[Session, int | None, Sequence[int]], list[Paper]]] = []


def papers_of(db: Session, proceeding_id: int | None = None, ids: Sequence[int] = ()) -> list[Paper]:
    """The documents of a room, or those with these ids."""
    return [one for tell in PAPERS for one in tell(db, proceeding_id, ids)]


def own_papers(db: Session, actor: Actor) -> list[Paper]:
    """The documents whose guest the actor is."""
    ids = [held.scope_id for held in actor.held if held.scope == "document" and held.scope_id is not None]
    return papers_of(db, ids=ids) if ids else []


def invite_guest(
    db: Session, actor: Actor, *, proceeding_id: int, document: str, email: str, token_hash: str, letter: Letter
) -> str:
    """Offer one address the reading of one document, and suggesting amendments to it; the invitation's public id.

    Raises NotFound for whoever may not invite into the room, and for a document that is not in it.
    """
    room = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:invite", room)
    if room.phase(now()) == "closed":
        raise Conflict("closed")
    paper = _paper(db, room, document)
    given = {"email": email, "role": "guest", "token_hash": token_hash, "letter": letter}
    return add_invitation(db, actor, scope="document", scope_id=paper.id, **given)  # type: ignore[arg-type]


def withdraw_guest_invitation(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Take the invitation of a guest back before it is accepted."""
    room = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:invite", room)
    offer = db.scalar(select(Invitation).where(Invitation.public_id == public_id, Invitation.scope == "document"))
    if offer is None or offer.scope_id not in {one.id for one in papers_of(db, room.id)}:
        raise NotFound
    expire_invitations(db, Invitation.id == offer.id)


def remove_guest(db: Session, actor: Actor, *, proceeding_id: int, grant_id: int) -> None:
    """Take the reading of a document away from a guest; guests may go by themselves, too."""
    grant = locked_grant(db, grant_id)
    room = db.get(Proceeding, proceeding_id)
    if room is None or grant.scope != "document" or grant.scope_id not in {one.id for one in papers_of(db, room.id)}:
        raise NotFound
    if grant.account_id != actor.account_id or actor.account_id is None:
        require(actor, "room:invite", locked_proceeding(db, actor, proceeding_id))
    finish_grant(db, actor, grant)


def end_guest_rights(db: Session, actor: Actor, proceeding_id: int, account_id: int) -> None:
    """Whoever leaves a room is no guest of its documents either."""
    ids = [one.id for one in papers_of(db, proceeding_id)]
    if not ids:
        return
    theirs = (Grant.account_id == account_id, Grant.scope == "document", Grant.scope_id.in_(ids))
    held = select(Grant).where(Grant.id.in_(in_force()), *theirs).order_by(Grant.id)
    for grant in db.scalars(held.with_for_update()):
        finish_grant(db, actor, grant)


def _paper(db: Session, room: Proceeding, public_id: str) -> Paper:
    found = next((one for one in papers_of(db, room.id) if one.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found
