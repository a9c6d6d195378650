"""The list of all sections and questions, with what each of them lacks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consult.consultations.editing.checks import Finding, rule_findings
from consult.consultations.editing.queries import (
    Item,
    Part,
    newest_version,
    parts_of,
    published_version,
    question_item,
    section_item,
)
from consult.consultations.models import QuestionnaireVersion
from consult.core.localized import LocalizedText, Words, texts_for
from consult.proceedings.models import Proceeding


class QuestionLine(NamedTuple):
    """A question in the list: `missing` are the languages without some of its words, `problem` what its rule suffers."""

    key: str
    words: Words | None
    type: str
    required: bool
    has_rule: bool
    missing: list[str]
    problem: Finding | None


class SectionLine(NamedTuple):
    """A section in the list."""

    key: str
    words: Words | None
    repeats: tuple[int, int] | None
    has_rule: bool
    missing: list[str]
    problem: Finding | None
    questions: list[QuestionLine]


class Outline(NamedTuple):
    """The whole questionnaire as a list; `changed` when something is not published yet."""

    number: int
    paging: str
    changed: bool
    published: QuestionnaireVersion | None
    sections: list[SectionLine]

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return sum(len(part.questions) for part in self.sections)


def outline(db: Session, proceeding: Proceeding, language: str) -> Outline:
    """The list of all sections and questions, by the same number of queries however many there are."""
    version, published = newest_version(db, proceeding.id), published_version(db, proceeding.id)
    parts = parts_of(db, version.id) if version else []
    owners = [part.row.owner for part in parts] + [one.owner for part in parts for one, _question in part.questions]
    words = texts_for(db, owners, [language], ("title", "label"))
    missing = _missing(db, owners, proceeding)
    problems = {(one.section, one.question): one for one in rule_findings([_bare(part) for part in parts])}
    found = []
    for part in parts:
        row = part.row
        repeats = (row.repeats_min, row.repeats_max) if row.repeats_max > 1 else None
        lines = [
            QuestionLine(
                question.key,
                words.get((one.owner, "label")),
                one.type,
                one.required,
                one.show_if is not None,
                missing[one.owner],
                problems.get((row.key, question.key)),
            )
            for one, question in part.questions
        ]
        title, problem = words.get((row.owner, "title")), problems.get((row.key, None))
        found.append(SectionLine(row.key, title, repeats, row.show_if is not None, missing[row.owner], problem, lines))
    changed = version is not None and version.published_at is None
    return Outline(
        version.number if version else 0, version.paging if version else "section", changed, published, found
    )


def _bare(part: Part) -> Item:
    """A section without any text, for what its rules need."""
    questions = [question_item(one, question.key, {}) for one, question in part.questions]
    return section_item(part.row, {}) | {"questions": questions}


_FIELDS = select(LocalizedText.owner, LocalizedText.field, LocalizedText.language).where(
    LocalizedText.owner.in_(bindparam("owners", expanding=True))
)


def _missing(db: Session, owners: Iterable[str], proceeding: Proceeding) -> defaultdict[str, list[str]]:
    """Owner → the languages that lack a field which the original has."""
    written: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in db.connection().execute(_FIELDS, {"owners": list(owners)}):
        written[row.owner][row.language].add(row.field)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for owner, fields in written.items():
        found[owner] = [code for code in proceeding.languages if fields[proceeding.language] - fields[code]]
    return found
