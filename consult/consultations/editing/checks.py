"""What stands in the way of publishing a questionnaire, and where it is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from consult.consultations.editing.piping import piped_in
from consult.consultations.editing.reach import Shown, before, can_hold
from consult.consultations.shape.publishing import misplaced_rules

Item = Mapping[str, Any]
SECTION_TEXTS = ("title", "text", "repeat_label")
LISTS = (("options", "option"), ("rows", "row"))


class Finding(NamedTuple):
    """A problem at a section or at one of its questions; `grave` ones refuse the publishing, others are confirmed."""

    problem: str
    grave: bool
    section: str | None = None
    question: str | None = None
    facts: Mapping[str, Any] = {}


def findings(
    sections: Sequence[Item], languages: Sequence[str], original: str, older: Mapping[str, Sequence[str]] | None = None
) -> list[Finding]:
    """Everything that is wrong, in the order of the questions.

    `older` are the languages in which a translation is older than its original, by key of the section or question.
    """
    if not any(part["questions"] for part in sections):
        return [Finding("no_questions", True)]
    return [
        *_repeated_keys(sections),
        *rule_findings(sections),
        *_piping(sections),
        *(found for part in sections for found in _of_section(part, languages, original)),
        *_older(sections, languages, older or {}),
    ]


def _older(sections: Sequence[Item], languages: Sequence[str], older: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    for part, question in before(sections):
        name = _name(part, question)
        if behind := [code for code in older.get(name, ()) if code in languages]:
            yield Finding(
                "older_words", False, part["key"], question["key"] if question else None, {"languages": behind}
            )


def _piping(sections: Sequence[Item]) -> Iterator[Finding]:
    earlier: set[str] = set()
    for part, question in before(sections):
        texts = question["texts"] if question else {name: part.get(name) or {} for name in SECTION_TEXTS}
        for key in sorted(set(piped_in(texts)) - earlier):
            yield Finding("piped_too_early", True, part["key"], question["key"] if question else None, {"other": key})
        if question:
            earlier.add(question["key"])


def _repeated_keys(sections: Sequence[Item]) -> Iterator[Finding]:
    times = Counter(_name(part, question) for part, question in before(sections))
    for part, question in before(sections):
        if times[_name(part, question)] > 1:
            yield Finding("repeated_key", True, part["key"], question["key"] if question else None)


def _name(part: Item, question: Item | None) -> str:
    return str(part["key"] if question is None else question["key"])


def _of_section(part: Item, languages: Sequence[str], original: str) -> Iterator[Finding]:
    if not part["questions"]:
        yield Finding("empty_section", True, part["key"])
    texts = {name: part.get(name) or {} for name in SECTION_TEXTS}
    if missing := missing_languages(texts, languages, original):
        yield Finding("missing_words", False, part["key"], None, {"languages": missing})
    for question in part["questions"]:
        for found in _of_question(question, languages, original):
            yield found._replace(section=part["key"], question=question["key"])


def _of_question(question: Item, languages: Sequence[str], original: str) -> Iterator[Finding]:
    texts = question["texts"]
    needed = "text" if question["type"] in ("section_text",) else "label"
    if not texts.get(needed, {}).get(original):
        yield Finding("no_label", True)
    settings = question.get("settings") or {}
    for name, prefix in LISTS:
        for number, key in enumerate(settings.get(name, ()), start=1):
            if not texts.get(f"{prefix}.{key}", {}).get(original):
                yield Finding(f"{prefix}_without_words", True, None, None, {"number": number})
    if missing := missing_languages(texts, languages, original):
        yield Finding("missing_words", False, None, None, {"languages": missing})


def missing_languages(texts: Mapping[str, Mapping[str, str]], languages: Sequence[str], original: str) -> list[str]:
    """The languages that lack a text which the original has."""
    written = [words for words in texts.values() if words.get(original)]
    return [code for code in languages if code != original and not all(words.get(code) for words in written)]


def rule_findings(sections: Sequence[Item]) -> Iterator[Finding]:
    """What is wrong with the rules alone: nothing but names, types, settings and rules is looked at."""
    misplaced: dict[str, list[Finding]] = {}
    for one in misplaced_rules(sections):
        misplaced.setdefault(one.key, []).append(Finding(one.problem, True, facts={"other": one.question}))
    earlier: dict[str, Shown] = {}
    for part, question in before(sections):
        has = part if question is None else question
        rules = [one for one in (part.get("show_if"), question and question.get("show_if")) if one]
        found = misplaced.get(has["key"], [])
        if has.get("show_if") and not found and not can_hold(rules, earlier):
            found = [Finding("never_shown", True)]
        yield from (one._replace(section=part["key"], question=question["key"] if question else None) for one in found)
        if question is not None:
            earlier[question["key"]] = Shown(
                question["type"], question.get("settings") or {}, rules, part.get("repeats_max", 1) > 1
            )
