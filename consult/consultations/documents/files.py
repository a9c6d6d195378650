"""Files within a document: written as text beside the answers, and judged like any other that comes in."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from consult.consultations.asked import Asked, AskedSection
from consult.consultations.documents.reading import Document
from consult.contributions.attachments.limits import DRAFT_FILES, OFFLINE_BYTES
from consult.contributions.attachments.storing import receive, store_upload
from consult.contributions.drafts.uploading import Brought
from consult.core.errors import ConsultError, Invalid
from consult.core.loop import off_loop
from consult.core.storage import Storage
from consult.core.text import CONTROL

LONGEST_NAME = 300


class Refused(NamedTuple):
    """A file that was left out, and why."""

    name: str
    error: ConsultError


def brought_in(storage: Storage, asked: Asked, document: Document) -> tuple[list[Brought], list[Refused]]:
    """The files of a document, stored to be attached, and those that cannot be taken; no transaction is open."""
    found: list[Brought] = []
    refused: list[Refused] = []
    left = OFFLINE_BYTES
    for place, given in document.files.items():
        for name, data in _named(place, given):
            try:
                brought = _stored(storage, asked, place, name, data, left)
                _check_number(asked, found, brought)
            except Invalid as error:
                refused.append(Refused(name, error))
                continue
            left -= brought.file.size
            found.append(brought)
    return found, refused


def _named(place: str, given: Any) -> Iterator[tuple[str, Any]]:
    """(name, data) of each file of one question; what is no file has no data."""
    for one in given if isinstance(given, list) else [given]:
        whole = isinstance(one, Mapping)
        name = one.get("name") if whole else None
        yield CONTROL.sub("", str(name or place))[:LONGEST_NAME], one.get("data") if whole else None


def _stored(storage: Storage, asked: Asked, place: str, name: str, data: Any, left: int) -> Brought:
    """Raises Invalid for what is no file, has no question, or is refused when it is looked at."""
    section, key, number = _place(asked, place)
    question = next(one for one in section.questions if one.key == key)
    content = _decoded(data)
    if len(content) > left:
        raise Invalid("file", "files_too_large", limit=OFFLINE_BYTES // 1_000_000)
    incoming = receive(storage)
    try:
        incoming.write(content)
        file = store_upload(incoming, name, question=question.public_id, keeps_original=False)
    finally:
        incoming.close()
    group = section.key if section.repeats else None
    return Brought(file, key, section.most_files(question), group, number)


def _place(asked: Asked, place: str) -> tuple[AskedSection, str, int]:
    """The section, the key and the number of the instance. Raises Invalid where no file is asked for there."""
    key, _point, given = place.partition(".")
    for section in asked.sections:
        if any(one.key == key and one.type == "file" for one in section.questions):
            number = int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0 if given else 1
            if 1 <= number <= section.repeats_max:
                return section, key, number
    raise Invalid("file", "no_such_question")


def _decoded(data: Any) -> bytes:
    if not isinstance(data, str) or not data:
        raise Invalid("file", "file_empty")
    try:
        return off_loop(lambda: base64.b64decode(data, validate=True))
    except (binascii.Error, ValueError) as error:
        raise Invalid("file", "file_broken") from error


def _check_number(asked: Asked, found: list[Brought], new: Brought) -> None:
    if len(found) >= DRAFT_FILES:
        raise Invalid("file", "too_many_files", number=len(found) + 1, limit=DRAFT_FILES)
    same = sum(1 for one in found if (one.key, one.number) == (new.key, new.number))
    question = asked.question(new.key)
    most = int(question.settings.get("max_files") or 1) if question else 0
    if same >= most:
        raise Invalid("file", "too_many_files", number=same + 1, limit=most)
