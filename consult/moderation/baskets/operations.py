"""Making baskets, filling and ordering them. A basket is a worker's own paper: nothing of it goes into the ledger."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.moderation.baskets.models import Basket, BasketItem
from consult.moderation.baskets.queries import quotable, readable_baskets, words_in
from consult.policy.access import require, require_somewhere
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

NAME_CHARACTERS = 120
COMMENT_CHARACTERS = 4_000
MOST_BASKETS = 100
MOST_ITEMS = 500


def make_basket(db: Session, actor: Actor, *, name: str, proceeding_id: int | None = None) -> str:
    """An empty basket, within one proceeding or across all; its public id.

    Raises NotFound for whoever sits at no desk (or not at this one), Invalid for a name that cannot be taken.
    """
    if proceeding_id is None:
        require_somewhere(actor, "desk:read")
    else:
        require(actor, "desk:read", locked_proceeding(db, actor, proceeding_id))
    if actor.account_id is None:
        raise NotFound
    held = db.scalar(select(func.count()).where(Basket.account_id == actor.account_id)) or 0
    if held >= MOST_BASKETS:
        raise Invalid("name", "too_many", limit=MOST_BASKETS)
    row = Basket(account_id=actor.account_id, proceeding_id=proceeding_id, name=_name(name), created_at=now())
    db.add(row)
    db.flush()
    return row.public_id


def rename_basket(db: Session, actor: Actor, *, basket: str, name: str) -> None:
    """Give an own basket another name. Raises NotFound for any other basket."""
    own_basket(db, actor, basket).name = _name(name)


def share_basket(db: Session, actor: Actor, *, basket: str, shared: bool) -> None:
    """Let the desk of its proceeding read an own basket, or no more. Raises Conflict for one that belongs to no desk."""
    row = own_basket(db, actor, basket)
    if row.proceeding_id is None and shared:
        raise Conflict("wrong_state")
    row.is_shared = shared


def remove_basket(db: Session, actor: Actor, *, basket: str) -> None:
    """Take an own basket away with everything in it."""
    row = own_basket(db, actor, basket)
    db.execute(delete(BasketItem).where(BasketItem.basket_id == row.id))
    db.delete(row)


def add_to_basket(db: Session, actor: Actor, *, basket: str, reference: str, passage: int, comment: str = "") -> str:
    """Put a passage into an own basket, at its end; the public id of the item. What lies there already stays as it is.

    Raises NotFound for any other basket, or a passage that the actor cannot quote; Conflict where the basket belongs to another
    proceeding; Invalid where it is full.
    """
    row = own_basket(db, actor, basket)
    found = quotable(db, actor, reference, passage)
    if row.proceeding_id not in (None, found.proceeding.id):
        raise Conflict("wrong_state")
    mine = select(BasketItem).where(BasketItem.basket_id == row.id)
    known = db.scalar(mine.where(BasketItem.reference == reference, BasketItem.passage == passage))
    if known is not None:
        return known.public_id
    count, last = db.execute(
        select(func.count(), func.max(BasketItem.position)).where(BasketItem.basket_id == row.id)
    ).one()
    if count >= MOST_ITEMS:
        raise Invalid("passage", "too_many", limit=MOST_ITEMS)
    item = BasketItem(
        basket_id=row.id,
        reference=reference,
        version=found.reading.version,
        passage=passage,
        was_redacted=bool(found.passage and found.passage.is_redacted),
        comment=_comment(comment),
        position=(last or 0) + 1,
    )
    db.add(item)
    db.flush()
    return item.public_id


def edit_item(db: Session, actor: Actor, *, basket: str, item: str, comment: str, words: str) -> None:
    """Write the comment, and narrow the quotation to `words`, which must stand in the passage as it is now; "" for all of it.

    With that the item is of the version that stands now. Raises Invalid (field `words`) where they stand nowhere in it.
    """
    row = _item(db, actor, basket, item)
    row.comment = _comment(comment)
    wanted = [word[0] for word in words_in(words)]
    if not wanted:
        row.first_word = row.last_word = None
        return
    found = quotable(db, actor, row.reference, row.passage)
    text = [word[0] for word in words_in((found.passage and found.passage.text) or "")]
    starts = range(len(text) - len(wanted) + 1)
    first = next((start for start in starts if text[start : start + len(wanted)] == wanted), None)
    if first is None:
        raise Invalid("words", "not_in_passage")
    row.first_word, row.last_word = first + 1, first + len(wanted)
    row.version, row.was_redacted = found.reading.version, bool(found.passage and found.passage.is_redacted)


def accept_change(db: Session, actor: Actor, *, basket: str, item: str) -> None:
    """Quote the passage as it stands now, all of it: what changed since is no longer marked."""
    row = _item(db, actor, basket, item)
    found = quotable(db, actor, row.reference, row.passage)
    row.version, row.first_word, row.last_word = found.reading.version, None, None
    row.was_redacted = bool(found.passage and found.passage.is_redacted)


def move_item(db: Session, actor: Actor, *, basket: str, item: str, up: bool) -> None:
    """One place up or down; at either end nothing changes."""
    row = _item(db, actor, basket, item)
    mine = select(BasketItem).where(BasketItem.basket_id == row.basket_id)
    if up:
        query = mine.where(BasketItem.position < row.position).order_by(BasketItem.position.desc())
    else:
        query = mine.where(BasketItem.position > row.position).order_by(BasketItem.position)
    other = db.scalar(query.limit(1))
    if other is not None:
        row.position, other.position = other.position, row.position


def remove_item(db: Session, actor: Actor, *, basket: str, item: str) -> None:
    """Take a passage out of an own basket."""
    db.delete(_item(db, actor, basket, item))


def forget_quotations(db: Session, row: Contribution) -> None:
    """Of something erased a basket keeps its reference alone: neither comments nor which words were quoted."""
    kept = {"comment": "", "first_word": None, "last_word": None}
    db.execute(update(BasketItem).where(BasketItem.reference == row.reference).values(kept))


def own_basket(db: Session, actor: Actor, public_id: str) -> Basket:
    """The actor's own basket, locked. Raises NotFound for any other, and where the actor sits at its desk no more."""
    known = db.scalar(select(Basket).where(Basket.public_id == public_id, readable_baskets(actor)))
    if known is None or known.account_id != actor.account_id:
        raise NotFound
    if known.proceeding_id is not None:
        require(actor, "desk:read", db.get_one(Proceeding, known.proceeding_id))
    return db.scalars(select(Basket).where(Basket.id == known.id).with_for_update()).one()


def _item(db: Session, actor: Actor, basket: str, public_id: str) -> BasketItem:
    row = own_basket(db, actor, basket)
    item = db.scalar(select(BasketItem).where(BasketItem.basket_id == row.id, BasketItem.public_id == public_id))
    if item is None:
        raise NotFound
    return item


def _name(raw: str) -> str:
    name = " ".join(clean_text(raw, "name").split())
    if not name:
        raise Invalid("name", "required")
    if len(name) > NAME_CHARACTERS:
        raise Invalid("name", "too_long", length=len(name), limit=NAME_CHARACTERS)
    return name


def _comment(raw: str) -> str:
    comment = clean_text(raw, "comment")
    if len(comment) > COMMENT_CHARACTERS:
        raise Invalid("comment", "too_long", length=len(comment), limit=COMMENT_CHARACTERS)
    return comment
