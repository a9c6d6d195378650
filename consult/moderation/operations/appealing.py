"""Appeals: an author asks for a decision to be looked at again, and somebody else decides."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine
from consult.contributions.models import Contribution
from consult.contributions.operations.listing import desk_stream
from consult.contributions.operations.own import locked_own
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import enqueue
from consult.core.text import clean_text
from consult.ledger.append import Pending, append
from consult.moderation.appeals import appealable_problem, is_correction, is_over, redaction_of, took_part
from consult.moderation.letter_models import OUTCOMES, Appeal
from consult.moderation.models import Decision
from consult.moderation.operations.carrying_out import carry_out
from consult.moderation.operations.deciding import decide, role_at
from consult.moderation.proposal_models import Proposal
from consult.moderation.waiting import note_what_waits
from consult.policy.access import holds, require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

LONGEST = 4_000
TELL = "tell_appeal"


def appeal(db: Session, actor: Actor, *, decision: str, text: str) -> None:
    """Ask for a decision on the own contribution to be looked at again; `decision` is its public id.

    Raises NotFound for anybody but the author, Conflict where this decision cannot be appealed against (any more),
    Invalid without a text or with one over 4,000 characters.
    """
    row, made = _own_decision(db, actor, decision)
    said = clean_text(text, "text")
    if not said:
        raise Invalid("text", "required")
    if len(said) > LONGEST:
        raise Invalid("text", "too_long", length=len(said), limit=LONGEST)
    problem = appealable_problem(db, row, made)
    if problem is not None:
        raise Conflict(problem)
    db.add(Appeal(decision_id=made.id, contribution_id=row.id, text=said, made_at=now()))
    note_what_waits(db, row)
    _note(db, db.get_one(Proceeding, row.proceeding_id), row, "appealed")


def _own_decision(db: Session, actor: Actor, public_id: str) -> tuple[Contribution, Decision]:
    found = db.execute(
        select(Decision, Contribution.reference)
        .join(Contribution, Contribution.id == Decision.contribution_id)
        .where(Decision.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    _proceeding, row = locked_own(db, actor, found.reference)
    return row, found[0]


def settle_appeal(db: Session, actor: Actor, *, appeal: str, outcome: str, note: str) -> str:
    """Decide an appeal as somebody who did not take the decision; the reference of its input. `note` goes to the author.

    Overturned, the decision is lifted by an ordinary one, at once and for good. Raises NotFound for whoever may not moderate
    or read there, Conflict for whoever took the decision or wrote the input, and when it was decided meanwhile or the author
    took the input back; Invalid for an appeal upheld without a note.
    """
    proceeding, row, one = _locked(db, actor, appeal)
    require(actor, "contribution:moderate", proceeding)
    if row.confidentiality != "public" and not holds(actor, "contribution:read_confidential", proceeding.where):
        raise NotFound
    made = db.get_one(Decision, one.decision_id)
    said = clean_text(note, "note")
    if outcome not in OUTCOMES:
        raise Invalid("outcome", "no_such_choice")
    if one.outcome is not None or is_over(db, row, made):
        raise Conflict("changed_meanwhile")
    if actor.account_id in took_part(db, made):
        raise Conflict("own_decision")
    if is_mine(actor, row):
        raise Conflict("own_input")
    if outcome == "upheld" and not said:
        raise Invalid("note", "required")
    if outcome == "overturned":
        one.led_to = _lift(db, actor, proceeding, row, made).id
    one.outcome, one.note = outcome, said
    one.decided_by, one.decided_role, one.decided_at = actor.account_id, role_at(actor, proceeding), now()
    note_what_waits(db, row)
    _note(db, proceeding, row, f"appeal_{outcome}")
    enqueue(db, TELL, {"appeal": one.id}, key=f"{TELL}:{one.public_id}")
    return row.reference


def _locked(db: Session, actor: Actor, public_id: str) -> tuple[Proceeding, Contribution, Appeal]:
    known = db.execute(
        select(Contribution.proceeding_id, Contribution.id)
        .join(Appeal, Appeal.contribution_id == Contribution.id)
        .where(Appeal.public_id == public_id)
    ).one_or_none()
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known.proceeding_id)
    row = db.scalars(select(Contribution).where(Contribution.id == known.id).with_for_update()).one()
    return proceeding, row, db.scalars(select(Appeal).where(Appeal.public_id == public_id).with_for_update()).one()


def _lift(db: Session, actor: Actor, proceeding: Proceeding, row: Contribution, made: Decision) -> Decision:
    """Take a decision back by an ordinary one, which cannot be undone: a second person has looked already."""
    redaction = redaction_of(db, made)
    if redaction is not None:
        _show_words(db, actor, proceeding, row, redaction)
    else:
        act = "restore"
        if is_correction(row, made):
            act, row.waiting = "approve", True  # it waits again, and is approved
        # Whoever took the decision may well have it open: that keeps nobody from deciding the appeal.
        decide(db, actor, reference=row.reference, act=act, seen=row.latest, over_claim=True)
    db.flush()
    newest = select(Decision).where(Decision.contribution_id == row.id).order_by(Decision.id.desc()).limit(1)
    found = db.scalars(newest).one()
    found.final_at = found.decided_at
    return found


def _show_words(db: Session, actor: Actor, proceeding: Proceeding, row: Contribution, redaction: Proposal) -> None:
    """Lift a redaction at once: whoever decides an appeal is the second person."""
    if row.redacting:
        raise Conflict("proposal_waits")
    at, role = now(), role_at(actor, proceeding)
    lifting = Proposal(
        contribution_id=row.id,
        act="unredact",
        version=redaction.version,
        spans=[],
        lifts=redaction.public_id,
        reason=redaction.reason,
        mark="",
        note="",
        hides=False,
        state="in_force",
        proposed_by=actor.account_id,
        proposed_role=role,
        proposed_at=at,
        settled_by=actor.account_id,
        settled_role=role,
        settled_at=at,
        settled_note="",
    )
    db.add(lifting)
    db.flush()
    carry_out(db, proceeding, row, lifting)


def _note(db: Session, proceeding: Proceeding, row: Contribution, act: str) -> None:
    append(db, Pending(desk_stream(db, proceeding).id, f"{row.kind}.{act}", row.reference, now()))
