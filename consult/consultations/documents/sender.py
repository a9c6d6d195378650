"""Who sends a document, and the key that makes it one contribution, whoever brings it and however often."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from consult.consultations.documents.reading import Document
from consult.contributions.models import BEHALVES
from consult.contributions.operations.submit import NewContribution
from consult.contributions.operations.whom import Member
from consult.core.errors import Invalid
from consult.core.text import clean_text
from consult.proceedings.models import Proceeding
from consult.web.language import NAMES

SHORT = 200
FIELDS = ("language", "identity", "name", "category", "confidentiality", "on_behalf", "country", "members")
MEMBER = {"name", "country"}


def once_key(proceeding: Proceeding, document: Document) -> str:
    """The key under which it is sent: a hash, so that what is kept does not lead to who has the document."""
    drawn = f"{proceeding.public_id}:{document.client_id}"
    found = bytearray(hashlib.sha256(drawn.encode()).digest()[:16])
    found[6], found[8] = found[6] & 0x0F | 0x80, found[8] & 0x3F | 0x80  # a UUID of version 8, made by hand
    return str(UUID(bytes=bytes(found)))


def new_contribution(proceeding: Proceeding, document: Document) -> NewContribution:
    """The response without its answers, which the operation judges. Raises Invalid, naming the field of the sender."""
    sent = document.sender
    for name in sent:
        if name not in FIELDS:
            raise Invalid("sender", "unknown_part", name=name[:40])
    identity = _chosen(sent, "identity", proceeding.identities) or _only(proceeding.identities, "identity")
    reader = _chosen(sent, "confidentiality", proceeding.confidentialities)
    given = _text(sent, "name") if identity != "none" else None
    if identity != "none" and not given:
        raise Invalid("name", "required")
    return NewContribution(
        kind="response",
        client_id=once_key(proceeding, document),
        passages=(),
        language=_chosen(sent, "language", (*NAMES, "und")) or document.language or proceeding.language,
        identity=identity,
        confidentiality=reader or _only(proceeding.confidentialities, "confidentiality"),
        name=given,
        category=_text(sent, "category"),
        on_behalf=_chosen(sent, "on_behalf", BEHALVES) or "self",
        country=_text(sent, "country"),
        coalition=_members(sent.get("members")),
        questionnaire=document.questionnaire,
    )


def _members(raw: Any) -> tuple[Member, ...]:
    """The members of a coalition, each `{"name", "country"}`; the operation judges them."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(one, dict) and set(one) <= MEMBER for one in raw):
        raise Invalid("members", "no_such_choice")
    return tuple(Member(_text(one, "name") or "", _text(one, "country")) for one in raw)


def _only(offered: Any, name: str) -> str:
    """The one choice that there is. Raises Invalid where there are several: nobody is named or hidden by default."""
    if len(offered) != 1:
        raise Invalid(name, "required")
    return str(offered[0])


def _chosen(sent: Mapping[str, Any], name: str, offered: Any) -> str | None:
    value = _text(sent, name)
    if value is not None and value not in offered:
        raise Invalid(name, "no_such_choice")
    return value


def _text(sent: Mapping[str, Any], name: str) -> str | None:
    raw = sent.get(name)
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise Invalid(name, "no_such_choice")
    if len(raw) > SHORT:
        raise Invalid(name, "too_long", length=len(raw), limit=SHORT)
    return clean_text(raw, name) or None
