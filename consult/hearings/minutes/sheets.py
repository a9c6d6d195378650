"""Lines put together as a page shows them: under the item, by who speaks, several languages side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from consult.core.localized import direction
from consult.hearings.minutes.words import of_words, who_words
from consult.hearings.notes.queries import Said
from consult.hearings.programme.queries import Item
from consult.web.language import NAMES

UNSPOKEN = ("scene", "summary")


@dataclass(frozen=True, slots=True)
class Column:
    """A language in which lines are read or written."""

    code: str
    name: str
    dir: str


def column(code: str) -> Column:
    """A language with its own name."""
    return Column(code, NAMES.get(code, code), direction(code))


@dataclass(slots=True)
class Group:
    """What somebody says without a break, in each language; `who` is empty for what nobody says."""

    item: str | None
    turn: str | None
    who: str
    of: str
    at: datetime
    cells: dict[str, list[Said]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many lines it has in the language that has most."""
        return max(len(lines) for lines in self.cells.values())


@dataclass(frozen=True, slots=True)
class Part:
    """An item with what was said on it, and the languages in which its text is agreed."""

    item: Item | None
    groups: list[Group]
    agreed: Sequence[str]


def groups_of(lines: Iterable[Said], languages: Sequence[str]) -> list[Group]:
    """The lines by who speaks: turns meet across the languages, everything else stands in the order of time."""
    found: dict[object, Group] = {}
    for code in languages:
        latest: datetime | None = None
        for key, group in _runs([line for line in lines if line.language == code], code):
            group.at = latest = max(group.at, latest) if latest else group.at
            if key in found:
                found[key].cells[code] = group.cells[code]
                found[key].at = min(found[key].at, group.at)
            else:
                found[key] = group
    return sorted(found.values(), key=lambda group: group.at) if len(languages) > 1 else list(found.values())


def _runs(lines: Sequence[Said], code: str) -> Iterable[tuple[object, Group]]:
    """The groups of one language with what makes them meet those of another: the turn, and which part of it."""
    turns: Counter[str] = Counter()
    runs: list[tuple[object, Group]] = []
    before: tuple[str | None, ...] | None = None
    for line in lines:
        speech = (line.item, line.turn, line.name, line.identity)
        aside = line.kind in UNSPOKEN and line.turn is None and line.name is None
        if runs and (speech == before or (aside and runs[-1][1].item == line.item)):
            runs[-1][1].cells[code].append(line)
            continue
        before = speech
        if line.turn is not None:
            turns[line.turn] += 1
        key = (line.turn, turns[line.turn]) if line.turn is not None else (code, len(runs))
        runs.append((key, _group(line)))
    return runs


def _group(line: Said) -> Group:
    who, of = who_words(line.name, line.identity), of_words(line.organisation, line.category)
    return Group(line.item, line.turn, who, of if who else "", line.written_at, {line.language: [line]})


def parts_of(groups: Iterable[Group], items: Sequence[Item], agreed: Iterable[tuple[str, str]]) -> list[Part]:
    """The groups under their items, in the order in which they were spoken."""
    by_id = {item.public_id: item for item in items}
    languages = {item: sorted(code for of, code in agreed if of == item) for item in by_id}
    parts: list[Part] = []
    for group in groups:
        item = by_id.get(group.item or "")
        if not parts or parts[-1].item is not item:
            parts.append(Part(item, [], languages.get(item.public_id, ()) if item else ()))
        parts[-1].groups.append(group)
    return parts
