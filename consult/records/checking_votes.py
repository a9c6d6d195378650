"""Checking the votes of a room: the result of each against the votes it was counted from."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.ledger.models import Entry
from consult.proceedings.models import Proceeding
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot


def vote_differences(db: Session, proceeding: Proceeding, entries: list[Entry]) -> Iterator[str]:
    """Each closed vote whose result is not what its votes say; of a secret one that told its outcome alone, nothing."""
    known = (RoomProposal.proceeding_id == proceeding.id, RoomProposal.state == "closed")
    for row in db.scalars(select(RoomProposal).where(*known).order_by(RoomProposal.id)):
        result = row.result or {}
        counts = result.get("counts")
        if counts is None:
            continue
        votes = _votes(db, row)
        counted = Counter(_first(one) for one in votes)
        if {key: counted[key] for key in counts} != counts or len(votes) != result.get("voted"):
            yield f"{proceeding.slug}: vote {row.public_id}: its result is not what its votes say"
        if row.outcome != result.get("outcome"):
            yield f"{proceeding.slug}: vote {row.public_id}: its outcome is not that of its result"


def _votes(db: Session, row: RoomProposal) -> list[dict[str, Any]]:
    if row.is_secret:
        ballots = select(SecretBallot.value).where(SecretBallot.proposal_id == row.id, SecretBallot.value.is_not(None))
        return list(db.scalars(ballots))  # type: ignore[arg-type]
    query = select(OpenVote.value).join(Elector, Elector.id == OpenVote.elector_id)
    counting = (Elector.proposal_id == row.id, OpenVote.is_current, Elector.struck_at.is_(None))
    return list(db.scalars(query.where(*counting)))


def _first(value: dict[str, Any]) -> str:
    """The choice, or the first of an order."""
    return str(value["order"][0] if "order" in value else value["choice"])
