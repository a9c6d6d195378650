"""Who sends a document, and the key that makes it one contribution, whoever brings it and however often."""

import hashlib
from typing import Any
from uuid import UUID

from consult.consultations.documents.reading import Document
from consult.core.errors import Invalid
from consult.core.text import CONTROL
from consult.proceedings.models import Proceeding

LONGEST = 40_000
FIELDS = (
    "language", "identity", "name", "category", "confidentiality",
    "on_behalf", "organisation_name", "country", "coalition_name", "members",
)  # fmt: skip


def once_key(proceeding: Proceeding, document: Document) -> str:
    """The key under which it is sent: a hash, so that what is kept does not lead to who has the document."""
    return key_of(proceeding, document.client_id)


def key_of(proceeding: Proceeding, client_id: str) -> str:
    """The same for a document that has this `client_id`."""
    drawn = f"{proceeding.public_id}:{client_id}"
    found = bytearray(hashlib.sha256(drawn.encode()).digest()[:16])
    found[6], found[8] = found[6] & 0x0F | 0x80, found[8] & 0x3F | 0x80  # a UUID of version 8, made by hand
    return str(UUID(bytes=bytes(found)))


def sender_fields(proceeding: Proceeding, document: Document) -> dict[str, str]:
    """What a document says of its sender, as the fields of the form, which judges it. Raises Invalid for unknown parts."""
    for name, value in document.sender.items():
        if name not in FIELDS:
            raise Invalid("sender", "unknown_part", name=CONTROL.sub("", name)[:40] or "–")
        if value is not None and (not isinstance(value, str) or len(value) > LONGEST):
            raise Invalid(name, "no_such_choice")
    given = {name: str(value) for name, value in document.sender.items() if value}
    return _usual(proceeding, document) | given


def _usual(proceeding: Proceeding, document: Document) -> dict[str, Any]:
    """What need not be said: the only choice that there is; nobody is named or hidden by default."""
    found = {"category": "", "name": "", "on_behalf": "self", "language": document.language or proceeding.language}
    for name, offered in (("identity", proceeding.identities), ("confidentiality", proceeding.confidentialities)):
        if len(offered) == 1:
            found[name] = offered[0]
    return found
