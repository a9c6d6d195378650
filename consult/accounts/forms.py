"""The forms of signing in and of the own account."""

from typing import Any

from flask_babel.speaklater import LazyString as Later
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from consult.accounts.operations import EMAIL_MAX, NAME_MAX
from consult.accounts.strength import LONGEST, check_password
from consult.core.errors import ConsultError
from consult.web.errors import message_for
from consult.web.fields import offered
from consult.web.language import INTERFACE, NAMES
from consult.web.language import gettext as _

FILLED = InputRequired(Later(lambda: _("Please fill in this field.")))
LONG = Later(lambda: _("This is too long."))
NOT_BLANK = DataRequired(Later(lambda: _("Please fill in this field.")))
NEW_PASSWORD = {"autocomplete": "new-password"}
PRESENT_PASSWORD = {"autocomplete": "current-password"}


def strong_password(form: FlaskForm, field: Field) -> None:
    """A validator: the words of what is wrong with a new password."""
    try:
        check_password(field.data or "", form.address)
    except ConsultError as error:
        raise ValidationError(message_for(error)) from error


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Address and password."""

    email = EmailField(
        Later(lambda: _("E-mail address")),
        [FILLED, Length(max=EMAIL_MAX, message=LONG)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        Later(lambda: _("Password")), [FILLED, Length(max=LONGEST, message=LONG)], render_kw=PRESENT_PASSWORD
    )


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """How the account is named and written to."""

    name = StringField(
        Later(lambda: _("Name")), [NOT_BLANK, Length(max=NAME_MAX, message=LONG)], render_kw={"autocomplete": "name"}
    )
    language = SelectField(
        Later(lambda: _("Language in which the site writes to you")),
        choices=offered((code, NAMES[code]) for code in INTERFACE),
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, with the present one."""

    present = PasswordField(
        Later(lambda: _("Present password")), [FILLED, Length(max=LONGEST, message=LONG)], render_kw=PRESENT_PASSWORD
    )
    password = PasswordField(
        Later(lambda: _("New password")),
        [FILLED, strong_password],
        description=Later(
            lambda: _("At least 12 characters. Three or four words that do not belong together do well.")
        ),
        render_kw=NEW_PASSWORD,
    )

    def __init__(self, address: str, **values: Any) -> None:
        self.address = address
        super().__init__(**values)
