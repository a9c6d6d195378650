"""The views of lists that an account saved, and how it wants its desk."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.moderation.models import DeskSetting, SavedView


def saved_views(db: Session, actor: Actor, place: str, proceeding_id: int | None = None) -> Sequence[SavedView]:
    """The actor's own, by name: of the `queue`, or of the `docket` of a proceeding."""
    mine = SavedView.account_id == actor.account_id, SavedView.place == place
    here = SavedView.proceeding_id.is_not_distinct_from(proceeding_id)
    return db.scalars(select(SavedView).where(*mine, here).order_by(SavedView.name, SavedView.id)).all()


class Wanted(NamedTuple):
    """How somebody wants the desk."""

    veils_all: bool = False
    keys_off: bool = False


def desk_wanted(db: Session, actor: Actor) -> Wanted:
    """The actor's own settings, or the usual ones."""
    columns = DeskSetting.veils_all, DeskSetting.keys_off
    row = db.execute(select(*columns).where(DeskSetting.account_id == actor.account_id)).one_or_none()
    return Wanted(*row) if row is not None else Wanted()
