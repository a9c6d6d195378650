"""No door is forgotten, none tells what it must not, and what is forbidden looks like what is absent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask

from consult import worker
from consult.cli import commands
from tests.conftest import settings_for
from tests.doors.door import Door
from tests.doors.knocking import Absence, addresses, named_secretly, said, secrets_in, send
from tests.doors.scene import ABSENT, OUTSIDERS, ROLES, SECRETS, Scene
from tests.doors.table import COMMANDS, DOORS, EVENTS, JOBS

pytestmark = pytest.mark.timeout(600)
# Who asks for what is not there: everybody by whom it is compared with what is forbidden, and those who are told most.
NOWHERE = (*OUTSIDERS, "administrator", "secretariat", "secretary", "author")
HOW = "say in tests/doors/table.py (docs/adding-a-feature.md) what it runs and for whom it is"


def declared(app: Flask) -> set[tuple[str, str]]:
    """(method, rule) of everything that the site answers to."""
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_address_is_declared(app: Flask):
    table = {(door.method, door.rule) for door in DOORS}
    assert declared(app) - table == set(), HOW
    assert table - declared(app) == set(), "these doors are no more: take them out of tests/doors/table.py"
    assert len(table) == len(DOORS)


def test_every_socket_event_is_declared(app: Flask):
    assert set(app.extensions["consult.live"].handlers) == set(EVENTS), HOW


def test_every_command_and_job_is_declared(tmp_path: Path):
    def names(group: Any, before: str = "") -> Iterator[str]:
        for name, command in group.commands.items():
            yield from names(command, f"{before}{name} ") if hasattr(command, "commands") else [f"{before}{name}"]

    assert set(names(commands)) == set(COMMANDS), HOW
    assert set(worker.handlers(settings_for("sqlite:///x", tmp_path))) == set(JOBS), HOW


def test_every_secret_has_a_door():
    assert {secret for door in DOORS for secret in door.shows} == {one for one, who in SECRETS.items() if who}


class Visits(NamedTuple):
    """What came of knocking at every door that only shows something, as every role."""

    broken: list[tuple[str, str, str]]
    told: list[tuple[str, str, str, str]]  # role, address, rule, secret
    different: list[tuple[str, str]]  # outsider, address that is forbidden and does not look absent
    writing: list[str]
    doors: int


@pytest.fixture(scope="session")
def visits(standing: Scene) -> Visits:
    """All of them, once for all tests."""
    found, state = Visits([], [], [], [], sum(door.method == "GET" for door in DOORS)), standing.state()
    absence = Absence(standing)
    for door in DOORS:
        for path, values in addresses(standing, door) if door.method == "GET" else ():
            is_secret = named_secretly(standing, values)
            for role in NOWHERE if ABSENT in values.values() else ROLES:
                answer = standing.browsers[role].get(path)
                if answer.status_code >= 500:
                    found.broken.append((role, path, answer.status))
                found.told.extend((role, path, door.rule, secret) for secret in secrets_in(said(answer)))
                if role in OUTSIDERS and is_secret and absence.is_told_apart(role, door, path, values, answer):
                    found.different.append((role, path))
        if standing.state() != state:
            found.writing.append(door.rule)
            state = standing.state()
    return found


@pytest.mark.slow
def test_no_page_tells_a_secret_to_whom_it_is_not_meant(visits: Visits):
    assert visits.broken == []
    assert [one for one in visits.told if one[0] not in SECRETS[one[3]]] == []


@pytest.mark.slow
def test_each_page_shows_its_secrets_to_somebody(visits: Visits):
    shown = {(rule, secret) for _role, _path, rule, secret in visits.told}
    hoped = {(door.rule, secret) for door in DOORS for secret in door.shows}
    assert hoped - shown == set(), "nobody sees these secrets here: the row proves nothing"


@pytest.mark.slow
def test_no_page_writes_anything(visits: Visits, standing: Scene):
    assert visits.doors > 40
    assert visits.writing == []
    assert standing.state()["web_session"] != []


@pytest.mark.slow
def test_a_forbidden_page_looks_like_an_absent_one(visits: Visits):
    assert visits.different == []


@pytest.mark.slow
def test_a_form_of_what_is_forbidden_looks_like_one_of_what_is_absent(standing: Scene):
    different, leaks, state, absence = [], [], standing.state(), Absence(standing)
    for door, path, values in forms_of(standing):
        for role in OUTSIDERS if named_secretly(standing, values) else ():
            answer = send(standing, role, door, path)
            leaks += leaks_of(role, path, answer)
            if absence.is_told_apart(role, door, path, values, answer):
                different.append((role, door.method, path))
    assert (different, leaks) == ([], [])
    assert standing.state() == state


@pytest.mark.slow
def test_no_form_of_what_is_open_tells_a_secret_to_outsiders(scene: Scene):
    leaks = []
    for door, path, values in forms_of(scene):
        if not named_secretly(scene, values) and "sign-out" not in door.rule:
            for role in OUTSIDERS:
                leaks += leaks_of(role, path, send(scene, role, door, path))
    assert leaks == []


def forms_of(scene: Scene) -> Iterator[tuple[Door, str, dict[str, Any]]]:
    """Each address to which something is sent."""
    for door in DOORS:
        for path, values in addresses(scene, door) if door.method != "GET" else ():
            yield door, path, values


def leaks_of(role: str, path: str, answer: Any) -> list[tuple[str, str, str]]:
    """The secrets that an answer gives away to a role that must not have them, and whether it broke."""
    broken = [(role, path, str(answer.status))] if answer.status_code >= 500 else []
    return broken + [(role, path, secret) for secret in secrets_in(said(answer)) if role not in SECRETS[secret]]
