"""Validators of texts that people type, with the sentences of the refusals."""

from typing import Any

from wtforms import Field, Form
from wtforms.validators import StopValidation

from consult.core.errors import Invalid
from consult.core.text import clean_text, count_words
from consult.web.errors import message_for


class Written:
    """Cleans a text and refuses what is missing, too long, or holds signs that nobody can see.

    `characters` and `words` are the limits; `words` may be None. `required` also marks the field for the template.
    """

    def __init__(self, *, characters: int, words: int | None = None, required: bool = True) -> None:
        self.characters = characters
        self.words = words
        self.required = required
        self.field_flags: dict[str, Any] = {"required": True} if required else {}

    def __call__(self, form: Form, field: Field) -> None:
        """Raises StopValidation with the sentence for the first problem; keeps what was typed."""
        try:
            field.data = self.checked(field.data or "", field.name)
        except Invalid as error:
            raise StopValidation(message_for(error)) from error

    def checked(self, raw: str, name: str) -> str:
        """The text as it is kept. Raises Invalid."""
        text = clean_text(raw, name)
        if self.required and not text:
            raise Invalid(name, "required")
        if len(text) > self.characters:
            raise Invalid(name, "too_long", length=len(text), limit=self.characters)
        if self.words is not None and (found := count_words(text)) > self.words:
            raise Invalid(name, "too_many_words", words=found, limit=self.words)
        return text


class Chosen:
    """Refuses a choice that was not offered, or none where one is required, in our own words."""

    def __init__(self, required: bool = True) -> None:
        self.required = required
        self.field_flags: dict[str, Any] = {"required": True} if required else {}

    def __call__(self, form: Form, field: Field) -> None:
        """Raises StopValidation with the sentence for the problem."""
        if self.required and not field.data:
            raise StopValidation(message_for(Invalid(field.name, "required")))
