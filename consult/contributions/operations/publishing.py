"""Publishing by decision: the secretariat chooses what of the accepted input gets its public entry."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.operations.listing import list_publicly, record_at_desk, standing, waits_for_the_day
from consult.contributions.publication import awaits_decision, may_be_listed
from consult.contributions.search import index_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import enqueue
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

MOST = 100


def publish_contributions(db: Session, actor: Actor, *, proceeding_id: int, references: Sequence[str]) -> int:
    """Decide that these are published; how many. What came without a public name appears with the next daily release.

    Raises NotFound for whoever may not publish here and for an unknown reference, Conflict where one of them does not
    wait for this decision, Invalid for none or for more than a hundred at once.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "contribution:publish", proceeding)
    wanted = set(references)
    if not wanted:
        raise Invalid("references", "required")
    if len(wanted) > MOST:
        raise Invalid("references", "too_many", limit=MOST)
    query = select(Contribution).where(Contribution.proceeding_id == proceeding.id, Contribution.reference.in_(wanted))
    rows = list(db.scalars(query.order_by(Contribution.id).with_for_update()))
    if len(rows) != len(wanted):
        raise NotFound
    if not all(awaits_decision(proceeding, row) for row in rows):
        raise Conflict("changed_meanwhile")
    secrets.SystemRandom().shuffle(rows)
    for row in rows:
        clear(db, proceeding, row)
    return len(rows)


def clear(db: Session, proceeding: Proceeding, row: Contribution) -> None:
    """Let a locked contribution be published that waited for a decision; in its turn, where it came without a public name."""
    content = standing(db, row)
    row.cleared = True
    record_at_desk(db, proceeding, row, "cleared", content)
    if may_be_listed(proceeding, row) and not waits_for_the_day(proceeding, row):
        list_publicly(db, proceeding, row, content)
        index_contribution(db, proceeding, row, content.passages)


def release_at_closing(db: Session, proceeding: Proceeding) -> None:
    """Ask for the release of what was to be published at the closing, in small transactions after this one."""
    promised = select(Contribution.id).where(
        Contribution.proceeding_id == proceeding.id, Contribution.publication == "at_closing"
    )
    if proceeding.publication == "at_closing" or db.scalar(promised.limit(1)) is not None:
        enqueue(db, "release_closed", {"proceeding_id": proceeding.id}, key=f"release_closed:{proceeding.id}:{now()}")
