"""The form of what came otherwise: how it came, what it says, and what its sender wanted."""

from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.widgets import DateInput

from consult.consultations.intake.words import medium_words
from consult.contributions.attachments.files.child import MOST_CHARACTERS
from consult.contributions.forms import SenderForm
from consult.contributions.intake_models import MEDIA
from consult.contributions.members_text import ADDRESS
from consult.contributions.operations.entering import LINE_CHARACTERS, WORDS_CHARACTERS, Coming
from consult.core.actors import ANYBODY
from consult.core.errors import Invalid
from consult.organisations.categories import RESERVED
from consult.organisations.queries import listed_by_slug
from consult.organisations.words import category_words
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import offered
from consult.web.language import gettext as _
from consult.web.site import reading
from consult.web.validators import Chosen, Written

REFERENCE_CHARACTERS = 40


class IntakeForm(SenderForm):
    """What the secretariat types. `kept` carries a file that was stored already; `changes` says which text of it counts."""

    medium = RadioField(validators=[Chosen()], validate_choice=False)
    received_on = StringField(validators=[Written(characters=10)], widget=DateInput())
    sender_of = StringField(validators=[Written(characters=LINE_CHARACTERS, required=False)])
    kept_at = StringField(validators=[Written(characters=LINE_CHARACTERS, required=False)])
    kept = HiddenField()
    changes = RadioField(validate_choice=False)
    is_public = BooleanField()
    text = TextAreaField(validators=[Written(characters=MOST_CHARACTERS, required=False)])
    replaces = StringField(validators=[Written(characters=REFERENCE_CHARACTERS, required=False)])
    late_reason = TextAreaField(validators=[Written(characters=WORDS_CHARACTERS, required=False)])

    def __init__(self, proceeding: Proceeding, **more: Any) -> None:
        super().__init__(proceeding, ANYBODY, **more)
        words = medium_words()
        self.medium.choices = offered((one, words[one]) for one in MEDIA)
        self.changes.choices = offered(
            [("after", _("As the changes leave it")), ("before", _("As it was before the changes"))]
        )
        if not self.changes.data:
            self.changes.data = "after"
        self.category.choices = [*(self.category.choices or []), *offered(_reserved(self.category))]
        self._call()

    def _call(self) -> None:
        for field, words in (
            (self.medium, _("How did it come?")),
            (self.received_on, _("Day on which it was received")),
            (self.sender_of, _("From whom it came")),
            (self.kept_at, _("Where the original lies")),
            (self.is_public, _("Readers may have this file, too")),
            (self.changes, _("The file has tracked changes. Which text counts?")),
            (self.text, _("Text")),
            (self.replaces, _("Reference of the filing that it replaces")),
            (self.late_reason, _("Why it is accepted although it came after the closing")),
            (self.language, _("Language of the text")),
            (self.category, _("Stakeholder category")),
            (self.identity, _("Who may see the name?")),
            (self.name, _("Name of the sender")),
            (self.on_behalf, _("For whom was it sent?")),
            (self.confidentiality, _("Who may read the text?")),
        ):
            field.label.text = words
        self.sender_of.description = _("The name on the envelope or the address of the mail. The desk alone reads it.")
        self.kept_at.description = _("Box or file number, for whoever looks for it later. The desk alone reads it.")
        self.received_on.description = _("In the time zone of this consultation: %(zone)s.", zone=self.proceeding.zone)
        self.text.description = _("An empty line begins a new paragraph.")
        self.is_public.description = _(
            "Otherwise it is kept for the secretariat alone: a scan often shows a signature or an address."
        )
        self.name.description = _("Leave this empty if the sender gave none, or wants none kept.")
        self.late_reason.description = _(
            "Only for what was received after the day of the closing. It stands in the record."
        )
        self.replaces.description = _(
            "Leave it empty for a new filing. The earlier one keeps its number and says by what it was replaced."
        )
        self.organisation_name.description = _("Of a registered organisation the address of its page.")

    def validate_category(self, field: SelectField) -> None:
        """A secretariat may say who is a State; what is no category at all the operation refuses."""

    def validate_received_on(self, field: StringField) -> None:
        """Only a day."""
        if self.day is None:
            raise ValidationError(message_for(Invalid("received_on", "not_a_day")))

    @property
    def day(self) -> date | None:
        """The day of receipt; None for what is none."""
        try:
            return date.fromisoformat(self.received_on.data or "")
        except ValueError:
            return None

    def coming(self) -> Coming:
        """How it came, from a form that was checked."""
        return Coming(
            self.medium.data,
            self.day or date.max,
            self.sender_of.data or "",
            self.kept_at.data or "",
            self.late_reason.data or "",
        )

    @property
    def earlier(self) -> str:
        """The reference of what is replaced, as it is written here; empty for nothing."""
        return (self.replaces.data or "").strip().upper()

    def registered(self) -> str | None:
        """The public id of the organisation whose page is named; None for any other name."""
        found = ADDRESS.fullmatch((self.organisation_name.data or "").strip())
        return listed_by_slug(reading(), [found[1]]).get(found[1]) if found else None


def _reserved(field: SelectField) -> list[tuple[str, str]]:
    """The categories that only a secretariat gives, where they are not offered anyway."""
    known = {choice[0] for choice in field.iter_choices()}
    return [(one, str(category_words(one))) for one in sorted(RESERVED - known)]
