"""What those who take part do: ask for the floor, and leave the list."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.hearings.floor.models import Speaker
from consult.hearings.floor.operations.enlisting import enlist
from consult.hearings.floor.parties import Party, of_person, of_registration
from consult.hearings.floor.queries import floor_of, turn_now
from consult.hearings.floor.states import SPEAKER, after
from consult.hearings.programme.models import KINDS, AgendaItem, HearingPerson
from consult.hearings.programme.queries import item_by_public_id, plan_of
from consult.hearings.registration.queries import own_registration
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell

NOW_ONLY = ("point_of_order", "interposed_question", "intervention")
COUNTED = ("waiting", "speaking", "spoke")


def ask_for_floor(db: Session, actor: Actor, *, proceeding_id: int, item: str, kind: str) -> str:
    """Ask for the floor on an item; the public id of the place in the list.

    Raises NotFound for who neither is registered and accepted nor sits on the panel, Closed when the hearing is over or the
    list is closed, Conflict where the kind cannot be asked for now or one waits with it already.
    """
    proceeding = _hearing(db, actor, proceeding_id)
    party = own_party(db, actor, proceeding)
    where = item_by_public_id(db, actor, proceeding, item)
    db.refresh(where, with_for_update={"read": True})
    if kind not in KINDS:
        raise Invalid("kind", "no_such_choice")
    _require_possible(db, proceeding, where, party, kind)
    row = enlist(db, where, party, kind)
    _tell(db, proceeding, row, "speaker.listed")
    return row.public_id


def leave_list(db: Session, actor: Actor, *, proceeding_id: int, speaker: str) -> None:
    """Take oneself from the list. Raises NotFound for another's place, Conflict for who waits no more."""
    proceeding = _hearing(db, actor, proceeding_id)
    party = own_party(db, actor, proceeding)
    query = select(Speaker).where(Speaker.public_id == speaker, Speaker.proceeding_id == proceeding_id)
    row = db.scalar(query.with_for_update())
    if row is None or row.party != party.key:
        raise NotFound
    row.state = after(SPEAKER, "leave_list", row.state, "speaker")
    _tell(db, proceeding, row, "speaker.left")


def own_party(db: Session, actor: Actor, proceeding: Proceeding) -> Party:
    """Who the actor is in this hearing: registered and accepted, or on the panel. Raises NotFound for everybody else."""
    registration = own_registration(db, actor, proceeding.id)
    if registration is not None:
        db.refresh(registration, with_for_update=True)
        if registration.state == "accepted":
            return of_registration(db, registration)
    if actor.account_id is not None:
        query = select(HearingPerson).where(
            HearingPerson.proceeding_id == proceeding.id,
            HearingPerson.account_id == actor.account_id,
            HearingPerson.role.in_(("chair", "panel")),
        )
        if (person := db.scalar(query.order_by(HearingPerson.id).limit(1).with_for_update())) is not None:
            return of_person(person, proceeding.language)
    raise NotFound


def _hearing(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    proceeding = locked_proceeding(db, actor, proceeding_id)
    if proceeding.kind != "hearing":
        raise NotFound
    return proceeding


def _require_possible(db: Session, proceeding: Proceeding, item: AgendaItem, party: Party, kind: str) -> None:
    phase = proceeding.phase(now())
    if phase == "closed" or item.state == "done":
        raise Closed("closed" if phase == "closed" else "item_is_done")
    if kind in NOW_ONLY:
        if phase != "open" or item.state != "current":
            raise Conflict("item_not_current")
        if kind == "interposed_question" and turn_now(db, proceeding.id) is None:
            raise Conflict("nobody_to_ask")
        if kind == "point_of_order":
            return  # heard before everyone, whether the list is closed or not
    if kind == "right_of_reply":
        _require_reply(db, proceeding, item, party)
    elif not item.list_open:
        raise Closed("list_is_closed")


def _require_reply(db: Session, proceeding: Proceeding, item: AgendaItem, party: Party) -> None:
    is_time = item.type == "replies" and item.state == "current" and item.list_open
    if not is_time and not floor_of(db, proceeding.id).replies_open:
        raise Conflict("replies_at_end_of_day")
    most = plan_of(db, proceeding.id).replies_most
    had = db.scalar(
        select(func.count()).where(
            Speaker.proceeding_id == proceeding.id,
            Speaker.party == party.key,
            Speaker.kind == "right_of_reply",
            Speaker.state.in_(COUNTED),
        )
    )
    if (had or 0) >= most:
        raise Conflict("replies_used", limit=most)


def _tell(db: Session, proceeding: Proceeding, row: Speaker, kind: str) -> None:
    item = db.get_one(AgendaItem, row.item_id)
    tell(db, proceeding, kind, row.public_id, closed=item.audience == "closed")
