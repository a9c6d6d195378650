"""What was changed in the questions since the author of a draft saw them, in words."""

from consult.consultations.answering.loading import Sitting
from consult.consultations.routes.pages import changes_told
from consult.web.language import gettext as _


def changes_of(sitting: Sitting) -> list[tuple[str, list[str]]]:
    """(what is different, the words of it) for each kind of change; nothing where nothing was changed."""
    if not sitting.is_changed or sitting.draft is None:
        return []
    published = changes_told(sitting.proceeding, since=sitting.draft.questionnaire)
    lost = [
        _("“%(answer)s” is no longer among the answers to “%(question)s”.", answer=one.words, question=one.label.text)
        for one in sitting.carried[1]
    ]
    found = [(kind, list(words)) for one in published for kind, words in one.kinds]
    return found + ([(_("Answers of yours that are no longer offered"), lost)] if lost else [])
