"""Editions: the same record for two readers. What a reader is told is decided by the rules of disclosure, in SQL."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.contributions.access import visible as visible_rows
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY, Actor, Held, system
from consult.core.errors import NotFound
from consult.hearings.programme.models import Plan
from consult.moderation.models import SavedView
from consult.moderation.selections import Selection, selected, selection_of, selections_named
from consult.policy.access import holds, require
from consult.proceedings.access import may_see, visible
from consult.proceedings.models import KINDS, Proceeding
from consult.records.refusals import Refused
from consult.workspaces.rooms.queries import room_of, withholds_names

EDITIONS = ("public", "restricted")
FORMATS = ("csv", "jsonl")


@dataclass(frozen=True, slots=True)
class Edition:
    """A record as one reader may have it: `public` is for anybody, `restricted` for those who may export it.

    With a `selection` it is a part: `only` are the clauses by which this reader finds its rows. One that is `is_unnamed` leaves
    out the names of persons and organisations, for what was said there may be used, but never by whom.
    """

    name: str
    actor: Actor
    proceeding: Proceeding
    selection: Selection | None = None
    only: tuple[ColumnElement[bool], ...] = ()
    is_unnamed: bool = False

    @property
    def is_public(self) -> bool:
        """Whether anybody may have it."""
        return self.name == "public"

    @property
    def rows(self) -> tuple[ColumnElement[bool], ...]:
        """The contributions of it, as clauses over them joined with their proceeding."""
        return (Contribution.proceeding_id == self.proceeding.id, visible_rows(self.actor), *self.only)


def edition_of(db: Session, actor: Actor, proceeding_id: int, name: str, selection: SavedView | None = None) -> Edition:
    """The edition of a proceeding for this actor, or what a saved selection finds of it.

    Raises NotFound where there is none: no such edition, a proceeding that the actor (or, for the public edition, the public)
    may not see, or no right to export the restricted one. Raises Gone for a selection that asks for what is no more.
    """
    proceeding = db.scalar(select(Proceeding).where(Proceeding.id == proceeding_id))
    if proceeding is None or name not in EDITIONS or not may_see(actor, proceeding):
        raise NotFound
    reader = _reader(db, actor, proceeding, name)
    if selection is None:
        return Edition(name, reader, proceeding, is_unnamed=is_unnamed(db, proceeding))
    found = selection_of(db, proceeding, selection)
    if found.gone:
        raise Gone(found)
    only = tuple(selected(db, reader, proceeding, found))
    return Edition(name, reader, proceeding, found, only, is_unnamed(db, proceeding))


def _reader(db: Session, actor: Actor, proceeding: Proceeding, name: str) -> Actor:
    """By whose rights an edition is read. Raises NotFound where there is none for this actor."""
    if name == "restricted":
        if not may_export(actor, proceeding):
            raise NotFound
        require(actor, "record:export_restricted" if proceeding.kind != "workspace" else "room:read", proceeding)
        return actor
    if proceeding.kind == "workspace" and room_of(db, proceeding).rule == "open_record":
        require(actor, "room:lead", proceeding)
        return replace(ANYBODY, held=(Held(0, "observer", "proceeding", proceeding.id),))
    if not may_see(ANYBODY, proceeding):
        raise NotFound
    return ANYBODY


def may_export(actor: Actor, proceeding: Proceeding) -> bool:
    """Whether the restricted edition is for this actor: who may export one, and who leads a room."""
    leads = proceeding.kind == "workspace" and holds(actor, "room:lead", proceeding.where)
    return leads or holds(actor, "record:export_restricted", proceeding.where)


def is_unnamed(db: Session, proceeding: Proceeding) -> bool:
    """Whether every edition leaves out names: of a room under such a rule, and of its meetings."""
    if proceeding.kind != "hearing":
        return withholds_names(db, proceeding)
    room = select(Proceeding).join(Plan, Plan.under_id == Proceeding.id).where(Plan.proceeding_id == proceeding.id)
    above = db.scalar(room)
    return above is not None and proceeding.audience == "members" and withholds_names(db, above)


class Gone(Refused):
    """A selection that asks for what the docket no longer has: it is not exported as if it had not asked."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        parts = ", ".join(selection.gone)
        super().__init__(
            f"the selection {selection.name} asks for what the docket no longer has ({parts}): save it anew"
        )


def selection_named(db: Session, proceeding: Proceeding, name: str) -> SavedView:
    """The saved selection that an operator names, or gives by its public id where several have the name. Raises Refused."""
    found = selections_named(db, proceeding, name)
    if not found:
        raise Refused(f"{proceeding.slug} has no saved selection called {name}")
    if len(found) > 1:
        raise Refused(
            f"several saved a selection called {name}: give one of {', '.join(one.public_id for one in found)}"
        )
    return found[0]


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
