"""The chair's form of a poll, with each text in each language of the hearing."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from consult.hearings.polls.models import CHOICES, ELECTORATES, RULES
from consult.hearings.polls.operations.drafting import NewPoll
from consult.hearings.polls.queries import Asked
from consult.hearings.polls.words import electorate_words, length_words, rule_words
from consult.web.fields import WholeNumber, offered
from consult.web.forms import PageForm
from consult.web.language import NAMES
from consult.web.language import gettext as _

LENGTHS = (30, 60, 120, 180, 300, 600, 900)
SHOWN = 4  # choices for which an empty form has fields


class PollForm(PageForm):
    """Everything but the texts; `form_for` adds those. Operations refuse what cannot be taken."""

    seen = HiddenField()
    rule = RadioField(validate_choice=False)
    electorate = RadioField(validate_choice=False)
    most = WholeNumber()
    seconds = SelectField(validate_choice=False)
    item = SelectField(validate_choice=False)

    def label_all(self, items: Sequence[tuple[str, str]]) -> None:
        """The words of this request."""
        self.rule.label.text, self.electorate.label.text = _("How is it voted?"), _("Who may vote?")
        self.rule.choices = offered((one, rule_words()[one]) for one in RULES)
        self.electorate.choices = offered((one, electorate_words()[one]) for one in ELECTORATES)
        self.most.label.text = _("How many choices may one take?")
        self.seconds.label.text = _("Time to vote")
        lengths = {*LENGTHS, *([int(self.seconds.data)] if str(self.seconds.data or "").isdigit() else [])}
        self.seconds.choices = offered(
            [("", _("Until the chair closes it"))] + [(str(n), length_words(n)) for n in sorted(lengths)]
        )
        self.item.label.text = _("On which item?")
        self.item.choices = offered([("", _("On none")), *items])

    def fields_of(self, name: str) -> list[Any]:
        """The fields of one text, a language each."""
        return [one for one in self if one.name.startswith(f"{name}_")]

    def choice_fields(self) -> list[list[Any]]:
        """The fields of each choice."""
        return [found for place in range(CHOICES[1]) if (found := self.fields_of(f"choices-{place}"))]

    def poll(self) -> NewPoll:
        """What was typed; empty choices at the end are left out."""
        choices = [texts_in(fields) for fields in self.choice_fields()]
        while choices and not any(choices[-1].values()):
            choices.pop()
        return NewPoll(
            texts_in(self.fields_of("question")),
            tuple(choices),
            self.rule.data or "",
            self.electorate.data or "",
            self.most.data or 1,
            int(self.seconds.data) if (self.seconds.data or "").isdigit() else None,
            self.item.data or None,
        )


def texts_in(fields: Sequence[Any]) -> dict[str, str]:
    """Language → what was typed."""
    return {one.name.rpartition("_")[2]: one.data or "" for one in fields}


def form_for(
    languages: Sequence[str],
    items: Sequence[tuple[str, str]],
    draft: Asked | None = None,
    choices: int = SHOWN,
    seen: str = "",
) -> PollForm:
    """A form with a field for each text in each of these languages, the first of which is wanted, filled from a draft, whose
    mark is `seen`."""
    count = min(CHOICES[1], max(choices, len(draft.poll.choices) if draft is not None else 0))
    fields: dict[str, Any] = {f"question_{code}": TextAreaField(NAMES.get(code, code)) for code in languages}
    for place in range(count):
        fields |= {f"choices-{place}_{code}": StringField(NAMES.get(code, code)) for code in languages}
    form: PollForm = type("WholePollForm", (PollForm,), fields)(data={**values_of(draft), "seen": seen})
    form.label_all(items)
    return form


def values_of(draft: Asked | None) -> Mapping[str, Any]:
    """What the fields of a draft hold."""
    if draft is None:
        return {"rule": "open", "electorate": "anyone", "most": 1, "seconds": ""}
    poll = draft.poll
    values: dict[str, Any] = {
        "rule": poll.rule,
        "electorate": poll.electorate,
        "most": poll.most,
        "seconds": str(poll.seconds or ""),
        "item": draft.item or "",
    }
    values |= {f"question_{code}": text for code, text in draft.texts.get("question", {}).items()}
    for place, key in enumerate(poll.choices):
        values |= {f"choices-{place}_{code}": text for code, text in draft.texts.get(f"choice.{key}", {}).items()}
    return values


def differing(form: PollForm, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, what is stored now) for each field in which something else was typed."""
    found = []
    for one in form:
        now = stored.get(one.name, "")
        if one.name not in ("seen", "csrf_token") and str(one.data or "").strip() != str(now or ""):
            chosen = [str(choice.label) for choice in getattr(one, "choices", None) or () if choice.value == str(now)]
            name = one.name.partition("_")[0]
            label = _("Question") if name == "question" else _("Choices") if name.startswith("choices-") else ""
            found.append(
                (f"{label}, {one.label.text}" if label else str(one.label.text), chosen[0] if chosen else str(now))
            )
    return found
