"""Knocking at the doors: every address of one, what an answer says, and how two answers are compared."""

import re
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

from werkzeug.routing import AnyConverter, Rule

from tests.doors.door import Door
from tests.doors.scene import ABSENT, SECRETS, Scene, marker

PLACES = tuple(
    f"/<language:lang>/{place}/" for place in ("consultations", "hearings", "workspaces", "desk/proceedings")
)
CHANGING = re.compile(r'(name="(csrf_token|client_id)"[^>]*value="|data-csrf="|name="csrf-token" content=")[^"]*')


def addresses(scene: Scene, door: Door, **only: Any) -> list[tuple[str, dict[str, Any]]]:
    """Each address of a door, with the values of its arguments."""
    rule: Rule = next(
        one for one in scene.app.url_map.iter_rules() if one.rule == door.rule and door.method in (one.methods or ())
    )
    names = sorted(rule.arguments) + (["reference"] if "{reference}" in door.query else [])
    choices = {name: sorted(one.items) for name, one in rule._converters.items() if isinstance(one, AnyConverter)}
    if "move" in choices:
        choices["move"] = choices["move"][:1]  # one of several words behind which stands the same form
    if "part" in choices:
        choices["part"] = ["item"]  # all of them stand behind the same right; of items there is a closed one
    if "/receipts/" in door.rule:
        choices["public_id"] = scene.values["receipt"]
    elif "/desk/bulk/" in door.rule or "/desk/groups/" in door.rule:
        choices["public_id"] = [scene.furniture["bulk"], scene.furniture["group"], scene.rooms[0].public_id, ABSENT]
    if "/documents/" in door.rule and "<piece>" in door.rule:  # what the other rooms call so is asked for there
        choices["piece"] = [scene.furniture["written document"], ABSENT]
        choices["key"] = [scene.furniture["written paragraph"], ABSENT]
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
            if not only and (is_nowhere(scene, door, values, possible) or not is_worth_asking(scene, values)):
                continue
            path = adapter.build(rule.endpoint, values, method=door.method) if names else door.rule
            if "?" in path:
                path = path.partition("?")[0]
            query = door.query.format(**values) if door.query else ""
            found.append((f"{path}?{query}" if query else path, values))
    return found


def is_nowhere(scene: Scene, door: Door, values: dict[str, Any], possible: dict[str, Any]) -> bool:
    """Whether an address adds nothing: a draft consultation among hearings or rooms, where that in the open is asked for
    with everything else, or no place at all with more than the first of everything else."""
    if "slug" not in values:
        return False
    if values["slug"] == scene.rooms[1].slug and door.rule.startswith(PLACES[1:3]):
        return True
    others = [name for name in values if name != "slug"]
    return values["slug"] == ABSENT and any(values[name] != possible[name][0] for name in others)


def is_worth_asking(scene: Scene, values: dict[str, Any]) -> bool:
    """Whether a reference may be found there: every one is asked for in the open, and in a room that room's own."""
    name = next((one for one in ("slug", "public_id") if one in values), None)
    if name is None or "reference" not in values or values[name] == getattr(scene.rooms[0], name):
        return True
    at_home = [
        scene.references.get(f"message {room.id}") for room in scene.rooms if getattr(room, name) == values[name]
    ]
    return values["reference"] in [*at_home, ABSENT]


def named_secretly(scene: Scene, values: dict[str, Any]) -> list[str]:
    """The arguments of an address by which it names what outsiders must not know of."""
    return [name for name, value in values.items() if value in scene.hidden.get(name, ())]


class Absence:
    """What is absent as outsiders see it: each such address is asked once for each of them, as long as nothing changes."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.seen: dict[tuple[str, str, str], Any] = {}

    def is_told_apart(self, role: str, door: Door, path: str, values: dict[str, Any], answer: Any) -> bool:
        """Whether what is forbidden looks otherwise than the same address with names of nothing."""
        named = named_secretly(self.scene, values)
        absent = {name: [ABSENT if name in named else value] for name, value in values.items()}
        (other, _values) = addresses(self.scene, door, **absent)[0]
        key = (role, door.method, other)
        if key not in self.seen:
            self.seen[key] = send(self.scene, role, door, other)
        return bare(answer, path, values) != bare(self.seen[key], other, values)


def fits(rule: str, values: dict[str, Any]) -> bool:
    """Whether the address is that of a room of its own kind: any other is absent for everybody."""
    kind = str(values["slug"]).removeprefix("private-")
    return bool(values["kind"] == kind) if "kind" in values else f"/{kind}s/" in rule or f"/{kind}/" in rule


def said(answer: Any) -> str:
    """Everything an answer says: status line, headers, body."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{answer.status}\n{headers}\n{unpacked(answer.get_data()) if is_zip(answer) else words_of(answer)}"


def words_of(answer: Any) -> str:
    """The body, also of a file that is no text."""
    return str(answer.get_data().decode(errors="replace"))


def is_zip(answer: Any) -> bool:
    """Whether an answer is a packed folder, or a Word file, which is one, too."""
    return bool(answer.mimetype == "application/zip" or answer.mimetype.startswith("application/vnd.openxmlformats"))


def unpacked(data: bytes) -> str:
    """Names and contents of all files of a zip."""
    with ZipFile(BytesIO(data)) as packed:
        return "\n".join(f"{name}\n{packed.read(name).decode(errors='replace')}" for name in packed.namelist())


def secrets_in(text: str) -> set[str]:
    """The secrets that a text gives away."""
    return {secret for secret in SECRETS if marker(secret) in text}


def token_of(scene: Scene, role: str) -> str:
    """The token of the forms of a role's browser."""
    if role not in scene.tokens:
        browser = scene.browsers[role]
        page = browser.get("/en/consultations/open-call/comments").get_data(as_text=True)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token, f"{role} finds no form"
        scene.tokens[role] = token[1]
    return scene.tokens[role]


def send(scene: Scene, role: str, door: Door, path: str) -> Any:
    """Knock at a door; a form is sent with its token and nothing else."""
    browser = scene.browsers[role]
    if door.method == "GET":
        return browser.get(path)
    return browser.open(path, method=door.method, data={"csrf_token": token_of(scene, role)})


def bare(answer: Any, path: str, values: dict[str, Any]) -> tuple[int, str]:
    """Status and body of an answer without the address itself and what changes each time."""
    body = CHANGING.sub("", words_of(answer))
    names = [path, ABSENT, *(one for one in values.values() if isinstance(one, str) and len(one) > 3)]
    for value in sorted(names, key=len, reverse=True):
        body = body.replace(value, "")
    return answer.status_code, body
