"""From what a page sent to answers; whatever was typed stays in them, also what no question takes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from consult.consultations.answers import Answers
from consult.consultations.answers.reading import is_empty
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.forms.names import DATE_PARTS, HYPHEN, YES, count_of, name_of, part_of
from consult.consultations.forms.numerals import canonical_from, western
from consult.consultations.shape.limits import MOST_INSTANCES, OTHER


class FormData(Protocol):
    """What was sent: the texts under each name."""

    def getlist(self, key: str) -> Sequence[str]:
        """All texts under a name."""


class Sent(dict[str, Sequence[str]]):
    """Form data made by hand, for tests and programs."""

    def getlist(self, key: str) -> Sequence[str]:
        """All texts under a name."""
        return self.get(key, [])


def answers_in(asked: Asked, formdata: FormData, keys: Collection[str] | None = None) -> Answers:
    """The answers that a page sent, in the shape of answers/; what was left empty is not among them.

    `keys` are the questions that stood on the page; None means all. Instances of groups stand where they stood.
    """
    found: Answers = {}
    for section in asked.sections:
        questions = [one for one in section.questions if one.takes_answer and (keys is None or one.key in keys)]
        if not questions:
            continue
        if section.repeats:
            instances = [_instance(asked, questions, formdata, n) for n in range(1, shown_count(section, formdata) + 1)]
            if not is_empty(instances):
                found[section.key] = instances
        else:
            found |= _instance(asked, questions, formdata, None)
    return found


def merged(answers: Mapping[str, Any], asked: Asked, sent: Answers, keys: Collection[str]) -> Answers:
    """Earlier answers with those of a page in place: what was emptied there is gone, the rest stays."""
    groups = {part.key for part in asked.sections if part.repeats and any(one.key in keys for one in part.questions)}
    return {key: value for key, value in answers.items() if key not in keys and key not in groups} | sent


def shown_count(section: AskedSection, formdata: FormData) -> int:
    """How many instances of a group stood on the page."""
    typed = western("".join(formdata.getlist(count_of(section))[:1]))[:4]
    count = int(typed) if typed.isascii() and typed.isdecimal() else 1
    return max(min(count, MOST_INSTANCES), 1)


def _instance(
    asked: Asked, questions: Sequence[AskedQuestion], formdata: FormData, instance: int | None
) -> dict[str, Any]:
    found = {}
    for question in questions:
        value = _READERS.get(question.type, _text)(question, formdata, instance, asked.language)
        # A chosen "other" without words is kept: it says something.
        if not is_empty(value) or (isinstance(value, Mapping) and OTHER in value and question.type == "single_choice"):
            found[question.key] = value
    return found


def _first(formdata: FormData, name: str) -> str:
    return "".join(formdata.getlist(name)[:1])


def _text(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> str:
    return _first(formdata, name_of(question, instance))


def _single(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> Any:
    chosen = _first(formdata, name_of(question, instance))
    if not question.settings.get("other"):
        return chosen
    words = _first(formdata, part_of(question, instance, OTHER))
    return {OTHER: words} if chosen == OTHER or (not chosen and words.strip()) else chosen


def _multiple(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> list[Any]:
    chosen: list[Any] = list(formdata.getlist(name_of(question, instance)))
    if not question.settings.get("other"):
        return chosen
    words = _first(formdata, part_of(question, instance, OTHER))
    return [one for one in chosen if one != OTHER] + ([{OTHER: words}] if words.strip() else [])


def _step(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> Any:
    typed = western(_text(question, formdata, instance, language).strip())
    digits = typed.removeprefix("-")
    return int(typed) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else typed


def _ranking(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> Any:
    """The options in their order; as option → place where two have the same one."""
    typed = {one: western(_first(formdata, part_of(question, instance, one)).strip()) for one in question.options}
    places = {one: place for one, place in typed.items() if place}
    fit = all(place.isascii() and place.isdecimal() and len(place) < 4 for place in places.values())
    if fit and len({int(place) for place in places.values()}) == len(places):
        return sorted(places, key=lambda one: int(places[one]))
    return places


def _matrix_single(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> dict[str, str]:
    typed = {row: _first(formdata, part_of(question, instance, row)) for row in question.rows}
    return {row: value for row, value in typed.items() if value}


def _matrix_multiple(
    question: AskedQuestion, formdata: FormData, instance: int | None, language: str
) -> dict[str, list[str]]:
    typed = {row: list(formdata.getlist(part_of(question, instance, row))) for row in question.rows}
    return {row: values for row, values in typed.items() if values}


def _number(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> str:
    return canonical_from(_text(question, formdata, instance, language), language)


def _date(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> str:
    """A day as YYYY-MM-DD; what is no day as year-month-day as they were typed."""
    typed = (_first(formdata, part_of(question, instance, part)).strip() for part in DATE_PARTS)
    day, month, year = (western(one).replace("-", HYPHEN) for one in typed)
    if not (day or month or year):
        return ""
    if len(day) == 1 and day.isdecimal():
        day = f"0{day}"
    if len(month) == 1 and month.isdecimal():
        month = f"0{month}"
    return f"{year}-{month}-{day}"


def _files(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> list[str]:
    return [one for one in formdata.getlist(name_of(question, instance)) if one]


def _consent(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> Any:
    typed = _text(question, formdata, instance, language)
    return True if typed == YES else typed


def _budget(question: AskedQuestion, formdata: FormData, instance: int | None, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for option in question.options:
        typed = _first(formdata, part_of(question, instance, option)).strip()
        points = canonical_from(typed, language)
        if typed:
            found[option] = int(points) if points.isascii() and points.isdecimal() and len(points) < 10 else typed
    return found


Reader = Callable[[AskedQuestion, FormData, int | None, str], Any]
_READERS: Mapping[str, Reader] = {
    "single_choice": _single,
    "multiple_choice": _multiple,
    "scale": _step,
    "rating": _step,
    "ranking": _ranking,
    "matrix_single": _matrix_single,
    "matrix_multiple": _matrix_multiple,
    "number": _number,
    "date": _date,
    "file": _files,
    "consent": _consent,
    "budget": _budget,
}
