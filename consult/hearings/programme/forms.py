"""The forms of a programme, with each text in each language of the hearing side by side.

What cannot be taken is refused by the operations, in the words of the house; the forms only carry it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import DateTimeLocalInput

from consult.core.countries import country_names
from consult.hearings.programme.models import (
    CHANNELS,
    FORMS,
    ITEM_AUDIENCES,
    ITEM_TYPES,
    KINDS,
    PERSON_ROLES,
    RULES,
    SECONDS,
)
from consult.hearings.programme.words import (
    asking_words,
    audience_words,
    channel_kind_words,
    form_words,
    part_words,
    rule_words,
    type_words,
)
from consult.proceedings.shape import LANGUAGES
from consult.web.fields import Checkboxes, Later, WholeNumber, offered
from consult.web.forms import PageForm
from consult.web.language import NAMES, language
from consult.web.language import gettext as _

FILLED = InputRequired(Later(lambda: _("Please fill in this field.")))
TONGUES = offered((code, NAMES[code]) for code in LANGUAGES)


def nothing_or(text: str | None) -> str | None:
    """A text, or None for an empty one."""
    return text or None


class PlanForm(PageForm):
    """What every form of a programme has: what its reader saw, and its texts in some languages."""

    seen = HiddenField()

    def texts(self, name: str) -> list[Any]:
        """The fields of one text, one for each language."""
        return [self[f"{name}_{code}"] for code in LANGUAGES if f"{name}_{code}" in self]

    def written(self, *names: str) -> dict[str, dict[str, str]]:
        """What was typed: field → language → text."""
        return {name: {field.name[-2:]: field.data or "" for field in self.texts(name)} for name in names}


class RulesForm(PlanForm):
    """How a hearing is held."""

    form = RadioField(Later(lambda: _("What is it called?")), validate_choice=False)
    under = SelectField(
        Later(lambda: _("Held under")),
        validate_choice=False,
        filters=[nothing_or],
        description=Later(
            lambda: _(
                "Under a workspace it is for the members of that room alone. This is settled once it is announced."
            )
        ),
    )
    registers_from_local = StringField(
        Later(lambda: _("Registration opens")), filters=[nothing_or], widget=DateTimeLocalInput()
    )
    registers_until_local = StringField(
        Later(lambda: _("Registration closes")), filters=[nothing_or], widget=DateTimeLocalInput()
    )
    rule = RadioField(
        Later(lambda: _("Who takes the floor where more ask than there is time for?")), validate_choice=False
    )
    places = WholeNumber(
        Later(lambda: _("Places on the list of speakers")),
        description=Later(lambda: _("Leave it empty where there is no limit.")),
    )
    replies_most = WholeNumber(Later(lambda: _("Rights of reply for each participant")), [FILLED])
    statement_hours = WholeNumber(Later(lambda: _("Hours before the session by which statements are wanted")), [FILLED])
    guests = BooleanField(Later(lambda: _("Whoever has no account may comment, ask and vote")))
    slow_mode = WholeNumber(
        Later(lambda: _("Seconds between two comments of one sender")),
        [FILLED],
        description=Later(lambda: _("0 where there is no such rule.")),
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.form.choices = offered((one, form_words(one)) for one in FORMS)
        self.rule.choices = offered((one, rule_words(one)) for one in RULES)

    def seconds(self) -> list[Any]:
        """The fields of speaking times."""
        return [self[f"seconds_{kind}"] for kind in KINDS]

    def budgets(self) -> list[Any]:
        """The fields of the budgets."""
        return [field for field in self if field.name.startswith("budget_")]


def rules_form(
    categories: Sequence[tuple[str, str]], under: Sequence[tuple[str, str]], values: Mapping[str, Any]
) -> Any:
    """The form of the rules, with a field for each kind of asking and each stakeholder category."""
    fields: dict[str, Any] = {
        f"seconds_{kind}": WholeNumber(Later(lambda kind=kind: asking_words(kind)), [FILLED]) for kind in SECONDS
    }
    fields |= {f"budget_{one}": WholeNumber(words) for one, words in categories}
    made: Any = type("WholeRulesForm", (RulesForm,), fields)(data=values)
    made.under.choices = offered([("", _("Held by itself")), *under])
    return made


class SessionForm(PlanForm):
    """One sitting."""

    number = WholeNumber(Later(lambda: _("Number of the session")), [FILLED])
    zone = StringField(
        Later(lambda: _("Time zone")),
        [FILLED],
        description=Later(lambda: _("Such as Europe/Paris or Africa/Nairobi: where the session is held.")),
        render_kw={"dir": "ltr"},
    )
    starts_local = StringField(Later(lambda: _("Begins")), [FILLED], widget=DateTimeLocalInput())
    ends_local = StringField(
        Later(lambda: _("Ends")),
        [FILLED],
        widget=DateTimeLocalInput(),
        description=Later(lambda: _("A session may go on after midnight.")),
    )


class ItemForm(PlanForm):
    """One item of the agenda."""

    parent = SelectField(Later(lambda: _("Part of")), validate_choice=False, filters=[nothing_or])
    session = SelectField(Later(lambda: _("Session")), validate_choice=False, filters=[nothing_or])
    type = SelectField(Later(lambda: _("Type")), validate_choice=False, default="discussion")
    minutes = WholeNumber(
        Later(lambda: _("Planned minutes")),
        description=Later(lambda: _("An item with parts takes as long as they do.")),
    )
    audience = RadioField(Later(lambda: _("Who attends?")), validate_choice=False, default="public")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.type.choices = offered((one, type_words(one)) for one in ITEM_TYPES)
        self.audience.choices = offered((one, audience_words(one)) for one in ITEM_AUDIENCES)


class PersonForm(PlanForm):
    """Somebody with a part in the hearing."""

    role = SelectField(Later(lambda: _("Part in the hearing")), validate_choice=False, default="panel")
    email = EmailField(
        Later(lambda: _("E-mail address of an account")),
        description=Later(
            lambda: _(
                "With an account the person gets the role that goes with the part. Leave it empty for a name alone."
            )
        ),
    )
    name = StringField(
        Later(lambda: _("Name")), description=Later(lambda: _("As it is shown. Empty: as the account says."))
    )
    office = StringField(Later(lambda: _("Office or function")))
    organisation = StringField(Later(lambda: _("Organisation or State")))
    category = SelectField(Later(lambda: _("Stakeholder category")), validate_choice=False, filters=[nothing_or])
    country = SelectField(Later(lambda: _("Country")), validate_choice=False, filters=[nothing_or])
    languages = Checkboxes(Later(lambda: _("Languages")), choices=TONGUES, validate_choice=False)

    def __init__(self, categories: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.role.choices = offered((one, part_words(one)) for one in PERSON_ROLES)
        self.category.choices = offered([("", _("None")), *categories])
        self.country.choices = offered([("", _("None")), *country_names(language()).items()])


class ChannelForm(PlanForm):
    """A link that opens outside."""

    kind = SelectField(Later(lambda: _("Kind")), validate_choice=False)
    language = SelectField(Later(lambda: _("Language")), validate_choice=False, filters=[nothing_or])
    url = URLField(
        Later(lambda: _("Address")),
        [FILLED],
        description=Later(lambda: _("It begins with https:// and opens outside of this site.")),
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = offered((one, channel_kind_words(one)) for one in CHANNELS)
        self.language.choices = offered([("", _("None")), *((code, NAMES[code]) for code in LANGUAGES)])


class PaperForm(PlanForm):
    """A document of an item."""

    file = FileField(Later(lambda: _("File")))
    language = SelectField(Later(lambda: _("Language of the document")), choices=TONGUES, validate_choice=False)
    symbol = StringField(Later(lambda: _("Document symbol")), description=Later(lambda: _("Such as IC/2026/C/14.")))


FORM_OF: dict[str, type[PlanForm]] = {
    "session": SessionForm,
    "item": ItemForm,
    "person": PersonForm,
    "channel": ChannelForm,
    "paper": PaperForm,
}
TEXTS_OF = {"session": ("title", "place"), "item": ("title", "note"), "paper": ("title",)}


def form_of(part: str, languages: Sequence[str], values: Mapping[str, Any], **more: Any) -> Any:
    """The form of a part of the programme, with a field for each of its texts in each of these languages."""
    fields = {
        f"{name}_{code}": TextAreaField(NAMES[code]) if name == "note" else StringField(NAMES[code])
        for name in TEXTS_OF.get(part, ())
        for code in LANGUAGES
        if code in languages
    }
    return type(f"Whole{FORM_OF[part].__name__}", (FORM_OF[part],), fields)(data=values, **more)
