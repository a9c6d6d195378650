"""Adding, changing, moving and taking away the items of an agenda."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import set_texts
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.hearings.programme.operations.changing import changed, check_seen, hearing_to_plan
from consult.hearings.programme.operations.removing import check_unused, delete_items
from consult.hearings.programme.queries import item_rows
from consult.hearings.programme.seen import fingerprint, order_of
from consult.hearings.programme.shape import NewItem, checked_item
from consult.hearings.programme.tree import MOST_ITEMS, Tree
from consult.proceedings.models import Proceeding

MOVES = ("up", "down", "in", "out")


def add_item(db: Session, actor: Actor, *, proceeding_id: int, new: NewItem) -> str:
    """Put a further item at the end of the agenda, or of the item it belongs to; its public id. Raises Invalid."""
    hearing = hearing_to_plan(db, actor, proceeding_id)
    new = checked_item(new, hearing.languages, hearing.language)
    tree = Tree(item_rows(db, hearing.id))
    if len(tree.rows) >= MOST_ITEMS:
        raise Invalid("parent", "too_many", limit=MOST_ITEMS)
    row = AgendaItem(proceeding_id=hearing.id, position=0, label="", type=new.type, state="planned")
    _write(db, hearing, row, new)
    tree.place(row, _parent(tree, new.parent))
    tree.rows.append(row)
    _settle(db, hearing, tree, row)
    return row.public_id


def edit_item(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str, new: NewItem) -> None:
    """Change an item that is not over; one with another parent comes to its end.

    Raises Conflict when it was changed meanwhile or is over, Invalid for what cannot be, such as an item below itself.
    """
    hearing = hearing_to_plan(db, actor, proceeding_id)
    tree = Tree(item_rows(db, hearing.id))
    row = _to_change(tree, public_id)
    check_seen(fingerprint(db, row), seen)
    new = checked_item(new, hearing.languages, hearing.language)
    was_closed, parent = row.audience == "closed", _parent(tree, new.parent)
    if (parent.id if parent else None) != row.parent_id:
        _check_planned(row)
        tree.place(row, parent)
    _write(db, hearing, row, new)
    _settle(db, hearing, tree, row, was_closed=was_closed)


def move_item(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str, move: str) -> None:
    """Move an item one place up or down, into the item before it, or out behind the item above it.

    Raises Conflict when the agenda was changed meanwhile or the item has begun, Invalid where it cannot go there.
    """
    hearing = hearing_to_plan(db, actor, proceeding_id)
    check_seen(order_of(db, hearing.id), seen)
    tree = Tree(item_rows(db, hearing.id))
    row = _to_change(tree, public_id)
    _check_planned(row)
    _move(tree, row, move)
    _settle(db, hearing, tree, row, was_closed=row.audience == "closed")


def remove_item(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str) -> None:
    """Take a planned item off the agenda with its parts, texts and papers.

    Raises Conflict when the agenda was changed meanwhile, when some of it has begun, or when somebody has registered or
    written for it.
    """
    hearing = hearing_to_plan(db, actor, proceeding_id)
    check_seen(order_of(db, hearing.id), seen)
    tree = Tree(item_rows(db, hearing.id))
    row = _to_change(tree, public_id)
    going = [row, *tree.below(row)]
    for one in going:
        _check_planned(one)
    check_unused(db, hearing.id, going)
    closed = row.audience == "closed"
    delete_items(db, going)
    left = Tree([one for one in tree.rows if one not in going])
    others = left.number()
    changed(db, hearing, "item.changed", row.public_id, closed=closed)
    if others:
        changed(db, hearing, "hearing.changed", hearing.public_id)


def _to_change(tree: Tree, public_id: str) -> AgendaItem:
    row = tree.by_public_id(public_id)
    if row is None:
        raise NotFound
    if row.state == "done":
        raise Conflict("item_is_over")
    return row


def _check_planned(row: AgendaItem) -> None:
    if row.state != "planned":
        raise Conflict("item_has_begun")


def _parent(tree: Tree, public_id: str | None) -> AgendaItem | None:
    if not public_id:
        return None
    found = tree.by_public_id(public_id)
    if found is None:
        raise Invalid("parent", "no_such_choice")
    return found


def _move(tree: Tree, row: AgendaItem, move: str) -> None:
    siblings, parent = tree.parts(row.parent_id), tree.parent(row)
    at = siblings.index(row)
    if move == "up" and at > 0:
        tree.place(row, parent, before=siblings[at - 1])
    elif move == "down" and at + 1 < len(siblings):
        tree.place(row, parent, before=siblings[at + 2] if at + 2 < len(siblings) else None)
    elif move == "in" and at > 0:
        tree.place(row, siblings[at - 1])
    elif move == "out" and parent is not None:
        uncles = tree.parts(parent.parent_id)
        after = uncles.index(parent) + 1
        tree.place(row, tree.parent(parent), before=uncles[after] if after < len(uncles) else None)
    else:
        raise Invalid("parent", "no_place_there")


def _write(db: Session, hearing: Proceeding, row: AgendaItem, new: NewItem) -> None:
    row.type, row.minutes, row.audience = new.type, new.minutes, new.audience
    row.session_id = _session(db, hearing.id, new.session)
    db.add(row)
    db.flush()
    for name, texts in new.texts.items():
        set_texts(db, row.owner, name, texts, hearing.language, new.still)


def _session(db: Session, proceeding_id: int, public_id: str | None) -> int | None:
    if not public_id:
        return None
    known = (HearingSession.proceeding_id == proceeding_id, HearingSession.state != "cancelled")
    found = db.scalar(select(HearingSession.id).where(HearingSession.public_id == public_id, *known))
    if found is None:
        raise Invalid("session", "no_such_choice")
    return found


def _settle(db: Session, hearing: Proceeding, tree: Tree, row: AgendaItem, *, was_closed: bool = True) -> None:
    """Numbers and audiences follow the tree, and the streams are told; readers, too, of what was open to them until now."""
    tree.close_parts()
    others = [one for one in tree.number() if one is not row]
    changed(db, hearing, "item.changed", row.public_id, closed=was_closed and row.audience == "closed")
    if others:
        changed(db, hearing, "hearing.changed", hearing.public_id)
