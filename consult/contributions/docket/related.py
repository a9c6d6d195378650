"""What a filing has to do with others: told where both may be known of."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.contributions.access import FIELDS, visible
from consult.contributions.docket.models import GivenCode, Relation
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding


class Related(NamedTuple):
    """A relation seen from one of its ends: `kind` of relation, whether this end is the one that does it, and the other."""

    public_id: str
    kind: str
    does: bool
    reference: str
    docket: int | None


def relations_of(db: Session, actor: Actor, proceeding: Proceeding, reference: str) -> list[Related]:
    """The relations in force of a visible contribution, as far as the actor may know of the other end."""
    known = select(Contribution.id).where(
        Contribution.reference == reference, Contribution.proceeding_id == proceeding.id
    )
    at = db.scalar(known)
    if at is None:
        return []
    other_end = or_(
        (Relation.one_id == at) & (Relation.other_id == Contribution.id),
        (Relation.other_id == at) & (Relation.one_id == Contribution.id),
    )
    rows = db.execute(
        select(Relation.public_id, Relation.kind, Relation.one_id, Contribution.reference, Contribution.docket)
        .select_from(Relation)
        .join(Contribution, other_end)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Relation.ended_at.is_(None), visible(actor))
        .order_by(Relation.id)
    )
    return [Related(row.public_id, row.kind, row.one_id == at, row.reference, row.docket) for row in rows]


def former_codes(db: Session, actor: Actor, references: Sequence[str]) -> dict[str, list[str]]:
    """The codes that contributions had before, the last first, as far as the actor is told their codes."""
    told = FIELDS["organisation"].where(actor)
    rows = db.execute(
        select(Contribution.reference, GivenCode.code)
        .join(GivenCode, GivenCode.contribution_id == Contribution.id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.reference.in_(references), GivenCode.ended_at.is_not(None), visible(actor), told)
        .order_by(GivenCode.id.desc())
    )
    found: dict[str, list[str]] = {}
    for reference, code in rows:
        found.setdefault(reference, []).append(code)
    return found


def coded_reference(db: Session, actor: Actor, proceeding: Proceeding, code: str) -> str | None:
    """The listed contribution that has a code, or had it last; None where the actor is not told whose it is."""
    return db.scalar(
        select(Contribution.reference)
        .join(GivenCode, GivenCode.contribution_id == Contribution.id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(
            GivenCode.proceeding_id == proceeding.id,
            GivenCode.code == code,
            Contribution.place.is_not(None),
            visible(actor),
            FIELDS["organisation"].where(actor),
        )
        .order_by(GivenCode.ended_at.is_not(None), GivenCode.id.desc())
        .limit(1)
    )
