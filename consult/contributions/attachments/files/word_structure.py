"""A Word file as a structured text: headings, numbered paragraphs and items in order, with the changes that are tracked in it."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from consult.contributions.attachments.files.packed import Packed
from consult.contributions.attachments.files.problems import Unfit
from consult.contributions.attachments.files.word import DOCUMENT, GONE, NEW
from consult.contributions.attachments.files.word_numbers import Numbers, Styles
from consult.contributions.attachments.files.xml import local, parsed

MOST_PARAGRAPHS, MOST_CHARACTERS, MOST_IN_ONE = 6_000, 3_000_000, 20_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Numbers that were typed: "12." or "12)", "1.2", "(a)" or "a)", "(iv)".
TYPED = (
    ("subitem", re.compile(r"\(?([ivx]+)\)\s+")),
    ("item", re.compile(r"\(?([a-z]{1,2})\)\s+")),
    ("paragraph", re.compile(r"(\d{1,4})[.)]\s+")),
)
# What cannot be taken, by the element that it stands in.
LOST = {
    "drawing": "images",
    "pict": "images",
    "object": "objects",
    "commentReference": "comments",
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
    "oMath": "equations",
    "txbxContent": "text_boxes",
}
Piece = list[str]  # [kind, text], kind as in a comparison: same, added, removed


@dataclass(slots=True)
class Found:
    """A paragraph: its style in the words of documents, its pieces, and in `mark` whether its end was added or removed."""

    style: str
    pieces: list[Piece]
    mark: str | None = None
    numbered: bool = False


@dataclass(slots=True)
class Structure:
    """The whole: title, paragraphs in order, and how much of each kind was not taken or is told (`told`)."""

    title: str = ""
    paragraphs: list[Found] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)

    def tell(self, what: str, number: int = 1) -> None:
        """Count something that people are told about."""
        self.told[what] = self.told.get(what, 0) + number


def word_structure(path: Path) -> dict[str, Any]:
    """Read the body. Raises Unfit for a file that is none, or longer than a document may be."""
    with Packed(path) as packed:
        if DOCUMENT not in packed.names:
            raise Unfit("file_broken")
        root = parsed(packed.read(DOCUMENT))
        styles, numbers = Styles.read(packed), Numbers.read(packed)
        own = b"<Application>Consult</Application>" in packed.read("docProps/app.xml") if _has_app(packed) else False
    made = Structure()
    body = next((one for one in root if local(one.tag) == "body"), None)
    characters = 0
    for paragraph in _paragraphs(body if body is not None else root, made):
        found = _found(paragraph, styles, numbers, made, own=own)
        if found is None:
            continue
        characters += sum(len(text) for _kind, text in found.pieces)
        made.paragraphs.append(found)
        if len(made.paragraphs) > MOST_PARAGRAPHS or characters > MOST_CHARACTERS:
            raise Unfit("document_too_long", paragraphs=MOST_PARAGRAPHS, characters=MOST_CHARACTERS)
    if not made.paragraphs:
        raise Unfit("file_no_text")
    _count_plain(made)
    return asdict(made)


def _has_app(packed: Packed) -> bool:
    return "docProps/app.xml" in packed.names


def _paragraphs(element: Any, made: Structure) -> Iterator[Any]:
    """Each paragraph of the body; a row of a table is one, its cells parted by lines."""
    for child in element:
        name = local(child.tag)
        if name == "p":
            yield child
        elif name == "tbl":
            made.tell("tables")
            yield from child.findall(f"{W}tr")
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _paragraphs(child, made)


def _found(element: Any, styles: Styles, numbers: Numbers, made: Structure, *, own: bool) -> Found | None:
    if local(element.tag) == "tr":
        cells = [_clean(_pieces(cell, made)) for cell in element.findall(f"{W}tc")]
        pieces = [piece for cell in cells for piece in (["same", " | "], *cell)][1:]
        return Found("quote", pieces, numbered=False) if any(text.strip(" |") for _kind, text in pieces) else None
    about = element.find(f"{W}pPr")
    style = styles.of(about)
    pieces = _clean(_pieces(element, made))
    if not any(text for _kind, text in pieces):
        return None
    if style.name == "title" and not made.title and not made.paragraphs:
        made.title = "".join(text for kind, text in pieces if kind != "removed")
        return None
    if style.name == "subtitle" and own and not made.paragraphs:
        return None
    found = Found("paragraph", pieces, _mark(about))
    _set_style(found, about, style, numbers, made)
    if any(kind != "same" for kind, _text in pieces) or found.mark:
        made.tell("changes")
    _check_length(found, made)
    return found


def _set_style(found: Found, about: Any, style: Any, numbers: Numbers, made: Structure) -> None:
    """What a paragraph is: by its style, by Word's numbering, or by a number that was typed."""
    if style.heading:
        found.style = f"heading{min(style.heading, 3)}"
        found.numbered = True
        if style.heading > 3:
            made.tell("deep_headings")
        _strip(found, re.compile(r"(\d+\.)*\d+\.?\s+|[IVX]+\.\s+|[A-Z]\.\s+"))
        return
    if style.name in ("quote", "intense quote"):
        found.style = "quote"
        return
    kind = numbers.kind(about, style)
    if kind is not None:
        found.style, found.numbered = kind, True
        return
    before = made.paragraphs[-1] if made.paragraphs else None
    first = found.pieces[0][1] if found.pieces[0][0] == "same" else ""
    for name, pattern in TYPED:
        if (match := pattern.match(first)) is None:
            continue
        if (
            name == "subitem"
            and match[1] == "i"
            and before is not None
            and before.style == "item"
            and _letter(made) == 8
        ):
            continue
        if name == "subitem" and (before is None or before.style not in ("item", "subitem")):
            continue
        found.style, found.numbered = name, True
        _strip(found, pattern)
        made.tell("typed_numbers")
        return


def _letter(made: Structure) -> int:
    """How many items stand in the present list."""
    number = 0
    for one in reversed(made.paragraphs):
        if one.style not in ("item", "subitem"):
            break
        number += one.style == "item"
    return number


def _strip(found: Found, pattern: re.Pattern[str]) -> None:
    kind, text = found.pieces[0]
    if kind == "same" and (match := pattern.match(text)) is not None and match.end() < len(text):
        found.pieces[0] = [kind, text[match.end() :]]


def _count_plain(made: Structure) -> None:
    """In a text with numbered paragraphs, one without a number stays without; where none has one, all of them get one."""
    if any(one.numbered and one.style == "paragraph" for one in made.paragraphs):
        for one in made.paragraphs:
            if one.style == "paragraph" and not one.numbered:
                one.style = "quote"
    else:
        made.tell("numbered", sum(one.style == "paragraph" for one in made.paragraphs))


def _mark(about: Any) -> str | None:
    """Whether the end of the paragraph itself is a tracked change."""
    runs = about.find(f"{W}rPr") if about is not None else None
    if runs is None:
        return None
    names = {local(one.tag) for one in runs}
    return "added" if names & set(NEW) else "removed" if names & set(GONE) else None


def _pieces(element: Any, made: Structure, kind: str = "same") -> Iterator[Piece]:
    for child in element:
        name = local(child.tag)
        if name in LOST:
            made.tell(LOST[name])
        elif name in ("t", "delText"):
            yield [kind, child.text or ""]
        elif name in ("tab", "br", "cr"):
            yield [kind, "\n" if name == "br" and child.get(f"{W}type") is None else " "]
        elif name == "noBreakHyphen":
            yield [kind, "\u2011"]
        elif name not in ("pPr", "rPr", "instrText", "Fallback", "tcPr"):
            inner = "added" if name in NEW else "removed" if name in GONE else kind
            yield from _pieces(child, made, inner)


def _clean(pieces: Iterator[Piece]) -> list[Piece]:
    """Pieces of one kind joined, without white space at either end, nor signs that no text may hold."""
    joined: list[Piece] = []
    for kind, text in pieces:
        words = re.sub(
            r"[ \t\u00a0]+", " ", re.sub("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)
        )
        if words and joined and joined[-1][0] == kind:
            joined[-1][1] += words
        elif words:
            joined.append([kind, words])
    if joined:
        joined[0][1] = joined[0][1].lstrip()
        joined[-1][1] = joined[-1][1].rstrip()
    return [piece for piece in joined if piece[1]]


def _check_length(found: Found, made: Structure) -> None:
    if sum(len(text) for _kind, text in found.pieces) > MOST_IN_ONE:
        raise Unfit("paragraph_too_long", number=len(made.paragraphs) + 1, limit=MOST_IN_ONE)
