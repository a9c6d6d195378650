"""Saying that one filing replaces, duplicates or is an annex to another of the same proceeding."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.docket.models import RELATIONS, Relation
from consult.contributions.models import Contribution
from consult.contributions.operations.coding import role_of
from consult.contributions.operations.listing import record_at_desk, standing
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding


def relate(db: Session, actor: Actor, *, proceeding_id: int, reference: str, kind: str, other: str) -> str:
    """Say that `reference` replaces, duplicates or is an annex to `other`; the public id of the relation.

    Both have their number in the docket, so that every reader who is told of one may know of the other. Raises NotFound for
    whoever may not publish here, Invalid (`other`) for what is not in this docket, for the contribution itself, for what was
    replaced already and for a circle of replacements, Conflict where the same is said already.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "contribution:publish", proceeding)
    if kind not in RELATIONS:
        raise Invalid("kind", "no_such_choice")
    rows = _locked(db, proceeding, reference, other)
    if reference not in rows:
        raise NotFound
    one, two = rows[reference], rows.get(other)
    if two is None or two.id == one.id:
        raise Invalid("other", "no_such_filing")
    if one.place is None or two.place is None:
        raise Invalid("other", "not_numbered")
    _check(db, one, kind, two)
    relation = Relation(one_id=one.id, kind=kind, other_id=two.id, role=role_of(actor, proceeding), set_at=now())
    db.add(relation)
    _settle(db, proceeding, one, two, "related")
    return relation.public_id


def check_replaceable(db: Session, proceeding: Proceeding, reference: str) -> None:
    """Raises Invalid (`replaces`) for what is not in this docket with its number, and for what was replaced already."""
    query = select(Contribution.id).where(Contribution.proceeding_id == proceeding.id, Contribution.place.is_not(None))
    earlier = db.scalar(query.where(Contribution.reference == reference))
    if earlier is None:
        raise Invalid("replaces", "no_such_filing")
    if any(one.kind == "replaces" for one in _in_force(db, Relation.other_id == earlier)):
        raise Invalid("replaces", "replaced_already")


def end_relation(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Take back what was said; that it was said stays on the record. Raises NotFound for what is not in force here."""
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "contribution:publish", proceeding)
    row = db.scalar(
        select(Relation)
        .join(Contribution, Contribution.id == Relation.one_id)
        .where(
            Relation.public_id == public_id, Relation.ended_at.is_(None), Contribution.proceeding_id == proceeding.id
        )
    )
    if row is None:
        raise NotFound
    row.ended_at, row.ended_role = now(), role_of(actor, proceeding)
    ends = select(Contribution).where(Contribution.id.in_((row.one_id, row.other_id))).order_by(Contribution.id)
    known = {one.id: one for one in db.scalars(ends.with_for_update())}
    _settle(db, proceeding, known[row.one_id], known[row.other_id], "unrelated")


def _locked(db: Session, proceeding: Proceeding, *references: str) -> dict[str, Contribution]:
    query = select(Contribution).where(
        Contribution.proceeding_id == proceeding.id, Contribution.reference.in_(references)
    )
    return {row.reference: row for row in db.scalars(query.order_by(Contribution.id).with_for_update())}


def _check(db: Session, one: Contribution, kind: str, two: Contribution) -> None:
    said = _in_force(db, Relation.one_id == one.id, Relation.other_id == two.id)
    if said:
        raise Conflict("related_already")
    if kind != "replaces":
        return
    if any(before.kind == "replaces" for before in _in_force(db, Relation.other_id == two.id)):
        raise Invalid("other", "replaced_already")
    at: list[int] = [one.id]  # follow what replaces what replaces this one: each is replaced by one at most
    while at:
        later = [row.one_id for row in _in_force(db, Relation.other_id.in_(at)) if row.kind == "replaces"]
        if two.id in later:
            raise Invalid("other", "circle")
        at = later


def _in_force(db: Session, *where: object) -> list[Relation]:
    query = select(Relation).where(Relation.ended_at.is_(None), *where)  # type: ignore[arg-type]
    return list(db.scalars(query.order_by(Relation.id)))


def _settle(db: Session, proceeding: Proceeding, one: Contribution, two: Contribution, act: str) -> None:
    """The marks of both as their relations now say, and an entry for each at the desk."""
    db.flush()
    for row in (one, two):
        row.mark = mark_of(db, row.id)
        record_at_desk(db, proceeding, row, act, standing(db, row))


def mark_of(db: Session, contribution_id: int) -> str | None:
    """What the relations in force make of a contribution: `replaced`, `duplicate` or nothing."""
    relations = _in_force(db, (Relation.one_id == contribution_id) | (Relation.other_id == contribution_id))
    if any(one.kind == "replaces" and one.other_id == contribution_id for one in relations):
        return "replaced"
    duplicates = any(one.kind == "duplicates" and one.one_id == contribution_id for one in relations)
    return "duplicate" if duplicates else None
