"""Voting: one vote of each elector, by name or secret, to be changed until the closing."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.core.errors import Closed, Invalid
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.ballots.sealing import Sealing
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot
from consult.workspaces.votes.operations.loading import check_writable, locked_proposal, room_for
from consult.workspaces.votes.operations.striking import key_of
from consult.workspaces.votes.values import BALLOT_BYTES, number_of, value_of

REASON_CHARACTERS = 2_000


def cast_vote(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    proposal: str,
    choices: Sequence[str],
    sealing: Sealing,
    reason: str = "",
) -> None:
    """Vote, or change one's vote: one key, or of a ranked vote the options in the order of preference.

    Raises NotFound for whoever may not vote in this room, Closed when the vote is not open or the actor came to the room
    after it was, Invalid for what it does not offer, for an objection without its reason, and for a reason that is secret.
    """
    room = room_for(db, actor, proceeding_id, "room:read")
    require(actor, "room:vote", room)
    row = locked_proposal(db, actor, room, proposal, to_change=False)
    check_writable(room)
    if row.phase(now()) != "open":
        raise Closed("vote_closed")
    chosen, why = _checked(row, choices), _reason(row, choices, reason)
    mine = (Elector.proposal_id == row.id, Elector.account_id == actor.account_id, Elector.struck_at.is_(None))
    elector = db.scalar(select(Elector).where(*mine).with_for_update())
    if elector is None:
        raise Closed("no_elector")
    if row.is_secret:
        _vote_secretly(db, row, elector, chosen, sealing)
    else:
        _vote_openly(db, row, elector, chosen, why)


def _checked(proposal: RoomProposal, choices: Sequence[str]) -> list[str]:
    offered = proposal.offered
    if not choices:
        raise Invalid("choices", "required")
    if any(one not in offered for one in choices):
        raise Invalid("choices", "no_such_choice")
    if proposal.method != "ranked" and len(choices) > 1:
        raise Invalid("choices", "too_many", limit=1)
    if len(set(choices)) < len(choices):
        raise Invalid("choices", "ranked_twice")
    return list(choices)


def _reason(proposal: RoomProposal, choices: Sequence[str], raw: str) -> str:
    """The reason of an objection: by name it is wanted; a secret one would tell by its words whose it is."""
    reason = clean_text(raw, "reason")
    if proposal.is_secret or list(choices) != ["object"]:
        if reason and proposal.is_secret:
            raise Invalid("reason", "reason_is_secret")
        return ""
    if not reason:
        raise Invalid("reason", "objection_needs_reason")
    if len(reason) > REASON_CHARACTERS:
        raise Invalid("reason", "too_long", length=len(reason), limit=REASON_CHARACTERS)
    return reason


def _vote_secretly(
    db: Session, proposal: RoomProposal, elector: Elector, chosen: Sequence[str], sealing: Sealing
) -> None:
    """A ballot under a new id each time, so that nothing tells which was changed."""
    key, ballot = key_of(sealing, proposal, elector), new_public_id()
    db.execute(delete(SecretBallot).where(SecretBallot.elector_key == key))
    number = number_of(proposal.offered, chosen)
    sealed = sealing.seal(proposal.seal or "", ballot, number, BALLOT_BYTES)
    values = {"id": ballot, "proposal_id": proposal.id, "elector_key": key, "sealed": sealed, "value": None}
    db.execute(insert(SecretBallot).values(values))
    elector.voted_at = proposal.opened_at


def _vote_openly(db: Session, proposal: RoomProposal, elector: Elector, chosen: Sequence[str], reason: str) -> None:
    earlier = (OpenVote.elector_id == elector.id, OpenVote.is_current)
    db.execute(update(OpenVote).where(*earlier).values(is_current=False))
    db.add(OpenVote(elector_id=elector.id, value=value_of(proposal.method, chosen), reason=reason, cast_at=now()))
    elector.voted_at = now()
