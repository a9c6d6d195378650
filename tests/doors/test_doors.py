"""No door is forgotten, none tells what it must not, and what is forbidden looks like what is absent."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from consult import worker
from consult.cli import commands
from consult.core.actors import system
from consult.records.editions import FORMATS, edition_of
from consult.records.exporting import export_folder
from tests.conftest import settings_for
from tests.doors.scene import ABSENT, OUTSIDERS, ROLES, SECRETS, Scene, marker
from tests.doors.table import COMMANDS, DOORS, EVENTS, JOBS, Door

pytestmark = pytest.mark.timeout(300)
HOW = "say in tests/doors/table.py (docs/adding-a-feature.md) what it runs and for whom it is"
PLACES = tuple(
    f"/<language:lang>/{place}/" for place in ("consultations", "hearings", "workspaces", "desk/proceedings")
)
CHANGING = re.compile(r'(name="(csrf_token|client_id)"[^>]*value="|data-csrf="|name="csrf-token" content=")[^"]*')


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
    assert {secret for door in DOORS for secret in door.shows} == set(SECRETS)


def addresses(scene: Scene, door: Door, **only: Any) -> list[tuple[str, dict[str, Any]]]:
    """Each address of a door, with the values of its arguments."""
    rule: Rule = next(
        one for one in scene.app.url_map.iter_rules() if one.rule == door.rule and door.method in (one.methods or ())
    )
    names = sorted(rule.arguments) + (["reference"] if "{reference}" in door.query else [])
    choices = {name: sorted(one.items) for name, one in rule._converters.items() if isinstance(one, AnyConverter)}
    if "move" in choices:
        choices["move"] = choices["move"][:1]  # one of several words behind which stands the same form
    if "/receipts/" in door.rule:
        choices["public_id"] = scene.values["receipt"]
    possible = scene.values | choices | only
    missing = set(names) - set(possible)
    assert not missing, f"say in tests/doors/scene.py what values {missing} may take at {door.rule}"
    found = []
    with scene.app.test_request_context():
        adapter = scene.app.url_map.bind("localhost")
        for chosen in product(*(possible[name] for name in names)):
            values = dict(zip(names, chosen, strict=True))
            if str(values.get("slug", "")).startswith("private-") and door.rule.startswith(PLACES):
                if not fits(door.rule, values):
                    continue
            elif not only and values.get("kind") in ("hearing", "workspace"):
                continue
            path = adapter.build(rule.endpoint, values, method=door.method) if names else door.rule
            if "?" in path:
                path = path.partition("?")[0]
            query = door.query.format(**values) if door.query else ""
            found.append((f"{path}?{query}" if query else path, values))
    return found


def fits(rule: str, values: dict[str, Any]) -> bool:
    """Whether the address is that of a room of its own kind: any other is absent for everybody."""
    kind = str(values["slug"]).removeprefix("private-")
    return bool(values["kind"] == kind) if "kind" in values else f"/{kind}s/" in rule or f"/{kind}/" in rule


def said(answer: Any) -> str:
    """Everything an answer says: status line, headers, body."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{answer.status}\n{headers}\n{unpacked(answer.get_data()) if is_zip(answer) else answer.get_data(as_text=True)}"


def is_zip(answer: Any) -> bool:
    """Whether an answer is a packed folder."""
    return bool(answer.mimetype == "application/zip")


def unpacked(data: bytes) -> str:
    """Names and contents of all files of a zip."""
    with ZipFile(BytesIO(data)) as packed:
        return "\n".join(f"{name}\n{packed.read(name).decode(errors='replace')}" for name in packed.namelist())


def secrets_in(text: str) -> set[str]:
    """The secrets that a text gives away."""
    return {secret for secret in SECRETS if marker(secret) in text}


@pytest.mark.slow
def test_no_page_tells_a_secret_to_whom_it_is_not_meant(scene: Scene):
    leaks, shown = [], set()
    for door in DOORS:
        if door.method != "GET":
            continue
        for path, _values in addresses(scene, door):
            for role in ROLES:
                answer = scene.browsers[role].get(path)
                assert answer.status_code < 500, (role, path, answer.status)
                for secret in secrets_in(said(answer)):
                    shown.add((door.rule, secret))
                    if role not in SECRETS[secret]:
                        leaks.append((role, path, secret))
    assert leaks == []
    hoped = {(door.rule, secret) for door in DOORS for secret in door.shows}
    assert hoped - shown == set(), "nobody sees these secrets here: the row proves nothing"


def test_what_is_forbidden_looks_like_what_is_absent(scene: Scene):
    different = []
    for door in DOORS:
        for path, values in addresses(scene, door):
            named = [name for name, value in values.items() if value in scene.hidden.get(name, ())]
            if not named:
                continue
            absent = {name: [ABSENT if name in named else value] for name, value in values.items()}
            (other, _values) = addresses(scene, door, **absent)[0]
            for role in OUTSIDERS:
                if bare(scene, role, door, path, values) != bare(scene, role, door, other, values):
                    different.append((role, door.method, path))
    assert different == []


def bare(scene: Scene, role: str, door: Door, path: str, values: dict[str, Any]) -> tuple[int, str]:
    """Status and body of an answer without the address itself and what changes each time."""
    answer = send(scene, role, door, path)
    body = CHANGING.sub("", answer.get_data(as_text=True))
    names = [path, ABSENT, *(one for one in values.values() if isinstance(one, str) and len(one) > 3)]
    for value in sorted(names, key=len, reverse=True):
        body = body.replace(value, "")
    return answer.status_code, body


def send(scene: Scene, role: str, door: Door, path: str) -> Any:
    """Knock at a door; a form is sent with its token and nothing else."""
    browser = scene.browsers[role]
    if door.method == "GET":
        return browser.get(path)
    if role not in scene.tokens:
        page = browser.get("/en/account/sign-in").get_data(as_text=True) + browser.get("/en/").get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token, f"{role} finds no form"
        scene.tokens[role] = token[1]
    return browser.post(path, data={"csrf_token": scene.tokens[role]})


def test_no_form_tells_a_secret_to_outsiders(scene: Scene):
    leaks = []
    for door in DOORS:
        if door.method == "GET" or "sign-out" in door.rule:
            continue
        for path, _values in addresses(scene, door):
            for role in OUTSIDERS:
                answer = send(scene, role, door, path)
                assert answer.status_code < 500, (role, path, answer.status)
                leaks += [(role, path, secret) for secret in secrets_in(said(answer))]
    assert leaks == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_public_edition_tells_no_secret_and_a_restricted_one_tells_what_it_must(
    scene: Scene, form: str, tmp_path: Path
):
    told = {}
    with scene.site.database.reading() as db:
        ids = [one.id for one in scene.rooms]
        editions = [(edition, id_) for edition in ("public", "restricted") for id_ in ids]
        for edition, id_ in editions:
            if edition == "public" and id_ != ids[0]:
                continue
            target = tmp_path / f"{edition}-{id_}"
            found = edition_of(db, system("export"), id_, edition)
            export_folder(scene.site.database, lambda _db, found=found: found, form, target)  # type: ignore[misc]
            told[edition, id_] = secrets_in(everything_in(target))
    assert told["public", ids[0]] == set()
    assert told["restricted", ids[0]] >= {
        "pendingtext",
        "declinedtext",
        "hiddentext",
        "confidentialtext",
        "secretname",
        "moderatornote",
    }
    assert told["restricted", ids[2]] >= {"roomtitle", "roommessage"}


def everything_in(folder: Path) -> str:
    """Names and contents of all files of a folder."""
    return "\n".join(f"{file.name}\n{file.read_text(errors='replace')}" for file in folder.rglob("*") if file.is_file())
