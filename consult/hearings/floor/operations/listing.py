"""The chair's hand on the list of speakers."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.hearings.floor.models import PRESENCES, STEP, Speaker
from consult.hearings.floor.operations.chairing import Chaired, take_chair
from consult.hearings.floor.operations.enlisting import enlist, last_position
from consult.hearings.floor.operations.giving import party_of
from consult.hearings.floor.parties import Named
from consult.hearings.floor.queries import speakers_of
from consult.hearings.floor.states import SPEAKER, after


def close_list(db: Session, actor: Actor, *, proceeding_id: int, seen: int, item: str) -> int:
    """Let nobody else ask for the floor on an item. Raises Conflict when its list is closed already."""
    return _set_list(db, actor, proceeding_id, seen, item, is_open=False)


def reopen_list(db: Session, actor: Actor, *, proceeding_id: int, seen: int, item: str) -> int:
    """Let people ask for the floor on an item again. Raises Conflict when its list is open already."""
    return _set_list(db, actor, proceeding_id, seen, item, is_open=True)


def open_replies(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Let people ask for a right of reply: it is the end of the day. Raises Conflict when they may already."""
    return _set_replies(db, actor, proceeding_id, seen, is_open=True)


def close_replies(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Take no more rights of reply. Raises Conflict when none are taken."""
    return _set_replies(db, actor, proceeding_id, seen, is_open=False)


def add_speaker(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    seen: int,
    item: str,
    kind: str = "contribution",
    person: str | None = None,
    registration: str | None = None,
    named: Named | None = None,
) -> int:
    """Put somebody at the end of a kind, also while the list is closed to others. Raises Conflict for who waits already."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    where = chaired.item(item)
    if where.state == "done":
        raise Conflict("item_is_done")
    row = enlist(db, where, party_of(chaired, person, registration, named), kind)
    chaired.tell("speaker.listed", row.public_id, where)
    return chaired.floor.moves


def remove_speaker(db: Session, actor: Actor, *, proceeding_id: int, seen: int, speaker: str) -> int:
    """Take somebody from the list. Raises Conflict for who has the floor or waits no more."""
    return _change(db, actor, proceeding_id, seen, speaker, "remove_speaker", "speaker.removed")


def pass_speaker(db: Session, actor: Actor, *, proceeding_id: int, seen: int, speaker: str) -> int:
    """Pass over somebody who was called and is absent. Raises Conflict for who does not wait."""
    return _change(db, actor, proceeding_id, seen, speaker, "pass_speaker", "speaker.passed")


def relist_speaker(db: Session, actor: Actor, *, proceeding_id: int, seen: int, speaker: str) -> int:
    """Put somebody who was passed over, left or spoke at the end of their kind again."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = chaired.speaker(speaker)
    state = after(SPEAKER, "relist_speaker", row.state, "speaker")
    item = chaired.item_of(row)
    if item.state == "done":
        raise Conflict("item_is_done")
    if _waits_already(db, row):
        raise Conflict("waiting_already")
    row.state, row.position = state, last_position(db, row.item_id, row.kind) + STEP
    chaired.tell("speaker.listed", row.public_id, item)
    return chaired.floor.moves


def mark_present(db: Session, actor: Actor, *, proceeding_id: int, seen: int, speaker: str, present: str | None) -> int:
    """Say that somebody who waits is there, `room` or `online`, or is not (None)."""
    if present is not None and present not in PRESENCES:
        raise Invalid("present", "no_such_choice")
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = chaired.speaker(speaker)
    row.state = after(SPEAKER, "mark_present", row.state, "speaker")
    row.present = present
    chaired.tell("speaker.present" if present else "speaker.absent", row.public_id, chaired.item_of(row))
    return chaired.floor.moves


def move_speaker(db: Session, actor: Actor, *, proceeding_id: int, seen: int, speaker: str, before: str | None) -> int:
    """Put somebody before another one of the same kind, or at its end (None).

    Raises Conflict `speaker_of_another_kind`: the ranks of the kinds are fixed; or when one of the two does not wait any more.
    """
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = chaired.speaker(speaker)
    row.state = after(SPEAKER, "move_speaker", row.state, "speaker")
    others = [one for one in speakers_of(db, row.item_id) if one.kind == row.kind and one.id != row.id]
    at = len(others)
    if before is not None and before != row.public_id:
        at = _place_of(chaired, row, others, before)
    _put(others, row, at)
    chaired.tell("speaker.moved", row.public_id, chaired.item_of(row))
    return chaired.floor.moves


def _place_of(chaired: Chaired, row: Speaker, others: list[Speaker], before: str) -> int:
    target = chaired.speaker(before)
    after(SPEAKER, "move_speaker", target.state, "speaker")
    if target not in others:
        raise Conflict("speaker_of_another_kind")
    return others.index(target)


def _put(others: list[Speaker], row: Speaker, at: int) -> None:
    """Give a row its place between two neighbours; where there is no room between them, number all anew."""
    low = others[at - 1].position if at else 0
    high = others[at].position if at < len(others) else low + 2 * STEP
    if high - low > 1:
        row.position = (low + high) // 2
        return
    for place, one in enumerate([*others[:at], row, *others[at:]], 1):
        one.position = place * STEP


def _change(db: Session, actor: Actor, proceeding_id: int, seen: int, speaker: str, move: str, kind: str) -> int:
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = chaired.speaker(speaker)
    row.state = after(SPEAKER, move, row.state, "speaker")
    chaired.tell(kind, row.public_id, chaired.item_of(row))
    return chaired.floor.moves


def _waits_already(db: Session, row: Speaker) -> bool:
    return any(one.party == row.party and one.kind == row.kind for one in speakers_of(db, row.item_id))


def _set_list(db: Session, actor: Actor, proceeding_id: int, seen: int, item: str, *, is_open: bool) -> int:
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = chaired.item(item)
    if row.state == "done":
        raise Conflict("item_is_done")
    if row.list_open == is_open:
        raise Conflict("list_is_open" if is_open else "list_is_closed")
    row.list_open = is_open
    chaired.tell("item.list_opened" if is_open else "item.list_closed", row.public_id, row)
    return chaired.floor.moves


def _set_replies(db: Session, actor: Actor, proceeding_id: int, seen: int, *, is_open: bool) -> int:
    chaired = take_chair(db, actor, proceeding_id, seen)
    if chaired.floor.replies_open == is_open:
        raise Conflict("list_is_open" if is_open else "list_is_closed")
    chaired.floor.replies_open = is_open
    chaired.tell("hearing.changed", chaired.proceeding.public_id)
    return chaired.floor.moves
