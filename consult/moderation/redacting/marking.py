"""Words marked by hand: between ⟦ and ⟧, or [[ and ]], in a text that is otherwise left as it is."""

from consult.core.errors import Invalid

OPEN, CLOSE = ("⟦", "[["), ("⟧", "]]")


def marked(text: str, ranges: list[tuple[int, int]]) -> str:
    """The text with its marks, as it stands in the field."""
    found, at = [], 0
    for start, end in sorted(ranges):
        found += [text[at:start], OPEN[0], text[start:end], CLOSE[0]]
        at = end
    return "".join([*found, text[at:]])


def ranges_marked(text: str, typed: str) -> list[tuple[int, int]]:
    """Where words are marked in `typed`, as characters of `text`: white space at the ends of a mark does not count.

    A sign that the text itself has at that place is the text's. Raises Invalid (`marks`) where anything but marks was
    changed, and where one is left open.
    """
    typed = typed.replace("\r\n", "\n").replace("\r", "\n")
    if text.strip() != text:
        typed = text[: len(text) - len(text.lstrip())] + typed.strip() + text[len(text.rstrip()) :]
    found: list[tuple[int, int]] = []
    at = place = 0
    opened: int | None = None
    while place < len(typed) or at < len(text):
        if typed[place : place + 1] and typed[place] == text[at : at + 1] and not _is_sign_here(text, typed, at, place):
            at, place = at + 1, place + 1
            continue
        sign = _sign(typed, place, OPEN if opened is None else CLOSE)
        if sign is None:
            raise Invalid("marks", "text_changed")
        place += len(sign)
        if opened is None:
            opened = at
        else:
            found += _trimmed(text, opened, at)
            opened = None
    if opened is not None:
        raise Invalid("marks", "mark_left_open")
    return found


def _sign(typed: str, place: int, signs: tuple[str, ...]) -> str | None:
    return next((sign for sign in signs if typed.startswith(sign, place)), None)


def _is_sign_here(text: str, typed: str, at: int, place: int) -> bool:
    """Whether `typed` has more opening brackets here than the text has: then the first two are a mark."""
    return typed[place] == "[" and _brackets(typed, place) >= _brackets(text, at) + 2


def _brackets(text: str, at: int) -> int:
    return len(text[at:]) - len(text[at:].lstrip("["))


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
    return [(start, end)] if start < end else []
