"""Paragraphs as targets of comments, in words."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Paragraph
from consult.web.language import gettext as _


def paragraph_names(db: Session, targets: Sequence[str]) -> dict[str, str]:
    """The number of each paragraph among the targets, in words."""
    query = select(Paragraph.public_id, Paragraph.number).where(Paragraph.public_id.in_(targets))
    return {row.public_id: _("Paragraph %(number)s", number=row.number) for row in db.execute(query)}
