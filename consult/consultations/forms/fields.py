"""The questions of a page as a template shows them: words in place, answers in their fields, problems beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from consult.consultations.answers import Problem, Weighed, weigh
from consult.consultations.answers.ordering import Beside, options_in_order, piped_markup
from consult.consultations.answers.texts import word_limit
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.bearing import takes_up_answers
from consult.consultations.forms.field import Field
from consult.consultations.forms.names import count_of, name_of
from consult.core.errors import Invalid
from consult.core.localized import Words
from consult.web.errors import message_for
from consult.web.formats import foreign, spoken
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.markdown import markdown

QuestionWords = tuple[Markup, Markup | None, Markup | None, Markup | None]  # label, hint, help and text


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
    """What stands on one page. `problems` are (address on the page, label, sentence) for the summary.

    `between` is where its version keeps what stands between the fields; None where answers stand there, too.
    """

    sections: list[PartSection]
    problems: list[tuple[str, Markup | str, str]] = field(default_factory=list)
    weighed: Weighed = field(default_factory=Weighed)
    between: dict[tuple[str, str], list[str]] | None = None

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
        return " ".join(one.place for one in self.fields())

    def asked_beside(self, stood: Collection[str]) -> list[str]:
        """The same as a list, for a page on which these stood: files are asked for only where the form was made to send them."""
        return [one.place for one in self.fields() if one.type != "file" or one.place in stood]

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
    maker = _Maker(asked, answers, weighed, _by_place(problems), seed, everything, attached or {}, language())
    part = Part([], weighed=weighed)
    for section in asked.sections:
        questions = [one for one in section.questions if keys is None or one.key in keys]
        made = maker.section(section, questions) if questions else None
        if made is not None:
            part.sections.append(made)
    part.problems = _summary(part)
    if not any(one.section.repeats or one.error or _takes_up(one.section) for one in part.sections):
        part.between = asked.worked_out.setdefault("between", {})
    return part


def _takes_up(section: AskedSection) -> bool:
    return any(words is not None and "{{" in words.text for words in (section.title, section.text))


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
    code: str

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
            *self.words(question, own),
            options_in_order(question, self.seed),
            typed.get(question.key),
            word_limit(question) if question.type in ("short_text", "long_text") else None,
            _sentence(problem),
            problem.row if problem else None,
            self.attached,
        )

    def words(self, question: AskedQuestion, own: Beside | None) -> QuestionWords:
        """Its words; made once for a version where they take up no answer."""
        kept: dict[tuple[str, str], QuestionWords] = self.asked.worked_out.setdefault("words", {})
        key = question.key, self.code
        if key in kept:
            return kept[key]
        label = self.said(question.label, own) or Markup()
        made = label, self.said(question.hint, own), self.told(question.help, own), self.told(question.text, own)
        if not takes_up_answers(question):
            kept[key] = made
        return made

    def said(self, words: Words | None, own: Beside | None) -> Markup | None:
        """A line of staff with earlier answers in it."""
        if words is None:
            return None
        return piped_markup(spoken(words, self.code), self.asked, self.weighed.kept, own, not_answered())

    def told(self, words: Words | None, own: Beside | None) -> Markup | None:
        """A longer text of staff, in Markdown, with earlier answers in it."""
        if words is None:
            return None
        made = piped_markup(markdown(words.text), self.asked, self.weighed.kept, own, not_answered())
        other = foreign(words, self.code)
        return Markup('<div lang="{}" dir="{}">{}</div>').format(other, words.dir, made) if other else made


def not_answered() -> str:
    """What stands in a text where it takes up an answer that is not there."""
    return _("(not answered)")


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
