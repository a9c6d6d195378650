"""What of a version bears on what is shown: worked out once for each version in a language, for all who answer it."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from consult.consultations.asked import Asked, AskedQuestion, AskedSection, Rule
from consult.core.localized import Words

PLACE = re.compile(r"\{\{\s*([a-z0-9][a-z0-9_]{0,59})\s*\}\}")


class Bearing(NamedTuple):
    """`questions` and `group_of` are by key of a question; `keys` are those that take an answer, section by section.

    `deciding` are the questions whose answers rules look at or texts take up: what is shown hangs on no other answer.
    """

    questions: Mapping[str, AskedQuestion]
    group_of: Mapping[str, str]
    keys: tuple[frozenset[str], ...]
    deciding: frozenset[str]
    asks_files: bool


def bearing_of(asked: Asked) -> Bearing:
    """That of a version; kept with it, because nobody changes its sections."""
    found: Bearing | None = asked.worked_out.get("bearing")
    if found is None:
        found = asked.worked_out["bearing"] = _bearing(asked)
    return found


def _bearing(asked: Asked) -> Bearing:
    return Bearing(
        {question.key: question for question in asked.answerable()},
        {one.key: part.key for part in asked.sections if part.repeats for one in part.questions},
        tuple(frozenset(one.key for one in part.questions if one.takes_answer) for part in asked.sections),
        frozenset(key for part in asked.sections for key in _decides(part)),
        any(one.type == "file" for one in asked.questions()),
    )


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


def _taken_up(*texts: Words | None) -> Iterator[str]:
    for words in texts:
        if words is not None:
            yield from (found[1] for found in PLACE.finditer(words.text))
