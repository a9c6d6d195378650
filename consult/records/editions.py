"""Editions: the same record for two readers. What a reader is told is decided by the rules of disclosure, in SQL."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import ANYBODY, Actor, system
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.access import may_see, visible
from consult.proceedings.models import KINDS, Proceeding
from consult.records.refusals import Refused

EDITIONS = ("public", "restricted")
FORMATS = ("csv", "jsonl")


@dataclass(frozen=True, slots=True)
class Edition:
    """A record as one reader may have it: `public` is for anybody, `restricted` for those who may export it."""

    name: str
    actor: Actor
    proceeding: Proceeding

    @property
    def is_public(self) -> bool:
        """Whether anybody may have it."""
        return self.name == "public"


def edition_of(db: Session, actor: Actor, proceeding_id: int, name: str) -> Edition:
    """The edition of a proceeding for this actor.

    Raises NotFound where there is none: no such edition, a proceeding that the actor (or, for the public edition, the public)
    may not see, or no right to export the restricted one.
    """
    proceeding = db.scalar(select(Proceeding).where(Proceeding.id == proceeding_id))
    if proceeding is None or name not in EDITIONS or not may_see(actor, proceeding):
        raise NotFound
    if name == "restricted":
        require(actor, "record:export_restricted", proceeding)
        return Edition(name, actor, proceeding)
    if not may_see(ANYBODY, proceeding):
        raise NotFound
    return Edition(name, ANYBODY, proceeding)


def proceeding_named(db: Session, slug: str) -> Proceeding:
    """The proceeding that an operator names by slug, or by `kind/slug` where two kinds share one. Raises Refused."""
    kind, _, rest = slug.rpartition("/")
    query = select(Proceeding).where(Proceeding.slug == rest, visible(system("export")))
    if kind:
        query = query.where(Proceeding.kind == kind)
    found = db.scalars(query.order_by(Proceeding.kind)).all()
    if not found:
        raise Refused(f"there is no consultation, hearing or workspace with the slug {slug}")
    if len(found) > 1:
        names = ", ".join(f"{one.kind}/{one.slug}" for one in found if one.kind in KINDS)
        raise Refused(f"several have the slug {slug}: name one of {names}")
    return found[0]
