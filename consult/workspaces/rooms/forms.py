"""Forms of a room: its settings, its seats, invitations, and requests to join."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from consult.accounts.operations import EMAIL_MAX
from consult.bodies.words import role_words
from consult.proceedings.models import Proceeding
from consult.web.fields import Checkboxes, Later, offered
from consult.web.forms import PageForm
from consult.web.language import NAMES
from consult.web.language import gettext as _
from consult.web.validators import Chosen, Written
from consult.workspaces.rooms.models import FORMS, PARTS, RULES, Room
from consult.workspaces.rooms.operations.joining import ANSWER_LENGTH
from consult.workspaces.rooms.operations.joining import TEXT_LENGTH as ASKED_LENGTH
from consult.workspaces.rooms.operations.leaving import REASON_LENGTH
from consult.workspaces.rooms.operations.seating import SeatFacts
from consult.workspaces.rooms.shape import FIELDS, TEXT_LENGTH, NewRoom
from consult.workspaces.rooms.words import form_words, part_words, rule_words

NAME_LENGTH = 200
NOBODY = ("", Later(lambda: _("Not said")))


def day_field(label: Any, description: Any = "") -> StringField:
    """A day as YYYY-MM-DD, or None."""
    return StringField(label, description=description, filters=[lambda text: text or None], widget=DateInput())


class SettingsForm(PageForm):
    """Everything but the texts; `settings_form` adds those."""

    seen = HiddenField()
    form = RadioField(
        Later(lambda: _("What kind of room is it?")),
        choices=offered((one, Later(lambda one=one: form_words(one))) for one in FORMS),
        validate_choice=False,
    )
    rule = RadioField(
        Later(lambda: _("Rule of confidentiality")),
        choices=offered((one, Later(lambda one=one: rule_words(one)[0])) for one in RULES),
        validate_choice=False,
        description=Later(lambda: _("It stands on every page of the room. A change is shown to everybody at once.")),
    )
    parts = Checkboxes(
        Later(lambda: _("Parts of this room")),
        choices=offered((one, Later(lambda one=one: part_words(one))) for one in PARTS),
        validate_choice=False,
        description=Later(lambda: _("A part that is taken away keeps what it holds, and comes back with it.")),
    )
    term_from = day_field(Later(lambda: _("Term of office from")))
    term_until = day_field(Later(lambda: _("Term of office until")))
    keep_until = day_field(
        Later(lambda: _("Kept until")),
        Later(lambda: _("So long its last members can read the room after it was closed.")),
    )
    listed = BooleanField(
        Later(lambda: _("Tell outsiders of this room, so that they can ask to join")),
        description=Later(lambda: _("They see its title and the text below, and nothing else.")),
    )

    def texts(self, name: str) -> list[Any]:
        """The fields of one text, one for each language of the room."""
        return [self[f"{name}_{code}"] for code in NAMES if f"{name}_{code}" in self]

    def written(self) -> NewRoom:
        """What was written, as the operation takes it."""
        texts = {name: {field.name[-2:]: field.data or "" for field in self.texts(name)} for name in FIELDS}
        return NewRoom(
            self.form.data or "",
            self.rule.data or "",
            tuple(self.parts.data or ()),
            self.term_from.data,
            self.term_until.data,
            self.keep_until.data,
            bool(self.listed.data),
            texts,
        )


def settings_form(found: Proceeding, room: Room, texts: Mapping[str, Mapping[str, str]], seen: str) -> SettingsForm:
    """The form of a room's settings with what they are now, and a field for each text in each language."""
    fields = {
        f"{name}_{code}": TextAreaField(NAMES[code], [Written(characters=TEXT_LENGTH[name], required=False)])
        for name in FIELDS
        for code in found.languages
    }
    values = {name: getattr(room, name) for name in ("form", "rule", "parts", "term_from", "term_until", "keep_until")}
    values |= {f"{name}_{code}": text for name, one in texts.items() for code, text in one.items()}
    whole: type[SettingsForm] = type("WholeSettingsForm", (SettingsForm,), fields)
    return whole(data=values | {"listed": room.listed, "seen": seen})


class SeatForm(PageForm):
    """What is told of somebody's place."""

    organisation = StringField(Later(lambda: _("Organisation")), [Written(characters=NAME_LENGTH, required=False)])
    category = SelectField(
        Later(lambda: _("Stakeholder category")), validate_choice=False, filters=[lambda one: one or None]
    )
    office = StringField(
        Later(lambda: _("Office or function")),
        [Written(characters=NAME_LENGTH, required=False)],
        description=Later(lambda: _("Such as: convener, legal adviser.")),
    )
    term_until = day_field(
        Later(lambda: _("Term until")), Later(lambda: _("At the end of this day the room closes to this person."))
    )

    def __init__(self, categories: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self.category.choices = offered([NOBODY, *categories])

    def facts(self) -> SeatFacts:
        """What was written, as operations take it."""
        return SeatFacts(
            self.organisation.data or "", None, self.category.data, None, self.office.data or "", self.term_until.data
        )


class InviteForm(SeatForm):
    """An address with the seat that waits for it."""

    email = EmailField(Later(lambda: _("E-mail address")), [Written(characters=EMAIL_MAX)])
    role = RadioField(Later(lambda: _("Role")), [Chosen()], validate_choice=False)

    def __init__(self, roles: Sequence[str], categories: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(categories, **more)
        self.role.choices = offered((role, role_words(role)) for role in roles)


class DirectoryForm(PageForm):
    """An organisation of the directory with the seat that waits for its representatives."""

    organisation = RadioField(Later(lambda: _("Organisation")), [Chosen()], validate_choice=False)
    role = RadioField(Later(lambda: _("Role")), [Chosen()], validate_choice=False)
    term_until = day_field(Later(lambda: _("Term until")))

    def __init__(self, found: Sequence[tuple[str, str]], roles: Sequence[str], **more: Any) -> None:
        super().__init__(**more)
        self.organisation.choices = offered(found)
        self.role.choices = offered((role, role_words(role)) for role in roles)


class RoleForm(PageForm):
    """Another role."""

    role = RadioField(Later(lambda: _("Role")), [Chosen()], validate_choice=False)

    def __init__(self, roles: Sequence[str], **more: Any) -> None:
        super().__init__(**more)
        self.role.choices = offered((role, role_words(role)) for role in roles)


class RemoveForm(PageForm):
    """Why somebody has to go."""

    reason = TextAreaField(
        Later(lambda: _("Reason")),
        [Written(characters=REASON_LENGTH)],
        description=Later(lambda: _("The person reads it after signing in. Those who lead the room read it, too.")),
    )


class GuestForm(PageForm):
    """An address and the one document it may read."""

    document = SelectField(Later(lambda: _("Document")), [Chosen()], validate_choice=False)
    email = EmailField(Later(lambda: _("E-mail address")), [Written(characters=EMAIL_MAX)])

    def __init__(self, documents: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self.document.choices = offered(documents)


class JoinForm(PageForm):
    """Why somebody wants to join."""

    text = TextAreaField(Later(lambda: _("Why do you want to join?")), [Written(characters=ASKED_LENGTH)])
    organisation = StringField(Later(lambda: _("Organisation")), [Written(characters=NAME_LENGTH, required=False)])
    category = SelectField(
        Later(lambda: _("Stakeholder category")), validate_choice=False, filters=[lambda one: one or None]
    )

    def __init__(self, categories: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self.category.choices = offered([NOBODY, *categories])


class DecideForm(PageForm):
    """The answer to somebody who wants to join."""

    role = RadioField(Later(lambda: _("Role")), default="member", validate_choice=False)
    answer = TextAreaField(
        Later(lambda: _("Answer")),
        [Written(characters=ANSWER_LENGTH, required=False)],
        description=Later(lambda: _("The person reads it after signing in. The mail says only that there is news.")),
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.role.choices = offered((role, role_words(role)) for role in ("member", "observer"))
