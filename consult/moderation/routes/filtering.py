"""The filters of the queue in the address: as links with counts, and in words what the address asks for that is not there."""

from dataclasses import asdict, replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import url_for

from consult.core.localized import texts_for
from consult.moderation.filters import FIELDS, Filter, unknown_values
from consult.moderation.queries import Queue
from consult.moderation.routes.parts import Links, argument
from consult.moderation.words import input_words
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.site import reading

SHOWN = 8


class Heading(NamedTuple):
    """One part of the filter: links, and those that are folded away as there are many."""

    words: str
    links: Links
    more: Links


def chosen() -> Filter:
    """The filter of the queue that the address holds."""
    return Filter(**{name: argument(name) for name in FIELDS})


def as_arguments(wanted: Filter) -> dict[str, Any]:
    """A filter as arguments of an address."""
    return {name: value for name, value in asdict(wanted).items() if value is not None}


def field_words(name: str) -> str:
    """What a part of the filter is called."""
    words = {
        "body": _("Body"),
        "proceeding": _("Where"),
        "kind": _("Kind"),
        "language": _("Language"),
        "age": _("Age"),
        "assigned": _("Who has it"),
    }
    return words.get(name) or _mark_words()[name]


def _mark_words() -> dict[str, str]:
    return {
        "flagged": _("Flagged by readers"),
        "escalated": _("Escalated"),
        "appeal": _("Appeals"),
        "answer": _("Answers from authors"),
        "second": _("For a second person"),
    }


def _value_words(name: str, titles: dict[str, Any], bodies: dict[str, Any]) -> Any:
    """From a value of a part of the filter to its words."""
    ages = {
        "two-days": _("Older than two days"),
        "week": _("Older than a week"),
        "month": _("Older than 30 days"),
    }
    holders = {"me": _("I have it"), "nobody": _("Nobody has it"), "others": _("Others have it")}
    known: dict[str, Any] = {"age": ages, "assigned": holders, "proceeding": titles, "body": bodies, "language": NAMES}
    return input_words if name == "kind" else lambda value: known[name].get(value, value)


def body_names(queue: Queue) -> dict[str, Any]:
    """The names of the bodies in the queue, by slug."""
    slugs = {f"body:{room.body_id}": room.body for room in queue.rooms.values()}
    words = texts_for(reading(), slugs, [language()], ["name"])
    return {slug: words[owner, "name"].text for owner, slug in slugs.items() if (owner, "name") in words}


def headings(queue: Queue, wanted: Filter, titles: dict[str, Any]) -> list[Heading]:
    """Every part of the filter as links with counts; marks stand together, and what leaves no choice is left out."""
    bodies = body_names(queue)
    found = [_marks(queue, wanted)]
    everything = {
        "assigned": _("Everybody’s"),
        "age": _("Any age"),
        "body": _("All bodies"),
        "proceeding": _("Everywhere"),
        "kind": _("All kinds"),
        "language": _("All languages"),
    }
    for name, all_words in everything.items():
        present, counts = getattr(wanted, name), queue.counts[name]
        if present is None and len(counts) < 2:
            continue
        words = _value_words(name, titles, bodies)
        links: Links = [(all_words, _filtered(wanted, name, None), present is None, None)]
        links += [(words(value), _filtered(wanted, name, value), present == value, number) for value, number in counts]
        if present is not None and all(value != present for value, _number in counts):
            links.append((words(present), _filtered(wanted, name, present), True, 0))
        cut = len(links) if any(link[2] for link in links[SHOWN + 1 :]) else SHOWN + 1
        found.append(Heading(field_words(name), links[:cut], links[cut:]))
    return found


def _marks(queue: Queue, wanted: Filter) -> Heading:
    """What is special about an input: each link turns one mark on or off."""
    words = _mark_words()
    bare = replace(wanted, **dict.fromkeys(words, None))
    links: Links = [(_("To decide"), url_for("desk.home", **as_arguments(bare)), bare == wanted, None)]
    for name, told in words.items():
        on = getattr(wanted, name) is not None
        links.append((told, _filtered(wanted, name, None if on else "yes"), on, queue.counts[name][0][1]))
    return Heading(_("Views"), links, [])


def _filtered(wanted: Filter, name: str, value: str | None) -> str:
    return url_for("desk.home", **as_arguments(replace(wanted, **{name: value})))


def from_query(query: str) -> tuple[Filter, list[str]]:
    """A filter from a query string that was saved, and the names in it that are no part of the filter any more."""
    given = dict(parse_qsl(query))
    return Filter(**{name: given[name] for name in FIELDS if name in given}), [
        one for one in given if one not in FIELDS
    ]


def problems(queue: Queue, wanted: Filter, gone: list[str] | None = None) -> list[str]:
    """A sentence for each thing that is asked for and is not there (any more)."""
    found = [_("“%(field)s” is no filter of this list.", field=name) for name in gone or ()]
    found += [
        _("“%(value)s” is no value of the filter “%(field)s”.", value=value, field=field_words(name))
        for name, value in unknown_values(wanted)
    ]
    rooms = queue.rooms.values()
    if wanted.proceeding is not None and all(room.public_id != wanted.proceeding for room in rooms):
        found.append(_("The proceeding that is asked for is gone, or you do not moderate there."))
    if wanted.body is not None and all(room.body != wanted.body for room in rooms):
        found.append(_("The body that is asked for is gone, or you do not moderate there."))
    return found
