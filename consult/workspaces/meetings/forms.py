"""The short form of a meeting."""

from collections.abc import Sequence

from wtforms import SelectField, StringField, TextAreaField, URLField
from wtforms.widgets import DateTimeLocalInput

from consult.proceedings.meetings import NewMeeting
from consult.web.fields import offered
from consult.web.forms import PageForm
from consult.web.language import NAMES
from consult.web.language import gettext as _


class MeetingForm(PageForm):
    """A meeting; the operation refuses what cannot be taken."""

    title = StringField()
    language = SelectField(validate_choice=False)
    starts_local = StringField(widget=DateTimeLocalInput())
    ends_local = StringField(widget=DateTimeLocalInput())
    zone = StringField(render_kw={"dir": "ltr"})
    place = StringField()
    url = URLField()
    agenda = TextAreaField()

    def label_all(self, languages: Sequence[str]) -> None:
        """The words of this request."""
        self.title.label.text, self.language.label.text = _("What is the meeting called?"), _("Language of these words")
        self.language.choices = offered((one, NAMES.get(one, one)) for one in languages)
        self.starts_local.label.text, self.ends_local.label.text = _("Begins"), _("Ends")
        self.zone.label.text = _("Time zone")
        self.zone.description = _("Such as Europe/Paris or Africa/Nairobi: where the meeting is held.")
        self.place.label.text = _("Place")
        self.url.label.text = _("Address to follow it from afar")
        self.url.description = _("It begins with https:// and opens outside of this site.")
        self.agenda.label.text = _("Agenda")
        self.agenda.description = _("Each item on a line of its own. Items can be changed later.")

    def meeting(self) -> NewMeeting:
        """What was typed."""
        lines = [line.strip() for line in (self.agenda.data or "").splitlines()]
        return NewMeeting(
            self.title.data or "",
            self.language.data or "",
            self.starts_local.data or "",
            self.ends_local.data or "",
            (self.zone.data or "").strip(),
            self.place.data or "",
            (self.url.data or "").strip(),
            tuple(line for line in lines if line),
        )
