"""What the chair shows on the screen of the room."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.streams import ContributionStreams
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Invalid, NotFound
from consult.hearings.hall.events import words_of
from consult.hearings.hall.models import KINDS, Screen
from consult.hearings.polls.models import Poll
from consult.ledger.queries import streams_of
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell


def choose_for_screen(
    db: Session, actor: Actor, *, proceeding_id: int, kind: str | None, reference: str | None
) -> None:
    """Show a comment, question or poll on the screen of the room, or with None nothing but the floor.

    Raises NotFound for whoever does not hold the chair and for what its readers may not read, Invalid for another kind.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    if proceeding.kind != "hearing":
        raise NotFound
    require(actor, "hearing:chair", proceeding)
    if kind is not None and kind not in KINDS:
        raise Invalid("kind", "no_such_choice")
    if kind is None:
        reference = None
    elif reference is None or not is_readable(db, proceeding, kind, reference):
        raise NotFound
    screen = db.get(Screen, proceeding.id)
    if screen is None:
        screen = Screen(proceeding_id=proceeding.id)
        db.add(screen)
    screen.kind, screen.reference, screen.chosen_at = kind, reference, now()
    db.flush()
    tell(db, proceeding, "screen.chosen", proceeding.public_id)


def is_readable(db: Session, proceeding: Proceeding, kind: str, reference: str) -> bool:
    """Whether everybody who follows the hearing may see this now."""
    if kind == "poll":
        asked = select(Poll.id).where(Poll.proceeding_id == proceeding.id, Poll.public_id == reference)
        return db.scalar(asked.where(Poll.state.in_(("open", "closed")))) is not None
    readers = streams_of(db, proceeding.id).get("public" if proceeding.audience == "public" else "members")
    stream = ContributionStreams().find(db, readers.public_id) if readers is not None else None
    return stream is not None and words_of(db, stream, reference) is not None
