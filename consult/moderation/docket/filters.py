"""The filters of a docket as a page prints them: values with counts as links, and what is chosen with the way to undo it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from consult.contributions.docket.counting import Counts
from consult.moderation.docket.address import DAYS, Addresser, Asked
from consult.moderation.docket.words import Heading
from consult.web.formats import day_words
from consult.web.language import gettext as _
from consult.web.language import language

SHOWN = 8  # values of a filter that stand there at once; the others behind a line


class Value(NamedTuple):
    """A value of a filter: its words, the address that chooses it, whether it is chosen, and how many there are."""

    words: Any
    url: str
    current: bool
    number: int | None


class Facet(NamedTuple):
    """A filter: those values that stand there at once, and the others."""

    name: str
    title: str
    values: list[Value]
    more: list[Value]
    is_open: bool


class Chosen(NamedTuple):
    """A part of the filter in words, with the address without it."""

    words: str
    url: str


def facets(
    asked: Asked, counts: Counts, headings: Mapping[str, Heading], address: Addresser, first: tuple[str, ...]
) -> list[Facet]:
    """Each filter that divides what is there, or what of it was found."""
    found = []
    for name, heading in headings.items():
        present = getattr(asked.wanted, name)
        values = _values(asked, name, counts.by[name], heading, address)
        if len(values) < 2 and present is None:
            continue
        everything = Value(heading.everything, address(asked.with_part(name, None).arguments()), present is None, None)
        shown = [everything, *values[:SHOWN]]
        more = values[SHOWN:]
        shown += [one for one in more if one.current]
        more = [one for one in more if not one.current]
        found.append(Facet(name, heading.title, shown, more, present is not None or name in first))
    return found


def _values(asked: Asked, name: str, numbers: Counter[str], heading: Heading, address: Addresser) -> list[Value]:
    present = getattr(asked.wanted, name)
    counted = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    if present is not None and present not in numbers:
        counted.append((present, 0))
    return [
        Value(
            heading.words(value),
            address(asked.with_part(name, value).arguments()),
            value == present,
            number,
        )
        for value, number in counted
    ]


def chosen(
    asked: Asked, headings: Mapping[str, Heading], address: Addresser, organisations: Mapping[str, str]
) -> list[Chosen]:
    """All that narrows the docket, in words, each with the address without it."""
    found = []
    for name, value in asked.wanted.chosen.items():
        if name in headings:
            words = headings[name].words(value)
        elif name == "organisation":
            words = organisations.get(value) or _("An organisation that is not known")
        elif name in DAYS:
            said = day_words(value, language())
            words = _("From %(day)s", day=said) if name == "since" else _("Until %(day)s", day=said)
        else:
            words = _("Code %(code)s", code=value) if name == "code" else str(value)
        found.append(Chosen(str(words), address(asked.with_part(name, None).arguments())))
    return found
