"""A meeting of a room, planned in one step: a hearing with the room's audience, a sitting, a link and an agenda."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import system
from consult.core.errors import Invalid
from consult.core.text import clean_text
from consult.hearings.programme.operations.channels import add_channel
from consult.hearings.programme.operations.items import add_item
from consult.hearings.programme.operations.rules import set_rules
from consult.hearings.programme.operations.sessions import add_session
from consult.hearings.programme.queries import plan_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewChannel, NewItem, NewRules, NewSession
from consult.proceedings.meetings import NewMeeting
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import announce_proceeding, create_proceeding
from consult.proceedings.shape import SLUG_LENGTH, TITLE_LENGTH, NewProceeding

DAY = re.compile(r"\d{4}-\d{2}-\d{2}T")
HOUSE = system("meetings")  # whoever calls has decided that the meeting may be planned


def plan_meeting(db: Session, room: Proceeding, new: NewMeeting) -> Proceeding:
    """The meeting, announced to the members of the room. Raises Invalid, naming a field of NewMeeting, for what cannot be."""
    title = clean_text(new.title, "title")
    if not title or len(title) > TITLE_LENGTH:
        raise Invalid("title", "required" if not title else "too_long", length=len(title), limit=TITLE_LENGTH)
    if new.language not in room.languages:
        raise Invalid("language", "no_such_choice")
    if not DAY.match(new.starts_local):
        raise Invalid("starts_local", "not_a_time" if new.starts_local else "required")
    made = create_proceeding(db, HOUSE, body_id=room.body_id, new=_proceeding(db, room, new, title))
    rules = NewRules(form="meeting", under=room.public_id)
    db.flush()
    set_rules(db, HOUSE, proceeding_id=made.id, seen=fingerprint(db, plan_of(db, made.id)), new=rules)
    _fill(db, made.id, new)
    announce_proceeding(db, HOUSE, proceeding_id=made.id)
    return db.get_one(Proceeding, made.id)


def _proceeding(db: Session, room: Proceeding, new: NewMeeting, title: str) -> NewProceeding:
    return NewProceeding(
        "hearing",
        _free_slug(db, f"{room.slug[: SLUG_LENGTH - 16]}-{new.starts_local[:10]}"),
        room.prefix,
        new.language,
        {"title": {new.language: title}},
        tuple(room.languages),
        zone=new.zone,
        opens_local=new.starts_local,
        moderation="after",
    )


def _free_slug(db: Session, wanted: str) -> str:
    """The wanted one, or the first with a number behind it that no hearing has."""
    known = select(Proceeding.slug).where(Proceeding.kind == "hearing", Proceeding.slug.startswith(wanted))
    taken = set(db.scalars(known))
    return next(one for one in (wanted, *(f"{wanted}-{n}" for n in range(2, 999))) if one not in taken)


def _fill(db: Session, proceeding_id: int, new: NewMeeting) -> None:
    texts = {"place": {new.language: new.place}} if new.place else {}
    sitting = NewSession(1, new.zone, new.starts_local, new.ends_local, texts)
    session = add_session(db, HOUSE, proceeding_id=proceeding_id, new=sitting)
    if new.url:
        add_channel(db, HOUSE, proceeding_id=proceeding_id, new=NewChannel("video", new.url))
    for line in new.agenda:
        item = NewItem({"title": {new.language: line}}, session=session)
        try:
            add_item(db, HOUSE, proceeding_id=proceeding_id, new=item)
        except Invalid as error:
            raise Invalid("agenda", error.problem, **error.facts) from error
