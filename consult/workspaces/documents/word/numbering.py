"""Word's own numbering for the styles of a document: it counts as our labels do, and goes on counting in Word."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from consult.core.word.frame import bold, style
from consult.core.word.markup import is_rtl, part, w

HEADINGS, THROUGH, ITEMS = 1, 2, 3  # the three ways of counting
FIRST_ITEMS = 10  # the number of the first list of items; each list begins anew
STYLES = {
    "heading1": "Heading1",
    "heading2": "Heading2",
    "heading3": "Heading3",
    "paragraph": "NumberedParagraph",
    "item": "Item",
    "subitem": "Subitem",
    "quote": "BodyText",
}


class Place(NamedTuple):
    """Which list a paragraph counts in, and at which level; `list` is None for one without a number."""

    list: int | None
    level: int


def places(styles: Iterable[str]) -> Iterator[Place]:
    """The place of each paragraph; items begin a new list after every paragraph and heading."""
    items = FIRST_ITEMS - 1
    is_new = True
    for one in styles:
        if one.startswith("heading"):
            is_new = True
            yield Place(HEADINGS, int(one[-1]) - 1)
        elif one == "paragraph":
            is_new = True
            yield Place(THROUGH, 0)
        elif one in ("item", "subitem"):
            items += is_new
            is_new = False
            yield Place(items, int(one == "subitem"))
        else:
            yield Place(None, 0)


def numbering_part(used: Iterable[Place], language: str) -> bytes:
    """The part that says how is counted."""
    lists = sorted({one.list for one in used if one.list is not None and one.list >= FIRST_ITEMS})
    side = "right" if is_rtl(language) else "left"
    ways = [
        _way(
            HEADINGS, [_level(n, "decimal", ".".join(f"%{m}" for m in range(1, n + 2)), 0, 709, side) for n in range(3)]
        ),
        _way(THROUGH, [_level(0, "decimal", "%1.", 0, 709, side)]),
        _way(
            ITEMS, [_level(0, "lowerLetter", "(%1)", 709, 567, side), _level(1, "lowerRoman", "(%2)", 1276, 567, side)]
        ),
    ]
    numbers = [w("num", w("abstractNumId", val=one), numId=one) for one in (HEADINGS, THROUGH)]
    for one in lists:
        again = [w("lvlOverride", w("startOverride", val=1), ilvl=level) for level in (0, 1)]
        numbers.append(w("num", w("abstractNumId", val=ITEMS), *again, numId=one))
    return part(w("numbering", *ways, *numbers))


def _way(number: int, levels: list[Any]) -> Any:
    return w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=number)


def _level(level: int, form: str, text: str, start: int, hanging: int, side: str) -> Any:
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=form),
        w("lvlText", val=text),
        w("lvlJc", val=side),
        w("pPr", w("ind", start=start + hanging, hanging=hanging)),
        ilvl=level,
    )


def styles() -> list[Any]:
    """The styles that documents have beyond the usual ones."""
    return [
        style(
            "Heading3", "heading 3", w("pPr", w("keepNext"), w("spacing", before=240, after=120), w("outlineLvl", val=2)),
            bold(22), after="NumberedParagraph",
        ),
        style("NumberedParagraph", "Numbered paragraph", w("pPr", w("spacing", after=160))),
        style("Item", "Item", w("pPr", w("spacing", after=120))),
        style("Subitem", "Subitem", w("pPr", w("spacing", after=80))),
    ]  # fmt: skip
