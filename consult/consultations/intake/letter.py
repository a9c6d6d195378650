"""The letter of receipt, to be printed: in the language of what was sent, for somebody who may have no internet."""

from datetime import date
from typing import NamedTuple

from flask import current_app, url_for

from consult.consultations.intake.filing import Entered
from consult.core.localized import direction
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.web.formats import day_words
from consult.web.language import DEFAULT, INTERFACE, speaking
from consult.web.language import gettext as _
from consult.web.site import reading


class Letter(NamedTuple):
    """What stands on it. `words` is the codeword in its seven parts; empty where there is none."""

    language: str
    dir: str
    body: str
    title: str
    greeting: str
    received: str
    day: str
    reference: str
    receipt: str
    how: list[str]
    words: list[str]
    where: str
    secret: str


def letter_for(proceeding: Proceeding, language: str, day: date, made: Entered) -> Letter:
    """The letter in the language of the input where the interface has it, else in English."""
    code = language if language in INTERFACE else DEFAULT
    with speaking(code):
        words = proceeding_words(reading(), [proceeding], code)[proceeding.id]
        base = current_app.config["BASE_URL"]
        return Letter(
            code,
            direction(code),
            words["body"].text if "body" in words else "",
            words["title"].text,
            _("Receipt of your submission"),
            _(
                "We have received what you sent us on “%(title)s”. It is filed under the reference below.",
                title=words["title"].text,
            ),
            _("Received on %(day)s.", day=day_words(day, code)),
            made.filed.reference,
            f"{base}{url_for('receipt', public_id=made.filed.receipt)}",
            [
                _("The address below proves that it was filed. It tells neither its words nor a name."),
                _(
                    "With your reference and the seven words below you, or somebody whom you trust, can see what became of it, "
                    "correct it, or withdraw it. By post or telephone the reference is enough to ask."
                ),
            ],
            (made.codeword or "").split(),
            f"{base}{url_for('come_back')}",
            _("Keep the seven words like a key: whoever has them can do what you can. We cannot print them again."),
        )
