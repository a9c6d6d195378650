"""The pages of a questionnaire: which questions stand on which, and which of them are asked."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from consult.consultations.answers import Problem, Weighed
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.bearing import Hanging, hanging, named
from consult.core.localized import Words

ALL = "all"
# Seconds that somebody needs who reads with care, by type of question; a row of a matrix counts for itself.
SECONDS = {"long_text": 180, "short_text": 40, "file": 60, "ranking": 45, "budget": 60, "section_text": 20}
USUAL_SECONDS, ROW_SECONDS, LEAST_MINUTES = 20, 12, 5


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one section that stand on a page; `is_first` where the section begins there."""

    section: AskedSection
    questions: tuple[AskedQuestion, ...]
    is_first: bool = True


@dataclass(frozen=True)
class Step:
    """One page; `key` is its last part of the address, the same in every language and for every course through the form."""

    key: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> Words | None:
        """What stands above it."""
        return self.parts[0].section.title

    @cached_property
    def is_always_shown(self) -> bool:
        """Whether no rule can hide all of it."""
        return any(one.show_if is None for part in self.parts if part.section.show_if is None for one in part.questions)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the answers that it asks for, as they stand in the JSON shape of answers."""
        return tuple(key for part in self.parts for key in _keys(part))

    @cached_property
    def question_keys(self) -> frozenset[str]:
        """The keys of all its questions, those in groups too."""
        return frozenset(one.key for part in self.parts for one in part.questions)


def _keys(part: Part) -> Iterator[str]:
    if part.section.repeats:
        yield part.section.key
    else:
        yield from (one.key for one in part.questions if one.takes_answer)


def steps_of(asked: Asked) -> tuple[Step, ...]:
    """All pages of a version, in order, as its paging says; worked out once for each version."""
    found: tuple[Step, ...] | None = asked.worked_out.get("steps")
    if found is None:
        found = asked.worked_out["steps"] = _steps(asked)
    return found


def _steps(asked: Asked) -> tuple[Step, ...]:
    if asked.paging == ALL:
        parts = tuple(Part(section, tuple(section.questions)) for section in asked.sections if section.questions)
        return (Step(ALL, parts),)
    if asked.paging == "question":
        return tuple(step for section in asked.sections for step in _one_by_one(section))
    return tuple(Step(one.key, (Part(one, tuple(one.questions)),)) for one in asked.sections if one.questions)


def _one_by_one(section: AskedSection) -> Iterator[Step]:
    """A page for each question, with the texts that stand before it; a group stays together."""
    if section.repeats and section.questions:
        yield Step(section.key, (Part(section, tuple(section.questions)),))
        return
    waiting: list[AskedQuestion] = []
    is_first = True
    for question in section.questions:
        waiting.append(question)
        if question.takes_answer:
            yield Step(question.key, (Part(section, tuple(waiting), is_first),))
            waiting, is_first = [], False
    if waiting:
        yield Step(waiting[-1].key, (Part(section, tuple(waiting), is_first),))


def shown_steps(steps: Sequence[Step], weighed: Weighed) -> list[Step]:
    """The pages that have something to ask for these answers."""
    asked = {key for key, _instance in weighed.shown}
    return [step for step in steps if step.is_always_shown or not step.question_keys.isdisjoint(asked)]


def hanging_of(asked: Asked, step: Step) -> Hanging:
    """What a page and its number hang on; worked out once for each version."""
    known: dict[str, Hanging] = asked.worked_out.setdefault("hanging", {})
    if step.key not in known:
        unsure = (one.question_keys for one in steps_of(asked) if not one.is_always_shown)
        known[step.key] = hanging(asked, step.question_keys.union(*unsure))
    return known[step.key]


def problems_on(step: Step, problems: Sequence[Problem]) -> list[Problem]:
    """Those that belong to a page."""
    keys = step.question_keys | set(step.keys)
    return [one for one in problems if one.key in keys]


def held_under(asked: Asked, keys: Collection[str]) -> tuple[str, ...]:
    """The keys under which the answers to some questions stand in the JSON shape."""
    found = []
    for section in asked.sections:
        here = [one.key for one in section.questions if one.key in keys]
        found += [section.key] if section.repeats and here else here
    return tuple(found)


def decides(step: Step) -> list[str]:
    """Its questions at which rules of others of the same page look, in order: those come and go while somebody answers."""
    looked_at = {key for part in step.parts for one in part.questions for key in named(one.show_if)}
    return [one.key for part in step.parts for one in part.questions if one.key in looked_at]


def minutes_for(asked: Asked) -> int:
    """How long it takes, in minutes, rounded to fives."""
    seconds = sum(
        SECONDS.get(one.type, USUAL_SECONDS) if not one.rows else ROW_SECONDS * len(one.rows)
        for one in asked.questions()
    )
    return max(LEAST_MINUTES, 5 * math.ceil(seconds / 300))
