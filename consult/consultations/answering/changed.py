"""What was changed in the questions since the author of a draft saw them, in words."""

from collections.abc import Collection

from consult.consultations.answering.loading import Sitting
from consult.consultations.routes.pages import changes_told
from consult.web.language import gettext as _
from consult.web.language import ngettext


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


def changed_words(asked: Collection[str], stood: Collection[str]) -> list[str]:
    """What an answer did to the questions of its page, in sentences for whoever does not see it happen."""
    came, went = len(set(asked) - set(stood)), len(set(stood) - set(asked))
    found = []
    if came:
        found.append(
            ngettext(
                "%(num)s more question is asked on this page.", "%(num)s more questions are asked on this page.", came
            )
        )
    if went:
        found.append(
            ngettext("%(num)s question is not asked any more.", "%(num)s questions are not asked any more.", went)
        )
    return found
