"""A field printed from a kept shape is, to the byte, the field that the macro prints."""

from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import select

from consult.consultations.answers import Problem
from consult.consultations.forms import form_for
from consult.consultations.forms.printing import printed
from consult.consultations.queries import asked
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.everything import every_type
from tests.factories import make_body, make_proceeding, publish

pytestmark = pytest.mark.pages
HOSTILE = "<script>\"&'</textarea> hole-0 {{ short }} \u202e"
FILLED: dict[str, Any] = {
    "short": HOSTILE,
    "long": f"{HOSTILE}\nنص",
    "one": {"other": HOSTILE},
    "many": ["a", {"other": HOSTILE}],
    "scale": 4,
    "rating": 5,
    "number": "12.5",
    "day": "2026-02-01",
    "budget": {"a": 3},
    "order": ["b", "a"],
    "grid": {"r1": "a"},
    "grids_many": {"r1": ["a", "c"]},
    "people": [{"who": HOSTILE, "where": "CH"}, {"who": "Bo"}],
    "region": "africa",
    "tongue": "fr",
    "agree": True,
}
PLAIN = FILLED | {"one": "a", "many": ["c", "a"], "short": "A word", "scale": 1}
WRONG = FILLED | {"one": "nothing", "many": "a", "scale": "often", "grid": "a", "agree": "perhaps"}


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
def test_each_field_of_each_type(site: Site, app: Flask, lang: str):
    call = make_proceeding(site, make_body(site))
    publish(site, call, every_type())
    with app.test_request_context(), site.database.reading() as db:
        g.language = lang
        version = asked(db, db.scalars(select(Proceeding)).one(), lang)
        assert version is not None
        macro: Any = app.jinja_env.get_template("consultations/questions/fields.html").module
        for answers in ({}, FILLED, PLAIN, {}, WRONG, FILLED):
            for problems in ((), (Problem("short", 1, None, "required"), Problem("one", 1, None, "no_such_choice"))):
                fields = form_for(version, answers, problems=problems, everything=True).fields()
                assert len(fields) >= 20
                for field in fields:
                    assert printed(field) == macro.question_field(field), (field.name, field.value)
        kept = repr(app.extensions["consult.shapes"])
    assert "script" not in kept
    assert "often" not in kept
    assert "نص" not in kept
