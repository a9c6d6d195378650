"""Whoever leaves the room is struck from the electorate of what is being voted on, and the vote with them."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.bodies.models import Grant
from consult.core.clock import now
from consult.policy.matrix import MATRIX
from consult.proceedings.ballots.sealing import Sealing
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot
from consult.workspaces.votes.queries import may_still_vote


def strike_departed(db: Session, proposal: RoomProposal, sealing: Sealing) -> None:
    """Strike those electors of an open vote, locked by who calls, that lost their right, and delete their votes."""
    gone = select(Elector).where(
        Elector.proposal_id == proposal.id, Elector.struck_at.is_(None), ~may_still_vote(proposal.proceeding_id)
    )
    for elector in db.scalars(gone.order_by(Elector.id).with_for_update()).all():
        elector.struck_at, elector.voted_at = now(), None
        db.execute(delete(OpenVote).where(OpenVote.elector_id == elector.id))
        if proposal.is_secret:
            db.execute(delete(SecretBallot).where(SecretBallot.elector_key == key_of(sealing, proposal, elector)))


def key_of(sealing: Sealing, proposal: RoomProposal, elector: Elector) -> str:
    """The name under which the sealed ballot of an elector is found."""
    return sealing.key_of(proposal.seal or "", str(elector.account_id))


def strike_after(db: Session, grant: Grant, sealing: Sealing) -> None:
    """What follows from the end of a grant on a room."""
    if grant.scope != "proceeding" or grant.role not in MATRIX["room:vote"]:
        return
    db.flush()
    known = (RoomProposal.proceeding_id == grant.scope_id, RoomProposal.state == "open")
    for proposal in db.scalars(select(RoomProposal).where(*known).order_by(RoomProposal.id).with_for_update()).all():
        strike_departed(db, proposal, sealing)


def striking_electors(secret: str) -> Callable[[Session, Grant], None]:
    """What strikes those whose grant ends, for a site with this secret."""
    return partial(strike_after, sealing=Sealing(secret))
