"""The forms of those who note. What a line may hold is decided where it is written."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.minutes.words import item_words, kind_words, turn_words
from consult.hearings.notes.operations.columns import LONGEST_NAME
from consult.hearings.notes.operations.correcting import Correction
from consult.hearings.notes.operations.writing import NOBODY, PRESENT, NewLine
from consult.hearings.notes.queries import Said
from consult.hearings.programme.queries import Item
from consult.web.fields import offered
from consult.web.forms import OnceForm, PageForm
from consult.web.language import gettext as _

ORIGINALS = {"": None, "yes": True, "no": False}
Turns = Sequence[tuple[Turn, Speaker]]


class LineForm(OnceForm):
    """A new line in one language."""

    text = TextAreaField()
    kind = SelectField(validate_choice=False, default="speech")
    turn = SelectField(validate_choice=False, default=PRESENT)
    speaker = StringField()
    item = SelectField(validate_choice=False, default=PRESENT)
    original = SelectField(validate_choice=False, default="")
    automatic = HiddenField()

    def __init__(self, turns: Turns, items: Sequence[Item], languages: Sequence[str], **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = offered(kind_words().items())
        self.turn.choices = offered(
            [(PRESENT, _("Who has the floor")), (NOBODY, _("Nobody")), *named(turns)],
        )
        self.item.choices = offered(
            [
                (PRESENT, _("The item under discussion")),
                *((one.public_id, item_words(one, languages)) for one in items if not one.withheld),
                (NOBODY, _("No item")),
            ]
        )
        self.original.choices = offered(
            [("", _("As the speaker announced")), ("yes", _("The original words")), ("no", _("Interpretation"))]
        )
        self._label()

    def _label(self) -> None:
        self.text.label.text = _("What is said")
        self.kind.label.text = _("Kind of line")
        self.turn.label.text = _("Said by")
        self.speaker.label.text = _("Or a name, for somebody who is not on the list")
        self.item.label.text = _("On which item")
        self.original.label.text = _("Original or interpretation")

    def new_line(self, language: str) -> NewLine:
        """The line as it is sent."""
        return NewLine(
            key=self.client_id.data or "",
            language=language,
            kind=self.kind.data or "speech",
            text=self.text.data or "",
            turn=self.turn.data or PRESENT,
            item=self.item.data or PRESENT,
            speaker=(self.speaker.data or "")[: LONGEST_NAME + 1],
            original=ORIGINALS.get(self.original.data or ""),
            automatic=self.automatic.data == "yes",
        )


class CorrectionForm(PageForm):
    """Another wording of a line, as it stood at version `seen`."""

    seen = HiddenField()
    text = TextAreaField()
    kind = SelectField(validate_choice=False)
    turn = SelectField(validate_choice=False)
    speaker = StringField()
    original = RadioField(validate_choice=False)

    def __init__(self, line: Said, turns: Turns, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = offered(kind_words().items())
        self.turn.choices = offered([(NOBODY, _("Nobody")), *named(turns)])
        self.original.choices = offered([("yes", _("The original words")), ("no", _("Interpretation"))])
        self.text.label.text = _("What is said")
        self.kind.label.text = _("Kind of line")
        self.turn.label.text = _("Said by")
        self.speaker.label.text = _("Or a name, for somebody who is not on the list")
        self.original.label.text = _("Original or interpretation")
        if not self.is_submitted():
            self.show(line)

    def show(self, line: Said) -> None:
        """Begin with the line as it is."""
        self.seen.data = str(line.version)
        self.text.data, self.kind.data = line.text, line.kind
        self.turn.data = line.turn or NOBODY
        self.speaker.data = "" if line.turn else line.name or ""
        self.original.data = "yes" if line.original else "no"

    @property
    def version(self) -> int:
        """The version that was read; 0 for what is no number."""
        given = self.seen.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0

    def correction(self, line: Said) -> Correction:
        """What was changed; a field that was not sent stays as it is."""
        speaker = self.speaker.data
        if line.name is None and line.turn is None and not speaker:
            speaker = None  # a name that is withheld is not in the field, and stays
        return Correction(
            text=self.text.data or "",
            kind=self.kind.data or None,
            turn=self.turn.data or None,
            speaker=speaker,
            original=ORIGINALS.get(self.original.data or ""),
        )


def named(turns: Turns) -> list[tuple[str, str]]:
    """Turns as choices, the newest first."""
    return [(turn.public_id, turn_words(turn, speaker)) for turn, speaker in reversed(turns)]
