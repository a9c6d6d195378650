"""Who may answer: the one rule that comments, votes, drafts and responses ask."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Closed
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.models import Respondent


class Standing(NamedTuple):
    """Whether somebody takes part in a proceeding at all, and whether a response may still be sent."""

    takes_part: bool
    may_respond: bool


def standing(db: Session, actor: Actor, proceeding: Proceeding, *, locked: bool = False) -> Standing:
    """What the actor may do by the rule on respondents alone; dates and membership of a room are other questions.

    `locked` holds the invitations against a change in this transaction, for whoever decides on it.
    """
    if is_free(actor, proceeding):
        return Standing(True, True)
    if not actor.invitations:
        return Standing(False, False)
    held = select(Respondent.most, Respondent.uses).where(*valid(actor, proceeding)).order_by(Respondent.id)
    rows = db.execute(held.with_for_update(read=True) if locked else held).all()
    return Standing(bool(rows), any(row.most is None or row.uses < row.most for row in rows))


def may_respond(db: Session, actor: Actor, proceeding: Proceeding) -> bool:
    """Whether the actor may begin or send a response here: everybody, or with an invitation that is not used up."""
    return standing(db, actor, proceeding).may_respond


def takes_part(db: Session, actor: Actor, proceeding: Proceeding) -> bool:
    """Whether the actor may comment and vote here: everybody, or with an invitation, used or not."""
    return standing(db, actor, proceeding).takes_part


def check_takes_part(db: Session, actor: Actor, proceeding: Proceeding) -> None:
    """Raises Closed (`by_invitation`) for who was not invited."""
    if not standing(db, actor, proceeding, locked=True).takes_part:
        raise Closed("by_invitation")


def check_may_respond(db: Session, actor: Actor, proceeding: Proceeding) -> None:
    """Raises Closed: `by_invitation` for who was not invited, `invitation_used` for who has answered."""
    found = standing(db, actor, proceeding, locked=True)
    if not found.may_respond:
        raise Closed("invitation_used" if found.takes_part else "by_invitation")


def use_invitation(db: Session, actor: Actor, proceeding: Proceeding) -> None:
    """Count one response on the invitation that the actor holds; nothing where everybody may answer.

    Raises Closed: `by_invitation` without one, `invitation_used` where each has been used as often as it may be.
    """
    if is_free(actor, proceeding):
        return
    held = select(Respondent).where(*valid(actor, proceeding)).order_by(Respondent.id).with_for_update()
    found = db.scalars(held).all()
    if not found:
        raise Closed("by_invitation")
    for one in found:
        if one.most is None or one.uses < one.most:
            one.uses += 1
            return
    raise Closed("invitation_used")


def is_free(actor: Actor, proceeding: Proceeding) -> bool:
    """Whether the actor needs no invitation: the site itself, and the office, which files what came by post."""
    if proceeding.respondents == "open" or actor.system:
        return True
    return holds(actor, "proceeding:edit", proceeding.where)


def valid(actor: Actor, proceeding: Proceeding) -> tuple[ColumnElement[bool], ...]:
    """The invitations of the actor that are good here: links where links count, rows of the list where the list does."""
    by_list = proceeding.respondents == "list"
    return (
        Respondent.proceeding_id == proceeding.id,
        Respondent.token_hash.in_(actor.invitations),
        Respondent.revoked_at.is_(None),
        Respondent.email.is_not(None) if by_list else Respondent.email.is_(None),
    )
