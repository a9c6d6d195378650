"""The field of a question as its page shows it, printed once where nothing in it is anybody's own words.

A choice has a few shapes, each kept; a text is kept with a hole where its words belong, drawn at each start so that nobody
can write it. What has a problem, names files or holds earlier answers is printed anew each time. No words are kept.
"""

import secrets
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup, escape

from consult.consultations.asked import AskedQuestion
from consult.consultations.bearing import takes_up_answers
from consult.consultations.forms.field import Field
from consult.consultations.forms.fields import Part
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
Shapes = dict[tuple[Any, ...], str]
Kept = OrderedDict[int, tuple[AskedQuestion, Shapes | None]]  # by id


def install(app: Flask) -> None:
    """Give templates the filter `printed`, and the app its shapes."""
    app.extensions["consult.shapes"] = OrderedDict()
    app.jinja_env.filters["printed"] = printed


def printed(field: Field) -> Markup:
    """The same as the macro `question_field` prints."""
    return Markup(_printed(field, current_app.extensions["consult.shapes"], language()))  # noqa: S704 - as the macro does


def _printed(field: Field, kept: Kept, code: str) -> str:
    question, value = field.question, field.value
    shapes = None if field.error else _shapes_of(question, kept)
    if shapes is None:
        return _by_macro(field)
    text = value != "" and isinstance(value, str) and question.type in TEXTS
    shape = code, field.name, HOLE if text else repr(value), *[key for key, _words in field.options]
    made = shapes.get(shape)
    if made is None:
        if not text and value not in (None, "") and not _is_closed(field):
            return _by_macro(field)
        if len(shapes) >= MOST_SHAPES:
            shapes.clear()
        made = shapes[shape] = _by_macro(replace(field, value=HOLE) if text else field)
    return made.replace(HOLE, str(escape(value))) if text else made


def questions_printed(part: Part) -> Markup:
    """The questions of a page; the titles of its sections where there are several.

    What stands between the fields is kept with the version, where it holds nothing of the answers.
    """
    code, fields = language(), part.fields()
    shapes: Kept = current_app.extensions["consult.shapes"]
    made = [_printed(one, shapes, code) for one in fields]
    key, between = (code, part.asked), part.between
    if between is None or any(one.error for one in fields):
        return _questions(part)
    if key not in between:
        found = _cut(_questions(part), made)
        if found is None:
            return _questions(part)
        if len(between) >= MOST_SHAPES:
            between.clear()
        between[key] = found
    parts = [""] * (2 * len(made) + 1)
    parts[0::2], parts[1::2] = between[key], made
    return Markup("".join(parts))  # noqa: S704 - cut out of what the macro printed


def fields_beside(part: Part, stood: Collection[str]) -> dict[str, str]:
    """The printed fields of a page that did not stand there, by question and instance as its `asked` names them."""
    shapes: Kept = current_app.extensions["consult.shapes"]
    came = set(part.asked_beside(stood)) - set(stood)
    named = {one.place: one for one in part.fields()}
    return {name: _printed(named[name], shapes, language()) for name in came}


def _questions(part: Part) -> Markup:
    module: Any = current_app.jinja_env.get_template("consultations/questions/part.html").module
    made: Markup = module.questions_of(part, titles=len(part.sections) > 1)
    return made


def _cut(whole: str, made: list[str]) -> list[str] | None:
    """What stands before, between and after these in the whole; None where they do not follow one another in it."""
    found, rest = [], str(whole)
    for one in made:
        before, here, rest = rest.partition(one)
        if not here:
            return None
        found.append(before)
    return [*found, rest]


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


def _shapes_of(question: AskedQuestion, kept: Kept) -> Shapes | None:
    """The kept shapes of a question as one version asks it, None where it has none to keep: all requests share such questions.

    A shape is kept by what stands in the field as it is spelt, type and all: what looks alike is not taken for it.
    """
    found = kept.get(id(question))
    if found is None:
        is_keepable = question.type != "file" and not takes_up_answers(question)
        found = kept[id(question)] = question, {} if is_keepable else None  # held, so that its id stays its own
        if len(kept) > MOST_QUESTIONS:
            kept.popitem(last=False)
    return found[1]


def _by_macro(field: Field) -> str:
    module: Any = current_app.jinja_env.get_template("consultations/questions/fields.html").module
    return str(module.question_field(field))
