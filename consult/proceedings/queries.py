"""Finding proceedings that the actor may see."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Select, bindparam, case, select
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.core.localized import Words, all_texts, texts_for
from consult.policy.access import holds, require
from consult.proceedings.access import held_in_sql, may_see, visible
from consult.proceedings.models import Proceeding

EDITED = (
    "symbol",
    "language",
    "languages",
    "zone",
    "opens_local",
    "closes_local",
    "moderation",
    "publication",
    "identities",
    "confidentialities",
    "respondents",
    "votes",
    "takes_documents",
    "word_limit",
)


def proceeding_by_slug(db: Session, actor: Actor, kind: str, slug: str) -> Proceeding:
    """The proceeding at an address. Raises NotFound where there is none for this actor."""
    found = db.scalar(
        _by_slug(replace(actor, sender=None, session_id=None, invitations=())), {"kind": kind, "slug": slug}
    )
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=256)
def _by_slug(actor: Actor) -> Select[Proceeding]:
    """The first query of most pages, made once for all who hold the same: making it takes longer than running it."""
    return select(Proceeding).where(
        Proceeding.kind == bindparam("kind"), Proceeding.slug == bindparam("slug"), visible(actor)
    )


def proceedings(db: Session, actor: Actor, kind: str | None = None) -> Sequence[Proceeding]:
    """All that the actor may see, the latest first."""
    query = select(Proceeding).where(visible(actor))
    if kind is not None:
        query = query.where(Proceeding.kind == kind)
    return db.scalars(query.order_by(Proceeding.opens_at.desc().nulls_last(), Proceeding.id.desc())).all()


_BY_ID = select(Proceeding).where(Proceeding.id == bindparam("id"))
_TO_CHANGE, _TO_DECIDE = _BY_ID.with_for_update(), _BY_ID.with_for_update(read=True)


def locked_proceeding(db: Session, actor: Actor, proceeding_id: int, *, to_change: bool = False) -> Proceeding:
    """The proceeding for a decision in this transaction, locked against a change (or to be changed).

    Raises NotFound where the actor may not see it.
    """
    found = db.scalar(_TO_CHANGE if to_change else _TO_DECIDE, {"id": proceeding_id})
    if found is None or not may_see(actor, found):
        raise NotFound
    return found


def fingerprint(db: Session, proceeding: Proceeding) -> str:
    """A short hash of all that an editor can change, so that a save over somebody else's change is noticed."""
    now = {name: getattr(proceeding, name) for name in EDITED} | {"texts": all_texts(db, proceeding.owner)}
    return hashlib.sha256(json.dumps(now, sort_keys=True).encode()).hexdigest()[:32]


def desk_proceedings(db: Session, actor: Actor) -> Sequence[Proceeding]:
    """All at whose desk the actor sits, those with work to do first: open, announced, draft, closed."""
    order = case({"open": 0, "announced": 1, "draft": 2}, value=Proceeding.state, else_=3)
    query = select(Proceeding).where(visible(actor), held_in_sql(actor, "desk:read"))
    return db.scalars(query.order_by(order, Proceeding.id.desc())).all()


def desk_proceeding(db: Session, actor: Actor, kind: str, slug: str) -> Proceeding:
    """The proceeding at whose desk the actor sits. Raises NotFound where there is none."""
    found = proceeding_by_slug(db, actor, kind, slug)
    require(actor, "desk:read", found)
    return found


def bodies_to_create_at(db: Session, actor: Actor) -> list[Body]:
    """The bodies for which the actor may make proceedings, by slug."""
    bodies = db.scalars(select(Body).order_by(Body.slug))
    return [body for body in bodies if holds(actor, "proceeding:create", body.where)]


def usual_choices(db: Session, actor: Actor, body_id: int) -> dict[str, list[str]]:
    """What a body offered the public last for names and confidentiality: how the form of its next proceeding begins."""
    public = (Proceeding.body_id == body_id, Proceeding.audience == "public", visible(actor))
    last = db.scalar(select(Proceeding).where(*public).order_by(Proceeding.id.desc()).limit(1))
    return {"identities": last.identities, "confidentialities": last.confidentialities} if last is not None else {}


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
