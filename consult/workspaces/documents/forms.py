"""The forms of documents. What may be kept is decided where it is written."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from consult.proceedings.models import Proceeding
from consult.web.fields import offered
from consult.web.forms import PageForm
from consult.web.language import NAMES
from consult.web.language import gettext as _
from consult.workspaces.documents.models import Amendment, Paragraph
from consult.workspaces.documents.operations.arranging import FIRST
from consult.workspaces.documents.operations.making import NewParagraph
from consult.workspaces.documents.word.reading import TRACKED
from consult.workspaces.documents.word.told import tracked_words
from consult.workspaces.documents.words import kind_words, paragraph_words, style_words

MARKS = {"# ": "heading1", "## ": "heading2", "### ": "heading3", "- ": "item", "-- ": "subitem", "> ": "quote"}


class DocumentForm(PageForm):
    """A new document: its title, its language, and its text as plain lines."""

    title = StringField()
    language = SelectField(validate_choice=False)
    text = TextAreaField()

    def __init__(self, proceeding: Proceeding) -> None:
        super().__init__()
        self.title.label.text = _("Title")
        self.language.label.text = _("Language")
        self.language.choices = offered((one, NAMES.get(one, one)) for one in proceeding.languages)
        self.text.label.text = _("Text")
        self.text.description = _(
            "Leave an empty line between two paragraphs; they are numbered by themselves. Begin a heading with #, a heading "
            "below it with ##, an item with a hyphen, an item below it with two, and a paragraph without a number with >."
        )
        if not self.is_submitted():
            self.language.data = proceeding.language


def paragraphs_in(text: str) -> list[NewParagraph]:
    """The paragraphs of a plain text: each stands between empty lines, or begins with a mark of its style."""
    found: list[NewParagraph] = []
    for block in text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"):
        lines: list[str] = []
        style = "paragraph"
        for line in filter(str.strip, block.split("\n")):
            mark = next((one for one in MARKS if line.startswith(one)), None)
            if mark is None:
                lines.append(line)
                continue
            found += _joined(lines, style)
            lines, style = [line.removeprefix(mark)], MARKS[mark]
        found += _joined(lines, style)
    return found


def _joined(lines: list[str], style: str) -> list[NewParagraph]:
    return [NewParagraph("\n".join(lines).strip(), style)] if lines else []


class ParagraphForm(PageForm):
    """A new paragraph, and after which one it stands."""

    after = SelectField(validate_choice=False)
    style = SelectField(validate_choice=False, default="paragraph")
    text = TextAreaField()
    arranged = HiddenField()

    def __init__(self, rows: list[Paragraph], after: str | None, arranged: int) -> None:
        super().__init__()
        self.after.label.text = _("Where")
        self.after.choices = places(rows)
        self.style.label.text = _("What it is")
        self.style.choices = offered(style_words().items())
        self.text.label.text = _("Text")
        if not self.is_submitted():
            self.after.data, self.arranged.data = (
                after if after is not None else self.after.choices[-1].value,
                str(arranged),
            )


class PlaceForm(PageForm):
    """Another place or style for a paragraph."""

    after = SelectField(validate_choice=False)
    style = SelectField(validate_choice=False)
    arranged = HiddenField()
    seen = HiddenField()

    def __init__(self, row: Paragraph, rows: list[Paragraph], arranged: int) -> None:
        super().__init__()
        self.after.label.text = _("Where")
        self.after.choices = places(one for one in rows if one.key != row.key)
        self.style.label.text = _("What it is")
        self.style.choices = offered(style_words().items())
        if not self.is_submitted():
            before = [one for one in rows if one.position < row.position]
            self.after.data = before[-1].key if before else FIRST
            self.style.data, self.arranged.data, self.seen.data = row.style, str(arranged), str(row.revision)


def places(rows: Iterable[Paragraph]) -> list[Any]:
    """Every place in a text as a choice."""
    return offered(
        [
            (FIRST, _("At the very beginning")),
            *((one.key, _("After: %(words)s", words=shortly(one))) for one in rows),
        ]
    )


def shortly(row: Paragraph) -> str:
    """A paragraph in a list of choices: its number with its first words."""
    first = " ".join(row.text.split()[:8])
    return f"{row.label} {first}" if row.label else first or paragraph_words(row.style, row.label, row.text)


def whole_number(text: str | None, default: int = -1) -> int:
    """A number that a page put into a hidden field; `default` for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


class AmendmentForm(PageForm):
    """What somebody suggests to one paragraph, or at the very beginning."""

    kind = RadioField(validate_choice=False, default="replace")
    text = TextAreaField()
    reason = TextAreaField()
    seen = HiddenField()

    def __init__(self, row: Paragraph | None) -> None:
        super().__init__()
        kinds = ("insert",) if row is None else ("replace", "insert", "delete")
        self.kind.label.text = _("What you suggest")
        self.kind.choices = offered((one, kind_words(one)) for one in kinds)
        self.text.label.text = _("The words")
        self.text.description = _(
            "The whole paragraph as it should read, or the new one. For a deletion this stays as it is."
        )
        self.reason.label.text = _("Your reason")
        if not self.is_submitted():
            self.kind.data = kinds[0]
            self.text.data, self.seen.data = (row.text, str(row.revision)) if row is not None else ("", "0")


class DecisionForm(PageForm):
    """What becomes of an amendment."""

    act = RadioField(validate_choice=False)
    text = TextAreaField()
    reason = TextAreaField()
    confirmed = BooleanField()
    seen = HiddenField()

    def __init__(self, amendment: Amendment, revision: int) -> None:
        super().__init__()
        self.act.label.text = _("Your decision")
        self.act.choices = offered([("accept", _("Accept")), ("reject", _("Reject"))])
        self.text.label.text = _("The words to accept")
        self.text.description = _("You can change them. The amendment then says that other words were accepted.")
        self.reason.label.text = _("Reason")
        self.reason.description = _("A rejection needs one.")
        self.confirmed.label.text = _("I have compared it with the present text and accept it all the same.")
        if not self.is_submitted():
            self.text.data, self.seen.data = amendment.text, str(revision)


class VersionForm(PageForm):
    """A note on a new version."""

    note = TextAreaField()
    seen = HiddenField()

    def __init__(self, version: int) -> None:
        super().__init__()
        self.note.label.text = _("What changed in this version")
        if not self.is_submitted():
            self.seen.data = str(version)


class TitleForm(PageForm):
    """Another title."""

    title = StringField()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title.label.text = _("Title")
        if not self.is_submitted():
            self.title.data = title


class BringForm(PageForm):
    """A Word file, what becomes of its tracked changes, and once it was shown the seal by which it is known again."""

    title = StringField()
    language = SelectField(validate_choice=False)
    tracked = RadioField(validate_choice=False, default="amendments")
    act = HiddenField()
    file_seal = HiddenField()
    seen = HiddenField()

    def __init__(self, languages: list[Any], language: str) -> None:
        super().__init__()
        self.title.label.text = _("Title")
        self.language.label.text = _("Language")
        self.language.choices = languages
        self.tracked.label.text = _("If changes are tracked in the file")
        self.tracked.choices = offered(tracked_words().items())
        if self.tracked.data not in TRACKED:
            self.tracked.data = TRACKED[-1]
        if not self.is_submitted():
            self.language.data = language
