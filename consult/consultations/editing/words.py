"""Types, settings, comparisons and problems of questions in plain words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from babel.lists import format_list

from consult.consultations.editing.changes import Change
from consult.consultations.editing.checks import Finding
from consult.web.language import NAMES, language, pgettext
from consult.web.language import gettext as _

# The types in the order in which they are offered, in groups.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("words", ("short_text", "long_text")),
    ("choices", ("single_choice", "multiple_choice", "ranking", "matrix_single", "matrix_multiple")),
    ("sizes", ("scale", "rating", "number", "date", "budget")),
    ("places", ("country", "region", "language")),
    ("others", ("file", "consent", "section_text")),
)


def group_words(group: str) -> str:
    """What a group of types is called."""
    words = {
        "words": _("In their own words"),
        "choices": _("Choosing"),
        "sizes": _("Numbers, dates and points"),
        "places": _("Places and languages"),
        "others": _("Files, consent and texts between"),
    }
    return words[group]


def type_words(kind: str) -> str:
    """What a type of question is called."""
    words = {
        "section_text": _("Text between questions"),
        "short_text": _("Short text"),
        "long_text": _("Long text"),
        "single_choice": _("One choice"),
        "multiple_choice": _("Several choices"),
        "scale": _("Scale"),
        "rating": _("Rating"),
        "ranking": _("Ranking"),
        "matrix_single": _("Table, one choice in each row"),
        "matrix_multiple": _("Table, several choices in each row"),
        "number": pgettext("type of question", "Number"),
        "date": _("Date"),
        "country": _("Country"),
        "region": _("Region"),
        "language": _("Language"),
        "file": _("Files"),
        "consent": _("Consent"),
        "budget": _("Points to share out"),
    }
    return words[kind]


def type_hint(kind: str) -> str:
    """For what a type of question is good, in one sentence."""
    words = {
        "section_text": _("An explanation or a picture of the situation; nothing is answered."),
        "short_text": _("A name, a title, one line."),
        "long_text": _("Paragraphs, with a limit of words if you want one."),
        "single_choice": _("Exactly one of a few choices, with “other” if you want it."),
        "multiple_choice": _("Any number of choices, or as many as you allow."),
        "scale": _("A step between two ends, such as from “not at all” to “fully”."),
        "rating": _("From one star to as many as you say."),
        "ranking": _("Choices put in order, the first place first."),
        "matrix_single": _("The same choices for each of several rows."),
        "matrix_multiple": _("The same choices for each of several rows, as many as apply."),
        "number": _("A number, with decimals and limits if you want them."),
        "date": _("A day, between two days if you want."),
        "country": _("A country of the world, by its official code."),
        "region": _("One of the five regional groups of the United Nations."),
        "language": _("A language."),
        "file": _("One or several files sent with the answers."),
        "consent": _("A statement with a version, to be agreed to."),
        "budget": _("A number of points to be shared out among choices."),
    }
    return words[kind]


def comparison_words(comparison: str) -> str:
    """What a comparison is called between a question and a value."""
    words = {
        "answered": _("is answered"),
        "not_answered": _("is not answered"),
        "equals": _("is"),
        "not_equals": _("is not"),
        "contains": _("contains"),
        "one_of": _("is one of"),
        "at_least": _("is at least"),
        "at_most": _("is at most"),
    }
    return words[comparison]


def paging_words(paging: str) -> str:
    """What stands on one page."""
    words = {
        "section": _("One section on each page"),
        "question": _("One question on each page"),
        "all": _("Everything on one page"),
    }
    return words[paging]


FINDINGS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "no_questions": lambda _facts: _("There is no question yet."),
    "nothing_asked": lambda _facts: _("There is no question yet."),
    "empty_section": lambda _facts: _("This section has no questions. Add some, or take the section away."),
    "repeated_key": lambda _facts: _("Another question or section has the same name in the exports."),
    "no_label": lambda _facts: _("The words of the question are missing in the language of the original."),
    "option_without_words": lambda facts: _(
        "Choice %(number)s has no words in the language of the original.", number=facts["number"]
    ),
    "row_without_words": lambda facts: _(
        "Row %(number)s has no words in the language of the original.", number=facts["number"]
    ),
    "never_shown": lambda _facts: _("Nobody can ever see this: its conditions cannot all be true."),
    "rule_on_later": lambda facts: _(
        "Its condition looks at “%(other)s”, which comes later. Move one of the two.", other=facts["other"]
    ),
    "rule_on_unknown": lambda facts: _(
        "Its condition looks at “%(other)s”, a question or row that is not there.", other=facts["other"]
    ),
    "piped_too_early": lambda facts: _(
        "A text shows the answer to “%(other)s”, which is not there or comes later.", other=facts["other"]
    ),
    "older_words": lambda facts: _(
        "The translation is older than the original in %(languages)s.", languages=_all_of(facts["languages"])
    ),
    "missing_words": lambda facts: _("Words are missing in %(languages)s.", languages=_all_of(facts["languages"])),
}


def _all_of(codes: Sequence[str]) -> str:
    return str(format_list([NAMES[code] for code in codes], locale=language()))


def finding_words(finding: Finding) -> str:
    """The sentence for a problem that stands in the way of publishing."""
    sentence = FINDINGS.get(finding.problem)
    return (
        sentence(finding.facts) if sentence else _("This cannot be asked as it is. Please open it and save it again.")
    )


def change_words(kind: str) -> str:
    """What a kind of difference between two versions is called."""
    words = {
        "added": _("New questions"),
        "taken_away": _("No longer asked"),
        "words": _("Other words"),
        "choices": _("Other choices or rows"),
        "needed": _("An answer is now needed"),
        "optional": _("An answer is no longer needed"),
        "rule": _("Shown on another condition"),
        "settings": _("Other limits"),
        "moved": _("In another place"),
    }
    return words[kind]


def changes_in_words(
    changes: Sequence[Change], best: Callable[[Mapping[str, str], str], str]
) -> list[tuple[str, list[str]]]:
    """(what is different, the words of the questions) for each kind."""
    found: dict[str, list[str]] = {}
    for one in changes:
        found.setdefault(one.kind, []).append(best(one.words, "–"))
    return [(change_words(kind), words) for kind, words in found.items()]
