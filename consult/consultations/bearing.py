"""What of a version bears on what is shown: worked out once for each version in a language, for all who answer it."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from consult.consultations.asked import Asked, AskedQuestion, AskedSection, Rule
from consult.core.localized import Words

PLACE = re.compile(r"\{\{\s*([a-z0-9][a-z0-9_]{0,59})\s*\}\}")


class Weight(NamedTuple):
    """The questions of a section by what they bear: those that are always shown and decide nothing, by key, and the others."""

    light: frozenset[str]
    heavy: tuple[AskedQuestion, ...]


class Bearing(NamedTuple):
    """`questions` and `group_of` are by key of a question; `keys` are those that take an answer, section by section.

    `deciding` are the questions whose answers rules look at or texts take up: what is shown hangs on no other answer.
    `weights` are of the sections in order.
    """

    questions: Mapping[str, AskedQuestion]
    group_of: Mapping[str, str]
    keys: tuple[frozenset[str], ...]
    deciding: frozenset[str]
    asks_files: bool
    weights: tuple[Weight, ...]


def bearing_of(asked: Asked) -> Bearing:
    """That of a version; kept with it, because nobody changes its sections."""
    found: Bearing | None = asked.worked_out.get("bearing")
    if found is None:
        found = asked.worked_out["bearing"] = _bearing(asked)
    return found


def _bearing(asked: Asked) -> Bearing:
    deciding = frozenset(key for part in asked.sections for key in _decides(part))
    return Bearing(
        {question.key: question for question in asked.answerable()},
        {one.key: part.key for part in asked.sections if part.repeats for one in part.questions},
        tuple(frozenset(one.key for one in part.questions if one.takes_answer) for part in asked.sections),
        deciding,
        any(one.type == "file" for one in asked.questions()),
        tuple(_weight(part, deciding, {one.key for one in part.questions}) for part in asked.sections),
    )


def _weight(section: AskedSection, deciding: Collection[str], wanted: Collection[str]) -> Weight:
    here = [one for one in section.questions if one.key in wanted]
    heavy = tuple(one for one in here if one.show_if is not None or one.key in deciding)
    return Weight(frozenset(one.key for one in here) - {one.key for one in heavy}, heavy)


def _decides(section: AskedSection) -> Iterator[str]:
    yield from named(section.show_if)
    yield from _taken_up(section.title, section.text, section.repeat_label)
    for one in section.questions:
        yield from named(one.show_if)
        yield from _taken_up(one.label, one.hint, one.help, one.text)


def named(rule: Rule | None) -> set[str]:
    """The keys of the questions that a rule looks at."""
    if rule is None:
        return set()
    if "question" in rule:
        return {str(rule["question"])}
    inner = [*rule.get("all", ()), *rule.get("any", ()), *([rule["not"]] if "not" in rule else [])]
    return {key for one in inner for key in named(one)}


class Hanging(NamedTuple):
    """What it takes to tell which of some questions are shown, and with what words: the answers that are judged, by key of
    their questions, and the sections' questions."""

    keys: frozenset[str]
    weights: tuple[Weight, ...]


def hanging(asked: Asked, wanted: frozenset[str]) -> Hanging:
    """That of the questions of these keys: the answers that their rules and words look at, those that decide on these, and on."""
    place = {one.key: (section, one) for section in asked.sections for one in section.questions}
    found: set[str] = set()
    ahead = {key for one in wanted for key in _hangs_on(*place[one])} & place.keys()
    while ahead:
        found |= ahead
        ahead = {key for one in ahead for key in _hangs_on(*place[one])} & place.keys() - found
    return Hanging(frozenset(found), tuple(_weight(section, found, wanted | found) for section in asked.sections))


def _hangs_on(section: AskedSection, question: AskedQuestion) -> set[str]:
    said = set(_taken_up(section.title, section.text, section.repeat_label))
    said |= set(_taken_up(question.label, question.hint, question.help, question.text))
    return named(section.show_if) | named(question.show_if) | said


def takes_up_answers(question: AskedQuestion) -> bool:
    """Whether its words hold a place for an earlier answer."""
    said = (question.label, question.hint, question.help, question.text)
    return any("{{" in words.text for words in said if words is not None)


def _taken_up(*texts: Words | None) -> Iterator[str]:
    for words in texts:
        if words is not None:
            yield from (found[1] for found in PLACE.finditer(words.text))
