"""Comparing the two sides of each rule, row by row: what SQL answers and what Python answers."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from consult.contributions.access import FIELDS, VISIBLE, facts_of, is_mine, sight_of, visible
from consult.contributions.attachments.queries import name_told, readable
from consult.contributions.disclosure import Discloser, Reading, disclosed
from consult.contributions.models import Attachment, Contribution, Passage, Version
from consult.core.actors import Actor
from consult.proceedings import access as proceedings
from consult.proceedings.models import Proceeding
from consult.workspaces.documents import access as documents
from consult.workspaces.documents.models import Document
from tests.policy.world import World

# What `disclosed` can give in SQL, by the rule that decides about it; `unredacted` shows in `text`.
COLUMNS_OF = {
    "text": ("text",),
    "unredacted": ("text",),
    "name": ("name",),
    "organisation": ("on_behalf", "organisation", "coalition", "country", "code"),
    "files": ("has_files",),
    "identity": ("identity",),
    "category": ("category",),
    "language": ("language",),
    "target": ("target",),
    "moment": ("moment",),
    "day": ("day",),
    "votes": ("agrees", "disagrees", "passes"),
}


def proceedings_differ(world: World, db: Session, actor: Actor) -> bool:
    """Whether `visible` and `may_see` disagree about some proceeding."""
    told = set(db.scalars(select(Proceeding.id).where(proceedings.visible(actor))))
    return told != {one.id for one in world.proceedings.values() if proceedings.may_see(actor, one)}


def documents_differ(world: World, db: Session, actor: Actor) -> bool:
    """Whether `visible` and `may_see` disagree about some document."""
    query = select(Document.id).join(Proceeding, Proceeding.id == Document.proceeding_id)
    told = set(db.scalars(query.where(documents.visible(actor))))
    return told != {
        one.id for one in world.documents if documents.may_see(actor, one, world.proceedings[one.proceeding_id])
    }


def published_differ(world: World, db: Session, actor: Actor) -> bool:
    """Whether the two sides disagree about whose newest version everybody reads."""
    query = select(Document.id).join(Proceeding, Proceeding.id == Document.proceeding_id)
    told = set(db.scalars(query.where(documents.published(actor))))
    rule = documents.PUBLISHED
    return told != {one.id for one in world.documents if rule.holds(actor, one, world.proceedings[one.proceeding_id])}


def rows_differ(world: World, db: Session, actor: Actor) -> bool:
    """Whether `visible` and its predicate disagree about some contribution."""
    query = select(Contribution.id).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    told = set(db.scalars(query.where(visible(actor))))
    sights = {id_: sight_of(actor, one) for id_, one in world.proceedings.items()}
    seen = {row.id for row in world.rows if VISIBLE.holds(sights[row.proceeding_id], facts_of(actor, row))}
    return told != seen


def fields_differ(world: World, db: Session, actor: Actor, names: tuple[str, ...]) -> list[str]:
    """The names of those rules that SQL and Python apply differently to some row.

    Every row is compared, seen or not: a field must be withheld also where a query forgot to ask `visible`.
    """
    columns: dict[str, ColumnElement[Any]] = {
        f"rule {name}": case((FIELDS[name].where(actor), True), else_=False) for name in names
    }
    columns |= {column: disclosed(actor, column) for name in names for column in COLUMNS_OF.get(name, ())}
    query = select(Contribution.id, *(column.label(f"c{place}") for place, column in enumerate(columns.values())))
    joined = (
        query.join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, Version.contribution_id == Contribution.id)
        .join(Passage, Passage.version_id == Version.id)
        .order_by(Contribution.id)
    )
    different: defaultdict[str, int] = defaultdict(int)
    for answer, expected in zip(db.execute(joined), in_python(world, actor, list(columns)), strict=True):
        if tuple(answer[1:]) != expected:
            for column, one, other in zip(columns, answer[1:], expected, strict=True):
                different[column] += one != other
    return [column for column, count in different.items() if count]


def in_python(world: World, actor: Actor, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """The same columns from `disclose`, for every row in the order of ids."""
    sights = {id_: sight_of(actor, one) for id_, one in world.proceedings.items()}
    disclosers = {id_: Discloser(sight) for id_, sight in sights.items()}
    for row in world.rows:
        room = row.proceeding_id
        told = disclosers[room].fields(facts_of(actor, row))
        files = standing_file(world, row)
        reading = disclosers[room].disclose(row, (row,), mine=is_mine(actor, row), files=files)
        yield tuple(_value(reading, told, column) for column in columns)


def standing_file(world: World, row: Any) -> tuple[Attachment, ...]:
    """The file of the version that stands, if it has one."""
    file = world.files[row.id]
    return (file,) if file.first_version == 1 and file.last_version in (None, 1) else ()


def _value(reading: Reading, told: frozenset[str], column: str) -> Any:
    if column == "has_files":
        return bool(reading.files) if "files" in told else None
    if column.startswith("rule "):
        return column.removeprefix("rule ") in told
    value = getattr(reading, column)
    return value.isoformat() if column == "day" and value is not None else value


def files_that_differ(world: World, db: Session, actor: Actor) -> list[str]:
    """The files that SQL would serve and Python not, or the other way, or under another name."""
    query = (
        select(Attachment.public_id, name_told(actor))
        .join(Contribution, Contribution.id == Attachment.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    )
    served = {row[0]: row[1] for row in db.execute(query.where(readable(actor)))}
    return sorted(name for name, _called in set(served.items()) ^ set(_told_files(world, actor)))


def _told_files(world: World, actor: Actor) -> Iterator[tuple[str, str | None]]:
    """What `disclose` tells of the files of each standing version; of other versions, what staff and author are told."""
    sights = {id_: sight_of(actor, one) for id_, one in world.proceedings.items()}
    for row in world.rows:
        file, discloser = world.files[row.id], Discloser(sights[row.proceeding_id])
        stands = file.first_version == 1 and file.last_version in (None, 1)
        told = discloser.fields(facts_of(actor, row))
        if stands or "unredacted" in told:
            reading = discloser.disclose(row, (row,), mine=is_mine(actor, row), files=(file,))
            yield from ((one.public_id, one.name) for one in reading.files if one.state == "clean")
