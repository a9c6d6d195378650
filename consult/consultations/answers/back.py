"""From passages back to the answers that they came from."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from consult.consultations.answers.values import MATRICES
from consult.consultations.asked import Asked


class AnsweredPassage(Protocol):
    """What is needed of a passage: one that is sent, stored or disclosed."""

    @property
    def question(self) -> str | None: ...
    @property
    def value(self) -> Mapping[str, Any] | None: ...
    @property
    def instance(self) -> int: ...
    @property
    def matrix_row(self) -> str | None: ...


def answers_of(asked: Asked, passages: Iterable[AnsweredPassage]) -> dict[str, Any]:
    """The answers that these passages hold, as far as this version asks for them in the same type."""
    questions = {question.public_id: question for question in asked.answerable()}
    group_of = {one.key: part.key for part in asked.sections if part.repeats for one in part.questions}
    found: dict[str, Any] = {}
    groups: dict[str, dict[int, dict[str, Any]]] = {}
    for passage in passages:
        question = questions.get(passage.question or "")
        if question is None or passage.value is None or passage.value.get("type") != question.type:
            continue
        group = group_of.get(question.key)
        into = found if group is None else groups.setdefault(group, {}).setdefault(passage.instance, {})
        value = passage.value.get("value")
        if question.type in MATRICES and passage.matrix_row is not None:
            into.setdefault(question.key, {})[passage.matrix_row] = value
        else:
            into[question.key] = value
    for group, instances in groups.items():
        found[group] = [instances[number] for number in sorted(instances)]
    return found
