"""From a document to a draft: what fits the questions is carried, as it was written; the rest is named."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from consult.consultations.answers import weigh
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.shape.limits import MOST_OPTIONS, OTHER
from consult.core.text import CONTROL

MAPPINGS = ("matrix_single", "matrix_multiple", "budget")
LONGEST = 200_000


class Carried(NamedTuple):
    """Answers that the pages can show, fit or not, and the parts of the document that no question takes."""

    answers: dict[str, Any]
    left_out: list[str]


def carried(asked: Asked, answers: Mapping[str, Any]) -> Carried:
    """What of the answers goes into a draft. Never raises for what somebody wrote into a file by hand."""
    kept = dict(weigh(asked, answers, complete=False).kept)
    taken: dict[str, Any] = {}
    known: set[str] = set()
    for section in asked.sections:
        keys = {one.key for one in section.questions if one.takes_answer}
        if section.repeats:
            known.add(section.key)
            taken |= _group(section, answers.get(section.key))
        else:
            known |= keys
            taken |= _shown(section, answers)
    found = {key: value for key, value in taken.items() if key not in kept or _is_group(asked, key)} | {
        key: value for key, value in kept.items() if not _is_group(asked, key)
    }
    strange = [key for key in answers if key not in known]
    broken = [
        key for key in answers if key in known and key not in found and answers[key] not in (None, "", [], {}, False)
    ]
    return Carried(found, [CONTROL.sub("", str(key))[:40] for key in (*strange, *broken)])


def _is_group(asked: Asked, key: str) -> bool:
    return any(section.repeats and section.key == key for section in asked.sections)


def _group(section: AskedSection, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, list):
        return {}
    found = [_shown(section, one) for one in raw[: section.repeats_max] if isinstance(one, Mapping)]
    return {section.key: found} if any(found) else {}


def _shown(section: AskedSection, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Those answers of one instance that a field can show."""
    found = {}
    for question in section.questions:
        value = _fit(question, raw.get(question.key)) if question.takes_answer else None
        if value not in (None, "", [], {}):
            found[question.key] = value
    return found


def _fit(question: AskedQuestion, raw: Any) -> Any:
    """A value of a shape that the field of this type can show, or None. Files are none: they are added on the page."""
    kind = question.type
    if kind == "file":
        return None
    if kind == "multiple_choice":
        return [one for one in raw[:MOST_OPTIONS] if _is_choice(one)] if isinstance(raw, list) else None
    if kind == "ranking":
        return [one for one in raw[:MOST_OPTIONS] if _is_text(one)] if isinstance(raw, list) else _places(question, raw)
    if kind in MAPPINGS:
        return _places(question, raw)
    if kind == "consent":
        return True if raw is True else None
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw if -(10**15) < raw < 10**15 else None
    if isinstance(raw, float):
        return str(raw)
    return raw if _is_text(raw) or (kind == "single_choice" and _is_choice(raw)) else None


def _is_text(raw: Any) -> bool:
    return isinstance(raw, str) and len(raw) <= LONGEST


def _is_choice(raw: Any) -> bool:
    return _is_text(raw) or (isinstance(raw, dict) and set(raw) == {OTHER} and _is_text(raw[OTHER]))


def _places(question: AskedQuestion, raw: Any) -> dict[str, Any] | None:
    """Row or option → a text, a number, or texts; what is no row or option of the question is left out."""
    if not isinstance(raw, dict):
        return None
    names = question.rows if question.type.startswith("matrix") else question.options
    found: dict[str, Any] = {}
    for name in names:
        value = raw.get(name)
        if isinstance(value, list) and question.type == "matrix_multiple":
            found[name] = [one for one in value[:MOST_OPTIONS] if _is_text(one)]
        elif _is_text(value) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**12):
            found[name] = value
    return found
