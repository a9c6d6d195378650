"""The forms of writers. What a text may hold is decided where it is saved."""

from uuid import uuid4

from flask import request
from wtforms import HiddenField, TextAreaField

from consult.web.forms import OnceForm
from consult.web.language import gettext as _

LONGEST_NUMBER = 9


class ParagraphForm(OnceForm):
    """The text of one paragraph, written on revision `seen` in the window `window`."""

    seen = HiddenField()
    window = HiddenField()
    text = TextAreaField()

    def __init__(self, label: str = "") -> None:
        super().__init__()
        self.text.label.text = label or _("Text of the paragraph")

    @property
    def revision(self) -> int:
        """The revision that the writer began with; 0 for what is no number."""
        return number_in(self.seen.data)

    def show(self, revision: int, text: str, window: str) -> None:
        """Begin with a text as it is now."""
        self.seen.data, self.text.data, self.window.data = str(revision), text, window


def number_in(given: str | None) -> int:
    """A whole number as a form sends it; 0 for what is none."""
    given = given or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER else 0


def window_name() -> str:
    """The name of the window that asks, or of a new one."""
    given = request.values.get("window", "")
    return given if 8 <= len(given) <= 64 and given.isascii() and given.replace("-", "").isalnum() else uuid4().hex
