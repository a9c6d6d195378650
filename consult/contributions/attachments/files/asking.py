"""Asking the child process about a file: with a wall clock, few at a time, and without anything secret around it."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, NamedTuple

import consult
from consult.contributions.attachments.files.kinds import check_name
from consult.contributions.attachments.files.problems import Unfit
from consult.core.errors import Invalid

SECONDS = 90.0
AT_ONCE = BoundedSemaphore(2)
CHILD = "consult.contributions.attachments.files.child"
HOME = str(Path(consult.__file__).resolve().parent.parent)


def looked_at(path: Path, name: str) -> str:
    """The media type of a file. Raises Invalid, in a code that has a sentence, for one that is not taken."""
    media_type = str(_ask("look", path))
    try:
        check_name(name, media_type)
    except Unfit as error:
        raise Invalid("file", error.problem, **error.facts) from error
    return media_type


def cleaned(path: Path, media_type: str, target: Path) -> None:
    """Write to `target` the copy without metadata. Raises Invalid where that cannot be made."""
    _ask("clean", path, media_type, str(target))


def paragraphs(path: Path, media_type: str, *, before: bool = False) -> list[str]:
    """The paragraphs of a document, or (`before`) as they stood before the changes that are tracked in it.

    Raises Invalid where there is nothing that can be read.
    """
    return [str(one) for one in _ask("extract", path, media_type, *(["before"] if before else []))]


class Marks(NamedTuple):
    """How many changes are tracked in a document, and how many comments stand beside it."""

    changes: int
    comments: int


def marks(path: Path, media_type: str) -> Marks:
    """What of a document is not simply its text. Raises Invalid where it cannot be opened."""
    found = _ask("marks", path, media_type)
    return Marks(int(found["changes"]), int(found["comments"]))


def structure(path: Path) -> dict[str, Any]:
    """A Word file as `{"title", "paragraphs": [{"style", "pieces": [[kind, text]], "mark"}], "told": {what: number}}`.

    Raises Invalid for any other file, and for one that is broken, would burst or is too long.
    """
    found: dict[str, Any] = _ask("structure", path)
    return found


def _ask(verb: str, path: Path, *more: str) -> Any:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": HOME, "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}
    order = [sys.executable, "-m", CHILD, verb, str(path), *more]
    with AT_ONCE:
        try:
            done = subprocess.run(
                order,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                cwd="/",
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Invalid("file", "file_slow") from error
    told = _told(done.stdout)
    if "problem" in told:
        raise Invalid("file", told["problem"], **told["facts"])
    return told["ok"]


def _told(output: bytes) -> dict[str, Any]:
    """What the child said; where a limit ended it before it said anything, the file was made to do that."""
    try:
        found: dict[str, Any] = json.loads(output)
    except ValueError:
        return {"problem": "file_bomb", "facts": {}}
    return found
