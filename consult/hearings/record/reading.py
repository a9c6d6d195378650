"""The parts of a hearing's record, as one reader may have them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from consult.contributions.disclosure import Reading
from consult.core.localized import Words
from consult.hearings.polls.models import Poll
from consult.hearings.programme.models import HearingPerson, HearingSession
from consult.hearings.programme.queries import Item


@dataclass(frozen=True, slots=True)
class Speaking:
    """One who had the floor. `name` and `organisation` are None where they are withheld, which `is_withheld` says."""

    public_id: str
    kind: str
    name: str | None
    organisation: str | None
    category: str | None
    country: str | None
    language: str
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """One time that somebody had the floor; `seconds` is how long they spoke, without pauses."""

    public_id: str
    who: Speaking
    started_at: datetime
    ended_at: datetime | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Told:
    """One line: the wording that stands. `turn` is that in which it was said; `source` what an imported record says of it."""

    public_id: str
    kind: str
    turn: Taken | None
    speaker: str | None
    text: str
    language: str
    original: bool
    position: int
    source: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A statement as it was delivered (or sent instead): its reading, how it was meant, and the turn it belongs to."""

    reading: Reading
    delivery: str
    delivered_at: datetime | None
    turn: str | None


@dataclass(slots=True)
class Part:
    """What the record holds of one item.

    `told` holds its lines in all languages, in order, `handled` what the chair made of questions, by reference.
    """

    item: Item
    turns: list[Taken] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    statements: list[Delivered] = field(default_factory=list)
    inputs: list[Reading] = field(default_factory=list)
    polls: list["Polled"] = field(default_factory=list)
    agreed: Mapping[str, datetime] = field(default_factory=dict)
    handled: dict[str, str] = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict)

    def lines(self, language: str) -> list[Told]:
        """Its lines in one language."""
        return [one for one in self.told if one.language == language]

    @property
    def languages(self) -> list[str]:
        """The languages of its lines, the one in which most was said in the original first."""
        found: dict[str, int] = {}
        for one in self.told:
            found[one.language] = found.get(one.language, 0) + one.original
        return sorted(found, key=lambda code: (-found[code], code))


@dataclass(frozen=True, slots=True)
class Polled:
    """A closed poll with its words; `votes` is None where its result is not told."""

    poll: Poll
    question: Words | None
    choices: Mapping[str, Words]
    votes: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who registered and came: `came` by category, `others` the sum of the groups that are too small to be told apart.

    `came` is None where nothing may be told; `in_all` and `online` then too.
    """

    came: Mapping[str, int] | None
    others: int
    in_all: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """The whole: sessions, the people with a part in it, the agenda in the order of its tree, and what belongs to no item."""

    sessions: list[tuple[HearingSession, Mapping[str, Words]]]
    people: list[HearingPerson]
    parts: list[Part]
    loose: Part | None
    attendance: Attendance
    more_inputs: int = 0
