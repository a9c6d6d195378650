"""Paragraphs as targets of comments, and answers beside their questions, in words."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.forms import Told, answers_told
from consult.consultations.models import Paragraph
from consult.consultations.queries import asked
from consult.contributions.disclosure import ReadPassage
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.web.language import language


def paragraph_names(db: Session, targets: Sequence[str]) -> dict[str, str]:
    """The number of each paragraph among the targets, in words."""
    query = select(Paragraph.public_id, Paragraph.number).where(Paragraph.public_id.in_(targets))
    return {row.public_id: _("Paragraph %(number)s", number=row.number) for row in db.execute(query)}


def answers_in_words(
    db: Session, proceeding: Proceeding, questionnaire: str, passages: Sequence[ReadPassage]
) -> list[Told]:
    """The answers to a version of the questionnaire, in the language of this request."""
    version = asked(db, proceeding, language(), questionnaire)
    return answers_told(version, [one for one in passages if one.question])
