"""The forms of appeals, letters and addresses for news."""

from typing import Any

from flask_babel.speaklater import LazyString as Later
from wtforms import EmailField, RadioField, TextAreaField

from consult.accounts.operations import EMAIL_MAX
from consult.moderation.letter_models import OUTCOMES, QUESTIONS
from consult.moderation.operations.writing import LONGEST
from consult.moderation.told_words import letter_words, outcome_words
from consult.web.fields import offered
from consult.web.forms import PageForm
from consult.web.language import gettext as _
from consult.web.validators import Chosen, Written


class AppealForm(PageForm):
    """Why the decision should be looked at again."""

    text = TextAreaField(
        Later(lambda: _("Why should the decision be changed?")),
        [Written(characters=LONGEST)],
        description=Later(lambda: _("At most 4,000 characters, in any language.")),
    )


class AnswerForm(PageForm):
    """What an author answers."""

    text = TextAreaField(
        Later(lambda: _("Your answer")),
        [Written(characters=LONGEST)],
        description=Later(lambda: _("At most 4,000 characters, in any language.")),
    )


class AddressForm(PageForm):
    """Where news may go."""

    email = EmailField(
        Later(lambda: _("E-mail address")),
        [Written(characters=EMAIL_MAX)],
        render_kw={"autocomplete": "email"},
    )


class LetterForm(PageForm):
    """What the desk writes."""

    kind = RadioField(Later(lambda: _("What is it?")), [Chosen()], validate_choice=False)
    text = TextAreaField(Later(lambda: _("Your letter")), [Written(characters=LONGEST)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = offered((one, letter_words(one)) for one in QUESTIONS)


class SettleForm(PageForm):
    """How an appeal is decided, and why."""

    outcome = RadioField(Later(lambda: _("Your decision on the appeal")), [Chosen()], validate_choice=False)
    note = TextAreaField(
        Later(lambda: _("Why, in a sentence for the author")), [Written(characters=1_000, required=False)]
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.outcome.choices = offered((one, outcome_words(one)) for one in OUTCOMES)
