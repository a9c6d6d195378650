"""The printed numbers of paragraphs, made anew whenever their order or styles change."""

from collections.abc import Iterable, Iterator

HEADINGS = ("heading1", "heading2", "heading3")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def labels(styles: Iterable[str]) -> Iterator[str]:
    """The label of each paragraph: headings 1, 1.1, 1.1.1; paragraphs numbered through; items (a), below them (i).

    Items begin anew after every paragraph and heading, and those below them after every item. A quotation has no number.
    """
    heads = [0, 0, 0]
    paragraph = item = subitem = 0
    for style in styles:
        if style in HEADINGS:
            level = HEADINGS.index(style)
            heads[level] += 1
            heads[level + 1 :] = [0] * (2 - level)
            item = subitem = 0
            yield ".".join(str(one) for one in heads[: level + 1])
        elif style == "paragraph":
            paragraph, item, subitem = paragraph + 1, 0, 0
            yield str(paragraph)
        elif style == "item":
            item, subitem = item + 1, 0
            yield f"({letters(item)})"
        elif style == "subitem":
            subitem += 1
            yield f"({roman(subitem)})"
        else:
            yield ""


def letters(number: int) -> str:
    """a to z, then aa to az and so on."""
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def roman(number: int) -> str:
    """Small Roman numerals."""
    found = ""
    for value, signs in _ROMAN:
        times, number = divmod(number, value)
        found += signs * times
    return found
