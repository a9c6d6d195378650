"""From words that are withheld to what everybody else reads: a mark that tells neither how long they were nor how many."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from consult.core.errors import Invalid


class Span(NamedTuple):
    """Characters `start` to `end` of a passage, or the whole answer where both are None."""

    passage: int
    start: int | None = None
    end: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the whole answer is meant, its value too."""
        return self.start is None or self.end is None


class Cut(NamedTuple):
    """Characters that are cut out of a text, with the mark that stands there."""

    start: int
    end: int
    mark: str


def span_of(stored: dict[str, Any]) -> Span:
    """A span as it is stored."""
    return Span(stored["passage"], stored["start"], stored["end"])


def rendition(text: str | None, spans: Iterable[tuple[Span, str]]) -> str | None:
    """What the public reads of a passage, given its spans with their marks; None where nothing is withheld."""
    found = list(spans)
    found = [(span, isolated(mark, text or "")) for span, mark in found]
    whole = next((mark for span, mark in found if span.is_whole or text is None), None)
    if whole is not None:
        return whole
    pieces, at = [], 0
    for cut in joined(text or "", [Cut(span.start or 0, span.end or 0, mark) for span, mark in found]):
        pieces += [(text or "")[at : cut.start], cut.mark]
        at = cut.end
    return "".join([*pieces, (text or "")[at:]]) if found else None


def isolated(mark: str, text: str) -> str:
    """The mark, set apart where it runs against the text, so that its brackets stay its own."""
    runs = {_runs(text), _runs(mark)}
    return mark if None in runs or len(runs) == 1 else f"\u2068{mark}\u2069"


def _runs(text: str) -> str | None:
    """`rtl` or `ltr`, as the first letter decides; None without any."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next(("ltr" if kind == "L" else "rtl" for kind in kinds if kind in ("L", "R", "AL")), None)


def joined(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Cuts in order; those with nothing but white space between them are one, so that marks do not count words."""
    found: list[Cut] = []
    for cut in sorted(cuts):
        if found and (cut.start <= found[-1].end or not text[found[-1].end : cut.start].strip()):
            found[-1] = found[-1]._replace(end=max(found[-1].end, cut.end))
        else:
            found.append(cut)
    return found


def checked_spans(texts: dict[int, str | None], spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Spans as they are stored, in order and each once. Raises Invalid for none, and for what lies outside of the words."""
    if not spans:
        raise Invalid("spans", "required")
    for span in spans:
        text = texts.get(span.passage)
        if span.passage not in texts or (text is None and not span.is_whole):
            raise Invalid("spans", "no_such_choice")
        if not span.is_whole and not 0 <= (span.start or 0) < (span.end or 0) <= len(text or ""):
            raise Invalid("spans", "no_such_choice")
    whole = {span.passage for span in spans if span.is_whole}
    kept = {span for span in spans if span.is_whole or span.passage not in whole}
    ordered = sorted(kept, key=lambda span: (span.passage, span.start or 0, span.end or 0))
    return [span._asdict() for span in ordered]


def cut_pieces(text: str, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is withheld: for its author and for who decides."""
    if any(span.is_whole for span in spans):
        return [(text, True)]
    pieces, at = [], 0
    for cut in joined(text, [Cut(span.start or 0, span.end or 0, "") for span in spans]):
        pieces += [(text[at : cut.start], False), (text[cut.start : cut.end], True)]
        at = cut.end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]
