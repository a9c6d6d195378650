"""A document as its copies show it: clean, marked, or one version, ready to be written as a Word file."""

from collections.abc import Mapping, Sequence

from consult.core.differences import Piece
from consult.web.language import gettext as _
from consult.workspaces.documents.comparing import Kept
from consult.workspaces.documents.marking import Marked, Suggestion
from consult.workspaces.documents.models import Document
from consult.workspaces.documents.numbering import HEADINGS
from consult.workspaces.documents.word.writing import Change, Copy, Line, Note
from consult.workspaces.documents.words import kind_words


def plain_copy(document: Document, paragraphs: Sequence[Kept], about: str) -> Copy:
    """A text without marks: as it is now, or as a version keeps it."""
    lines = [Line(one["style"], [Piece("same", one["text"])]) for one in paragraphs]
    return Copy(document.title, document.language, about, page_words(), lines)


def marked_copy(document: Document, marks: Sequence[Marked], about: str, names: Mapping[int, str]) -> Copy:
    """The text as it is now with its open amendments: the first to each paragraph as a tracked change, the others as comments.

    `names` are those of the authors, empty where they are left out: then each is called by the number of its amendment.
    """
    lines: list[Line] = []
    for mark in marks:
        style = "paragraph"
        if mark.paragraph is not None:
            lines.append(_line(mark, names))
            style = mark.paragraph.style if mark.paragraph.style not in HEADINGS else "paragraph"
        lines += [_inserted(one, style, names) for one in mark.insertions]
    return Copy(document.title, document.language, about, page_words(), lines)


def page_words() -> str:
    """The foot of a page."""
    return _("Page {page} of {pages}")


def _line(mark: Marked, names: Mapping[int, str]) -> Line:
    present = [one for one in mark.suggestions if not one.earlier]
    first = present[0] if present else None
    others = [one for one in mark.suggestions if one is not first]
    notes = [
        *(_reason(one, names) for one in present[:1] if one.amendment.reason),
        *(_note(one, names) for one in others),
    ]
    if first is None:
        return Line(mark.paragraph.style, [Piece("same", mark.paragraph.text)], notes=notes)
    whole = "removed" if first.amendment.kind == "delete" else None
    return Line(mark.paragraph.style, first.pieces, _change(first, names), whole, notes)


def _inserted(one: Suggestion, style: str, names: Mapping[int, str]) -> Line:
    notes = [_reason(one, names)] if one.amendment.reason else []
    return Line(style, one.pieces, _change(one, names), "added", notes)


def _author(one: Suggestion, names: Mapping[int, str]) -> str:
    number = _("Amendment %(number)s", number=one.amendment.number)
    name = names.get(one.amendment.made_by or 0)
    return f"{name} ({number})" if name else number


def _change(one: Suggestion, names: Mapping[int, str]) -> Change:
    return Change(_author(one, names), one.amendment.made_at)


def _reason(one: Suggestion, names: Mapping[int, str]) -> Note:
    return Note(_author(one, names), one.amendment.made_at, _("Reason: %(reason)s", reason=one.amendment.reason))


def _note(one: Suggestion, names: Mapping[int, str]) -> Note:
    words = [kind_words(one.amendment.kind)]
    if one.earlier:
        words.append(_("Made on an earlier text."))
    words += [one.amendment.text] if one.amendment.text else []
    words += [_("Reason: %(reason)s", reason=one.amendment.reason)] if one.amendment.reason else []
    return Note(_author(one, names), one.amendment.made_at, "\n".join(words))
