"""Proposing to withhold words, to show them again, or to erase: done at once, or waiting for a second person."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.own import locked_own
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.moderation.claim_queries import held_by_other
from consult.moderation.operations.carrying_out import carry_out, hide_meanwhile
from consult.moderation.operations.claiming import end_claims
from consult.moderation.operations.deciding import role_at
from consult.moderation.proposal_models import GROUNDS, REDACT_REASONS, Proposal
from consult.moderation.redacting.rendition import Span, checked_spans
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

REDACTABLE = ("pending", "published", "declined", "hidden")
MARK_MAX, NOTE_MAX = 200, 1000
RIGHT_OF = {"redact": "contribution:moderate", "unredact": "contribution:moderate", "erase": "contribution:erase"}


def propose_redaction(
    db: Session,
    actor: Actor,
    *,
    reference: str,
    seen: int,
    version: int,
    spans: Sequence[Span],
    reason: str,
    mark: str,
    note: str = "",
    hide: bool = False,
) -> str:
    """Withhold words of a version from everybody but its author and the desk; the state of the proposal.

    It is `in_force` at once, or `proposed` where the body wants two persons; with `hide` what is public is hidden until
    then. `mark` stands where the words were. Raises NotFound for whoever may not moderate there, Conflict when a newer
    version than `seen` came, another proposal waits or the state allows none, Invalid for spans, reason or mark.
    """
    proceeding, row = locked_for(db, actor, reference, "redact")
    if reason not in REDACT_REASONS:
        raise Invalid("reason", "required")
    if row.latest != seen or row.state not in REDACTABLE or version not in (row.version, row.latest):
        raise Conflict("changed_meanwhile")
    mark = clean_text(mark, "mark")
    if not mark or len(mark) > MARK_MAX:
        raise Invalid("mark", "required")
    stored = checked_spans(texts_of(db, row, version), spans)
    proposal = _proposal(proceeding, row, actor, "redact", reason, note)
    proposal.version, proposal.spans, proposal.mark = version, stored, mark
    return _put(db, actor, proceeding, row, proposal, hide=hide)


def propose_lifting(db: Session, actor: Actor, *, public_id: str, note: str = "") -> str:
    """Show words again that a redaction in force withholds; the state of the proposal, as for a redaction.

    Raises NotFound for whoever may not moderate there, Conflict where it is not in force or another proposal waits.
    """
    reference, redaction_id = _redaction(db, public_id)
    proceeding, row = locked_for(db, actor, reference, "unredact")
    redaction = db.scalars(select(Proposal).where(Proposal.id == redaction_id).with_for_update()).one()
    if redaction.state != "in_force" or row.state not in REDACTABLE:
        raise Conflict("changed_meanwhile")
    proposal = _proposal(proceeding, row, actor, "unredact", redaction.reason, note)
    proposal.version, proposal.lifts = redaction.version, redaction.public_id
    return _put(db, actor, proceeding, row, proposal)


def propose_erasure(
    db: Session, actor: Actor, *, reference: str, ground: str, note: str = "", hide: bool = False
) -> str:
    """Erase what was filed, for a ground of law; the state of the proposal, as for a redaction. It cannot be undone.

    Raises NotFound for whoever may not erase there, Conflict where it is erased or a proposal waits, Invalid without a
    ground.
    """
    proceeding, row = locked_for(db, actor, reference, "erase")
    if ground not in GROUNDS:
        raise Invalid("ground", "required")
    if row.state == "erased":
        raise Conflict("changed_meanwhile")
    return _put(db, actor, proceeding, row, _proposal(proceeding, row, actor, "erase", ground, note), hide=hide)


def request_erasure(db: Session, actor: Actor, *, reference: str, note: str = "") -> None:
    """Ask, as its author, for the own input to be erased; the desk decides.

    Raises NotFound for anybody else, Conflict where it is erased or was asked for already.
    """
    _proceeding, row = locked_own(db, actor, reference)
    asked = select(Proposal.id).where(Proposal.contribution_id == row.id, Proposal.state == "asked")
    if row.state == "erased" or db.scalar(asked) is not None:
        raise Conflict("changed_meanwhile")
    proposal = Proposal(
        contribution_id=row.id,
        act="erase",
        version=row.latest,
        reason="author_asked",
        note=_checked(note),
        state="asked",
        proposed_role="author",
        proposed_at=now(),
    )
    db.add(proposal)


def locked_for(db: Session, actor: Actor, reference: str, act: str) -> tuple[Proceeding, Contribution]:
    """A contribution with its proceeding, both locked. Raises NotFound for whoever may not do such an act there."""
    known = db.scalar(select(Contribution.proceeding_id).where(Contribution.reference == reference))
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known)
    require(actor, RIGHT_OF[act], proceeding)
    row = db.scalars(select(Contribution).where(Contribution.reference == reference).with_for_update()).one()
    return proceeding, row


def texts_of(db: Session, row: Contribution, version: int) -> dict[int, str | None]:
    """The texts of a version by the number of the passage; None for an answer that is no text."""
    query = select(Passage.number, Passage.text).join(Version, Version.id == Passage.version_id)
    found = db.execute(query.where(Version.contribution_id == row.id, Version.number == version))
    return {passage.number: passage.text for passage in found}


def needs_two(db: Session, proceeding: Proceeding) -> bool:
    """Whether the body wants two persons, locked against a change meanwhile."""
    wanted = select(Body.two_persons).where(Body.id == proceeding.body_id)
    return bool(db.scalar(wanted.with_for_update(read=True)))


def _redaction(db: Session, public_id: str) -> tuple[str, int]:
    query = select(Contribution.reference, Proposal.id).join(Proposal, Proposal.contribution_id == Contribution.id)
    found = db.execute(query.where(Proposal.public_id == public_id, Proposal.act == "redact")).one_or_none()
    if found is None:
        raise NotFound
    return found.reference, found.id


def _proposal(
    proceeding: Proceeding, row: Contribution, actor: Actor, act: str, reason: str | None, note: str
) -> Proposal:
    return Proposal(
        contribution_id=row.id,
        act=act,
        version=row.latest,
        spans=[],
        reason=reason,
        mark="",
        note=_checked(note),
        hides=False,
        state="proposed",
        proposed_by=actor.account_id,
        proposed_role=role_at(actor, proceeding),
        proposed_at=now(),
        settled_note="",
    )


def _checked(note: str) -> str:
    cleaned = clean_text(note, "note")
    if len(cleaned) > NOTE_MAX:
        raise Invalid("note", "too_long", length=len(cleaned), limit=NOTE_MAX)
    return cleaned


def _put(
    db: Session, actor: Actor, proceeding: Proceeding, row: Contribution, proposal: Proposal, hide: bool = False
) -> str:
    """Store a proposal, and carry it out where one person is enough."""
    waiting = select(Proposal).where(Proposal.contribution_id == row.id, Proposal.state == "proposed")
    before = db.scalar(waiting.with_for_update())
    if before is not None and not (row.state == "withdrawn" and before.act != "erase"):
        raise Conflict("proposal_waits")
    if before is not None:
        before.state = "moot"  # its author took the text back meanwhile
        db.flush()
    db.add(proposal)
    if needs_two(db, proceeding):
        row.redacting = True
        if held_by_other(db, actor, row.id, now()) is None:
            end_claims(db, [row.id], actor)  # now it is another one's turn
        if hide and row.state == "published":
            proposal.hides = True
            hide_meanwhile(db, proceeding, row, proposal)
        return proposal.state
    proposal.state, proposal.settled_at = "in_force", proposal.proposed_at
    proposal.settled_by, proposal.settled_role = proposal.proposed_by, proposal.proposed_role
    db.flush()
    carry_out(db, proceeding, row, proposal)
    return proposal.state
