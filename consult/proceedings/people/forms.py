"""Inviting, and accepting with a new account."""

from typing import Any

from flask_babel.speaklater import LazyString as Later
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from consult.accounts.forms import strong_password
from consult.accounts.operations import EMAIL_MAX, NAME_MAX
from consult.bodies.operations import FLAGS_LEAST, FLAGS_MOST, UNDO_MOST
from consult.bodies.words import role_words
from consult.web.fields import offered
from consult.web.language import DEFAULT, INTERFACE, NAMES
from consult.web.language import gettext as _

FILLED = Later(lambda: _("Please fill in this field."))


def within(least: int, most: int) -> NumberRange:
    """A number from `least` to `most`."""
    words = Later(lambda: _("Please give a number from %(least)s to %(most)s.", least=least, most=most))
    return NumberRange(least, most, words)


LONG = Later(lambda: _("This is too long."))


class InviteForm(FlaskForm):  # type: ignore[misc]
    """An address and a role."""

    email = EmailField(Later(lambda: _("E-mail address")), [DataRequired(FILLED), Length(max=EMAIL_MAX, message=LONG)])
    role = SelectField(Later(lambda: _("Role")))

    def __init__(self, roles: list[str], **values: Any) -> None:
        super().__init__(**values)
        self.role.choices = offered((role, role_words(role)) for role in roles)


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """What a body wants of its desk."""

    undo_minutes = IntegerField(
        Later(lambda: _("Minutes for which a decision can be undone")),
        [InputRequired(FILLED), within(0, UNDO_MOST)],
        description=Later(lambda: _("Its author is told only afterwards. 0: at once.")),
    )
    two_persons = BooleanField(
        Later(lambda: _("Withholding words and erasing take two persons")),
        description=Later(lambda: _("One proposes it, another one confirms it. What waits now goes on waiting.")),
    )
    flags_hide = IntegerField(
        Later(lambda: _("Hide what so many readers have flagged")),
        [Optional(), within(FLAGS_LEAST, FLAGS_MOST)],
        description=Later(
            lambda: _("Until a moderator has looked at it. Leave it empty, and flags only bring it up in the queue.")
        ),
    )


class BodyForm(FlaskForm):  # type: ignore[misc]
    """The address of a new body, and its name in each language of the interface."""

    slug = StringField(
        Later(lambda: _("Short name in addresses")),
        [DataRequired(FILLED), Length(max=80, message=LONG)],
        description=Later(lambda: _("Lower-case letters a to z, digits and hyphens. It cannot be changed later.")),
        render_kw={"dir": "ltr"},
    )
    language = SelectField(
        Later(lambda: _("Language of the original name")),
        choices=offered((code, NAMES[code]) for code in INTERFACE),
        default=DEFAULT,
    )
    name_en = StringField(Later(lambda: _("Name in English")), [Length(max=200, message=LONG)])
    name_fr = StringField(Later(lambda: _("Name in French")), [Length(max=200, message=LONG)])
    name_ar = StringField(Later(lambda: _("Name in Arabic")), [Length(max=200, message=LONG)])

    def names(self) -> dict[str, str]:
        """The names that were given, by language."""
        given = {code: self[f"name_{code}"].data or "" for code in INTERFACE}
        return {code: name for code, name in given.items() if name.strip()}


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """The name and password of a new account."""

    name = StringField(
        Later(lambda: _("Your name, as others will see it")),
        [DataRequired(FILLED), Length(max=NAME_MAX, message=LONG)],
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        Later(lambda: _("New password")),
        [InputRequired(FILLED), strong_password],
        description=Later(
            lambda: _("At least 12 characters. Three or four words that do not belong together do well.")
        ),
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, address: str, **values: Any) -> None:
        self.address = address
        super().__init__(**values)
