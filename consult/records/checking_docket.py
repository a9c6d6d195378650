"""Checking the docket: its counts against its rows, its marks against the relations, its codes against those that were given."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.docket.cells import BETWEEN, WHOLE
from consult.contributions.docket.folding import differing
from consult.contributions.docket.models import GivenCode, Relation
from consult.contributions.models import Contribution
from consult.contributions.operations.relating import mark_of
from consult.proceedings.models import Proceeding


def docket_differences(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """Each difference in one line."""
    for one in differing(db, proceeding.id):
        alike = " ".join(part for part in one.cell.split(BETWEEN) if part)
        when = "in all" if one.day == WHOLE else f"on {one.day}"
        yield f"{proceeding.slug}: the docket counts {one.counted} of {alike} {when}, and there are {one.there}"
    of_room = Contribution.proceeding_id == proceeding.id
    related = select(Contribution).where(
        of_room,
        Contribution.mark.is_not(None)
        | Contribution.id.in_(select(Relation.one_id))
        | Contribution.id.in_(select(Relation.other_id)),
    )
    for row in db.scalars(related.order_by(Contribution.id)).all():
        if row.mark != (mark := mark_of(db, row.id)):
            yield f"{proceeding.slug}: {row.reference} is marked {row.mark}, and its relations say {mark}"
    given = select(GivenCode.contribution_id, GivenCode.code).where(
        GivenCode.proceeding_id == proceeding.id, GivenCode.ended_at.is_(None)
    )
    codes = {row.contribution_id: row.code for row in db.execute(given)}
    coded = select(Contribution.id, Contribution.reference, Contribution.code).where(
        of_room, Contribution.code.is_not(None) | Contribution.id.in_(list(codes))
    )
    for held in db.execute(coded):
        if held.code != codes.get(held.id):
            yield f"{proceeding.slug}: {held.reference} has the code {held.code}, and was given {codes.get(held.id)}"
