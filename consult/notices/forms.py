"""What an account wants of mails."""

from typing import Any

from wtforms import BooleanField, RadioField

from consult.notices.models import WHEN
from consult.web.fields import Later, offered
from consult.web.forms import PageForm
from consult.web.language import gettext as _
from consult.web.language import pgettext
from consult.web.validators import Chosen


class MailsForm(PageForm):
    """When news is mailed, whether a mail says what about, and the daily mail of those who moderate."""

    news = RadioField(
        Later(lambda: _("Mails about what you sent")),
        [Chosen()],
        validate_choice=False,
    )
    details = BooleanField(
        Later(lambda: _("Say in the mail what it is about")),
        description=Later(
            lambda: _(
                "The title of the consultation, the reference of your input and what was decided. Never your words. Leave this "
                "empty if somebody else may see your mails."
            )
        ),
    )
    digest = BooleanField(
        Later(lambda: _("A mail each morning of what waits at my desk")),
        description=Later(lambda: _("Numbers alone, and only when something waits.")),
    )

    def __init__(self, staff: bool, **more: Any) -> None:
        super().__init__(**more)
        words = {
            "at_once": pgettext("mails", "At once; several within an hour in one mail"),
            "daily": pgettext("mails", "Once a day, in the morning"),
            "never": pgettext("mails", "Never: I look here"),
        }
        self.news.choices = offered((one, words[one]) for one in WHEN)
        if not staff:
            del self.digest
