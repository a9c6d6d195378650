"""The second person: confirming or refusing what another proposed; and taking back what one proposed oneself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.moderation.operations.carrying_out import carry_out, show_again
from consult.moderation.operations.deciding import role_at
from consult.moderation.operations.proposing import NOTE_MAX, REDACTABLE, locked_for, needs_two
from consult.moderation.proposal_models import Proposal
from consult.proceedings.models import Proceeding

STATE_AFTER = {"confirm": "in_force", "refuse": "refused", "take_back": "taken_back"}


def settle_proposal(db: Session, actor: Actor, *, public_id: str, act: str, note: str = "") -> str:
    """Confirm, refuse or take back what waits for a second person; the state of the proposal.

    Only another person than the proposer confirms or refuses, as long as the body wants two; only the proposer takes it
    back. Raises NotFound for whoever may do no such act there, Conflict where it does not wait any more, where its text was
    withdrawn or changed, or (`second_person`) for the wrong one of the two.
    """
    proceeding, row, proposal = _locked(db, actor, public_id)
    if act not in STATE_AFTER:
        raise Invalid("act", "no_such_choice")
    if proposal.state != "proposed":
        raise Conflict("changed_meanwhile")
    is_proposer = actor.account_id is not None and actor.account_id == proposal.proposed_by
    if act == "take_back" and not is_proposer:
        raise Conflict("second_person")
    if act != "take_back" and (is_proposer or actor.account_id is None) and needs_two(db, proceeding):
        raise Conflict("second_person")
    if act == "confirm" and row.state not in _states(proposal):
        raise Conflict("changed_meanwhile")
    _settle(proceeding, actor, proposal, act, note)
    row.redacting = False
    db.flush()
    if act == "confirm":
        carry_out(db, proceeding, row, proposal)
    if row.state != "erased":
        show_again(db, proceeding, row, proposal)
    return proposal.state


def refuse_request(db: Session, actor: Actor, *, public_id: str, note: str) -> None:
    """Refuse the author's request to erase, with a sentence why.

    Raises NotFound for whoever may not erase there, Invalid without the sentence, Conflict where it does not wait.
    """
    proceeding, _row, proposal = _locked(db, actor, public_id)
    if not note.strip():
        raise Invalid("note", "required")
    if proposal.state != "asked":
        raise Conflict("changed_meanwhile")
    _settle(proceeding, actor, proposal, "refuse", note)


def _locked(db: Session, actor: Actor, public_id: str) -> tuple[Proceeding, Contribution, Proposal]:
    query = select(Contribution.reference, Proposal.act).join(Proposal, Proposal.contribution_id == Contribution.id)
    known = db.execute(query.where(Proposal.public_id == public_id)).one_or_none()
    if known is None:
        raise NotFound
    proceeding, row = locked_for(db, actor, known.reference, known.act)
    return proceeding, row, db.scalars(select(Proposal).where(Proposal.public_id == public_id).with_for_update()).one()


def _states(proposal: Proposal) -> tuple[str, ...]:
    return REDACTABLE if proposal.act != "erase" else (*REDACTABLE, "withdrawn")


def _settle(proceeding: Proceeding, actor: Actor, proposal: Proposal, act: str, note: str) -> None:
    cleaned = clean_text(note, "note")
    if len(cleaned) > NOTE_MAX:
        raise Invalid("note", "too_long", length=len(cleaned), limit=NOTE_MAX)
    proposal.state, proposal.settled_note = STATE_AFTER[act], cleaned
    proposal.settled_by, proposal.settled_role, proposal.settled_at = (
        actor.account_id,
        role_at(actor, proceeding),
        now(),
    )
