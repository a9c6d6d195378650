"""What the kit's script is given: the questionnaire in one language, with every word that it may have to show."""

from collections.abc import Callable
from typing import Any

from consult.consultations.answers.places import language_names
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.documents.reading import FORMAT
from consult.consultations.forms.numerals import decimal_sign
from consult.consultations.offline.words import general_problems, problems_of, problems_of_group, words_of_kit
from consult.consultations.shape.limits import CHARACTERS, SHORT_WORDS
from consult.contributions.attachments.limits import DRAFT_FILES, OFFLINE_BYTES, OFFLINE_FILE_BYTES
from consult.contributions.attachments.routes import LIMITS
from consult.contributions.choices import identity_hints, identity_words, on_behalf_words
from consult.contributions.promise import confidentiality_hints, confidentiality_words
from consult.core.countries import country_names, region_names
from consult.core.localized import Words
from consult.organisations.words import categories_offered
from consult.proceedings.models import Proceeding
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.markdown import markdown
from consult.web.site import reading

PLACES: dict[str, Callable[[str], dict[str, str]]] = {
    "country": country_names,
    "region": region_names,
    "language": language_names,
}


def kit_of(proceeding: Proceeding, asked: Asked) -> dict[str, Any]:
    """The whole of it, as JSON takes it."""
    kinds = {question.type for question in asked.questions()}
    return {
        "format": FORMAT,
        "slug": proceeding.slug,
        "version": asked.public_id,
        "lang": language(),
        "sections": [_section(one) for one in asked.sections],
        "sender": _sender(proceeding),
        "places": {kind: list(names(language()).items()) for kind, names in PLACES.items() if kind in kinds},
        "limits": {
            "characters": CHARACTERS,
            "words": SHORT_WORDS,
            "decimal": decimal_sign(language()),
            "bytes": OFFLINE_FILE_BYTES,
            "files": {"bytes": OFFLINE_BYTES, "count": DRAFT_FILES, "accept": LIMITS["accept"]},
        },
        "words": words_of_kit(),
        "problems": general_problems(),
    }


def _section(section: AskedSection) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": _said(section.title),
        "text": _long(section.text),
        "label": _said(section.repeat_label),
        "min": section.repeats_min,
        "max": section.repeats_max,
        "show_if": section.show_if,
        "problems": problems_of_group(section),
        "questions": [_question(one) for one in section.questions],
    }


def _question(question: AskedQuestion) -> dict[str, Any]:
    return {
        "key": question.key,
        "type": question.type,
        "required": question.required,
        "settings": question.settings,
        "show_if": question.show_if,
        "label": _said(question.label),
        "hint": _said(question.hint),
        "help": _long(question.help),
        "text": _long(question.text),
        "unit": _said(question.unit),
        "options": [[key, _said(words)] for key, words in question.options.items()],
        "rows": [[key, _said(words)] for key, words in question.rows.items()],
        "min_label": _said(question.min_label),
        "max_label": _said(question.max_label),
        "problems": problems_of(question),
    }


def _said(words: Words | None) -> str | dict[str, str] | None:
    """A text, with its language and direction where it is another one than the page's."""
    if words is None or not words.text:
        return None
    if words.language in ("", language()):
        return words.text
    return {"t": words.text, "l": words.language, "d": words.dir}


def _long(words: Words | None) -> str | None:
    return str(markdown(words.text)) if words is not None and words.text else None


def _sender(proceeding: Proceeding) -> dict[str, Any]:
    names, why = identity_words(), identity_hints(proceeding)
    readers, which = confidentiality_words(proceeding), confidentiality_hints(proceeding)
    return {
        "identity": [[one, names[one], why[one]] for one in proceeding.identities],
        "confidentiality": [[one, readers[one], which[one]] for one in proceeding.confidentialities],
        "category": [list(one) for one in categories_offered(reading(), proceeding.body_id)],
        "on_behalf": [list(one) for one in on_behalf_words().items()],
        "country": [list(one) for one in country_names(language()).items()],
        "language": [*(list(one) for one in NAMES.items()), ["und", _("Another language")]],
    }
