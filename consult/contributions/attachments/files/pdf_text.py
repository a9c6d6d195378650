"""The text of a PDF as paragraphs. A PDF knows glyphs at places, no words in order: they are put together by place."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine

from consult.contributions.attachments.files.problems import Unfit

MOST_PAGES = 500
SAME_ROW = 0.6  # of a line's height that two pieces of one row share
WORD_GAP = 3.0  # heights: pieces that stand farther apart in one row are columns
NEW_PARAGRAPH = 0.75  # heights of white between two lines
SHORT = 0.8  # of the usual width: a line that ends so early ends a paragraph, where it ends a sentence
END = re.compile(r"[.!?:;。！？؟۔…]['\"”»)\]]*$")
RTL = ("R", "AL", "RLE", "RLO")
_SIGN = "0-9\u0660-\u0669\u06f0-\u06f9A-Za-z\u00c0-\u024f"  # what runs from the left, also within Arabic
RUN = re.compile(f"[{_SIGN}][^\u0590-\u08ff\ufb1d-\ufefc]*[{_SIGN}%]|[{_SIGN}]")
TURNED = str.maketrans("()[]{}«»<>", ")(][}{»«><")


class Line(NamedTuple):
    """One line of a page: its words in the order of reading, and where it stands (up is more)."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Of its letters, about."""
        return self.top - self.bottom


def pdf_paragraphs(path: Path) -> list[str]:
    """The paragraphs of all pages. Raises Unfit for a PDF without text: a picture of pages cannot be read by us."""
    found: list[str] = []
    for page in extract_pages(path, laparams=LAParams(boxes_flow=None), maxpages=MOST_PAGES):
        found += _paragraphs(_rows(list(_lines(page))))
    if not any(sign.isalnum() for one in found for sign in one):
        raise Unfit("file_no_text")
    return found


def _lines(item: Any) -> Iterator[Line]:
    """The lines of a page as pdfminer finds them; row by row over the whole page where some of it runs from the right."""
    found = list(_text_lines(item))
    letters = [one for line in found for one in line if isinstance(one, LTChar)]
    if _is_rtl("".join(one.get_text() for one in letters)):
        found = _by_place(letters)
    for line in found:
        chars = [one for one in line if isinstance(one, LTChar)]
        text = in_reading_order([one.get_text() for one in line]).strip()
        if text and chars:
            sides = [(one.x0, one.x1, one.y0, one.y1) for one in chars if one.get_text().strip()] or [chars[0].bbox]
            left, right, bottom, top = zip(*sides, strict=True)
            yield Line(text, min(left), max(right), min(bottom), max(top))


def _text_lines(item: Any) -> Iterator[Any]:
    if isinstance(item, LTTextLine):
        yield item
    elif isinstance(item, LTContainer):
        for one in item:
            yield from _text_lines(one)


def _by_place(letters: list[Any]) -> list[list[Any]]:
    """Letters in rows from the top, each from left to right: what pdfminer takes for separate lines may be one."""
    rows: list[list[Any]] = []
    for one in sorted(letters, key=lambda one: -(one.y0 + one.y1)):
        last = rows[-1][0] if rows else None
        if last is not None and abs((one.y0 + one.y1) - (last.y0 + last.y1)) < last.height:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def in_reading_order(seen: list[str]) -> str:
    """Letters that came from left to right, as they are read: Arabic and Hebrew turned, numbers and names within them not.

    One glyph may stand for two letters, which keep their order.
    """
    kinds = [unicodedata.bidirectional(sign) for one in seen for sign in one]
    if not any(kind in RTL for kind in kinds):
        return "".join(seen)
    if 2 * sum(kind in RTL for kind in kinds) <= sum(kind in (*RTL, "L") for kind in kinds):
        return unicodedata.normalize("NFKC", "".join(seen))
    turned = unicodedata.normalize("NFKC", "".join(one.translate(TURNED) for one in reversed(seen)))
    return RUN.sub(lambda found: found[0][::-1], turned)


def _rows(lines: list[Line]) -> list[Line]:
    """Pieces of one row, such as a number that was set apart, put together."""
    rows: list[Line] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last is not None and _is_one_row(last, line):
            first, second = sorted((last, line), key=lambda one: one.left)
            sides = min(last.left, line.left), max(last.right, line.right), min(last.bottom, line.bottom)
            rows[-1] = Line(f"{first.text} {second.text}", *sides, max(last.top, line.top))
        else:
            rows.append(line)
    return rows


def _is_one_row(one: Line, other: Line) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    low = min(one.height, other.height) or 1.0
    gap = max(one.left, other.left) - min(one.right, other.right)
    return shared / low > SAME_ROW and gap < WORD_GAP * low


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in RTL for sign in text)


def _paragraphs(rows: list[Line]) -> list[str]:
    if not rows:
        return []
    usual = median(
        row.right - row.left for row in rows if row.right - row.left > 0.5 * max(r.right - r.left for r in rows)
    )
    found, before = [rows[0].text.strip()], rows[0]
    for row in rows[1:]:
        gap = before.bottom - row.top
        ends = before.right - before.left < SHORT * usual and (
            END.search(before.text.strip()) or gap > 0.2 * before.height
        )
        is_apart = gap > NEW_PARAGRAPH * before.height or gap < -2 * before.height
        is_other = not 0.87 < row.height / (before.height or 1.0) < 1.15  # a heading, a note
        if is_apart or is_other or ends or _is_point(row.text):
            found.append(row.text.strip())
        else:
            found[-1] = _joined(found[-1], row.text.strip())
        before = row
    return found


def _is_point(text: str) -> bool:
    """Whether a line begins a point of a list, or a numbered paragraph."""
    return re.match(r"\s*(?:[•◦▪–—●]\s|\(?[0-9]{1,3}[.)]\s|\([a-z]\)\s)", text) is not None


def _joined(text: str, more: str) -> str:
    """Two lines as one: a word that was cut by a hyphen is made whole again."""
    if re.search(r"[a-zà-ÿа-я]-$", text) and re.match("[a-zà-ÿа-я]", more):
        return text[:-1] + more
    return f"{text} {more}"
