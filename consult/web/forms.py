"""What all forms of pages share: the token is checked before any view, and the words are the house's own."""

import uuid
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, ValidationError

from consult.web.language import gettext as _
from consult.web.places import new_key


class PageForm(FlaskForm):
    """A form of a page. Its token is printed by the macro `csrf()` and checked for every unsafe request."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def get_translations(self, form: Any) -> None:
            """Nothing: every sentence comes from our own catalogue."""


class OnceForm(PageForm):
    """A form whose `client_id` makes two sendings one."""

    client_id = HiddenField(default=new_key)

    def validate_client_id(self, field: HiddenField) -> None:
        """A key that was tampered with is replaced, and the form shown again."""
        try:
            field.data = str(uuid.UUID(field.data))
        except (ValueError, TypeError, AttributeError):
            field.data = str(uuid.uuid4())
            raise ValidationError(
                _("This form came incomplete. Please look at what it holds and send it again.")
            ) from None
