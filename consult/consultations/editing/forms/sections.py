"""The forms of a section, of a paragraph, and of a place among sections."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from consult.consultations.editing.forms.fields import TextsForm, original_first, spread, text_fields
from consult.consultations.editing.forms.rules import RuleForm, rule_fields
from consult.web.fields import Later, WholeNumber, offered
from consult.web.language import gettext as _

SECTION_KINDS = {"title": StringField, "text": TextAreaField, "repeat_label": StringField}
PARAGRAPH_KINDS = {"heading": StringField, "text": TextAreaField}


class SectionForm(RuleForm):
    """A section of a questionnaire, or a group that is answered several times."""

    seen = HiddenField()
    after = SelectField(Later(lambda: _("Where it stands")), validate_choice=False)
    repeats = BooleanField(
        Later(lambda: _("People answer this section several times")),
        description=Later(lambda: _("Such as once for each member of a family, or each measure that is proposed.")),
    )
    repeats_min = WholeNumber(Later(lambda: _("At least how many times")))
    repeats_max = WholeNumber(Later(lambda: _("At most how many times")))

    def section(self) -> dict[str, Any]:
        """What was written, in the shape that `put_section` takes."""
        least, most = 1, 1
        if self.repeats.data:
            least = 1 if self.repeats_min.data is None else self.repeats_min.data
            most = self.repeats_max.data or 10
        texts = {name: self.written(name) for name in SECTION_KINDS}
        return {**texts, "repeats_min": least, "repeats_max": most, "show_if": self.rule()}


class ParagraphForm(TextsForm):
    """A numbered paragraph of the text under discussion."""

    seen = HiddenField()
    take_away = BooleanField(Later(lambda: _("Remove")))
    number = WholeNumber(
        Later(lambda: _("Number")),
        description=Later(lambda: _("From 1. A paragraph that has been commented on keeps its number.")),
    )


def section_form(
    values: Mapping[str, Any],
    *,
    languages: Sequence[str],
    original: str,
    earlier: Mapping[str, Mapping[str, Any]],
    places: Sequence[tuple[str, str]],
    posted: Any = None,
) -> SectionForm:
    """The form of a section; `values` in the shape of `written_sections`, with `seen` and `after`."""
    tongues = original_first(languages, original)
    more, known = rule_fields(values.get("show_if"), earlier, posted)
    repeats = values.get("repeats_max", 1) > 1
    data = {"seen": values["seen"], "after": values["after"], "repeats": repeats}
    data |= {name: values.get(name) if repeats else None for name in ("repeats_min", "repeats_max")}
    for name in SECTION_KINDS:
        data |= spread(name, values.get(name) or {})
    extra = {"languages": tongues, "earlier": earlier, "present": values.get("show_if")}
    made = type("WholeSectionForm", (SectionForm,), {**text_fields(SECTION_KINDS, tongues), **more, **extra})
    form: SectionForm = made(data=data | known)
    form.after.choices = offered(places)
    return form


def paragraph_form(languages: Sequence[str], original: str, values: Mapping[str, Any]) -> ParagraphForm:
    """The form of a paragraph; `values` in the shape of `written_paragraphs`."""
    tongues = original_first(languages, original)
    data = {"number": values["number"], "seen": values["seen"]}
    for name in PARAGRAPH_KINDS:
        data |= spread(name, values.get(name) or {})
    fields = text_fields(PARAGRAPH_KINDS, tongues)
    form: ParagraphForm = type("WholeParagraphForm", (ParagraphForm,), {**fields, "languages": tongues})(data=data)
    return form
