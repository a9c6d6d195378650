"""What people say of an organisation, who is invited to it, and what a secretariat says."""

from typing import Any

from wtforms import EmailField, HiddenField, RadioField, SelectField, StringField, TextAreaField, URLField

from consult.bodies.words import role_words
from consult.core.countries import REGIONS, country_names
from consult.organisations.models import STATUSES, Organisation
from consult.organisations.operations.facts import NAME_CHARACTERS, TEXT_CHARACTERS, NewOrganisation
from consult.organisations.operations.members import NOTE_CHARACTERS, ROLES
from consult.organisations.words import categories_to_declare, categories_to_verify, region_words, status_words
from consult.web.fields import offered
from consult.web.forms import PageForm
from consult.web.language import INTERFACE, NAMES, language
from consult.web.language import gettext as _
from consult.web.validators import Chosen, Written

EMAIL_CHARACTERS = 254


def _written(characters: int, required: bool = True) -> list[Any]:
    return [Written(characters=characters, required=required)]


class NamesForm(PageForm):
    """A name in each language of the interface, and which of them is the original."""

    language = SelectField(validate_choice=False)
    name_en = StringField(validators=_written(NAME_CHARACTERS, False))
    name_fr = StringField(validators=_written(NAME_CHARACTERS, False))
    name_ar = StringField(validators=_written(NAME_CHARACTERS, False))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.language.choices = offered((code, NAMES[code]) for code in INTERFACE)
        self.language.label.text = _("Language of the original name")
        self.name_en.label.text = _("Name in English")
        self.name_fr.label.text = _("Name in French")
        self.name_ar.label.text = _("Name in Arabic")
        if not self.language.data:
            self.language.data = language()

    def names(self) -> dict[str, str]:
        """The names that were given, by language."""
        given = {code: self[f"name_{code}"].data or "" for code in INTERFACE}
        return {code: name for code, name in given.items() if name.strip()}

    def field_named(self, field: str) -> str:
        """Where a refusal of `name` belongs: beside the original name."""
        original = self.language.data if self.language.data in INTERFACE else language()
        return f"name_{original}" if field == "name" else field


class OrganisationForm(NamesForm):
    """What an organisation says of itself."""

    seen = HiddenField()
    category = SelectField(validators=[Chosen()], validate_choice=False)
    country = SelectField(validate_choice=False)
    region = SelectField(validate_choice=False)
    website = URLField(validators=_written(TEXT_CHARACTERS, False))
    contact = TextAreaField(validators=_written(TEXT_CHARACTERS, False))

    def __init__(self, present: Organisation | None = None, **more: Any) -> None:
        super().__init__(**more)
        choices = categories_to_declare()
        if present is not None and present.verified_category not in (None, *(one for one, _words in choices)):
            choices = [*choices, *(one for one in categories_to_verify() if one[0] == present.verified_category)]
        self.category.choices = offered([("", _("Please choose")), *choices])
        self.country.choices = offered([("", _("None, or several")), *country_names(language()).items()])
        self.region.choices = offered([("", _("Not said")), *((one, region_words(one)) for one in REGIONS)])
        self._label()

    def _label(self) -> None:
        self.category.label.text = _("What is it?")
        self.category.description = _(
            "A State, a national human rights institution or a United Nations entity is marked as such by a secretariat: "
            "choose “Other” and ask for verification."
        )
        self.country.label.text = _("Country or area")
        self.region.label.text = _("Regional group")
        self.region.description = _("Only where no country is given; otherwise it follows from the country.")
        self.website.label.text = _("Website")
        self.contact.label.text = _("How secretariats can reach you")
        self.contact.description = _("An address or a telephone number. Only secretariats and your own people see it.")

    def new(self) -> NewOrganisation:
        """What was written, as the operations take it."""
        return NewOrganisation(
            names=self.names(),
            language=self.language.data or language(),
            category=self.category.data or "",
            country=self.country.data or None,
            region=self.region.data or None,
            website=self.website.data or "",
            contact=self.contact.data or "",
        )


class MemberForm(PageForm):
    """An address and a role in an organisation."""

    email = EmailField(validators=_written(EMAIL_CHARACTERS))
    role = SelectField(validate_choice=False)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.email.label.text = _("E-mail address")
        self.role.label.text = _("Role")
        self.role.choices = offered((role, role_words(role)) for role in reversed(ROLES))


class JoinForm(PageForm):
    """What the representatives should know."""

    note = TextAreaField(validators=_written(NOTE_CHARACTERS, False))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.note.label.text = _("What should the representatives know?")


class VerifyForm(PageForm):
    """What a secretariat says of an organisation."""

    seen = HiddenField()
    category = SelectField(validate_choice=False)
    status = RadioField(validate_choice=False)
    note = TextAreaField(validators=_written(NOTE_CHARACTERS, False))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.category.choices = offered(categories_to_verify())
        self.category.label.text = _("It is")
        self.status.choices = offered([("", _("Does not apply")), *((one, status_words(one)) for one in STATUSES)])
        self.status.label.text = _("Accreditation of a national human rights institution")
        self.note.label.text = _("Reason or source")
        self.note.description = _("It stands in the history that secretariats see.")
        if self.status.data is None:
            self.status.data = ""


class CategoryForm(NamesForm):
    """A category that a body adds."""

    key = StringField(validators=_written(40))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.key.label.text = _("Name for machines")
        self.key.description = _("Lower-case letters, digits and underscores. It stands in exports and stays for ever.")
