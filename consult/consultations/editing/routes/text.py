"""The text under discussion: a list of paragraphs, and a form for each."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from consult.consultations.editing.forms.sections import paragraph_form
from consult.consultations.editing.operations.paragraphs import put_paragraph
from consult.consultations.editing.queries import mark_of
from consult.consultations.editing.routes.pages import Present, address, answered, different_texts, editable, shown
from consult.consultations.written import written_paragraphs
from consult.web.language import gettext as _
from consult.web.site import reading, run


def edit_text(slug: str) -> ResponseReturnValue:
    """All paragraphs, each with a link to its form."""
    row = editable(slug)
    return shown("text", row, paragraphs=written_paragraphs(reading(), row.id))


def edit_paragraph(slug: str, number: int | None = None) -> ResponseReturnValue:
    """The form of a paragraph, or of a new one."""
    row = editable(slug)
    paragraphs = written_paragraphs(reading(), row.id)
    old = next((one for one in paragraphs if one["number"] == number), None)
    if number is not None and old is None and request.method == "GET":
        abort(404)
    free = max((one["number"] for one in paragraphs), default=0) + 1
    form = paragraph_form(row.languages, row.language, {"number": free, **(old or {}), "seen": mark_of(old)})
    kinds = [("heading", _("Heading")), ("text", _("Text"))]

    def save() -> str:
        new = {"number": form.number.data or 0, "heading": form.written("heading"), "text": form.written("text")}
        paragraph = None if form.take_away.data else new
        was = number if old is not None or form.seen.data != mark_of(None) else None
        run(put_paragraph, proceeding_id=row.id, was=was, seen=form.seen.data or "", paragraph=paragraph)
        return address(row, "edit_text")

    def differences() -> Present:
        form.seen.data = mark_of(old)
        stored = {name: (old or {}).get(name) or {} for name, _words in kinds}
        return different_texts(form, kinds, stored) or [(heading, "", "–")]

    def page(present: Present) -> str:
        return shown("paragraph", row, form=form, kinds=kinds, heading=heading, present=present, is_new=old is None)

    heading = _("Paragraph %(number)s", number=number) if number else _("New paragraph")
    return answered(row, form, save, page, differences, {"paragraphs": "number"})
