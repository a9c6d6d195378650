"""What a secretariat is told of the invitations to answer, and what the holder of a link is told."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.models import Respondent

PAGE = 100


class Invited(NamedTuple):
    """An invitation as the secretariat may know it: `answered` is None while that could tell who wrote what."""

    public_id: str
    label: str
    email: str | None
    language: str
    most: int | None
    answered: int | None
    is_revoked: bool


class Offer(NamedTuple):
    """What the holder of a link is told."""

    proceeding: Proceeding
    is_used: bool


def tells_use(proceeding: Proceeding) -> bool:
    """Whether the secretariat may know now which invitations were used.

    Where people may give no name, it is told after the closing alone: before, a mark that appears in the moment in which
    something arrives would tell whose it is.
    """
    return "none" not in proceeding.identities or proceeding.phase(now()) == "closed"


def invited(
    db: Session, actor: Actor, proceeding: Proceeding, *, by_list: bool, page: int = 1
) -> tuple[list[Invited], int]:
    """The links, or a page of the list of addresses in alphabetical order; and how many there are."""
    require(actor, "proceeding:edit", proceeding)
    kind = Respondent.email.is_not(None) if by_list else Respondent.email.is_(None)
    of_it = (Respondent.proceeding_id == proceeding.id, kind)
    total = db.scalar(select(func.count()).select_from(Respondent).where(*of_it)) or 0
    order = Respondent.email if by_list else Respondent.id.desc()
    rows = db.scalars(select(Respondent).where(*of_it).order_by(order).limit(PAGE).offset(PAGE * (page - 1)))
    told = tells_use(proceeding)
    return [_invited(row, told) for row in rows], total


def _invited(row: Respondent, told: bool) -> Invited:
    uses = row.uses if told else None
    return Invited(row.public_id, row.label, row.email, row.language, row.most, uses, row.revoked_at is not None)


def offer_behind(db: Session, actor: Actor, token_hash: str) -> Offer:
    """The consultation that a link opens. Raises NotFound for a link that is unknown, revoked, or of the other kind."""
    found = db.execute(
        select(Respondent, Proceeding)
        .join(Proceeding, Proceeding.id == Respondent.proceeding_id)
        .where(Respondent.token_hash == token_hash, Respondent.revoked_at.is_(None), visible(actor))
    ).one_or_none()
    if found is None:
        raise NotFound
    row, proceeding = found
    if proceeding.respondents == ("link" if row.email is not None else "list"):
        raise NotFound
    return Offer(proceeding, row.most is not None and row.uses >= row.most)


def known_addresses(db: Session, actor: Actor, proceeding: Proceeding) -> set[str]:
    """The addresses on the list."""
    require(actor, "proceeding:edit", proceeding)
    of_it = (Respondent.proceeding_id == proceeding.id, Respondent.email.is_not(None))
    return {str(email) for email in db.scalars(select(Respondent.email).where(*of_it))}
