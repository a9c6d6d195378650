"""Reading texts, steps, consents and files."""

from typing import Any

from consult.consultations.answers.reading import Manner, Unfit, strings_in
from consult.consultations.asked import AskedQuestion
from consult.consultations.shape.limits import CHARACTERS, MOST_FILES, SHORT_WORDS
from consult.core.errors import Invalid
from consult.core.text import clean_text, count_words


def word_limit(question: AskedQuestion) -> int | None:
    """The limit in words of a text, or None."""
    limit = question.settings.get("max_words", SHORT_WORDS if question.type == "short_text" else None)
    return int(limit) if limit is not None else None


def steps(question: AskedQuestion) -> range:
    """The numbers of a scale or of a rating."""
    if question.type == "rating":
        return range(1, int(question.settings.get("max", 5)) + 1)
    return range(int(question.settings["min"]), int(question.settings["max"]) + 1)


def read_text(question: AskedQuestion, raw: Any, manner: Manner) -> str | None:
    """A text as it is kept."""
    text = cleaned(raw, CHARACTERS[question.type], word_limit(question), one_line=question.type == "short_text")
    least = int(question.settings.get("min_words", 0))
    if text and manner.complete and (words := count_words(text)) < least:
        raise Unfit("too_few_words", words=words, limit=least)
    return text or None


def cleaned(raw: Any, characters: int, words: int | None, *, one_line: bool) -> str:
    """A text within its limits; ends of lines become blanks where it is to stand in one line.

    Raises Unfit for what is none, is too long, or holds signs that nobody can see.
    """
    if not isinstance(raw, str):
        raise Unfit("not_a_text")
    try:
        text = clean_text(raw, "text")
    except Invalid as error:
        raise Unfit(error.problem) from error
    if one_line:
        text = text.replace("\n", " ")
    if len(text) > characters:
        raise Unfit("too_long", length=len(text), limit=characters)
    # There are never more words than characters: a short text need not be counted.
    if words is not None and len(text) > words and (found := count_words(text)) > words:
        raise Unfit("too_many_words", words=found, limit=words)
    return text


def read_step(question: AskedQuestion, raw: Any, manner: Manner) -> int:
    """A step of a scale or of a rating."""
    text = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) and -10_000 < raw < 10_000 else raw
    for step in steps(question):
        if text == str(step):
            return step
    raise Unfit("no_such_choice")


def read_consent(question: AskedQuestion, raw: Any, manner: Manner) -> bool:
    """A consent; what is not given is no answer."""
    if raw is not True:
        raise Unfit("no_such_choice")
    return True


def read_files(question: AskedQuestion, raw: Any, manner: Manner) -> list[str] | None:
    """The public ids of attachments, in order. Raises Unfit for those that these answers may not name."""
    found = strings_in(raw, "no_such_file", MOST_FILES)
    if not manner.files.issuperset(found):
        raise Unfit("no_such_file")
    most = int(question.settings.get("max_files", 1))
    if len(found) > most:
        raise Unfit("too_many_files", number=len(found), limit=most)
    return found or None
