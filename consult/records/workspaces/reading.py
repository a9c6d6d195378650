"""What the record of a room tells people: by an edition, so that a page and a file tell the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.contributions.disclosure import disclosed
from consult.contributions.models import Contribution, Passage, Version
from consult.proceedings.models import Proceeding
from consult.records.editions import Edition
from consult.records.statements import statement_of
from consult.records.workspaces.advice import ADVICE
from consult.records.workspaces.documents import DOCUMENTS
from consult.records.workspaces.plan import REQUESTS, TASKS
from consult.records.workspaces.rooms import DISCUSSIONS, SEATS
from consult.records.workspaces.votes import PROPOSALS
from consult.workspaces.documents.models import Document, DocumentVersion
from consult.workspaces.rooms.models import Seat
from consult.workspaces.threads.models import DecisionMark, Discussion


class Message(NamedTuple):
    """What was said: by whom, where that is told; None: names are left out, or it was withdrawn."""

    reference: str
    state: str
    name: str | None
    at: datetime | None
    text: str | None
    language: str | None
    is_decision: bool


class Talk(NamedTuple):
    """A discussion with what was said in it."""

    discussion: Discussion | None
    messages: list[Message]


class Text(NamedTuple):
    """A document with its newest version, if one was made."""

    document: Document
    version: DocumentVersion | None


class Sat(NamedTuple):
    """Who sat in the room."""

    name: str | None
    seat: Seat


class RoomRecord(NamedTuple):
    """The record of a room as its edition has it."""

    unnamed: bool
    seats: list[Sat]
    talks: list[Talk]
    decisions: list[Message]
    documents: list[Text]
    votes: Sequence[Any]
    tasks: Sequence[Any]
    requests: Sequence[Any]
    advice: Sequence[Any]


def room_record(db: Session, edition: Edition, *, messages: bool) -> RoomRecord:
    """The whole of it, with every message or with the decisions alone."""
    said = _messages(db, edition)
    talks = _talks(db, edition, said) if messages else []
    return RoomRecord(
        edition.is_unnamed,
        _seats(db, edition),
        talks,
        [one for _target, one in said if one.is_decision],
        _documents(db, edition),
        *(_rows(db, edition, carried) for carried in (PROPOSALS, TASKS, REQUESTS, ADVICE)),
    )


def _rows(db: Session, edition: Edition, carried: Any) -> Sequence[Any]:
    """The rows of a table in its order; those that were taken away are no part of what is read."""
    order = {key: place for place, key in enumerate(db.scalars(statement_of(edition, carried)))}
    found = db.scalars(select(carried.table).where(carried.table.id.in_(order)))
    return sorted((one for one in found if getattr(one, "removed_at", None) is None), key=lambda one: order[one.id])


def _seats(db: Session, edition: Edition) -> list[Sat]:
    rows = _rows(db, edition, SEATS)
    names = {
        row.id: row.name for row in db.scalars(select(Account).where(Account.id.in_([one.account_id for one in rows])))
    }
    return [Sat(None if edition.is_unnamed else names.get(one.account_id), one) for one in rows]


def _messages(db: Session, edition: Edition) -> list[tuple[str | None, Message]]:
    marked = select(DecisionMark.contribution_id).where(DecisionMark.ended_at.is_(None))
    query = (
        select(
            Contribution.reference, Contribution.state, disclosed(edition.actor, "name").label("name"),
            disclosed(edition.actor, "moment").label("at"), disclosed(edition.actor, "text").label("text"),
            disclosed(edition.actor, "language").label("language"), Contribution.target,
            Contribution.id.in_(marked).label("decision"),
        )
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, and_(Version.contribution_id == Contribution.id, Version.number == Contribution.version))
        .join(Passage, and_(Passage.version_id == Version.id, Passage.number == 1))
        .where(*edition.rows)
        .order_by(Contribution.submitted_at, Contribution.id)
    )  # fmt: skip
    return [
        (
            row.target,
            Message(
                row.reference,
                row.state,
                None if edition.is_unnamed else row.name,
                row.at,
                row.text if row.state == "published" else None,
                row.language,
                bool(row.decision),
            ),
        )
        for row in db.execute(query)
    ]


def _talks(db: Session, edition: Edition, said: list[tuple[str | None, Message]]) -> list[Talk]:
    """Each discussion with its messages, and before them what was said on the overview."""
    of: dict[str | None, list[Message]] = {}
    for target, message in said:
        of.setdefault(target, []).append(message)
    found = [Talk(None, of[None])] if None in of else []
    return found + [Talk(one, of.get(one.public_id, [])) for one in _rows(db, edition, DISCUSSIONS)]


def _documents(db: Session, edition: Edition) -> list[Text]:
    rows = _rows(db, edition, DOCUMENTS)
    newest = select(DocumentVersion.document_id, func.max(DocumentVersion.number)).group_by(DocumentVersion.document_id)
    of_these = newest.where(DocumentVersion.document_id.in_([one.id for one in rows]))
    last = {row[0]: row[1] for row in db.execute(of_these)}
    versions = {
        one.document_id: one
        for one in db.scalars(select(DocumentVersion).where(DocumentVersion.document_id.in_(list(last))))
        if one.number == last[one.document_id]
    }
    return [Text(one, versions.get(one.id)) for one in rows]
