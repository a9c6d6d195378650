"""Contributions as sources of a bibliography: what programs that keep one are told of each, and nothing that is withheld."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from consult.contributions.disclosure import Reading
from consult.core.clock import now
from consult.core.localized import Words
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.records.citing import paragraph_words
from consult.records.quoting.quotations import Shown, named_in_papers, public_address
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import reading


@dataclass(frozen=True, slots=True)
class Source:
    """One contribution. `key` is ASCII, and its own on the whole site; `author` None where nobody may know it; `address` empty
    where none is public. `notes` are sentences in the language of the page, `language` is that of the text."""

    key: str
    kind: str
    author: str | None
    title: str
    body: str
    reference: str
    day: date | None
    accessed: date
    address: str
    language: str | None
    notes: tuple[str, ...]


def sources(cited: Iterable[tuple[Proceeding, Reading, Sequence[int]]]) -> list[Source]:
    """Sources of contributions of some proceedings, each with the numbers of the paragraphs that are cited."""
    lines = list(cited)
    rooms = {room.id: room for room, _told, _paragraphs in lines}
    words = proceeding_words(reading(), list(rooms.values()), language(), ("title", "name"))
    return [_source(room, named_in_papers(room, told), words[room.id], numbers) for room, told, numbers in lines]


def sources_of_basket(lines: Iterable[Shown]) -> list[Source]:
    """One source for everything that was collected from one contribution, in the order in which each came first."""
    found: dict[str, tuple[Proceeding, Reading, list[int]]] = {}
    for one in lines:
        room, told = one.quoted.proceeding, one.quoted.reading
        if room is not None and told is not None:
            found.setdefault(told.reference, (room, told, []))[2].append(one.quoted.item.passage)
    return sources(found.values())


def _source(room: Proceeding, told: Reading, words: Mapping[str, Words], paragraphs: Sequence[int]) -> Source:
    title = words["title"].text if "title" in words else room.slug
    return Source(
        key=re.sub(r"[^A-Za-z0-9:-]+", "-", f"{room.slug}:{told.reference}"),
        kind=told.kind,
        author=told.name,
        title=_title(told.kind, title),
        body=words["body"].text if "body" in words else "",
        reference=told.reference,
        day=told.day,
        accessed=now().date(),
        address=public_address(room, told),
        language=told.language if told.language != "und" else None,
        notes=tuple(_notes(room, told, paragraphs)),
    )


def _title(kind: str, title: str) -> str:
    if kind == "submission":
        return _("Submission to “%(title)s”", title=title)
    if kind == "response":
        return _("Response to “%(title)s”", title=title)
    if kind == "comment":
        return _("Comment on “%(title)s”", title=title)
    if kind == "advice":
        return _("Advice on “%(title)s”", title=title)
    if kind == "statement":
        return _("Statement in “%(title)s”", title=title)
    return _("Input to “%(title)s”", title=title)


def _notes(room: Proceeding, told: Reading, paragraphs: Sequence[int]) -> Iterable[str]:
    if paragraphs:
        yield paragraph_words(paragraphs, language())
    if told.code:
        yield _("Stakeholder code: %(code)s", code=told.code)
    names = [str(one["name"]) for one in told.coalition or () if one.get("name")]
    if names:
        yield _("Joint submission of %(names)s", names="; ".join(names))
    if room.symbol:
        yield _("Document symbol: %(symbol)s", symbol=room.symbol)
