"""A page of quotations before it has a form: what stands on it, in order, each part with its language."""

from dataclasses import dataclass
from typing import NamedTuple


class Heading(NamedTuple):
    """A heading of level 1 or 2."""

    text: str
    language: str
    level: int = 1


class Quotation(NamedTuple):
    """Words of somebody, with the note that says whose. Paragraphs within are parted by line ends."""

    text: str
    language: str
    note: str


class Comment(NamedTuple):
    """What the collector wrote beside a quotation."""

    text: str
    language: str


class Mark(NamedTuple):
    """A sentence that stands where something may not be quoted, or was left out; its note, where it has one, says what it was."""

    text: str
    note: str


Block = Heading | Quotation | Comment | Mark


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole page. `language` is that of its frame; `symbol` stands at the head of each page, `about` under the title,
    each line with its language. `page_of` is the foot of a page, with {page} and {pages} in it.
    """

    title: str
    title_language: str
    symbol: str
    about: list[tuple[str, str]]
    page_of: str
    blocks: list[Block]
    language: str
