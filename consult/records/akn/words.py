"""The words of an element: paragraphs with an empty line between them, and a line end where the source breaks a line."""

from collections import Counter
from typing import Any

from consult.records.akn.names import PARAGRAPHS, local

BREAK = "\x1e"  # stands in no XML, so it can stand for a break between paragraphs until the words are joined
LINE = "\x1f"


def words_of(element: Any) -> str:
    """All words of an element in their order, whatever its mark-up."""
    parts: list[str] = []
    _walk(element, parts)
    paragraphs = ("\n".join(map(_plain, one.split(LINE))).strip() for one in "".join(parts).split(BREAK))
    return "\n\n".join(one for one in paragraphs if one)


def line_of(element: Any) -> str:
    """The same in one line: of headings and names."""
    return " ".join(words_of(element).split())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _walk(element: Any, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        name = local(child)
        if name == "eol":
            parts.append(LINE)
        elif name in PARAGRAPHS:
            parts.append(BREAK)
            _walk(child, parts)
            parts.append(BREAK)
        else:
            _walk(child, parts)
            if name in ("td", "th"):
                parts.append(" ")
        parts.append(child.tail or "")


def count_words(element: Any, kept: Counter[str], plain: Counter[str]) -> None:
    """Count the elements within one whose words are taken: as themselves (`p`, `eol`) or as words alone."""
    for one in element.iter():
        if one is element:
            continue
        name = local(one) or str(one.tag)
        if name == "eol" or (name == "p" and words_of(one)):
            kept[name] += 1
        elif words_of(one):
            plain[name] += 1
