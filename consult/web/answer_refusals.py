"""Why an answer to a question cannot be taken, in plain words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from consult.web.formats import day_words, number_words
from consult.web.language import gettext as _
from consult.web.language import language, ngettext


def _counted(facts: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: number_words(int(facts[name]), language()) for name in names}


def _day(facts: Mapping[str, Any]) -> str:
    return day_words(date.fromisoformat(str(facts["limit"])), language())


# By problem of the judge; a sentence takes its numbers from the facts.
SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "not_answers": lambda _facts: _("These answers cannot be read. Please fill in the form again."),
    "no_such_question": lambda _facts: _("This question is not asked, or not any more."),
    "no_such_row": lambda _facts: _("This part of the question is not asked, or not any more."),
    "not_a_text": lambda _facts: _("Please answer with a text."),
    "too_few_words": lambda facts: _(
        "This text has %(words)s words; please write at least %(limit)s.", **_counted(facts, "words", "limit")
    ),
    "other_without_words": lambda _facts: _("Please say in your own words what you chose."),
    "too_many_choices": lambda facts: ngettext(
        "Please choose %(num)s at most.", "Please choose %(num)s at most.", int(facts["limit"])
    ),
    "too_few_choices": lambda facts: ngettext(
        "Please choose at least %(num)s.", "Please choose at least %(num)s.", int(facts["limit"])
    ),
    "repeated_place": lambda _facts: _("Two have the same place. Please give each place once."),
    "row_missing": lambda _facts: _("Please answer each row."),
    "not_points": lambda _facts: _("Please give points as a whole number from 0."),
    "too_many_points": lambda facts: _(
        "You gave %(number)s points; there are %(limit)s.", **_counted(facts, "number", "limit")
    ),
    "not_a_number": lambda _facts: _("Please give a number, in digits."),
    "not_a_whole_number": lambda _facts: _("Please give a whole number."),
    "too_many_decimals": lambda facts: ngettext(
        "Please give at most %(num)s digit after the decimal sign.",
        "Please give at most %(num)s digits after the decimal sign.",
        int(facts["limit"]),
    ),
    "number_too_low": lambda facts: _("Please give a number that is not below %(limit)s.", limit=facts["limit"]),
    "number_too_high": lambda facts: _("Please give a number that is not above %(limit)s.", limit=facts["limit"]),
    "not_a_date": lambda _facts: _("Please give a day that exists, such as 27, 3 and 2026."),
    "date_too_early": lambda facts: _("Please give a day that is not before %(limit)s.", limit=_day(facts)),
    "date_too_late": lambda facts: _("Please give a day that is not after %(limit)s.", limit=_day(facts)),
    "no_such_file": lambda _facts: _("This file is not there any more. Please attach it again."),
    "too_many_files": lambda facts: ngettext(
        "Please attach %(num)s file at most.", "Please attach %(num)s files at most.", int(facts["limit"])
    ),
    "too_few_groups": lambda facts: ngettext(
        "Please fill this in at least %(num)s time.", "Please fill this in at least %(num)s times.", int(facts["limit"])
    ),
    "too_many_groups": lambda facts: ngettext(
        "Please fill this in at most %(num)s time.", "Please fill this in at most %(num)s times.", int(facts["limit"])
    ),
}
