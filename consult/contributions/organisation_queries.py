"""What an organisation submitted, by what `disclose` tells everybody."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.access import sight_of, visible
from consult.contributions.disclosure import Discloser, Reading, disclosed
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY
from consult.proceedings.models import Proceeding


def public_inputs_of(
    db: Session, organisation: str, *, limit: int, offset: int
) -> tuple[list[tuple[Proceeding, Reading]], int]:
    """Its published input with a public name, the newest first, and how many there are.

    Asked as anybody, whoever asks: an organisation that chose not to be named is not found by its page.
    """
    joined = select(Contribution, Proceeding).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    told = (
        visible(ANYBODY),
        Contribution.place.is_not(None),
        Contribution.organisation == organisation,  # finds by the index what the next line then decides
        disclosed(ANYBODY, "organisation") == organisation,
    )
    total = db.scalar(joined.with_only_columns(func.count(Contribution.id)).where(*told)) or 0
    order = (Contribution.submitted_at.desc(), Contribution.id.desc())
    rows = db.execute(joined.where(*told).order_by(*order).limit(limit).offset(offset)).all()
    return [(room, Discloser(sight_of(ANYBODY, room)).disclose(row, ())) for row, room in rows], total
