"""Filing a contribution of any kind."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from consult.accounts.models import WebSession
from consult.contributions.access import sight_of
from consult.contributions.attachments.holding import carry_files, files_of_version
from consult.contributions.models import SAID_LIVE, Contribution, Passage, Sending, SentOnce, Version
from consult.contributions.operations.late import Late, lateness
from consult.contributions.operations.listing import Content, new_salts, open_stream, record
from consult.contributions.operations.whom import Member, as_stored, settled
from consult.contributions.publication import is_read_first
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import Base, drawn_signs, new_public_id
from consult.core.errors import Closed, Conflict, Invalid
from consult.core.prepared import Inserting, Prepared, cursor_in
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.respondents.access import check_takes_part, use_invitation

KEPT = timedelta(days=1)
# Into the tables themselves: an entity costs more than all the rest of writing its row.
_TABLES = Base.metadata.tables
_CONTRIBUTION = Inserting(_TABLES[Contribution.__tablename__], returning=True)
_COLUMNS = frozenset(one.key for one in _TABLES[Contribution.__tablename__].c if one.computed is None)
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

    `codeword_hash` is made before the transaction, for senders without an account. `organisation` is the public id of a
    registered one; the `name` of another one, or of a coalition, is what was typed. `files` are the public ids of those files
    of a draft that go with it. `late_pass` is the hash of a token that lets it in after the closing; with `asks_late` it
    asks for that. Both come from the server, never from who sends. `sources` are the scans of what came on paper, for the desk.
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
    on_behalf: str = "self"
    organisation: str | None = None
    coalition: tuple[Member, ...] = ()
    country: str | None = None
    late_pass: str | None = None
    asks_late: bool = False
    files: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def body_hash(self) -> str:
        """What tells a repetition from another text under the same key."""
        sent = asdict(self) | {"codeword_hash": None, "late_pass": None, "asks_late": None}
        return hashlib.sha256(repr(sorted(sent.items())).encode()).hexdigest()


Admit = Callable[[Session, Actor, Proceeding, NewContribution], NewContribution]
# What higher rooms refuse, or add, before an input is filed; set by app.py.
ADMITTING: list[Admit] = []


@dataclass(frozen=True, slots=True)
class Filed:
    """What the sender is told; `receipt` is the address part of the receipt, `dup` when this key was answered before."""

    reference: str
    state: str
    receipt: str
    dup: bool = False


def submit_contribution(db: Session, actor: Actor, *, proceeding_id: int, new: NewContribution) -> Filed:
    """File an input in an open proceeding.

    Raises NotFound where the actor may not write there, Closed outside its dates or without the invitation that it takes (a
    response uses that up), Conflict when the key was used for another text, Invalid for a choice that the body does not offer
    or a reply to what is not there.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    if proceeding.audience != "public":
        require(actor, "room:write", proceeding)
        if actor.account_id is not None:
            new = replace(new, name=actor.name)  # in a room everybody writes under the own name
    stream = open_stream(db, proceeding)
    sender = sender_in(actor, f"{stream.public_id}:{new.client_id}")  # another one for each input
    before = answered_alike(db, stream.id, sender, new)
    if before is not None:
        return before
    check_once(db, proceeding, new.client_id)
    late = lateness(db, proceeding, pass_hash=new.late_pass, asks=new.asks_late)
    if new.kind in SAID_LIVE and not proceeding.comments_open:
        raise Closed("comments_closed")
    sent = new  # a repetition is known by what was sent, not by what it became here
    for admit in ADMITTING:
        new = admit(db, actor, proceeding, new)
    if new.late_pass is None:  # which the office gave, like an invitation
        take = use_invitation if new.kind in ("response", "submission") else check_takes_part
        take(db, actor, proceeding)
    new = settled(db, actor, proceeding, new)
    check_choices(db, actor, proceeding, new)
    filed = insert_contribution(db, actor, proceeding, new, late)
    if is_once(new.client_id):
        db.add(SentOnce(key=new.client_id, proceeding_id=proceeding.id))
    keep_answer(db, stream.id, sender, sent, filed)
    return filed


def check_once(db: Session, proceeding: Proceeding, key: str) -> None:
    """Raises Conflict where a document of this key was sent already, by anybody."""
    known = select(SentOnce.id).where(SentOnce.key == key, SentOnce.proceeding_id == proceeding.id)
    if is_once(key) and db.scalar(known) is not None:
        raise Conflict("sent_already")


def is_once(key: str) -> bool:
    """Whether this is the key of a document (a UUID of version 8): it is never forgotten that it was sent."""
    return len(key) == 36 and key[14] == "8"


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


def answered_alike(db: Session, stream_id: int, sender: str, new: NewContribution) -> Filed | None:
    """What was answered to this key before. Raises Conflict where something else was sent with it."""
    key = {"stream": stream_id, "sender": sender, "client_id": new.client_id}
    for body_hash, answer in _ANSWERED.rows(cursor_in(db), **key):
        if body_hash != new.body_hash():
            raise Conflict("key_used")
        return Filed(**answer, dup=True)
    return None


def keep_answer(db: Session, stream_id: int, sender: str, new: NewContribution, filed: Filed) -> None:
    """Keep what is answered to a key, for whoever sends the same again."""
    row = {
        "stream_id": stream_id,
        "sender": sender,
        "client_id": new.client_id,
        "body_hash": new.body_hash(),
        "answer": {name: getattr(filed, name) for name in ("reference", "state", "receipt")},
        "sent_at": now(),
    }
    _SENDING.run(cursor_in(db), row)


def check_choices(db: Session, actor: Actor, proceeding: Proceeding, new: NewContribution) -> None:
    """Raises Invalid for a choice that the proceeding does not offer, or a reply to what is not there."""
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


def insert_contribution(
    db: Session,
    actor: Actor,
    proceeding: Proceeding,
    new: NewContribution,
    late: Late | None,
    *,
    embargoed: bool = False,
) -> Filed:
    """Write an input that was checked, with its first version and its entries; it is of the actor's account, if there is one.

    What is `embargoed` is published only when somebody decides so, and no moderator reads it before.
    """
    named, at = new.identity != "none", now()
    row = Contribution(
        public_id=new_public_id(),
        reference=new_reference(proceeding.prefix),
        proceeding_id=proceeding.id,
        kind=new.kind,
        state="published",
        publication="by_decision" if embargoed else proceeding.publication,
        identity=new.identity,
        confidentiality=new.confidentiality,
        author_id=actor.account_id if named and not is_once(new.client_id) else None,
        author_name=new.name if named else None,
        category=new.category,
        on_behalf=new.on_behalf,
        organisation=new.organisation,
        coalition=as_stored(new.coalition),
        country=new.country,
        language=new.language,
        target=new.target,
        reply_to=new.reply_to,
        submitted_at=at,
        newest_at=at,
        version=1,
        codeword_hash=new.codeword_hash,
        enclosed=2 if new.files else 0,
    )
    if late is not None:
        row.late, row.late_reason = late
    if row.late == "asked":
        row.state = "pending"  # and no moderator is asked before the secretariat has let it in
    elif not embargoed and is_read_first(proceeding, row):
        row.state, row.waiting = "pending", True
    row.id = _CONTRIBUTION.new_id(cursor_in(db), {name: value for name, value in vars(row).items() if name in _COLUMNS})
    content = add_version(db, row, 1, new.passages, new.questionnaire, (*new.files, *new.sources))
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
    cursor, salts, sent_at = cursor_in(db), new_salts(), now()
    version = {"contribution_id": row.id, "number": number, "sent_at": sent_at, "salts": salts}
    if number > 1:
        row.newest_at = sent_at
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
    by_codeword = WebSession.contribution_id.is_not(None) | WebSession.registration_id.is_not(None)
    db.execute(delete(WebSession).where(by_codeword, over))
