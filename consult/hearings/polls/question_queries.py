"""Reading live questions: by support, then age, with what the chair made of each."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.contributions.disclosure import Reading
from consult.contributions.models import Contribution
from consult.contributions.queries import readings, with_first_passage
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.hearings.polls.models import HANDLINGS, Handling
from consult.live.streams import Event, Stream
from consult.proceedings.models import Proceeding

MOST = 100
OPEN_STATES = ("waiting", "taken_up")


class Question(NamedTuple):
    """A question as its reader may have it, and what the chair made of it (`waiting`, `taken_up`, `answered`, `dismissed`)."""

    reading: Reading
    handling: str


def questions_of(db: Session, actor: Actor, proceeding: Proceeding, *, item: str | None = None) -> list[Question]:
    """The listed questions of a hearing, or of one item: most supported first, then the oldest; those done with last."""
    query = with_first_passage(actor, proceeding.id).where(
        Contribution.kind == "question", Contribution.place.is_not(None)
    )
    if item is not None:
        query = query.where(Contribution.target == item)
    rows = db.execute(query.order_by(Contribution.agrees.desc(), Contribution.place).limit(MOST)).all()
    handled = handlings_of(db, [row.id for row in rows])
    read = readings(actor, proceeding, rows)
    found = [Question(one, handled.get(row.id, HANDLINGS[0])) for row, one in zip(rows, read, strict=True)]
    return sorted(found, key=lambda one: (one.reading.state != "published", one.handling not in OPEN_STATES))


def question_by_reference(db: Session, actor: Actor, proceeding: Proceeding, reference: str) -> Question:
    """One question. Raises NotFound where there is none for this actor."""
    query = with_first_passage(actor, proceeding.id).where(
        Contribution.kind == "question", Contribution.reference == reference
    )
    row = db.execute(query).one_or_none()
    if row is None:
        raise NotFound
    handled = handlings_of(db, [row.id])
    return Question(readings(actor, proceeding, [row])[0], handled.get(row.id, HANDLINGS[0]))


def handlings_of(db: Session, contribution_ids: Sequence[int]) -> dict[int, str]:
    """What the chair made of some questions; one that is not there waits."""
    query = select(Handling.contribution_id, Handling.state).where(Handling.contribution_id.in_(contribution_ids))
    return {row.contribution_id: row.state for row in db.execute(query)} if contribution_ids else {}


def handling_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """What those who follow are told of what the chair made of questions."""
    rows = db.execute(_handlings(stream).where(Handling.public_id.in_(list(references))))
    return {row.public_id: {"question": row.reference, "state": row.state} for row in rows}


def handlings_whole(db: Session, stream: Stream) -> list[Event]:
    """The same of all questions, as events without a number, for who begins anew."""
    rows = db.execute(_handlings(stream).order_by(Handling.contribution_id.desc()).limit(MOST))
    return [
        {
            "kind": f"handling.{row.state}",
            "ref": row.public_id,
            "data": {"question": row.reference, "state": row.state},
        }
        for row in rows
    ]


def _handlings(stream: Stream) -> Select[*tuple[Any, ...]]:
    return (
        select(Handling.public_id, Handling.state, Contribution.reference)
        .join(Contribution, Contribution.id == Handling.contribution_id)
        .where(Handling.proceeding_id == stream.scope_id)
    )
