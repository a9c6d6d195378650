"""The form by which the record of a room is handed over."""

from wtforms import StringField, TextAreaField

from consult.web.forms import PageForm
from consult.web.language import gettext as _


class HandoverForm(PageForm):
    """To which archive, and what is to be noted."""

    archive = StringField()
    note = TextAreaField()

    def __init__(self) -> None:
        super().__init__()
        self.archive.label.text = _("Archive")
        self.archive.description = _("The institution that keeps the record from now on.")
        self.note.label.text = _("Note")
