"""Reading organisations and categories: every list starts from `visible`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.core.localized import Words, texts_for
from consult.organisations.access import own_ids, visible
from consult.organisations.categories import CATEGORIES
from consult.organisations.models import Organisation, OwnCategory
from consult.policy.access import require_somewhere

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Which organisations are wanted; `verified` is "yes", "no" or None for both."""

    category: str | None = None
    country: str | None = None
    region: str | None = None
    verified: str | None = None


class Listed(NamedTuple):
    """A page of organisations with their names, how many there are, and for each filter its values with counts."""

    rows: list[tuple[Organisation, Words]]
    total: int
    counts: dict[str, list[tuple[str, int]]]


def organisations(db: Session, actor: Actor, wanted: Filter, language: str, page: int = 1) -> Listed:
    """Those that the actor may see, by name; not those that are off the list, which a secretariat finds by `verify`."""
    return _page(db, [visible(actor), Organisation.is_listed.is_(True)], wanted, language, page)


def organisations_to_verify(db: Session, actor: Actor, wanted: Filter, language: str, page: int = 1) -> Listed:
    """All of them, for a secretariat."""
    require_somewhere(actor, "organisation:verify")
    return _page(db, [visible(actor)], wanted, language, page)


def _page(db: Session, base: list[ColumnElement[bool]], wanted: Filter, language: str, page: int) -> Listed:
    clauses = [*base, *_where(wanted)]
    order = (Organisation.sort_name, Organisation.id)
    query = select(Organisation).where(*clauses).order_by(*order).limit(PAGE).offset(PAGE * (page - 1))
    total = db.scalar(select(func.count()).select_from(Organisation).where(*clauses)) or 0
    rows = db.scalars(query).all()
    return Listed(with_names(db, rows, language), total, _counts(db, base, wanted))


_COLUMNS: dict[str, Any] = {
    "category": func.coalesce(Organisation.verified_category, Organisation.category),
    "country": Organisation.country,
    "region": Organisation.region,
}


def _where(wanted: Filter) -> list[ColumnElement[bool]]:
    found = [column == getattr(wanted, name) for name, column in _COLUMNS.items() if getattr(wanted, name)]
    if wanted.verified in ("yes", "no"):
        known = Organisation.verified_at.is_not(None)
        found.append(known if wanted.verified == "yes" else ~known)
    return found


def _counts(db: Session, base: list[ColumnElement[bool]], wanted: Filter) -> dict[str, list[tuple[str, int]]]:
    """For each filter its values with how many there are under the others."""
    found = {}
    for name, column in _COLUMNS.items():
        others = _where(replace(wanted, **{name: None}))
        rows = db.execute(select(column, func.count()).where(*base, *others).group_by(column))
        found[name] = [(value, number) for value, number in rows if value]
    return found


def with_names(db: Session, rows: Sequence[Organisation], language: str) -> list[tuple[Organisation, Words]]:
    """Each with its name in a language, or else the original one."""
    texts = texts_for(db, [row.owner for row in rows], [language], ["name"])
    return [(row, texts.get((row.owner, "name"), Words(row.slug, ""))) for row in rows]


def organisation_at(db: Session, actor: Actor, slug: str) -> Organisation:
    """The one at an address. Raises NotFound where there is none for this actor."""
    found = db.scalar(select(Organisation).where(Organisation.slug == slug, visible(actor)))
    if found is None:
        raise NotFound
    return found


def locked_organisation(db: Session, public_id: str, *, to_change: bool = False) -> Organisation | None:
    """The one with a public id, locked against a change (or to be changed) in this transaction."""
    query = select(Organisation).where(Organisation.public_id == public_id)
    return db.scalar(query.with_for_update(read=not to_change))


def organisation_name(db: Session, organisation: Organisation, language: str) -> str:
    """Its name in a language, or else the original one."""
    return with_names(db, [organisation], language)[0][1].text


def organisations_named(db: Session, public_ids: Sequence[str]) -> dict[str, tuple[Organisation, str]]:
    """Public id → organisation and original name, of those on the list."""
    if not public_ids:
        return {}
    query = select(Organisation).where(Organisation.public_id.in_(public_ids), Organisation.is_listed.is_(True))
    return {row.public_id: (row, name.text) for row, name in with_names(db, db.scalars(query).all(), "")}


def listed_by_slug(db: Session, slugs: Sequence[str]) -> dict[str, str]:
    """Slug → public id of those on the list."""
    if not slugs:
        return {}
    query = select(Organisation.slug, Organisation.public_id).where(Organisation.is_listed.is_(True))
    return {row.slug: row.public_id for row in db.execute(query.where(Organisation.slug.in_(slugs)))}


def own_organisations(db: Session, actor: Actor, language: str) -> list[tuple[Organisation, Words, str]]:
    """Those that the actor belongs to, by name, each with the actor's role."""
    roles = {held.scope_id: held.role for held in actor.held if held.scope == "organisation"}
    roles |= {held.scope_id: held.role for held in actor.held if held.role == "representative"}
    query = select(Organisation).where(Organisation.id.in_(own_ids(actor))).order_by(Organisation.sort_name)
    return [(row, name, roles[row.id]) for row, name in with_names(db, db.scalars(query).all(), language)]


def categories_for(db: Session, body_id: int) -> list[str]:
    """The keys of the categories that a body offers: those of the site, then its own."""
    own = select(OwnCategory.key).where(OwnCategory.body_id == body_id, OwnCategory.ended_at.is_(None))
    return [*CATEGORIES, *db.scalars(own.order_by(OwnCategory.key))]


def own_categories(db: Session, language: str, body_id: int | None = None) -> list[tuple[OwnCategory, Words]]:
    """The categories that bodies (or one body) added, also those that are offered no more, with their names."""
    query = select(OwnCategory).order_by(OwnCategory.key)
    rows = db.scalars(query if body_id is None else query.where(OwnCategory.body_id == body_id)).all()
    texts = texts_for(db, [row.owner for row in rows], [language], ["name"]) if rows else {}
    return [(row, texts.get((row.owner, "name"), Words(row.key, ""))) for row in rows]


def named_like(db: Session, sort_name: str, country: str | None, but: int | None = None) -> bool:
    """Whether another organisation has this name in this country."""
    same = Organisation.country.is_(None) if country is None else Organisation.country == country
    query = select(Organisation.id).where(Organisation.sort_name == sort_name, same)
    return db.scalar(query.where(Organisation.id != but) if but is not None else query) is not None


def pages_of(db: Session, actor: Actor, public_ids: Sequence[str]) -> dict[str, str]:
    """Public id → slug of those whose page the actor may see."""
    if not public_ids:
        return {}
    query = select(Organisation.public_id, Organisation.slug).where(visible(actor))
    return {row.public_id: row.slug for row in db.execute(query.where(Organisation.public_id.in_(public_ids)))}
