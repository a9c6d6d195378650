"""Checking a room: what the ledger says of its seats, discussions, documents, amendments, votes and advice against the rows."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.ledger.commitments import canonical, commit
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.records.checking_votes import vote_differences
from consult.workspaces.advice.models import Advice
from consult.workspaces.documents.models import Amendment, Document, DocumentVersion
from consult.workspaces.requests.models import InstitutionRequest, RequestAct
from consult.workspaces.rooms.models import Seat
from consult.workspaces.threads.models import Discussion
from consult.workspaces.votes.models import RoomProposal

# What each act leaves behind: (table, what it is called, its state before any act, state after each act).
STATES: tuple[tuple[Any, str, str | None, Mapping[str, str]], ...] = (
    (Discussion, "discussion", "open", {"opened": "open", "closed": "closed", "reopened": "open"}),
    (
        Document,
        "document",
        "draft",
        {"made": "draft", "reopened": "draft", "adopted": "adopted", "withdrawn": "withdrawn"},
    ),
    (Amendment, "amendment", "open", {one: one for one in ("accepted", "rejected", "withdrawn", "lapsed")}),
    (RoomProposal, "vote", "draft", {"opened": "open", "closed": "closed", "withdrawn": "withdrawn"}),
    (Advice, "advice", "kept", {"given": "kept", "published": "published", "withdrawn": "withdrawn"}),
)
OVER = ("left", "removed", "ended")


def room_differences(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """Each difference in one line; nothing for another kind of proceeding."""
    if proceeding.kind != "workspace":
        return
    entries = _entries(db, proceeding)
    if entries is None:
        return
    for table, name, before, after in STATES:
        told = _last(entries, name, after)
        for row in db.scalars(_rows(table, proceeding)):
            expected = told.get(row.public_id, before)
            if row.state != expected:
                yield f"{proceeding.slug}: {name} {row.public_id} is {row.state}, and the ledger says {expected}"
    yield from _seats(db, proceeding, entries)
    yield from _versions(db, proceeding, entries)
    yield from _requests(db, proceeding)
    yield from vote_differences(db, proceeding, entries)


def _entries(db: Session, proceeding: Proceeding) -> list[Entry] | None:
    """The entries of the stream that the members follow, which tells of everything that happens in a room."""
    stream = select(Stream.id).where(Stream.scope_id == proceeding.id, Stream.audience == "members")
    found = db.scalar(stream)
    return (
        None if found is None else list(db.scalars(select(Entry).where(Entry.stream_id == found).order_by(Entry.seq)))
    )


def _last(entries: list[Entry], name: str, after: Mapping[str, str]) -> dict[str, str]:
    """The state that the last entry about each thing leaves."""
    found: dict[str, str] = {}
    for one in entries:
        kind, _, act = one.kind.partition(".")
        if kind == name and act in after:
            found[one.reference] = after[act]
    return found


def _rows(table: Any, proceeding: Proceeding) -> Any:
    query = select(table)
    if table is Amendment:
        query = query.join(Document, Document.id == Amendment.document_id)
        return query.where(Document.proceeding_id == proceeding.id).order_by(Amendment.id)
    return query.where(table.proceeding_id == proceeding.id).order_by(table.id)


def _seats(db: Session, proceeding: Proceeding, entries: list[Entry]) -> Iterator[str]:
    """Whether each seat that was taken is taken still, and each that was left is left."""
    told = {one.reference: one.kind.partition(".")[2] for one in entries if one.kind.startswith("seat.")}
    for row in db.scalars(select(Seat).where(Seat.proceeding_id == proceeding.id).order_by(Seat.id)):
        act = told.get(row.public_id)
        if act is not None and (act in OVER) != (row.left_at is not None):
            yield f"{proceeding.slug}: seat {row.public_id} is not as the ledger says: {act}"


def _versions(db: Session, proceeding: Proceeding, entries: list[Entry]) -> Iterator[str]:
    """Whether the text of each version is what its digest says, and the ledger committed to it."""
    committed = {
        one.commitments["version"]
        for one in entries
        if one.kind.startswith("document.") and "version" in one.commitments
    }
    query = select(DocumentVersion, Document.public_id).join(Document, Document.id == DocumentVersion.document_id)
    for row, public_id in db.execute(query.where(Document.proceeding_id == proceeding.id).order_by(DocumentVersion.id)):
        name = f"{proceeding.slug}: document {public_id} version {row.number}"
        if hashlib.sha256(canonical(row.paragraphs)).hexdigest() != row.digest:
            yield f"{name}: its text is not what its digest says"
        if commit(row.salt, row.digest) not in committed:
            yield f"{name}: its text does not open the commitment of the ledger"


def _requests(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """Whether each request stands where its last act left it."""
    rows = select(InstitutionRequest).where(InstitutionRequest.proceeding_id == proceeding.id)
    for row in db.scalars(rows.order_by(InstitutionRequest.id)):
        last = select(RequestAct.state).where(RequestAct.request_id == row.id).order_by(RequestAct.id.desc()).limit(1)
        state = db.scalar(last)
        if state is not None and state != row.state:
            yield f"{proceeding.slug}: request {row.public_id} is {row.state}, and its last act left it {state}"
