"""Every door that changes something takes a well-formed request of those alone who may send it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.accounts.limiter import Limiter as SignInLimiter
from consult.ledger.append import take_numbers
from consult.web.limits import Limiter
from tests.doors.forms import EVERYBODY, NAMED, UNSAFE, Case, cases
from tests.doors.knocking import bare, token_of
from tests.doors.scene import ABSENT, Scene
from tests.factories import hidden

pytestmark = [pytest.mark.timeout(300), pytest.mark.slow]
MARKS = ("seen", "questionnaire", "draft", "page", "asked", "client_id", "saves")
REFUSALS = {302, 303, 400, 401, 403, 404, 409, 422}


class Undone(Exception):
    """Thrown where an operation has done everything but the commit."""


@contextmanager
def undoing(scene: Scene) -> Iterator[list[str]]:
    """Let no operation come to its commit; a line for each that would have."""
    arrived = []

    def stop(db: Session) -> Any:
        take_numbers(db)
        db.flush()
        arrived.append("arrived")
        raise Undone

    work = scene.site.work
    before, work.take_numbers = work.take_numbers, stop
    try:
        yield arrived
    finally:
        work.take_numbers = before


@pytest.fixture(autouse=True)
def patience(standing: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody may try as often as there are roles."""
    for name in ("return_tries", "api_limiter", "author_writes"):
        monkeypatch.setitem(standing.app.extensions, f"consult.{name}", Limiter(10_000, 1.0))
    monkeypatch.setitem(standing.app.extensions, "consult.sign_in_limiter", SignInLimiter())


def address(scene: Scene, case: Case, values: dict[str, Any]) -> str:
    method = method_of(case)
    with scene.app.test_request_context():
        adapter = scene.app.url_map.bind("localhost")
        rule = next(
            one for one in scene.app.url_map.iter_rules() if one.rule == case.rule and method in (one.methods or ())
        )
        return adapter.build(rule.endpoint, {"lang": "en", **values}, method=method).partition("?")[0]


def method_of(case: Case) -> str:
    """How the request of a case is sent."""
    return next(door.method for door in UNSAFE if door.rule == case.rule)


def fields_of(scene: Scene, case: Case) -> dict[str, Any]:
    """What is sent, with the mark of what stands there now."""
    if not case.stands:
        return case.fields
    text = scene.browsers[min(case.may)].get(address(scene, case, case.values)).get_data(as_text=True)
    marks = {name: hidden(text, name) for name in MARKS if f'name="{name}"' in text}
    assert marks, case
    return case.fields | marks


def post(scene: Scene, role: str, case: Case, values: dict[str, Any], fields: dict[str, Any]) -> tuple[Any, str]:
    path = address(scene, case, values) + (f"?{case.query}" if case.query else "")
    if case.as_json:
        return scene.browsers[role].post(path, json=fields), path
    files = {name: (BytesIO(value), "file.json") for name, value in fields.items() if isinstance(value, bytes)}
    sent = {"csrf_token": token_of(scene, role), **fields, **files}
    return scene.browsers[role].open(path, method=method_of(case), data=sent), path


def test_every_form_of_the_table_has_a_request(standing: Scene):
    assert {case.rule for case in cases(standing)} == {door.rule for door in UNSAFE}


def test_a_form_is_taken_from_those_who_may_send_it(standing: Scene):
    before, wrong = standing.state(), []
    for case in cases(standing):
        fields = fields_of(standing, case) if case.may else case.fields
        for role in sorted(case.may):
            with undoing(standing) as arrived:
                answer, path = post(standing, role, case, case.values, fields)
            if not arrived or answer.status_code != 500:
                wrong.append((role, path, answer.status, arrived))
    assert wrong == [], "\n".join(map(str, wrong))
    assert standing.state() == before


def test_a_form_is_refused_to_everybody_else_as_if_there_were_nothing(standing: Scene):
    wrong, before = [], standing.state()
    for case in cases(standing):
        fields = fields_of(standing, case) if case.may else case.fields
        nowhere = case.values | {name: ABSENT for name in NAMED if name in case.values}
        for role in sorted(EVERYBODY - case.may):
            answer, path = post(standing, role, case, case.values, fields)
            if answer.status_code in (302, 303):
                standing.browsers[role].get(answer.location)  # shows what it has to say, once
            if answer.status_code not in REFUSALS:
                wrong.append((role, path, answer.status))
            if nowhere != case.values and role not in case.sees:
                other, elsewhere = post(standing, role, case, nowhere, fields)
                if bare(answer, path, case.values) != bare(other, elsewhere, nowhere):
                    wrong.append((role, path, "does not look absent"))
        if (after := standing.state()) != before:
            wrong.append((case.rule, str(case.values), "something was changed"))
            before = after
    assert wrong == [], "\n".join(map(str, wrong))


def test_a_form_with_a_field_taken_away_or_turned_into_another_breaks_nothing(standing: Scene):
    before, wrong = standing.state(), []
    for case in (one for one in cases(standing) if one.may):
        role, fields = min(case.may), fields_of(standing, case)
        for name in fields:
            rest = {one: value for one, value in fields.items() if one != name}
            for sent in (rest, rest | {name: ["zq", "-1"]}):
                with undoing(standing) as arrived:
                    answer, path = post(standing, role, case, case.values, sent)
                if answer.status_code >= 500 and not arrived:
                    wrong.append((role, path, name, sent.get(name), answer.status))
    assert wrong == [], "\n".join(map(str, wrong))
    assert standing.state() == before


def test_a_form_without_its_token_is_refused(standing: Scene):
    before, wrong = standing.state(), []
    for case in (one for one in cases(standing) if not one.as_json):
        for role in sorted(case.may)[:2]:
            path = address(standing, case, case.values)
            fields = {name: value for name, value in case.fields.items() if not isinstance(value, bytes)}
            answer = standing.browsers[role].post(path, data=fields, query_string=case.query)
            if answer.status_code != 400:
                wrong.append((role, path, answer.status))
    assert wrong == [], "\n".join(map(str, wrong))
    assert standing.state() == before
