"""Filing a contribution of any kind."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from consult.accounts.models import WebSession
from consult.contributions.access import sight_of
from consult.contributions.attachments.holding import carry_files, files_of_version
from consult.contributions.models import Contribution, Passage, Sending, Version
from consult.contributions.operations.listing import Content, new_salts, open_stream, record
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import Base, drawn_signs, new_public_id
from consult.core.errors import Closed, Conflict, Invalid
from consult.core.prepared import Inserting, Prepared, cursor_in
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

KEPT = timedelta(days=1)
# Into the tables themselves: an entity costs more than all the rest of writing its row.
_TABLES = Base.metadata.tables
_CONTRIBUTION = Inserting(_TABLES[Contribution.__tablename__], returning=True)
_VERSION = Inserting(_TABLES[Version.__tablename__], returning=True)
_PASSAGE = Inserting(_TABLES[Passage.__tablename__], returning=True)
_SENDING = Inserting(_TABLES[Sending.__tablename__])
_ANSWERED = Prepared(
    select(Sending.body_hash, Sending.answer).where(
        Sending.stream_id == bindparam("stream"),
        Sending.sender == bindparam("sender"),
        Sending.client_id == bindparam("client_id"),
    )
)


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage as it is sent."""

    text: str | None = None
    value: dict[str, Any] | None = None
    question: str | None = None
    instance: int = 1
    matrix_row: str | None = None


@dataclass(frozen=True, slots=True)
class NewContribution:
    """An input as it is sent. `client_id` is the key of the form; the same key makes one contribution.

    `codeword_hash` is made before the transaction, for senders without an account. `files` are the public ids of those files
    of a draft that go with it.
    """

    kind: str
    client_id: str
    passages: tuple[NewPassage, ...]
    language: str
    identity: str
    confidentiality: str = "public"
    name: str | None = None
    category: str | None = None
    target: str | None = None
    reply_to: str | None = None
    codeword_hash: str | None = None
    questionnaire: str | None = None
    files: tuple[str, ...] = ()

    def body_hash(self) -> str:
        """What tells a repetition from another text under the same key."""
        sent = asdict(self) | {"codeword_hash": None}
        return hashlib.sha256(repr(sorted(sent.items())).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Filed:
    """What the sender is told; `receipt` is the address part of the receipt, `dup` when this key was answered before."""

    reference: str
    state: str
    receipt: str
    dup: bool = False


def submit_contribution(db: Session, actor: Actor, *, proceeding_id: int, new: NewContribution) -> Filed:
    """File an input in an open proceeding.

    Raises NotFound where the actor may not write there, Closed outside its dates, Conflict when the key was used for
    another text, Invalid for a choice that the body does not offer or a reply to what is not there.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    if proceeding.audience != "public":
        require(actor, "room:write", proceeding)
        if actor.account_id is not None:
            new = replace(new, name=actor.name)  # in a room everybody writes under the own name
    stream = open_stream(db, proceeding)
    sender = sender_in(actor, f"{stream.public_id}:{new.client_id}")  # another one for each input
    before = _answered(db, stream.id, sender, new)
    if before is not None:
        return before
    check_open(proceeding)
    _check_choices(db, actor, proceeding, new)
    filed = _insert(db, actor, proceeding, new)
    row = _sending(stream.id, sender, new, {name: getattr(filed, name) for name in ("reference", "state", "receipt")})
    _SENDING.run(cursor_in(db), row)
    return filed


def sender_in(actor: Actor, scope: str) -> str:
    """The key by which a sender is known again within one scope, and nowhere else."""
    if actor.sender is None:
        raise Invalid("form", "no_session")
    return hashlib.sha256(f"{actor.sender}:{scope}".encode()).hexdigest()


def check_open(proceeding: Proceeding) -> None:
    """Raises Closed unless the proceeding takes input now."""
    phase = proceeding.phase(now())
    if phase != "open":
        raise Closed("closed" if phase == "closed" else "not_yet")


def answered_before(db: Session, actor: Actor, proceeding: Proceeding, client_id: str) -> Filed | None:
    """What was answered to this key of this sender before, whatever was sent with it."""
    stream = open_stream(db, proceeding)
    found = db.scalar(
        select(Sending.answer).where(
            Sending.stream_id == stream.id,
            Sending.sender == sender_in(actor, f"{stream.public_id}:{client_id}"),
            Sending.client_id == client_id,
        )
    )
    return Filed(**found, dup=True) if found is not None else None


def _answered(db: Session, stream_id: int, sender: str, new: NewContribution) -> Filed | None:
    key = {"stream": stream_id, "sender": sender, "client_id": new.client_id}
    for body_hash, answer in _ANSWERED.rows(cursor_in(db), **key):
        if body_hash != new.body_hash():
            raise Conflict("key_used")
        return Filed(**answer, dup=True)
    return None


def _sending(stream_id: int, sender: str, new: NewContribution, answer: dict[str, str]) -> dict[str, Any]:
    return {
        "stream_id": stream_id,
        "sender": sender,
        "client_id": new.client_id,
        "body_hash": new.body_hash(),
        "answer": answer,
        "sent_at": now(),
    }


def _check_choices(db: Session, actor: Actor, proceeding: Proceeding, new: NewContribution) -> None:
    if new.identity not in proceeding.identities:
        raise Invalid("identity", "no_such_choice")
    if new.confidentiality not in proceeding.confidentialities:
        raise Invalid("confidentiality", "no_such_choice")
    if new.identity != "none" and not (new.name or "").strip():
        raise Invalid("name", "required")
    if new.reply_to is not None:
        known = db.execute(
            select(Contribution.place).where(
                Contribution.proceeding_id == proceeding.id, Contribution.reference == new.reply_to
            )
        ).one_or_none()
        if known is None or (known.place is None and not sight_of(actor, proceeding).desk):
            raise Invalid("reply_to", "no_such_choice")


def _insert(db: Session, actor: Actor, proceeding: Proceeding, new: NewContribution) -> Filed:
    named = new.identity != "none"
    read_first = proceeding.moderation == "before" and new.confidentiality == "public"
    values = {
        "public_id": new_public_id(),
        "reference": new_reference(proceeding.prefix),
        "proceeding_id": proceeding.id,
        "kind": new.kind,
        "state": "pending" if read_first else "published",
        "waiting": read_first,
        "identity": new.identity,
        "confidentiality": new.confidentiality,
        "author_id": actor.account_id if named else None,
        "author_name": new.name if named else None,
        "category": new.category,
        "language": new.language,
        "target": new.target,
        "reply_to": new.reply_to,
        "submitted_at": now(),
        "version": 1,
        "codeword_hash": new.codeword_hash,
    }
    row = Contribution(id=_CONTRIBUTION.new_id(cursor_in(db), values), **values)
    content = add_version(db, row, 1, new.passages, new.questionnaire, new.files)
    record(db, proceeding, row, "received" if row.state == "pending" else "published", content)
    return Filed(row.reference, row.state, row.public_id)


def add_version(
    db: Session,
    row: Contribution,
    number: int,
    passages: tuple[NewPassage, ...],
    questionnaire: str | None,
    files: tuple[str, ...] = (),
) -> Content:
    """Write a version with its passages, numbered from 1, and its files; prepared, for every sending passes here."""
    cursor, salts = cursor_in(db), new_salts()
    version = {"contribution_id": row.id, "number": number, "sent_at": now(), "salts": salts}
    version_id = _VERSION.new_id(cursor, version | {"questionnaire": questionnaire})
    rows = []
    for place, passage in enumerate(passages, start=1):
        values = {"version_id": version_id, "number": place, **asdict(passage), "redacted": None}
        rows.append(Passage(id=_PASSAGE.new_id(cursor, values), **values))
    if not files and number == 1:
        return Content(number, salts, rows)
    carry_files(db, row, number, files)
    return Content(number, salts, rows, files_of_version(db, row.id, number))


def new_reference(prefix: str) -> str:
    """A random public reference such as C14-7K4M-2QXD: it tells neither count nor time."""
    drawn = drawn_signs(8).upper()
    return f"{prefix}-{drawn[:4]}-{drawn[4:]}"


def forget_sendings(db: Session, actor: Actor) -> None:
    """Drop the answers to keys older than a day: with them goes the last link between an input and a browser.

    The sessions that a codeword opened go, too, once they are over.
    """
    db.execute(delete(Sending).where(Sending.sent_at < now() - KEPT))
    over = (WebSession.expires_at < now()) | WebSession.ended_at.is_not(None)
    db.execute(delete(WebSession).where(WebSession.contribution_id.is_not(None), over))
