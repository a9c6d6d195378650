"""Making and revoking invitations to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.accounts.operations import folded_email
from consult.bodies.operations import Letter
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.mail import enqueue_mail
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.respondents.models import Respondent

LABEL_CHARACTERS = 200
MOST_LINKS, MOST_ADDRESSES, MOST_USES = 500, 10_000, 100_000


@dataclass(frozen=True, slots=True)
class NewAddress:
    """A row of a list: the address, the hash of its token, and the mail that carries the link."""

    email: str
    language: str
    token_hash: str
    letter: Letter


def make_link(db: Session, actor: Actor, *, proceeding_id: int, label: str, most: int | None, token_hash: str) -> str:
    """Make a link to hand out, good for `most` responses or for any number; its public id.

    Raises NotFound for whoever may not edit the proceeding, Invalid for a label or number that cannot be.
    """
    proceeding = _office(db, actor, proceeding_id)
    label = clean_text(label, "label")
    if not label:
        raise Invalid("label", "required")
    if len(label) > LABEL_CHARACTERS:
        raise Invalid("label", "too_long", length=len(label), limit=LABEL_CHARACTERS)
    if most is not None and not 1 <= most <= MOST_USES:
        raise Invalid("most", "out_of_range", lowest=1, highest=MOST_USES)
    held = select(Respondent.id).where(Respondent.proceeding_id == proceeding.id, Respondent.email.is_(None))
    if len(db.scalars(held).all()) >= MOST_LINKS:
        raise Invalid("label", "too_many", limit=MOST_LINKS)
    given = {"label": label, "most": most, "token_hash": token_hash, "language": proceeding.language}
    row = Respondent(proceeding_id=proceeding.id, made_by=actor.account_id, made_at=now(), **given)
    db.add(row)
    db.flush()
    return row.public_id


def add_addresses(db: Session, actor: Actor, *, proceeding_id: int, rows: Sequence[NewAddress]) -> int:
    """Put addresses on the list, each with a link by mail that works once; how many.

    All or none: raises Invalid with the address in its facts for one that is on the list already.
    """
    proceeding = _office(db, actor, proceeding_id)
    known = set(db.scalars(select(Respondent.email).where(Respondent.proceeding_id == proceeding.id)))
    if len(known) + len(rows) > MOST_ADDRESSES:
        raise Invalid("addresses", "too_many", limit=MOST_ADDRESSES)
    values = []
    for one in rows:
        email = folded_email(one.email)
        if email in known:
            raise Invalid("addresses", "on_the_list", email=email)
        known.add(email)
        values.append(
            {
                "proceeding_id": proceeding.id,
                "token_hash": one.token_hash,
                "email": email,
                "label": "",
                "language": one.language,
                "most": 1,
                "uses": 0,
                "made_by": actor.account_id,
                "made_at": now(),
            }
        )
    if values:
        db.execute(insert(Respondent), values)
    for one in rows:
        enqueue_mail(db, folded_email(one.email), one.letter.subject, one.letter.text, one.letter.language)
    return len(values)


def revoke_invitation(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Let an invitation work no more, at once; what was sent with it stays. Raises Conflict when that was done already."""
    proceeding = _office(db, actor, proceeding_id)
    of_it = (Respondent.public_id == public_id, Respondent.proceeding_id == proceeding.id)
    row = db.scalar(select(Respondent).where(*of_it).with_for_update())
    if row is None:
        raise NotFound
    if row.revoked_at is not None:
        raise Conflict("wrong_state")
    row.revoked_at = now()


def _office(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """The proceeding, locked to be changed, so that two lists at once cannot hold the same address."""
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    return proceeding
