"""The order of options where it is to be by chance, and earlier answers within later texts."""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from consult.consultations.answers.values import MATRICES, words_of
from consult.consultations.asked import Asked, AskedQuestion
from consult.consultations.bearing import PLACE
from consult.core.localized import Words

LONGEST = 300
Beside = tuple[str, Mapping[str, Any]]  # the key of a group, and what was kept of one of its instances


def options_in_order(question: AskedQuestion, seed: str) -> list[tuple[str, Words]]:
    """The options; shuffled where the question wants it, the same for the same seed. Another choice stands after them."""
    found = list(question.options.items())
    if question.settings.get("shuffle") and seed:
        random.Random(f"{seed}:{question.public_id}").shuffle(found)  # noqa: S311 - an order, no secret
    return found


def piped(
    words: Words, asked: Asked, answers: Mapping[str, Any], beside: Beside | None = None, nothing: str = ""
) -> Words:
    """A text with `{{key}}` replaced by the words of that answer, as plain text in marks that keep its direction apart.

    `answers` are those that `weigh` kept; for what is unanswered or hidden stands `nothing`. `beside` is the instance of a
    group in which the text stands: of that group its answers alone are meant.
    """
    if "{{" not in words.text:
        return words

    def put(found: re.Match[str]) -> str:
        said = said_of(found[1], asked, answers, beside)
        return f"\u2068{said or nothing}\u2069" if said or nothing else ""

    return words._replace(text=PLACE.sub(put, words.text))


def piped_markup(
    text: Markup, asked: Asked, answers: Mapping[str, Any], beside: Beside | None = None, nothing: str = ""
) -> Markup:
    """The same within markup that was made from a text: the answers are escaped."""
    if "{{" not in text:
        return text

    def put(found: re.Match[str]) -> str:
        said = said_of(found[1], asked, answers, beside)
        return str(Markup("<bdi>{}</bdi>").format(escape(said or nothing))) if said or nothing else ""

    return Markup(PLACE.sub(put, str(text)))  # noqa: S704 - only escaped answers are put in


def said_of(key: str, asked: Asked, answers: Mapping[str, Any], beside: Beside | None = None) -> str:
    """The words of the answer to the question of a key; where it stands in another group, of all its instances."""
    question = asked.question(key)
    if question is None:
        return ""
    group = next((part.key for part in asked.sections if part.repeats and question in part.questions), None)
    if beside is not None and beside[0] == group:
        places: Sequence[Mapping[str, Any]] = [beside[1]]
    else:
        places = answers.get(group, []) if group else [answers]
    said = [_said(question, one[key], asked.language) for one in places if key in one]
    text = "; ".join(part for part in said if part)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _said(question: AskedQuestion, value: Any, language: str) -> str:
    if question.type in MATRICES:
        rows = (f"{question.rows[row].text}: {words_of(question, part, language)}" for row, part in value.items())
        return "; ".join(rows)
    return words_of(question, value, language) or ""
