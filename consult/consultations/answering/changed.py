"""What was changed in the questions since the author of a draft saw them, in words."""

from collections.abc import Mapping

from consult.consultations.answering.loading import Sitting
from consult.consultations.editing.changes import changes_between
from consult.consultations.editing.words import changes_in_words
from consult.consultations.queries import asked
from consult.consultations.written import written_questionnaire
from consult.web.language import language
from consult.web.site import reading


def changes_of(sitting: Sitting) -> list[tuple[str, list[str]]]:
    """(what is different, the words of the questions) for each kind of change; nothing where nothing was changed."""
    if not sitting.is_changed or sitting.draft is None:
        return []
    before = asked(reading(), sitting.proceeding, language(), sitting.draft.questionnaire)
    if before is None:
        return []
    old, new = (
        written_questionnaire(reading(), sitting.proceeding.id, number=number).sections
        for number in (before.number, sitting.asked.number)
    )

    def best(words: Mapping[str, str], absent: str) -> str:
        known = (language(), sitting.proceeding.language)
        return next((words[code] for code in known if code in words), next(iter(words.values()), absent))

    return changes_in_words(changes_between(old, new), best)
