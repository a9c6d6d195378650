"""Writing a document as a Word file: the clean copy, and the marked one with real tracked changes and comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from consult.core.clock import rfc3339
from consult.core.differences import Piece
from consult.core.word import frame
from consult.core.word.markup import is_rtl, paragraph, part, run, w
from consult.workspaces.documents.word.numbering import STYLES, Place, numbering_part, places, styles


class Change(NamedTuple):
    """Who suggested a change and when, as the file tells it."""

    author: str
    at: datetime


class Note(NamedTuple):
    """A comment beside a paragraph."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file. `pieces` are its words with what is suggested, by `change`; `whole` says that the paragraph
    itself is suggested to be `added` or `removed`."""

    style: str
    pieces: Sequence[Piece]
    change: Change | None = None
    whole: str | None = None
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """A document to be written. `about` stands under the title, `page_of` at the foot of each page."""

    title: str
    language: str
    about: str
    page_of: str
    lines: Sequence[Line]
    symbol: str = ""


@dataclass(slots=True)
class _Numbers:
    """The numbers that Word wants to be unique in a file, and the comments that were made."""

    changes: int = 0
    notes: list[Any] = field(default_factory=list)


def word_document(copy: Copy) -> bytes:
    """The file as bytes."""
    numbers = _Numbers()
    at = list(places(line.style for line in copy.lines))
    body = [paragraph("Title", copy.language, run(copy.title, copy.language))]
    if copy.about:
        body.append(paragraph("Subtitle", copy.language, run(copy.about, copy.language)))
    body += [_line(line, place, copy.language, numbers) for line, place in zip(copy.lines, at, strict=True)]
    more = frame.USUAL | frame.NUMBERS | (frame.COMMENTS if numbers.notes else {})
    parts: Mapping[str, bytes] = {
        "[Content_Types].xml": frame.content_types(more),
        "_rels/.rels": frame.package_relations(),
        "docProps/core.xml": frame.core_properties(copy),
        "docProps/app.xml": frame.application(),
        "word/document.xml": part(w("document", w("body", *body, frame.section(copy, more)))),
        "word/_rels/document.xml.rels": frame.document_relations(more),
        "word/styles.xml": frame.styles(copy, styles()),
        "word/settings.xml": frame.settings(copy),
        "word/header1.xml": part(w("hdr", frame.head_line(copy))),
        "word/footer1.xml": part(w("ftr", frame.foot_line(copy.page_of, copy.language))),
        "word/numbering.xml": numbering_part(at, copy.language),
        **({"word/comments.xml": part(w("comments", *numbers.notes))} if numbers.notes else {}),
    }
    return frame.packed(parts)


def _line(line: Line, place: Place, language: str, numbers: _Numbers) -> Any:
    about = [w("pStyle", val=STYLES[line.style])]
    if place.list is not None:
        about.append(w("numPr", w("ilvl", val=place.level), w("numId", val=place.list)))
    about.append(w("bidi") if is_rtl(language) else None)
    if line.whole and line.change:
        about.append(w("rPr", _change("ins" if line.whole == "added" else "del", line.change, numbers)))
    runs = [_piece(one, line.change, language, numbers) for one in line.pieces if one.text]
    return w("p", w("pPr", *about), *_noted(runs, line.notes, language, numbers))


def _piece(piece: Piece, change: Change | None, language: str, numbers: _Numbers) -> Any:
    made = run(piece.text, language)
    if piece.kind == "same" or change is None:
        return made
    if piece.kind == "removed":
        for words in made.iter(w("t").tag):
            words.tag = w("delText").tag
    return _change("del" if piece.kind == "removed" else "ins", change, numbers, made)


def _change(name: str, change: Change, numbers: _Numbers, *inside: Any) -> Any:
    numbers.changes += 1
    return w(name, *inside, id=numbers.changes, author=change.author, date=_moment(change.at))


def _moment(at: datetime) -> str:
    return f"{rfc3339(at)[:19]}Z"


def _noted(runs: list[Any], notes: Sequence[Note], language: str, numbers: _Numbers) -> list[Any]:
    """The runs of a paragraph between the marks of its comments."""
    for note in notes:
        number = len(numbers.notes)
        about = {"id": number, "author": note.author, "date": _moment(note.at), "initials": ""}
        numbers.notes.append(w("comment", paragraph("BodyText", language, run(note.text, language)), **about))
        runs = [
            w("commentRangeStart", id=number),
            *runs,
            w("commentRangeEnd", id=number),
            w("r", w("commentReference", id=number)),
        ]
    return runs
