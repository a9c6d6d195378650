"""The form of a decision."""

from flask_babel.speaklater import LazyString as Later
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from consult.moderation.models import REASONS
from consult.moderation.words import reason_words
from consult.web.fields import offered
from consult.web.language import gettext as _

NOTE_MAX = 1000


class DecideForm(FlaskForm):  # type: ignore[misc]
    """What is decided on which version, why, and a sentence for the author."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    act = StringField(validators=[InputRequired()])
    back = HiddenField()
    reason = RadioField(Later(lambda: _("Reason, told to the author and shown in the record")), [Optional()])
    note = TextAreaField(
        Later(lambda: _("A sentence for the author")),
        [Optional(), Length(max=NOTE_MAX, message=Later(lambda: _("This is too long: 1,000 characters at most.")))],
    )

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.reason.choices = offered((code, reason_words(code) or code) for code in REASONS)
