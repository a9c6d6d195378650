"""The field of a question as its page shows it, printed once where nothing in it is anybody's own words.

A choice has a few shapes, each kept; a text is kept with a hole where its words belong, drawn at each start so that nobody
can write it. What has a problem, names files or holds earlier answers is printed anew each time. No words are kept.
"""

import secrets
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup, escape

from consult.consultations.asked import AskedQuestion
from consult.consultations.forms.field import Field
from consult.consultations.forms.fields import Part
from consult.core.localized import Words
from consult.web.language import language

TEXTS = ("short_text", "long_text")
CHOICES = (
    "single_choice",
    "multiple_choice",
    "scale",
    "rating",
    "matrix_single",
    "matrix_multiple",
    "region",
    "consent",
)
HOLE = f"hole-{secrets.token_hex(16)}"
MOST_QUESTIONS, MOST_SHAPES = 2_000, 60
Shapes = dict[tuple[Any, ...], Markup]


def install(app: Flask) -> None:
    """Give templates the filter `printed`, and the app its shapes."""
    app.extensions["consult.shapes"] = OrderedDict()
    app.jinja_env.filters["printed"] = printed


def printed(field: Field) -> Markup:
    """The same as the macro `question_field` prints."""
    if field.error or not _keepable(field.question):
        return _by_macro(field)
    text = field.type in TEXTS and isinstance(field.value, str) and field.value != ""
    if not text and field.value not in (None, "") and not _is_closed(field):
        return _by_macro(field)
    shown = replace(field, value=HOLE) if text else field
    shape = (
        language(),
        field.name,
        None if field.value is None else str(shown.value),
        *(key for key, _w in field.options),
    )
    shapes = _shapes_of(field.question)
    if shape not in shapes:
        if len(shapes) >= MOST_SHAPES:
            shapes.clear()
        shapes[shape] = _by_macro(shown)
    made = shapes[shape]
    return Markup(made.replace(HOLE, escape(field.value))) if text else made  # noqa: S704 - escaped


def questions_printed(part: Part) -> Markup:
    """The questions of a page; the titles of its sections where there are several."""
    module: Any = current_app.jinja_env.get_template("consultations/questions/part.html").module
    made: Markup = module.questions_of(part, titles=len(part.sections) > 1)
    return made


def _is_closed(field: Field) -> bool:
    """Whether the answer is one of those that the question offers, without any own words."""
    if field.type not in CHOICES:
        return False
    offered = {*field.question.options, *field.question.rows, *(field.names if field.type == "region" else ())}
    return all(one in offered if isinstance(one, str) else isinstance(one, int) for one in _flat(field.value))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from (part for pair in value.items() for one in pair for part in _flat(one))
    elif isinstance(value, list):
        yield from (part for one in value for part in _flat(one))
    else:
        yield value


def _keepable(question: AskedQuestion) -> bool:
    said = (question.label, question.hint, question.help, question.text)
    return question.type != "file" and not any("{{" in words.text for words in said if isinstance(words, Words))


def _shapes_of(question: AskedQuestion) -> Shapes:
    """The kept shapes of a question as one version asks it: such questions are shared by all requests."""
    kept: OrderedDict[int, tuple[AskedQuestion, Shapes]] = current_app.extensions["consult.shapes"]
    if id(question) not in kept:
        kept[id(question)] = (question, {})  # held, so that its id stays its own
        if len(kept) > MOST_QUESTIONS:
            kept.popitem(last=False)
    return kept[id(question)][1]


def _by_macro(field: Field) -> Markup:
    module: Any = current_app.jinja_env.get_template("consultations/questions/fields.html").module
    made: Markup = module.question_field(field)
    return made
