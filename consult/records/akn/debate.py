"""A debate as it is read: sections in a tree, and what was said in them, in the order of the document."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(slots=True)
class Section:
    """One section. `number` is its place among all sections and sayings, `parent` the number of the section around it."""

    number: int
    parent: int | None
    label: str
    title: str
    note: str
    source: dict[str, Any]


@dataclass(slots=True)
class Saying:
    """Something said or noted; `kind` as lines have it, `speaker` the name of who said it, where it can be told."""

    number: int
    section: int
    kind: str
    speaker: str | None
    text: str
    source: dict[str, Any]


@dataclass(slots=True)
class Debate:
    """A whole document. `source` holds what identifies it and whom it refers to.

    `kept`, `plain` and `lost` count its elements: kept as what they are, kept as words alone, left out.
    """

    language: str
    title: str
    day: date | None
    source: dict[str, Any]
    sections: list[Section] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    plain: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def counts(self) -> dict[str, int]:
        """How much of what it brings."""
        kinds = Counter(one.kind for one in self.sayings)
        spoken = {
            f"{kind}s".replace("speechs", "speeches"): kinds.pop(kind, 0) for kind in ("speech", "question", "answer")
        }
        persons = sum(one["element"] == "TLCPerson" for one in self.source["references"])
        return {"sections": len(self.sections), **spoken, "remarks": kinds.total(), "persons": persons}
