"""What all readers of answers share: how a value is refused, and what counts as no answer."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Unfit(Exception):
    """An answer that a question does not take: the problem's code, the row where it stands, and facts for its words."""

    def __init__(self, problem: str, row: str | None = None, **facts: Any) -> None:
        super().__init__(problem)
        self.problem, self.row, self.facts = problem, row, facts


class Manner(NamedTuple):
    """How strictly: `complete` asks for what is missing, too; `files` are the attachments that may be named."""

    complete: bool
    files: frozenset[str]


DEEPEST = 6


def is_empty(raw: Any, depth: int = 0) -> bool:
    """Whether this says nothing: None, a blank text, an empty list, or a mapping of nothing but that."""
    if raw is None or raw is False:
        return True
    if isinstance(raw, str):
        return not raw.strip()
    if depth == DEEPEST:
        return False
    if isinstance(raw, Mapping):
        return all(is_empty(value, depth + 1) for value in raw.values())
    if isinstance(raw, Sequence):
        return all(is_empty(value, depth + 1) for value in raw)
    return False


def strings_in(raw: Any, problem: str, most: int) -> list[str]:
    """A list of texts, each once. Raises Unfit for anything else; one text alone is a list of it."""
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list) or len(given) > 2 * most:
        raise Unfit(problem)
    found: list[str] = []
    for one in given:
        if not isinstance(one, str):
            raise Unfit(problem)
        if one and one not in found:
            found.append(one)
    return found
