"""The text of a document as it is being written: each paragraph with who writes it and what waits to be merged."""

from typing import NamedTuple

from flask import render_template, url_for

from consult.core.clock import now
from consult.core.differences import Piece, differences
from consult.core.errors import NotFound
from consult.core.localized import direction
from consult.ledger.models import Stream
from consult.ledger.queries import streams_of
from consult.policy.access import holds
from consult.proceedings.head import address_of, located
from consult.proceedings.models import Proceeding
from consult.web.site import actor, reading
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.documents.queries import paragraphs_of
from consult.workspaces.rooms.frame import framed
from consult.workspaces.writing.queries import (
    Held,
    Late,
    conflicts_of,
    lock_of,
    locks_of,
    mark_of,
    names_of,
    paragraph_of,
    written_document,
)
from consult.workspaces.writing.words import late_words, lock_words


class Waiting(NamedTuple):
    """A version that waits to be merged, with its words as changes of the text that stands now."""

    late: Late
    words: str
    pieces: list[Piece]


class Line(NamedTuple):
    """One paragraph of the page: `lock` says in words who writes it, `is_own` that it is the reader, `left` seconds."""

    paragraph: Paragraph
    by: str | None
    lock: str
    is_own: bool
    left: int
    waiting: list[Waiting]


class Page(NamedTuple):
    """What the pages of one document have in common; `url` is its own page, `can_write` that this reader may do so now."""

    document: Document
    proceeding: Proceeding
    url: str
    dir: str
    can_write: bool
    may_lead: bool


def page_of(slug: str, public_id: str, *, there: bool = True) -> Page:
    """The document at an address, for those in its room. Raises NotFound; also for one taken away, if it has to be `there`."""
    found = located("workspace", slug)
    document = written_document(reading(), actor(), found, public_id)
    if there and document.removed_at is not None:
        raise NotFound
    takes_it = may_write(found)
    can_write = takes_it and document.state != "withdrawn" and document.removed_at is None
    may_lead = holds(actor(), "room:lead", found.where)
    url = f"{address_of(found)}documents/{document.public_id}/"
    return Page(document, found, url, direction(document.language), can_write, may_lead)


def may_write(found: Proceeding) -> bool:
    """Whether this reader may write in the room and it takes it now."""
    return holds(actor(), "room:write", found.where) and found.phase(now()) == "open"


def view(slug: str, piece: str) -> str:
    """The whole text, paragraph by paragraph."""
    page = page_of(slug, piece)
    rows = list(paragraphs_of(reading(), page.document))
    locks, late = locks_of(reading(), page.document), conflicts_of(reading(), page.document)
    names = names_of(reading(), [row.saved_by for row in rows])
    lines = [line_of(row, names.get(row.saved_by), locks.get(row.id), late.get(row.id, ())) for row in rows]
    there = {row.id for row in rows}
    gone = [waiting_for("", one) for place, ones in late.items() if place not in there for one in ones]
    return framed(
        "workspaces/writing/view.html",
        page.proceeding,
        "documents",
        page=page,
        lines=lines,
        gone=gone,
        stream=stream_of(page),
        mark=mark_of(reading(), actor()),
    )


def part(slug: str, piece: str, key: str) -> str:
    """One paragraph of the same page alone, for its script."""
    page = page_of(slug, piece)
    row = paragraph_of(reading(), page.document, key)
    if row.removed_at is not None:
        raise NotFound
    late = conflicts_of(reading(), page.document).get(row.id, [])
    by = names_of(reading(), [row.saved_by]).get(row.saved_by)
    line = line_of(row, by, lock_of(reading(), row.id), late)
    return render_template("workspaces/writing/part.html", page=page, line=line)


def line_of(row: Paragraph, by: str | None, held: Held | None, late: "list[Late] | tuple[()]") -> Line:
    """One paragraph as the page shows it."""
    is_own = held is not None and held.account_id == actor().account_id
    lock = lock_words(held, is_own) if held is not None else ""
    left = int((held.until - now()).total_seconds()) + 1 if held is not None else 0
    return Line(row, by, lock, is_own, left, [waiting_for(row.text, one) for one in late])


def waiting_for(text: str, late: Late) -> Waiting:
    """A version that came too late beside the text that stands now."""
    return Waiting(late, late_words(late), differences(text, late.row.text))


def stream_of(page: Page) -> Stream | None:
    """The stream in which the room's readers hear of this page."""
    return streams_of(reading(), page.proceeding.id).get("members")


def writing_url(page: Page, key: str = "") -> str:
    """The page on which the document is written, at one of its paragraphs."""
    return url_for(
        "writing.view", slug=page.proceeding.slug, piece=page.document.public_id, _anchor=f"p-{key}" if key else None
    )


def conflict_url(page: Page, public_id: str) -> str:
    """The page of a version that came too late."""
    slug, piece = page.proceeding.slug, page.document.public_id
    return url_for("writing.conflict", slug=slug, piece=piece, conflict=public_id)
