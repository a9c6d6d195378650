"""From a basket to the page of quotations: as Word, or as plain text."""

from collections.abc import Iterator
from unicodedata import bidirectional

from consult.core.localized import Words, direction
from consult.moderation.baskets.queries import Line
from consult.records.quoting.paper import Block, Comment, Heading, Mark, Paper, Quotation
from consult.records.quoting.quotations import Shown, by_question, shown
from consult.web.language import gettext as _
from consult.web.language import language


def paper_of(line: Line, *, ordered: bool, confidential: bool) -> Paper:
    """The page, in the language of this request: in the order of the basket, or (`ordered`) under headings by question.

    Without `confidential` a mark stands where a confidential text would. Names of staff are not on it.
    """
    lines = shown(line)
    lines = by_question(lines) if ordered else lines
    titles = list(dict.fromkeys(one.place.title for one in lines if one.place is not None))
    symbols = {one.quoted.proceeding.symbol for one in lines if one.quoted.proceeding is not None} - {""}
    # NOTE: {page} and {pages} are numbers that the word processor puts in
    foot = _("Page {page} of {pages}")
    about = [(title.text, title.language or language()) for title in titles]
    blocks = list(_blocks(lines, ordered and len(titles) > 1, ordered, confidential))
    return Paper(
        line.basket.name, spoken_in(line.basket.name), ", ".join(sorted(symbols)), about, foot, blocks, language()
    )


def _blocks(lines: list[Shown], by_room: bool, by_asked: bool, confidential: bool) -> Iterator[Block]:
    room: Words | None = None
    asked: tuple[Words, Words | None] | None = None
    for one in lines:
        if by_room and one.place is not None and one.place.title != room:
            room = one.place.title
            yield Heading(room.text, room.language or language(), 1)
        if by_asked and one.place is not None and (one.place.title, one.place.question) != asked:
            asked = (one.place.title, one.place.question)
            words = one.place.question or Words(_("Other passages"), language())
            yield Heading(words.text, words.language or language(), 2 if by_room else 1)
        yield from _quotation(one, confidential)


def _quotation(one: Shown, confidential: bool) -> Iterator[Block]:
    item, told = one.quoted.item, one.quoted.reading
    if item.comment:
        yield Comment(item.comment, spoken_in(item.comment))
    if told is None or one.full is None:
        yield Mark(_("Not quoted: %(reason)s", reason=one.marks[0]), "")
    elif one.quoted.words is None or told.state != "published":
        yield Mark(_("Not quoted: %(reason)s", reason=one.marks[0] if one.marks else ""), one.full)
    elif one.is_confidential and not confidential:
        yield Mark(_("A confidential passage is left out here."), one.full)
    else:
        note = (
            f"{one.full} {_('Confidential to the secretariat: not for publication.')}"
            if one.is_confidential
            else one.full
        )
        yield Quotation(one.quoted.words, told.language or "und", note)


def spoken_in(text: str) -> str:
    """The language to set a text in that nobody named one for: the page's, unless its letters run the other way."""
    letter = next((bidirectional(sign) for sign in text if bidirectional(sign) in ("L", "R", "AL")), None)
    if letter is None or (letter == "L") == (direction(language()) == "ltr"):
        return language()
    return "en" if letter == "L" else "ar"


def plain_text(paper: Paper) -> str:
    """The same page for programs that know no Word: notes follow their quotation."""
    lines = [paper.title, *(text for text, _language in paper.about), ""]
    for block in paper.blocks:
        if isinstance(block, Heading):
            lines += ["", f"{'#' * block.level} {block.text}", ""]
        elif isinstance(block, Comment):
            lines += [block.text, ""]
        elif isinstance(block, Quotation):
            lines += [*(f"> {line}" for line in block.text.split("\n")), ">", f"> {block.note}", ""]
        else:
            lines += [f"[{block.text}]", *([block.note] if block.note else []), ""]
    return "\n".join(lines)
