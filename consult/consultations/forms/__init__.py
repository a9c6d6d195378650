"""The questions as a form: names of fields, answers from what was sent, and fields from answers."""

from consult.consultations.forms.field import Field
from consult.consultations.forms.fields import Part, form_for, not_answered
from consult.consultations.forms.groups import regrouped
from consult.consultations.forms.names import name_of
from consult.consultations.forms.reading import answers_in, merged
from consult.consultations.forms.told import Told, answers_told, typed_in, words_to_send

__all__ = [
    "Field", "Part", "Told", "answers_in", "answers_told", "form_for", "merged",
    "name_of", "not_answered", "regrouped", "typed_in", "words_to_send",
]  # fmt: skip
