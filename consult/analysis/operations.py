"""Setting the targets of participation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.models import DIMENSIONS, EACH, EACH_OF, MOST, UNITS, ParticipationTarget
from consult.bodies.models import Body
from consult.contributions.models import BEHALVES
from consult.core.actors import Actor
from consult.core.countries import COUNTRIES, REGIONS
from consult.core.errors import Conflict, Invalid, NotFound
from consult.organisations.queries import categories_for
from consult.policy.access import Where, require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

LONGEST_TAG = 35


def add_target(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    dimension: str,
    value: str,
    unit: str,
    at_least: int,
    for_body: bool = False,
) -> str:
    """Set a target for a proceeding, or for each public one of its body; its public id.

    Raises NotFound for whoever may not edit there, Invalid for what cannot be counted, Conflict where there is one already.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:edit", proceeding)
    if for_body:
        require(actor, "body:edit", Where(proceeding.body_id))
        db.scalar(select(Body.id).where(Body.id == proceeding.body_id).with_for_update())
    _check(db, proceeding, dimension, value, unit, at_least)
    row, owner = ParticipationTarget, {"body_id": proceeding.body_id} if for_body else {"proceeding_id": proceeding.id}
    same = select(row.id).filter_by(**owner, dimension=dimension, value=value, unit=unit)
    if db.scalar(same) is not None:
        raise Conflict("target_exists")
    made = ParticipationTarget(**owner, dimension=dimension, value=value, unit=unit, at_least=at_least)
    db.add(made)
    db.flush()
    return made.public_id


def end_target(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Take a target away. Raises NotFound for whoever may not, and for what is no target of this proceeding."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:edit", proceeding)
    row = db.scalar(select(ParticipationTarget).where(ParticipationTarget.public_id == public_id).with_for_update())
    if row is None or (row.proceeding_id != proceeding.id and row.body_id != proceeding.body_id):
        raise NotFound
    if row.body_id is not None:
        require(actor, "body:edit", Where(row.body_id))
    db.delete(row)


def _check(db: Session, proceeding: Proceeding, dimension: str, value: str, unit: str, at_least: int) -> None:
    if dimension not in DIMENSIONS:
        raise Invalid("dimension", "no_such_choice")
    if unit not in UNITS:
        raise Invalid("unit", "no_such_choice")
    if not 1 <= at_least <= MOST:
        raise Invalid("at_least", "out_of_range", lowest=1, highest=MOST)
    known = {
        "category": categories_for(db, proceeding.body_id),
        "region": REGIONS,
        "country": COUNTRIES,
        "on_behalf": BEHALVES,
    }
    if value == EACH and dimension in EACH_OF:
        return
    if dimension == "language":
        plain = value.replace("-", "").isalnum() and value.isascii() and 2 <= len(value) <= LONGEST_TAG
        if not plain:
            raise Invalid("value", "no_such_choice")
    elif value not in known[dimension]:
        raise Invalid("value", "no_such_choice")
