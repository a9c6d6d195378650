"""`weigh`: what of the answers is shown, kept and refused."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from consult.consultations.answers.reading import Manner, Unfit, is_empty
from consult.consultations.answers.rules import holds
from consult.consultations.answers.values import cells, read, words_of
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.bearing import Weight, bearing_of
from consult.contributions.operations.submit import NewPassage

Answers = dict[str, Any]
MOST_PROBLEMS = 300


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one answer cannot be taken as it is; `key` is that of the question, or of the group or form as a whole."""

    key: str
    instance: int
    row: str | None
    problem: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it is, as the form's fields are called after their `q_`."""
        if self.row is None and self.instance == 1:
            return self.key
        return ".".join((self.key, str(self.instance), *([self.row] if self.row else [])))


@dataclass(slots=True)
class Weighed:
    """What the judge found. `kept` is canonical and holds what is fit and shown; `shown` counts as it was given.

    `instances` are what was kept of each instance of a group, by key of the group and number as it was given.
    """

    answered: list["Answered"] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kept: Answers = field(default_factory=dict)
    shown: set[tuple[str, int]] = field(default_factory=set)
    instances: dict[tuple[str, int], Answers] = field(default_factory=dict)

    @property
    def passages(self) -> tuple[NewPassage, ...]:
        """What would be filed: one for each answer, and for each answered row of a matrix."""
        return tuple(passage for one in self.answered for passage in one.passages())

    def place_of(self, group: str, number: int) -> int | None:
        """Where an instance, by its number as it was given, stands among those that are kept; None where it is not."""
        kept = [given for (key, given), one in self.instances.items() if key == group and one]
        return kept.index(number) + 1 if number in kept else None


class Answered(NamedTuple):
    """A canonical answer; `place` is that of its instance among those that are kept."""

    question: AskedQuestion
    value: Any
    place: int
    language: str

    def passages(self) -> Iterator[NewPassage]:
        """Its value and words as they are filed."""
        question = self.question
        for row, part in cells(question, self.value):
            text = words_of(question, part, self.language)
            typed = {"type": question.type, "value": part}
            yield NewPassage(text, typed, question.public_id, self.place, row)


def weigh(
    asked: Asked,
    answers: Any,
    *,
    complete: bool = True,
    files: Collection[str] = (),
    only: Collection[str] | None = None,
    weights: Sequence[Weight] | None = None,
) -> Weighed:
    """Judge answers to a version; never raises for what a person or a program sent.

    `complete=False`, for a step or a draft, asks for nothing that is missing. `files` are the public ids of the
    attachments that these answers may name. Instances of groups that say nothing are dropped; those that follow move up
    in `kept` and `passages`, while `problems` and `shown` count as they were given.
    `only` names the questions whose answers are judged, among them all that decide what is shown (bearing.py): `shown` is
    the same as ever then, the rest is told of these alone. `weights`, of what some questions hang on, narrow it to those.
    """
    judge = _Judge(asked, answers, Manner(complete, frozenset(files)), only)
    for section, weight in zip(asked.sections, weights or judge.weights, strict=True):
        judge.section(section, weight)
    if only is None:
        judge.refuse_unknown()
    return judge.told


def _whole(section: AskedSection) -> Weight:
    """A section all of whose answers are judged."""
    return Weight(frozenset(), tuple(section.questions))


class _Judge:
    """One weighing: the answers as given, and what was found so far."""

    def __init__(self, asked: Asked, answers: Any, manner: Manner, only: Collection[str] | None) -> None:
        self.asked, self.manner, self.only, self.told = asked, manner, only, Weighed()
        self.given: Mapping[str, Any] = answers if isinstance(answers, Mapping) else {}
        if not isinstance(answers, Mapping):
            self._refuse("form", 1, Unfit("not_answers"))
        bearing = bearing_of(asked)
        self.questions, self.group_of = bearing.questions, bearing.group_of
        self.weights = bearing.weights if only == bearing.deciding else [_whole(one) for one in asked.sections]
        self.instance: Answers = {}
        self.group: str | None = None

    def section(self, section: AskedSection, weight: Weight) -> None:
        """Judge a section, or each instance of a group; of its light questions nothing but that they are shown."""
        if not weight.light and not weight.heavy:
            return
        self.group, self.instance = None, {}
        if not holds(section.show_if, self._found):
            return
        if section.repeats:
            self._group(section, weight)
            return
        self.told.shown.update((key, 1) for key in weight.light)
        for question in weight.heavy:
            self._question(question, 1, self.given, self.told.kept, 1, self.manner)

    def _group(self, section: AskedSection, weight: Weight) -> None:
        given = self._instances(section)
        kept: list[Answers] = []
        asked = False
        for number in range(1, max(len(given), section.repeats_min, 1) + 1):
            one = given[number - 1] if number <= len(given) else {}
            self.group, self.instance = section.key, {}
            self.told.instances[section.key, number] = self.instance
            needed = number <= section.repeats_min or not is_empty(one)
            manner = self.manner if needed else self.manner._replace(complete=False)
            self.told.shown.update((key, number) for key in weight.light)
            for question in weight.heavy:
                self._question(question, number, one, self.instance, len(kept) + 1, manner)
            asked = asked or any((question.key, number) in self.told.shown for question in section.questions)
            if self.instance:
                kept.append(self.instance)
        if kept:
            self.told.kept[section.key] = kept
        if self.manner.complete and asked and len(kept) < section.repeats_min and not self._refused(section):
            self._refuse(section.key, 1, Unfit("too_few_groups", limit=section.repeats_min))

    def _instances(self, section: AskedSection) -> list[Mapping[str, Any]]:
        """The instances as given. What is no list of mappings, and what is too many, is refused and left out."""
        raw = self.given.get(section.key)
        if is_empty(raw):
            raw = [{} for _one in raw] if isinstance(raw, list) else []
        if not isinstance(raw, list):
            self._refuse(section.key, 1, Unfit("not_answers"))
            return []
        if len(raw) > section.repeats_max:
            if not is_empty(raw[section.repeats_max :]):
                self._refuse(section.key, 1, Unfit("too_many_groups", limit=section.repeats_max))
            raw = raw[: section.repeats_max]
        keys = {question.key for question in section.questions if question.takes_answer}
        found: list[Mapping[str, Any]] = []
        for number, one in enumerate(raw, start=1):
            if not isinstance(one, Mapping):
                if not is_empty(one):
                    self._refuse(section.key, number, Unfit("not_answers"))
                one = {}
            for key in one.keys() - keys:
                self._refuse(key, number, Unfit("no_such_question"))
            found.append(one)
        return found

    def _question(
        self, question: AskedQuestion, number: int, given: Mapping[str, Any], kept: Answers, place: int, manner: Manner
    ) -> None:
        """Judge one question of one instance: `number` as given, `place` among those that are kept."""
        if question.show_if is not None and not holds(question.show_if, self._found):
            return
        self.told.shown.add((question.key, number))
        if not question.takes_answer or (self.only is not None and question.key not in self.only):
            return
        try:
            value = read(question, given.get(question.key), manner)
        except Unfit as unfit:
            self._refuse(question.key, number, unfit)
            return
        if value is None:
            return
        kept[question.key] = value
        self.told.answered.append(Answered(question, value, place, self.asked.language))

    def _found(self, key: str) -> Sequence[tuple[str, Any]]:
        """The answers that a rule sees: in its own group those of the same instance, in others those of all."""
        question = self.questions.get(key)
        if question is None:
            return ()
        group = self.group_of.get(key)
        if group is None:
            places: list[Answers] = [self.told.kept]
        else:
            places = [self.instance] if group == self.group else self.told.kept.get(group, [])
        return [(question.type, one[key]) for one in places if key in one]

    def refuse_unknown(self) -> None:
        """Refuse what no question asks for; answers to hidden questions are dropped without a word."""
        groups = {section.key for section in self.asked.sections if section.repeats}
        known = groups | {key for key in self.questions if key not in self.group_of}
        for key, raw in self.given.items():
            if key not in known and not is_empty(raw):
                self._refuse(key, 1, Unfit("no_such_question"))

    def _refused(self, section: AskedSection) -> bool:
        keys = {question.key for question in section.questions} | {section.key}
        return any(problem.key in keys for problem in self.told.problems)

    def _refuse(self, key: Any, instance: int, unfit: Unfit) -> None:
        if len(self.told.problems) < MOST_PROBLEMS:
            problem = Problem(str(key)[:60], instance, unfit.row, unfit.problem, unfit.facts)
            self.told.problems.append(problem)
