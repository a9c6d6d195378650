"""The questions of a page as a template shows them: words in place, answers in their fields, problems beside them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from consult.consultations.answers import Problem, Weighed, weigh
from consult.consultations.answers.ordering import Beside, options_in_order, piped_markup
from consult.consultations.answers.places import language_name, language_names
from consult.consultations.answers.texts import steps, word_limit
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.forms.names import DATE_PARTS, count_of, name_of, part_of
from consult.consultations.forms.numerals import shown_number
from consult.consultations.shape.limits import OTHER
from consult.consultations.shape.settings import SETTINGS
from consult.core.countries import country_names, region_names
from consult.core.errors import Invalid
from consult.core.localized import Words
from consult.web.errors import message_for
from consult.web.formats import foreign, spoken
from consult.web.language import language
from consult.web.markdown import markdown

# Types whose control is a group of radio buttons or boxes, the first of which has the id <name>-0.
GROUPS = ("single_choice", "multiple_choice", "scale", "rating", "region")
NAMES: Mapping[str, Callable[[str], dict[str, str]]] = {
    "country": country_names,
    "region": region_names,
    "language": language_names,
}


@dataclass(slots=True)
class Field:
    """One question of one instance. `instance` is None outside of groups; `value` is what was answered or typed."""

    question: AskedQuestion
    instance: int | None
    name: str
    label: Markup
    hint: Markup | None
    help: Markup | None
    text: Markup | None
    options: list[tuple[str, Words]]
    value: Any
    words: int | None
    error: str | None = None
    error_row: str | None = None
    attached: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> list[Any]:
        """The files that are attached to it, as far as they are known here."""
        named = self.value if isinstance(self.value, list) else []
        return [self.attached[one] for one in named if isinstance(one, str) and one in self.attached]

    @property
    def type(self) -> str:
        """The type of its question."""
        return self.question.type

    @property
    def settings(self) -> dict[str, Any]:
        """All settings of its type; None for those that are not set."""
        return {name: self.question.settings.get(name) for name in SETTINGS[self.type]}

    @property
    def is_free(self) -> bool:
        """Whether it may stay empty."""
        return not self.question.required

    def part(self, part: str) -> str:
        """The name of one part of it."""
        return part_of(self.question, self.instance, part)

    @property
    def first(self) -> str:
        """The id of the control that a problem leads to: that of the row it is in, or the first."""
        kind, row = self.type, self.error_row
        if kind in ("matrix_single", "matrix_multiple"):
            return f"{self.part(row or next(iter(self.question.rows)))}-0"
        if kind in ("ranking", "budget"):
            return self.part(row or self.options[0][0])
        if kind == "date":
            return self.part("day")
        return f"{self.name}-0" if kind in GROUPS else self.name

    @property
    def checked(self) -> frozenset[str]:
        """The values of the boxes that are ticked."""
        several = self.value if isinstance(self.value, list) else [self.value]
        return frozenset(OTHER if isinstance(one, Mapping) else str(one) for one in several if one is not None)

    @property
    def other(self) -> str:
        """The words of another choice."""
        several = self.value if isinstance(self.value, list) else [self.value]
        return next((str(one.get(OTHER) or "") for one in several if isinstance(one, Mapping)), "")

    def in_row(self, row: str) -> frozenset[str]:
        """The columns that are ticked in a row."""
        value = self.value.get(row) if isinstance(self.value, Mapping) else None
        return frozenset(map(str, value if isinstance(value, list) else [] if value is None else [value]))

    def at(self, option: str) -> str:
        """What stands in the field of an option: its points, or its place."""
        if isinstance(self.value, list):
            return str(self.value.index(option) + 1) if option in self.value else ""
        value = self.value.get(option) if isinstance(self.value, Mapping) else None
        return "" if value is None else str(value)

    @property
    def typed(self) -> str:
        """What stands in a field of one line."""
        text = "" if self.value is None else str(self.value)
        return shown_number(text, language()) if self.type == "number" else text

    @property
    def day(self) -> list[tuple[str, str]]:
        """The parts of a day and what stands in them."""
        parts = str(self.value or "").split("-", 1)
        month, _hyphen, day = parts[1].partition("-") if len(parts) > 1 else ("", "", "")
        return list(zip(DATE_PARTS, (day, month, parts[0]), strict=True))

    @property
    def steps(self) -> range:
        """The numbers of a scale or rating."""
        return steps(self.question)

    @property
    def names(self) -> dict[str, str]:
        """The countries, regions or languages to choose from; what was chosen is among them."""
        found = NAMES[self.type](language())
        if self.typed and self.typed not in found and self.type == "language":
            return {self.typed: language_name(self.typed, language()), **found}
        return found

    @property
    def total(self) -> int:
        """The points of a budget."""
        return int(self.question.settings["total"])


@dataclass(slots=True)
class Instance:
    """The fields of a section, or of one instance of a group, which has a number from 1."""

    number: int | None
    fields: list[Field]


@dataclass(slots=True)
class PartSection:
    """A section of the page. `more` when another instance may be added, `fewer` when one may be taken away."""

    section: AskedSection
    title: Markup | None
    text: Markup | None
    instances: list[Instance]
    error: str | None = None

    @property
    def count_name(self) -> str:
        """The name of the field that counts its instances."""
        return count_of(self.section)

    @property
    def more(self) -> bool:
        """Whether another instance may be added."""
        return len(self.instances) < self.section.repeats_max

    @property
    def fewer(self) -> bool:
        """Whether an instance may be taken away."""
        return len(self.instances) > max(self.section.repeats_min, 1)


@dataclass(slots=True)
class Part:
    """What stands on one page. `problems` are (address on the page, label, sentence) for the summary."""

    sections: list[PartSection]
    problems: list[tuple[str, Markup | str, str]] = field(default_factory=list)
    weighed: Weighed = field(default_factory=Weighed)

    def fields(self) -> list[Field]:
        """All fields in order."""
        return [one for section in self.sections for instance in section.instances for one in instance.fields]

    @property
    def keys(self) -> set[str]:
        """The keys of the questions that take an answer here."""
        return {one.question.key for one in self.fields() if one.question.takes_answer}

    @property
    def asked(self) -> str:
        """What stands on the page, for its hidden field `asked`."""
        return " ".join(f"{one.question.key}.{one.instance or 1}" for one in self.fields())

    @property
    def takes_files(self) -> bool:
        """Whether one of its questions asks for files."""
        return any(one.type == "file" for one in self.fields())

    def came_up(self, asked: str) -> bool:
        """Whether answers brought up questions that did not stand on the page whose `asked` this is."""
        return not set(self.asked.split()) <= set(asked.split())


def form_for(
    asked: Asked,
    answers: Mapping[str, Any],
    *,
    keys: Collection[str] | None = None,
    problems: Sequence[Problem] = (),
    seed: str = "",
    files: Collection[str] = (),
    everything: bool = False,
    attached: Mapping[str, Any] | None = None,
    weighed: Weighed | None = None,
) -> Part:
    """The shown questions of a page with answers in them, whether fit or not.

    `keys` names the questions of the page, None all of them; `problems` are those of `weigh` for the same answers, of
    which only the page's own are shown. `seed` gives options by chance the same order each time. `everything` shows
    hidden questions, too, for a preview or a print. `attached` describes the files, by public id.
    `weighed` spares weighing the same answers once more.
    """
    weighed = weighed or weigh(asked, answers, complete=False, files=files)
    maker = _Maker(asked, answers, weighed, _by_place(problems), seed, everything, attached or {})
    part = Part([], weighed=weighed)
    for section in asked.sections:
        questions = [one for one in section.questions if keys is None or one.key in keys]
        made = maker.section(section, questions)
        if made is not None:
            part.sections.append(made)
    part.problems = _summary(part)
    return part


def _by_place(problems: Sequence[Problem]) -> dict[tuple[str, int], Problem]:
    found: dict[tuple[str, int], Problem] = {}
    for one in problems:
        found.setdefault((one.key, one.instance), one)
    return found


@dataclass(slots=True)
class _Maker:
    asked: Asked
    answers: Mapping[str, Any]
    weighed: Weighed
    problems: Mapping[tuple[str, int], Problem]
    seed: str
    everything: bool
    attached: Mapping[str, Any]

    def section(self, section: AskedSection, questions: Sequence[AskedQuestion]) -> PartSection | None:
        """The section with its shown questions, or None where it has none here."""
        given = self.answers.get(section.key) if section.repeats else None
        rows: list[Any] = given if isinstance(given, list) else []
        count = min(max(len(rows), section.repeats_min, 1), section.repeats_max) if section.repeats else 1
        instances = []
        for number in range(1, count + 1):
            one = (rows[number - 1] if number <= len(rows) else {}) if section.repeats else self.answers
            typed = one if isinstance(one, Mapping) else {}
            shown = [question for question in questions if self.is_shown(question, number)]
            fields = [self.field(question, number, typed, section) for question in shown]
            if fields:
                instances.append(Instance(number if section.repeats else None, fields))
        if not instances:
            return None
        problem = self.problems.get((section.key, 1)) if section.repeats else None
        title, text = self.said(section.title, None), self.told(section.text, None)
        return PartSection(section, title, text, instances, _sentence(problem))

    def is_shown(self, question: AskedQuestion, number: int) -> bool:
        """Whether a question stands on the page."""
        return self.everything or (question.key, number) in self.weighed.shown

    def field(self, question: AskedQuestion, number: int, typed: Mapping[str, Any], section: AskedSection) -> Field:
        """The field of a question."""
        instance = number if section.repeats else None
        problem = self.problems.get((question.key, number))
        own = (section.key, self.weighed.instances.get((section.key, number), {})) if section.repeats else None
        return Field(
            question,
            instance,
            name_of(question, instance),
            self.said(question.label, own) or Markup(),
            self.said(question.hint, own),
            self.told(question.help, own),
            self.told(question.text, own),
            options_in_order(question, self.seed),
            typed.get(question.key),
            word_limit(question) if question.type in ("short_text", "long_text") else None,
            _sentence(problem),
            problem.row if problem else None,
            self.attached,
        )

    def said(self, words: Words | None, own: Beside | None) -> Markup | None:
        """A line of staff with earlier answers in it."""
        if words is None:
            return None
        return piped_markup(spoken(words, language()), self.asked, self.weighed.kept, own)

    def told(self, words: Words | None, own: Beside | None) -> Markup | None:
        """A longer text of staff, in Markdown, with earlier answers in it."""
        if words is None:
            return None
        made = piped_markup(markdown(words.text), self.asked, self.weighed.kept, own)
        other = foreign(words, language())
        return Markup('<div lang="{}" dir="{}">{}</div>').format(other, words.dir, made) if other else made


def _sentence(problem: Problem | None) -> str | None:
    return message_for(Invalid(problem.key, problem.problem, **problem.facts)) if problem else None


def _summary(part: Part) -> list[tuple[str, Markup | str, str]]:
    found: list[tuple[str, Markup | str, str]] = []
    for section in part.sections:
        if section.error:
            found.append((section.count_name, section.title or "", section.error))
        fields = (one for instance in section.instances for one in instance.fields)
        found += [(one.first, one.label, one.error) for one in fields if one.error]
    return found
