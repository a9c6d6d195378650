"""The views of lists that an account saved."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.moderation.models import SavedView


def saved_views(db: Session, actor: Actor, place: str, proceeding_id: int | None = None) -> Sequence[SavedView]:
    """The actor's own, by name: of the `queue`, or of the `docket` of a proceeding."""
    mine = SavedView.account_id == actor.account_id, SavedView.place == place
    here = SavedView.proceeding_id.is_not_distinct_from(proceeding_id)
    return db.scalars(select(SavedView).where(*mine, here).order_by(SavedView.name, SavedView.id)).all()
