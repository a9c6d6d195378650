"""What was done in the chair last, in sentences: so that who acts too late sees what another chair did."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.ledger.models import Entry
from consult.ledger.queries import stream_of
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _

NEWEST = 8
AT_ONCE = timedelta(milliseconds=500)


class Done(NamedTuple):
    """One act as a sentence, and when it was."""

    at: datetime
    words: str


SENTENCES: dict[str, Callable[[str], str]] = {
    "session.opened": lambda name: _("Session %(name)s was opened.", name=name),
    "session.closed": lambda name: _("Session %(name)s was closed.", name=name),
    "item.opened": lambda name: _("Item %(name)s was taken up.", name=name),
    "item.suspended": lambda name: _("Item %(name)s was suspended.", name=name),
    "item.done": lambda name: _("Item %(name)s was concluded.", name=name),
    "item.list_opened": lambda name: _("The list of speakers of item %(name)s was opened.", name=name),
    "item.list_closed": lambda name: _("The list of speakers of item %(name)s was closed.", name=name),
    "speaker.listed": lambda name: _("%(name)s came onto the list.", name=name),
    "speaker.moved": lambda name: _("%(name)s was moved in the list.", name=name),
    "speaker.present": lambda name: _("%(name)s is there.", name=name),
    "speaker.absent": lambda name: _("%(name)s is not there any more.", name=name),
    "speaker.called": lambda name: _("%(name)s was given the floor.", name=name),
    "speaker.passed": lambda name: _("%(name)s was called and passed over.", name=name),
    "speaker.spoke": lambda name: _("%(name)s has spoken.", name=name),
    "speaker.left": lambda name: _("%(name)s left the list.", name=name),
    "speaker.removed": lambda name: _("%(name)s was taken off the list.", name=name),
    "timer.changed": lambda name: _("The clock of %(name)s was changed.", name=name),
    "proceeding.comments_closed": lambda _name: _("Comments were closed."),
    "proceeding.comments_opened": lambda _name: _("Comments were opened."),
    "hearing.changed": lambda _name: _("The rules of the hearing were changed."),
}


def last_acts(db: Session, actor: Actor, proceeding: Proceeding, limit: int = NEWEST) -> list[Done]:
    """The newest acts on the floor, the latest first. Raises NotFound for whoever does not chair the hearing."""
    require(actor, "hearing:chair", proceeding)
    desk = stream_of(db, proceeding.id, "desk")
    query = select(Entry.kind, Entry.reference, Entry.happened_at).where(Entry.kind.in_(SENTENCES))
    rows = db.execute(
        query.where(Entry.stream_id == (desk.id if desk else 0)).order_by(Entry.seq.desc()).limit(limit)
    ).all()
    names = _names(db, [row.reference for row in rows])
    told = [(row.kind, names.get(row.reference, ""), row.happened_at) for row in rows]
    return [
        Done(at, SENTENCES[kind](name)) for kind, name, at in told if not _goes_without_saying(kind, name, at, told)
    ]


def _goes_without_saying(kind: str, name: str, at: datetime, told: Sequence[tuple[str, str, datetime]]) -> bool:
    """Whether a change of the clock belongs to a speech that begins or ends, which is told itself."""
    return kind == "timer.changed" and any(
        (other, whose) in (("speaker.called", name), ("speaker.spoke", name)) and abs(when - at) < AT_ONCE
        for other, whose, when in told
    )


def _names(db: Session, references: Sequence[str]) -> dict[str, str]:
    """What sessions, items, speakers and turns are called, by their public ids."""
    found: dict[str, str] = {}
    for public_id, name in db.execute(select(Speaker.public_id, Speaker.name).where(Speaker.public_id.in_(references))):
        found[public_id] = name
    turns = select(Turn.public_id, Speaker.name).join(Speaker, Speaker.id == Turn.speaker_id)
    for public_id, name in db.execute(turns.where(Turn.public_id.in_(references))):
        found[public_id] = name
    items = select(AgendaItem.public_id, AgendaItem.label).where(AgendaItem.public_id.in_(references))
    for public_id, name in db.execute(items):
        found[public_id] = name
    sessions = select(HearingSession.public_id, HearingSession.number)
    for public_id, number in db.execute(sessions.where(HearingSession.public_id.in_(references))):
        found[public_id] = str(number)
    return found
