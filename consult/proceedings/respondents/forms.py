"""A link to hand out, and a list of addresses."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField

from consult.proceedings.respondents.operations import LABEL_CHARACTERS
from consult.web.fields import WholeNumber, offered
from consult.web.forms import PageForm
from consult.web.language import INTERFACE, NAMES
from consult.web.language import gettext as _
from consult.web.validators import Written

LIST_CHARACTERS = 400_000


class LinkForm(PageForm):
    """For whom the link is, and for how many responses."""

    label = StringField(validators=[Written(characters=LABEL_CHARACTERS)])
    most = WholeNumber()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.label.label.text = _("For whom is this link?")
        self.label.description = _("Only you see this, such as “Network of lawyers”.")
        self.most.label.text = _("For how many responses is it good?")
        self.most.description = _("Leave this empty for any number.")


class ListForm(PageForm):
    """Addresses, pasted or as a file."""

    addresses = TextAreaField(validators=[Written(characters=LIST_CHARACTERS, required=False)])
    file = FileField()
    language = SelectField(validate_choice=False)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.addresses.label.text = _("Addresses, each on a line of its own")
        self.addresses.description = _(
            "After the address, if you like, a comma and the language of its mail: ar, en or fr."
        )
        self.file.label.text = _("Or a CSV file of the same")
        self.language.label.text = _("Language of the mail where a line names none")
        self.language.choices = offered((code, NAMES[code]) for code in INTERFACE)
