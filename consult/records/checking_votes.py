"""Checking the votes of a room: the result of each against the votes it was counted from."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.ledger.commitments import commit
from consult.ledger.models import Entry
from consult.proceedings.models import Proceeding
from consult.workspaces.votes.counting import Rule, count
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot
from consult.workspaces.votes.queries import tally_of
from consult.workspaces.votes.values import keys_of


def vote_differences(db: Session, proceeding: Proceeding, entries: list[Entry]) -> Iterator[str]:
    """Each closed vote whose result is not what its votes say or what the ledger committed to; of a secret one that told its
    outcome alone, no votes are there to count."""
    committed = {one.reference: one.commitments.get("tally") for one in entries if one.kind == "vote.closed"}
    known = (RoomProposal.proceeding_id == proceeding.id, RoomProposal.state == "closed")
    for row in db.scalars(select(RoomProposal).where(*known).order_by(RoomProposal.id)):
        name = f"{proceeding.slug}: vote {row.public_id}"
        if committed.get(row.public_id) != commit(row.salt, tally_of(row)):
            yield f"{name}: its result does not open the commitment of the ledger"
        result = row.result or {}
        if row.outcome != result.get("outcome"):
            yield f"{name}: its outcome is not that of its result"
        if result.get("counts") is not None and _counted(db, row) != result:
            yield f"{name}: its result is not what its votes say"


def _counted(db: Session, row: RoomProposal) -> dict[str, Any]:
    """The result counted again, by the rule of the vote."""
    struck = db.scalars(select(Elector.struck_at).where(Elector.proposal_id == row.id)).all()
    rule = Rule(row.method, row.majority, row.quorum, tuple(one["key"] for one in row.options))
    votes = [keys_of(one) for one in _votes(db, row)]
    return count(rule, votes, len(struck), sum(one is not None for one in struck)).as_kept()


def _votes(db: Session, row: RoomProposal) -> list[dict[str, Any]]:
    if row.is_secret:
        ballots = select(SecretBallot.value).where(SecretBallot.proposal_id == row.id, SecretBallot.value.is_not(None))
        return list(db.scalars(ballots))
    query = select(OpenVote.value).join(Elector, Elector.id == OpenVote.elector_id)
    counting = (Elector.proposal_id == row.id, OpenVote.is_current, Elector.struck_at.is_(None))
    return list(db.scalars(query.where(*counting)))
