"""The form of a question of one type: its texts in every language, its own settings, its lists and its rule."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from consult.consultations.editing.forms.fields import original_first, spread, text_fields
from consult.consultations.editing.forms.lists import LISTS_OF, ListsForm, list_fields
from consult.consultations.editing.forms.rules import RuleForm, rule_fields
from consult.consultations.editing.operations.questions import Place
from consult.consultations.shape.settings import SETTINGS
from consult.web.fields import Later, WholeNumber, offered
from consult.web.language import gettext as _

Item = Mapping[str, Any]


class Day(StringField):
    """A day as YYYY-MM-DD, with the browser's calendar."""

    widget = DateInput()


SETTING_FIELDS: Mapping[str, Any] = {
    "min_words": lambda: WholeNumber(_("Fewest words")),
    "max_words": lambda: WholeNumber(_("Word limit"), description=_("Empty: as many as people like.")),
    "other": lambda: BooleanField(_("People may give another answer in their own words")),
    "shuffle": lambda: BooleanField(_("Show the choices in another order to each person")),
    "min_choices": lambda: WholeNumber(_("Fewest choices")),
    "max_choices": lambda: WholeNumber(_("Most choices")),
    "max_ranked": lambda: WholeNumber(_("How many are put in order"), description=_("Empty: all of them.")),
    "decimals": lambda: WholeNumber(_("Decimals"), description=_("Empty: whole numbers.")),
    "earliest": lambda: Day(_("Earliest day")),
    "latest": lambda: Day(_("Latest day")),
    "max_files": lambda: WholeNumber(_("Most files"), description=_("Empty: one.")),
    "version": lambda: StringField(
        _("Version of the statement"), description=_("Such as 1.0 or 2026-11: it is kept with each agreement.")
    ),
    "total": lambda: WholeNumber(_("Points to share out")),
}
# The limits of a scale are whole numbers, those of a number are written as people write them.
LIMITS: Mapping[str, Any] = {
    "scale": {"min": lambda: WholeNumber(_("Lowest step")), "max": lambda: WholeNumber(_("Highest step"))},
    "rating": {"max": lambda: WholeNumber(_("Most stars"), description=_("Empty: five."))},
    "number": {"min": lambda: StringField(_("Lowest number")), "max": lambda: StringField(_("Highest number"))},
}
ORDER = ("min", "max", *SETTING_FIELDS)
BASIC = {"label": TextAreaField, "hint": TextAreaField, "help": TextAreaField}
TEXTS_OF: Mapping[str, Mapping[str, Any]] = {
    "section_text": {"label": TextAreaField, "text": TextAreaField},
    "consent": {"label": TextAreaField, "text": TextAreaField, "hint": TextAreaField, "help": TextAreaField},
    "number": {**BASIC, "unit": StringField},
    "scale": {**BASIC, "min_label": StringField, "max_label": StringField},
    "rating": {**BASIC, "min_label": StringField, "max_label": StringField},
}
BEGINS_WITH: Mapping[str, Mapping[str, Any]] = {
    "scale": {"min": 1, "max": 5},
    "rating": {"max": 5},
    "budget": {"total": 100},
    "consent": {"version": "1.0"},
    "long_text": {"max_words": 500},
}


class QuestionForm(ListsForm, RuleForm):
    """A question of one type; `settings` names its own fields, `kinds` its texts."""

    seen = HiddenField()
    type = HiddenField()
    key = StringField(
        Later(lambda: _("Name in the exports")),
        description=Later(lambda: _("Made from the words when it is empty. It stays once the question was published.")),
    )
    place = SelectField(Later(lambda: _("Where it stands")), validate_choice=False)
    required = BooleanField(Later(lambda: _("An answer is needed")))
    settings: Sequence[str] = ()
    kinds: Sequence[str] = ()

    def question(self) -> dict[str, Any]:
        """What was written, in the shape that `put_question` takes; its problems stand as errors at their fields."""
        kind = str(self.type.data)
        written = {name: self._setting(name) for name in self.settings}
        found: dict[str, Any] = {
            "key": (self.key.data or "").strip() if "key" in self else "",
            "type": kind,
            "required": bool(self.required.data) if "required" in self else False,
            "settings": {
                name: value for name, value in written.items() if value or (value == 0 and value is not False)
            },
            "texts": {name: self._texts(name) for name in self.kinds},
            "show_if": self.rule(),
        }
        return found | {name: self.choices_of(name) for name in LISTS_OF.get(kind, ())}

    def _texts(self, name: str) -> dict[str, str]:
        """A text in every language; the question itself is one line however it was typed."""
        written = self.written(name)
        return {code: " ".join(text.split()) for code, text in written.items()} if name == "label" else written

    def _setting(self, name: str) -> Any:
        data = self[name].data
        return data.strip() if isinstance(data, str) else data

    def where(self) -> Place | None:
        """The place that was chosen."""
        section, _colon, after = (self.place.data or "").partition(":")
        return Place(section, after or None) if section else None


def question_form(
    kind: str,
    values: Item,
    *,
    languages: Sequence[str],
    original: str,
    earlier: Mapping[str, Item],
    fixed: Sequence[str] = (),
    posted: Any = None,
) -> QuestionForm:
    """The form of a question of a type; `values` in the shape of `written_sections`, with `seen` and `place`."""
    tongues = original_first(languages, original)
    settings = {**(BEGINS_WITH.get(kind, {}) if values["seen"] == "new" else {}), **(values.get("settings") or {})}
    texts = values.get("texts") or {}
    data = {name: values.get(name) for name in ("seen", "key", "place", "required")} | {"type": kind} | settings
    own = sorted((name for name in SETTINGS[kind] if name not in ("options", "rows")), key=ORDER.index)
    makers = {**SETTING_FIELDS, **LIMITS.get(kind, {})}
    fields: dict[str, Any] = {name: makers[name]() for name in own}
    kinds = TEXTS_OF.get(kind, BASIC)
    fields |= text_fields(kinds, tongues)
    for name in kinds:
        data |= spread(name, texts.get(name) or {})
    for name in LISTS_OF.get(kind, ()):
        more, known = list_fields(name, settings.get(name, ()), texts, tongues, posted)
        fields, data = fields | more, data | known
    more, known = rule_fields(values.get("show_if"), earlier, posted)
    made = type(
        "WholeQuestionForm",
        (QuestionForm,),
        {
            **fields,
            **more,
            "languages": tongues,
            "earlier": earlier,
            "present": values.get("show_if"),
            "fixed": fixed,
            "settings": tuple(own),
            "kinds": tuple(kinds),
        },
    )
    form: QuestionForm = made(data=data | known)
    return form


def offer_places(form: QuestionForm, places: Sequence[tuple[str, str]]) -> None:
    """The places where a question can stand."""
    form.place.choices = offered(places)
