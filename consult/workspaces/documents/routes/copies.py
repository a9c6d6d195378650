"""Copies as Word files: clean, marked, or of one version."""

from flask import Flask, Response, current_app

from consult.core.errors import NotFound
from consult.core.loop import off_loop
from consult.web.language import gettext as _
from consult.web.language import ngettext
from consult.web.site import actor, reading
from consult.workspaces.documents.copies import marked_copy, plain_copy
from consult.workspaces.documents.marking import marked
from consult.workspaces.documents.operations.versions import present_text
from consult.workspaces.documents.people import names_of
from consult.workspaces.documents.place import Place, placed
from consult.workspaces.documents.queries import amendments_of, paragraphs_of, version_of
from consult.workspaces.documents.routes.addresses import both
from consult.workspaces.documents.word.writing import Copy, word_document
from consult.workspaces.rooms.queries import withholds_names

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_NUMBER = 9


def install(app: Flask) -> None:
    """Add the address."""
    both(app, "<copy>.docx", "word", word, ["GET"])


def word(piece: str, copy: str, slug: str | None = None) -> Response:
    """`clean`, `marked`, or the number of a version. Raises NotFound for anything else."""
    place = placed(piece, slug)
    made = copy_of(place, copy)
    data = off_loop(lambda: word_document(made))
    answer: Response = current_app.response_class(data, mimetype=DOCX)
    name = f"{place.document.public_id}-{copy}.docx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def copy_of(place: Place, copy: str) -> Copy:
    """The copy that was asked for, ready to be written."""
    document = place.document
    if copy == "clean":
        return plain_copy(document, present_text(reading(), document), _("The text as it is now"))
    if copy == "marked":
        return with_marks(place)
    if not (copy.isascii() and copy.isdigit() and len(copy) <= LONGEST_NUMBER):
        raise NotFound
    version = version_of(reading(), document, int(copy))
    return plain_copy(document, version.paragraphs, _("Version %(number)s", number=version.number))


def with_marks(place: Place) -> Copy:
    """The marked copy; where the room's rule leaves names out of what leaves it, no author is named."""
    waiting = amendments_of(reading(), place.document, state="open")
    found = marked(paragraphs_of(reading(), place.document, removed=True), waiting)
    names: dict[int, str] = {}
    if not withholds_names(reading(), place.proceeding):
        names = names_of(reading(), actor(), [one.made_by for one in waiting], in_room=place.slug is not None)
    about = ngettext(
        "The text as it is now, with %(num)s open amendment",
        "The text as it is now, with %(num)s open amendments",
        len(waiting),
    )
    return marked_copy(place.document, found, about, names)
