"""What was changed in the questions since they were first asked, for everybody to see."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.editing.changes import Change, changes_between
from consult.consultations.models import Questionnaire, QuestionnaireVersion
from consult.consultations.written import written_questionnaire
from consult.core.localized import Words, texts_for


class Publication(NamedTuple):
    """A version after the first one: when it was asked from, what the secretariat says of it, and what is different."""

    number: int
    published_at: datetime
    note: Words | None
    changes: list[Change]


def publications(db: Session, proceeding_id: int, language: str, since: str | None = None) -> list[Publication]:
    """The versions of the questionnaire after the first, or after the one of a public id, the newest first."""
    rows = db.scalars(
        select(QuestionnaireVersion)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding_id, QuestionnaireVersion.published_at.is_not(None))
        .order_by(QuestionnaireVersion.number)
    ).all()
    rows = rows[next((place for place, row in enumerate(rows) if row.public_id == since), 0) :]
    if len(rows) < 2:
        return []
    notes = texts_for(db, [row.owner for row in rows], [language], ["note"])
    written = [written_questionnaire(db, proceeding_id, number=row.number).sections for row in rows]
    found = []
    for place, row in enumerate(rows[1:], start=1):
        changes = changes_between(written[place - 1], written[place])
        if row.published_at is not None:
            found.append(Publication(row.number, row.published_at, notes.get((row.owner, "note")), changes))
    return found[::-1]
