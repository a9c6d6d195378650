"""Items of a hearing as what comments and questions are on, in words."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.hearings.programme.models import AgendaItem
from consult.web.language import gettext as _


def item_names(db: Session, targets: Sequence[str]) -> dict[str, str]:
    """The printed number of each item among the targets: that of a closed one is public, too."""
    query = select(AgendaItem.public_id, AgendaItem.label).where(AgendaItem.public_id.in_(targets))
    return {row.public_id: _("Item %(label)s", label=row.label) for row in db.execute(query)}
