"""Who reads advice outside of its room: everybody, once it is out."""

from sqlalchemy import ColumnElement, or_, select

from consult.contributions.access import visible as visible_rows
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY
from consult.proceedings.models import Proceeding
from consult.workspaces.advice.models import Advice


def is_out() -> ColumnElement[bool]:
    """Advice that was published: on the page of a body, or where the public reads it in the proceeding it was given to."""
    there = (
        select(Contribution.id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Contribution.reference == Advice.published_as, visible_rows(ANYBODY))
        .where(Contribution.state.in_(("published", "withdrawn")))
    )
    return Advice.published_at.is_not(None) & or_(Advice.published_as.is_(None), there.exists())
