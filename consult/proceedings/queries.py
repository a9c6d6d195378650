"""Finding proceedings that the actor may see."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.core.localized import Words, texts_for
from consult.proceedings.access import may_see, visible
from consult.proceedings.models import Proceeding


def proceeding_by_slug(db: Session, actor: Actor, kind: str, slug: str) -> Proceeding:
    """The proceeding at an address. Raises NotFound where there is none for this actor."""
    found = db.scalar(select(Proceeding).where(Proceeding.kind == kind, Proceeding.slug == slug, visible(actor)))
    if found is None:
        raise NotFound
    return found


def proceedings(db: Session, actor: Actor, kind: str | None = None) -> Sequence[Proceeding]:
    """All that the actor may see, the latest first."""
    query = select(Proceeding).where(visible(actor))
    if kind is not None:
        query = query.where(Proceeding.kind == kind)
    return db.scalars(query.order_by(Proceeding.opens_at.desc().nulls_last(), Proceeding.id.desc())).all()


def locked_proceeding(db: Session, actor: Actor, proceeding_id: int, *, to_change: bool = False) -> Proceeding:
    """The proceeding for a decision in this transaction, locked against a change (or to be changed).

    Raises NotFound where the actor may not see it.
    """
    found = db.scalar(select(Proceeding).where(Proceeding.id == proceeding_id).with_for_update(read=not to_change))
    if found is None or not may_see(actor, found):
        raise NotFound
    return found


def proceeding_words(
    db: Session, found: Sequence[Proceeding], language: str, fields: Sequence[str] = ("title", "lede", "name")
) -> dict[int, dict[str, Words]]:
    """The texts of some proceedings by id and field, in the language asked for or else the original one.

    `body` is the `name` of the body; `title` is always there (the slug, where nothing was written).
    """
    bodies = {one.id: f"body:{one.body_id}" for one in found}
    texts = texts_for(db, [*(one.owner for one in found), *set(bodies.values())], [language], fields)
    words: dict[int, dict[str, Words]] = {}
    for one in found:
        own = {field: text for (owner, field), text in texts.items() if owner == one.owner}
        body = texts.get((bodies[one.id], "name"))
        words[one.id] = {"title": Words(one.slug, ""), **own, **({"body": body} if body else {})}
    return words
