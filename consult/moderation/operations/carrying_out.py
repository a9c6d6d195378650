"""What follows when a redaction, its lifting or an erasure comes into force: rows, a decision, and the ledger."""

from collections import defaultdict

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.erasing import erase_contribution
from consult.contributions.operations.listing import record, record_at_desk, standing
from consult.core.clock import now
from consult.core.errors import Conflict
from consult.ledger.commitments import new_salt
from consult.moderation.letter_models import Letter
from consult.moderation.models import Claim, Decision, Escalation
from consult.moderation.operations.telling import ask_to_tell
from consult.moderation.proposal_models import GROUNDS, Proposal
from consult.moderation.redacting.rendition import Span, rendition, span_of
from consult.proceedings.models import Proceeding

OPENED_ANEW = ("open.text", "open.files")


def carry_out(db: Session, proceeding: Proceeding, row: Contribution, proposal: Proposal) -> None:
    """Do what was proposed. Raises Conflict where its version is gone, or the redaction that it lifts."""
    if proposal.act == "erase":
        _erase(db, proceeding, row, proposal)
    elif proposal.act == "unredact":
        _lift(db, proceeding, row, proposal)
    else:
        _render(db, proceeding, row, proposal, "redacted")
    _decide(db, row, proposal, proposal.act)


def hide_meanwhile(db: Session, proceeding: Proceeding, row: Contribution, proposal: Proposal) -> None:
    """Hide what is public until the proposal is settled."""
    row.state, row.reason = "hidden", proposal.reason
    record(db, proceeding, row, "hidden")
    db.flush()
    _decide(db, row, proposal, "hide")


def show_again(db: Session, proceeding: Proceeding, row: Contribution, proposal: Proposal) -> None:
    """Restore what a proposal hid, unless somebody has decided otherwise since."""
    last = select(Decision).where(Decision.contribution_id == row.id, Decision.act.in_(("hide", "restore", "decline")))
    decision = db.scalar(last.order_by(Decision.id.desc()).limit(1))
    ours = decision is not None and decision.act == "hide" and decision.decided_at == proposal.proposed_at
    if proposal.hides and row.state == "hidden" and ours:
        row.state, row.reason = "published", None
        record(db, proceeding, row, "restored")
        _decide(db, row, proposal, "restore")


def forget_notes(db: Session, row: Contribution) -> None:
    """The words with which decisions and proposals on an erased contribution were explained, and where its own were."""
    db.execute(update(Decision).where(Decision.contribution_id == row.id).values(note=""))
    empty = {"note": "", "settled_note": "", "spans": [], "mark": ""}
    db.execute(update(Proposal).where(Proposal.contribution_id == row.id).values(**empty))
    asked = update(Escalation).where(Escalation.contribution_id == row.id)
    db.execute(asked.values(note="", answer="", settled_at=func.coalesce(Escalation.settled_at, now())))
    unread = update(Letter).where(Letter.contribution_id == row.id, Letter.seen_at.is_(None))
    db.execute(unread.values(seen_at=now()))  # there is nothing to read any more
    claims = update(Claim).where(Claim.contribution_id == row.id, Claim.ended_at.is_(None))
    db.execute(claims.values(ended_at=now()))


def in_force(db: Session, row: Contribution, version: int) -> list[Proposal]:
    """The redactions of a version, the oldest first."""
    query = select(Proposal).where(Proposal.contribution_id == row.id, Proposal.act == "redact")
    return list(
        db.scalars(query.where(Proposal.version == version, Proposal.state == "in_force").order_by(Proposal.id))
    )


def _render(db: Session, proceeding: Proceeding, row: Contribution, proposal: Proposal, act: str) -> None:
    """Write what the public reads of each passage, with new salts: under the old ones the words could be guessed."""
    version = db.scalar(
        select(Version).where(Version.contribution_id == row.id, Version.number == proposal.version).with_for_update()
    )
    if version is None or proposal.version not in (row.version, row.latest):
        raise Conflict("changed_meanwhile")
    spans: defaultdict[int, list[tuple[Span, str]]] = defaultdict(list)
    for one in in_force(db, row, version.number):
        for span in map(span_of, one.spans):
            spans[span.passage].append((span, one.mark))
    for passage in db.scalars(select(Passage).where(Passage.version_id == version.id)):
        passage.redacted = rendition(passage.text, spans[passage.number])
    version.salts = version.salts | {name: new_salt() for name in OPENED_ANEW}
    db.flush()
    if version.number == row.version:
        record(db, proceeding, row, act)
    else:  # a correction that nobody has approved yet
        record_at_desk(db, proceeding, row, f"correction_{act}", standing(db, row))


def _lift(db: Session, proceeding: Proceeding, row: Contribution, proposal: Proposal) -> None:
    lifted = db.scalar(select(Proposal).where(Proposal.public_id == proposal.lifts).with_for_update())
    if lifted is None or lifted.state != "in_force":
        raise Conflict("changed_meanwhile")
    lifted.state, lifted.lifted_at = "lifted", proposal.settled_at
    db.flush()
    _render(db, proceeding, row, proposal, "unredacted")


def _erase(db: Session, proceeding: Proceeding, row: Contribution, proposal: Proposal) -> None:
    note, settled_note = proposal.note, proposal.settled_note
    db.flush()
    erase_contribution(db, proceeding, row, with_way_back=GROUNDS[proposal.reason or ""])
    proposal.note, proposal.settled_note = note, settled_note
    others = update(Proposal).where(Proposal.contribution_id == row.id, Proposal.id != proposal.id)
    granted = {"state": "in_force", "settled_at": proposal.settled_at, "settled_by": proposal.settled_by}
    db.execute(
        others.where(Proposal.state == "asked").values(**granted, settled_role=proposal.settled_role),
    )
    db.execute(others.where(Proposal.state == "proposed").values(state="moot"))


def _decide(db: Session, row: Contribution, proposal: Proposal, act: str) -> None:
    """The decision as the record shows it, final at once: a redaction is lifted, not undone."""
    first = act == "hide"
    at = proposal.proposed_at if first else (proposal.settled_at or proposal.proposed_at)
    decision = Decision(
        contribution_id=row.id,
        version=proposal.version,
        act=act,
        reason=None if act in ("restore", "unredact") else proposal.reason,
        note="" if act in ("hide", "restore") else proposal.note,
        decided_by=proposal.proposed_by if first else proposal.settled_by,
        decided_role=proposal.proposed_role if first else (proposal.settled_role or proposal.proposed_role),
        decided_at=at,
        final_at=at,
    )
    db.add(decision)
    if act != "erase":  # whoever asked for an erasure has no address here any more
        ask_to_tell(db, decision)
    db.flush()
