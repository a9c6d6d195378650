"""The words of the offline kit: its buttons and messages, and why an answer cannot be taken."""

from typing import Any

from consult.consultations.answers.texts import word_limit
from consult.consultations.asked import AskedQuestion, AskedSection
from consult.consultations.forms import not_answered
from consult.consultations.shape.limits import CHARACTERS
from consult.contributions.attachments.limits import OFFLINE_BYTES
from consult.core.errors import Invalid
from consult.web.errors import message_for
from consult.web.formats import number_words, size_words
from consult.web.language import gettext as _
from consult.web.language import language, pgettext

COUNT = 987_654_321  # stands for a number that only the script knows
GENERAL = (
    "required", "no_such_choice", "control_character", "direction_mark", "not_a_number", "not_a_whole_number", "not_a_date",
    "row_missing", "other_without_words", "repeated_place", "not_points", "invalid",
)  # fmt: skip


def general_problems() -> dict[str, str]:
    """Problem → sentence, of those that have no number in it."""
    return {code: message_for(Invalid("form", code)) for code in GENERAL}


def problems_of(question: AskedQuestion) -> dict[str, str]:
    """Problem → sentence with the limits of this question; {words}, {number} and {length} are for the script."""
    settings, found = question.settings, {}
    for code, limit in (
        ("too_many_words", word_limit(question) if question.type in CHARACTERS else None),
        ("too_few_words", settings.get("min_words")),
        ("too_long", CHARACTERS.get(question.type)),
        ("too_many_choices", settings.get("max_choices")),
        ("too_few_choices", settings.get("min_choices")),
        ("too_many_files", int(settings.get("max_files") or 1) if question.type == "file" else None),
        ("too_many_points", settings.get("total")),
        ("too_many_decimals", settings.get("decimals") or None),
        ("number_too_low", settings.get("min") if question.type == "number" else None),
        ("number_too_high", settings.get("max") if question.type == "number" else None),
        ("date_too_early", settings.get("earliest")),
        ("date_too_late", settings.get("latest")),
    ):
        if limit is not None:
            found[code] = _sentence(code, limit)
    return found


def problems_of_group(section: AskedSection) -> dict[str, str]:
    """The same of a repeating group."""
    return {"too_few_groups": _sentence("too_few_groups", section.repeats_min)} if section.repeats else {}


def _sentence(code: str, limit: Any) -> str:
    """The sentence with a place where the script puts the number that it counted."""
    facts = dict.fromkeys(("words", "number", "length"), COUNT)
    text = message_for(Invalid("form", code, limit=limit, **facts))
    name = {"too_long": "length", "too_many_points": "number"}.get(code, "words")
    for written in (number_words(COUNT, language()), str(COUNT)):
        text = text.replace(written, f"{{{name}}}")
    return text


def words_of_kit() -> dict[str, str]:
    """Words by the names that the script uses; {n}, {most} and {name} are for it to fill in."""
    return _of_fields() | _of_files() | _of_the_sender() | _of_the_file()


def _of_fields() -> dict[str, str]:
    return {
        "optional": pgettext("field", "(optional)"),
        "help": _("Help with this question"),
        "words_left": _("Words left: {n}"),
        "words_over": _("Words over the limit: {n}"),
        "words_limit": _("Limit in words: {n}"),
        "other": pgettext("choice", "Other"),
        "own_words": _("In your own words"),
        "no_answer": _("No answer"),
        "not_answered": not_answered(),
        "choose": _("Please choose"),
        "no_place": _("No place"),
        "places": _("Give the most important one place 1, up to place {most}. You need not give all of them a place."),
        "points_left": _("Points left: {n}"),
        "day": pgettext("date", "Day"),
        "month": pgettext("date", "Month"),
        "year": pgettext("date", "Year"),
        "add": _("Add another"),
        "remove": _("Take this one away"),
    }


def _of_files() -> dict[str, str]:
    most = f"\u2066{size_words(OFFLINE_BYTES, language())}\u2069"  # its number first, also from right to left
    return {
        "files_limit": _("Up to {n} files. All files in this form together: at most %(most)s.", most=most),
        "files_taken": _("%(kinds)s are taken.", kinds="PDF, DOCX, ODT, TXT, JPEG, PNG"),
        "files_size": _("All files in this form: {size}."),
        "files_remove": _("Take {name} away"),
        "files_later": _(
            "{name} is too large to travel in this file. Its name is kept: add it on the page, after the upload."
        ),
        "files_add_later": _("to be added after the upload"),
        "files_none": _("No file is chosen."),
        "files_unread": _("{name} could not be read. Please choose it again."),
        "mb": _("{n} MB"),
        "kb": _("{n} kB"),
    }


def _of_the_sender() -> dict[str, str]:
    return {
        "sender_language": _("In which language do you write?"),
        "sender_category": _("As whom do you write?"),
        "sender_identity": _("Who may see the name?"),
        "sender_name": _("Your name"),
        "sender_on_behalf": _("For whom do you write?"),
        "sender_organisation_name": _("Name of the organisation"),
        "sender_country": _("Its country or area"),
        "sender_coalition_name": _("Name of the coalition"),
        "sender_members": _("Its members, each on a line of its own"),
        "members_hint": _("After the name, if you like, a semicolon and the country."),
        "sender_confidentiality": _("Who may read your text?"),
        "name_hint": _("Leave this empty if nobody may see it."),
        "not_said": _("Not said"),
    }


def _of_the_file() -> dict[str, str]:
    return {
        "problems": _("There is a problem"),
        "complete": _("Everything that is asked for is answered. Save the file, then upload it."),
        "saved": _("Saved as {name}. Everything that is asked for is answered: it can be uploaded."),
        "saved_part": _("Saved as {name}. Something is still missing: open the file here again to go on."),
        "opened": _("The file is open. You can go on."),
        "opened_stale": _("The file is open. It was saved with other questions: please look through all of them."),
        "overwrite": _("What you have not saved will be lost. Open the other file?"),
        "not_a_file": _("This is not a file that this questionnaire saved, or it was changed."),
        "other_consultation": _("This file belongs to another consultation."),
        "too_large": _("This file is too large."),
    }
