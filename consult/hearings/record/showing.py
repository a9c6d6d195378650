"""The record in words and in the order of its page."""

from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError

from consult.core.localized import Words, direction
from consult.hearings.polls.words import handling_words
from consult.hearings.programme.models import HearingPerson
from consult.hearings.record.queries import sorted_by_turn
from consult.hearings.record.reading import Part, Record, Taken, Told
from consult.moderation.shown import Shown, shown
from consult.organisations.words import category_words
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _
from consult.web.language import language, pgettext

NAMED = ("chair", "panel")  # whose part is public; staff appear by role


@dataclass(slots=True)
class PagePart:
    """One item as the page shows it; `groups` are turns (or None) each with the lines of the chosen language."""

    part: Part
    title: Words | None
    groups: list[tuple[Taken | None, list[Told]]]
    comments: list[Shown]
    questions: list[Shown]


@dataclass(slots=True)
class PageRecord:
    """The whole as the page shows it: its notes in the language `notes`, one of `languages` (code, name).

    `language` and `dir` are those of the page.
    """

    record: Record
    parts: list[PagePart]
    notes: str
    notes_dir: str
    language: str
    dir: str
    languages: list[tuple[str, str]]
    people: list[tuple[str, HearingPerson]]
    attendance: list[tuple[str, int]]
    kinds: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    deliveries: dict[str, str] = field(default_factory=dict)
    spoken: list[tuple[str, int]] = field(default_factory=list)
    category: Any = category_words
    handled: dict[str, str] = field(default_factory=dict)


def page_record(record: Record, proceeding: Proceeding, notes: str | None) -> PageRecord:
    """The record for its page; notes in the language asked for, else in that of the page, else in the one most spoken."""
    parts = [*record.parts, *([record.loose] if record.loose is not None else [])]
    there = _languages(parts)
    chosen = notes if notes in there else language() if language() in there else next(iter(there), proceeding.language)
    return PageRecord(
        record,
        [_part(one, chosen, proceeding.language) for one in parts],
        chosen,
        direction(chosen),
        language(),
        direction(language()),
        [(code, language_name(code)) for code in there],
        [(role_words(one.role), one) for one in record.people if one.role in NAMED],
        [
            (str(category_words(name or None) or _("Without a category")), n)
            for name, n in (record.attendance.came or {}).items()
        ],
        kinds=kind_words(),
        types=type_words(),
        deliveries=delivery_words(),
        spoken=_spoken(parts),
        handled=handling_words(),
    )


def _part(part: Part, notes: str, original: str) -> PagePart:
    inputs = [(one.kind, shown(one, "#", votes=False)) for one in part.inputs]
    return PagePart(
        part,
        part.item.title(language(), original),
        sorted_by_turn(part, notes),
        [one for kind, one in inputs if kind == "comment"],
        [one for kind, one in inputs if kind == "question"],
    )


def _languages(parts: list[Part]) -> list[str]:
    """The languages of all notes, those first in which most was said in the original."""
    found: dict[str, int] = {}
    for part in parts:
        for line in part.told:
            found[line.language] = found.get(line.language, 0) + line.original
    return sorted(found, key=lambda code: (-found[code], code))


def _spoken(parts: list[Part]) -> list[tuple[str, int]]:
    """Seconds spoken by category, most first."""
    found: dict[str, int] = {}
    for part in parts:
        for turn in part.turns:
            name = str(category_words(turn.who.category) or _("Without a category"))
            found[name] = found.get(name, 0) + turn.seconds
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def duration(seconds: int) -> str:
    """Minutes and seconds, such as 2:14."""
    return f"{seconds // 60}:{seconds % 60:02}"


def language_name(code: str) -> str:
    """The name of a language in that of the page; its code where it has none."""
    try:
        return Locale.parse(code.replace("-", "_")).get_display_name(language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def role_words(role: str) -> str:
    """The part that somebody has in a hearing."""
    return {"chair": pgettext("hearing", "Chair"), "panel": _("Panel")}[role]


def kind_words() -> dict[str, str]:
    """For what somebody had the floor."""
    return {
        "point_of_order": _("Point of order"),
        "interposed_question": _("Interposed question"),
        "intervention": _("Intervention"),
        "contribution": pgettext("floor", "Contribution"),
        "right_of_reply": _("Right of reply"),
    }


def type_words() -> dict[str, str]:
    """What a line of the notes is, where that is worth saying."""
    return {"question": _("Question"), "answer": _("Answer"), "caption": _("Caption")}


def delivery_words() -> dict[str, str]:
    """How a statement was meant."""
    return {
        "read_out": _("Read out verbatim"),
        "check_against_delivery": _("Check against delivery"),
        "written": _("Sent in writing"),
    }
