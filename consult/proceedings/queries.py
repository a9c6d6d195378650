"""Finding proceedings that the actor may see."""

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.core.localized import all_texts
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


EDITED = (
    "symbol",
    "language",
    "languages",
    "zone",
    "opens_local",
    "closes_local",
    "moderation",
    "identities",
    "confidentialities",
    "votes",
    "word_limit",
)


def fingerprint(db: Session, proceeding: Proceeding) -> str:
    """A short hash of all that an editor can change, so that a save over somebody else's change is noticed."""
    now = {name: getattr(proceeding, name) for name in EDITED} | {"texts": all_texts(db, proceeding.owner)}
    return hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()[:32]
