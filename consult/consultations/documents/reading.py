"""Reading a document of answers: its outer shape only; the answers themselves are for `weigh` to judge."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from uuid import UUID

from consult.core.errors import Invalid
from consult.core.loop import off_loop
from consult.core.text import CONTROL

FORMAT = 1
LONGEST_NAME = 100
NEEDED = ("questionnaire", "client_id", "answers")
KNOWN = (*NEEDED, "format", "consultation", "language", "sender", "to_attach", "files")


@dataclass(frozen=True, slots=True)
class Document:
    """What was sent: the version that it answers, in which language, by whom, and the answers as they came.

    `to_attach` maps the key of a question for files, and in a group the number of its instance after a point, to the names of
    those that are still to be added; `files`, by the same keys, holds those that came within the document.
    """

    questionnaire: str
    client_id: str
    answers: Any
    language: str | None = None
    consultation: str | None = None
    sender: Mapping[str, Any] = field(default_factory=dict)
    to_attach: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)


def read_json(data: bytes) -> Any:
    """What JSON says. Raises Invalid for what is none, for numbers that are none, and for text that cannot be kept."""
    try:
        found, told = off_loop(lambda: _parsed(data))
    except (ValueError, RecursionError) as error:
        raise Invalid("file", "not_json") from error
    if "\\u0000" in told or "\x00" in told:
        raise Invalid("file", "control_character")
    return found


def _parsed(data: bytes) -> tuple[Any, str]:
    """What it says, and the same as text once more, which shows what cannot be kept."""
    found = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    told = json.dumps(found, ensure_ascii=False)
    told.encode()
    return found, told


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("no number")


def read_document(found: Any) -> Document:
    """The document that a JSON value is. Raises Invalid, naming the part that is missing, unknown or of another kind."""
    if not isinstance(found, dict):
        raise Invalid("file", "not_a_document")
    for name in found:
        if name not in KNOWN:
            raise Invalid(_told(name), "unknown_part", name=_told(name))
    for name in NEEDED:
        if name not in found:
            raise Invalid(name, "missing_part", name=name)
    if found.get("format", FORMAT) != FORMAT or isinstance(found.get("format"), bool):
        raise Invalid("format", "other_format")
    return Document(
        questionnaire=_name(found, "questionnaire") or "",
        client_id=_key(found),
        answers=_mapping(found, "answers"),
        language=_name(found, "language"),
        consultation=_name(found, "consultation"),
        sender=_mapping(found, "sender"),
        to_attach=_mapping(found, "to_attach"),
        files=_mapping(found, "files"),
    )


def _told(name: str) -> str:
    """A name that somebody else chose, as it may stand in a sentence."""
    return CONTROL.sub("", name)[:40] or "–"


def _mapping(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name)
    if value is None and name != "answers":
        return {}
    if not isinstance(value, dict):
        raise Invalid(name, "not_a_mapping", name=name)
    return value


def _name(found: Mapping[str, Any], name: str) -> str | None:
    value = found.get(name)
    if value is None and name not in NEEDED:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME:
        raise Invalid(name, "not_a_name", name=name)
    return value


def _key(found: Mapping[str, Any]) -> str:
    try:
        return str(UUID(str(found["client_id"])))
    except ValueError as error:
        raise Invalid("client_id", "not_a_uuid") from error
