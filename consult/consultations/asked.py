"""A version of a questionnaire in one language, as it is asked: what forms, judges and exports stand on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from consult.core.localized import Words

Rule = dict[str, Any]


@dataclass(slots=True)
class AskedQuestion:
    """A question as a version asks it. `options` and `rows` map a key to its words, in order."""

    public_id: str
    key: str
    type: str
    required: bool
    settings: dict[str, Any]
    label: Words
    hint: Words | None = None
    options: dict[str, Words] = field(default_factory=dict)
    min_label: Words | None = None
    max_label: Words | None = None
    rows: dict[str, Words] = field(default_factory=dict)
    help: Words | None = None
    text: Words | None = None
    unit: Words | None = None
    show_if: Rule | None = None

    @property
    def takes_answer(self) -> bool:
        """Whether it can be answered; a text between the questions cannot."""
        return self.type != "section_text"


@dataclass(slots=True)
class AskedSection:
    """A section with its questions; `key` is where the answers of a repeating group stand."""

    title: Words | None
    questions: list[AskedQuestion] = field(default_factory=list)
    key: str = "section"
    text: Words | None = None
    repeat_label: Words | None = None
    repeats_min: int = 1
    repeats_max: int = 1
    show_if: Rule | None = None

    def most_files(self, question: AskedQuestion) -> int:
        """How many files one of its questions takes, in all instances together."""
        return int(question.settings.get("max_files") or 1) * self.repeats_max

    @property
    def repeats(self) -> bool:
        """Whether it is a repeating group."""
        return self.repeats_max > 1


@dataclass(slots=True)
class Asked:
    """One version of a questionnaire in a language; `newest` when it is the one to answer now.

    Sections and questions of a published version are shared between requests: nobody changes them.
    """

    version_id: int
    public_id: str
    answered_at: datetime | None
    newest: bool
    sections: list[AskedSection]
    language: str = "en"
    number: int = 1
    paging: str = "section"
    published_at: datetime | None = None
    worked_out: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # from its sections, by others

    def questions(self) -> Iterator[AskedQuestion]:
        """All questions in order, texts between them too."""
        for section in self.sections:
            yield from section.questions

    def answerable(self) -> Iterator[AskedQuestion]:
        """The questions that take an answer, in order."""
        return (question for question in self.questions() if question.takes_answer)

    def most_files(self, key: str) -> int:
        """How many files the question of a key takes; 0 for any other."""
        found = (
            (part, one) for part in self.sections for one in part.questions if one.key == key and one.type == "file"
        )
        return next((part.most_files(one) for part, one in found), 0)

    def question(self, key: str) -> AskedQuestion | None:
        """The question of a key."""
        return next((question for question in self.questions() if question.key == key), None)
