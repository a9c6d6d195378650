"""Saved selections of a docket: a filter and a search that somebody kept, read anew each time as this reader is told it."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from consult.contributions.docket.wanted import DocketFilter, where
from consult.contributions.models import LATE, STATES, Contribution, SearchRow
from consult.contributions.search import matching, sought_for
from consult.contributions.search_queries import scopes_in
from consult.core.actors import Actor
from consult.core.countries import COUNTRIES, REGIONS
from consult.core.db import condition
from consult.moderation.models import SavedView
from consult.organisations.categories import CATEGORIES
from consult.organisations.models import Organisation, OwnCategory
from consult.proceedings.models import CONFIDENTIALITIES, Proceeding

PLACE = "docket"
SHOWING = frozenset({"page", "after", "sort", "view", "choose"})  # how it is shown, not what is found
FIELDS = frozenset(one.name for one in fields(DocketFilter))
DAYS = ("since", "until")


class Selection(NamedTuple):
    """What a saved query asks of the docket now. `gone` names what the docket no longer knows, as `name=value`."""

    name: str
    query: str
    wanted: DocketFilter
    sought: str
    gone: tuple[str, ...]


def selection_of(db: Session, proceeding: Proceeding, view: SavedView) -> Selection:
    """A saved view read as the docket is now: with a filter that it no longer has, nothing is guessed in its place."""
    found: dict[str, Any] = {}
    gone, sought = [], ""
    for name, value in parse_qsl(view.query):
        if name == "q":
            sought = value
        elif name in FIELDS and _is_known(db, proceeding, name, value):
            found[name] = date.fromisoformat(value) if name in DAYS else value
        elif name not in SHOWING:
            gone.append(f"{name}={value}")
    return Selection(view.name, view.query, DocketFilter(**found), sought, tuple(gone))


def _is_known(db: Session, proceeding: Proceeding, name: str, value: str) -> bool:
    if name == "category":
        own = select(OwnCategory.id).where(OwnCategory.body_id == proceeding.body_id, OwnCategory.key == value)
        return value in CATEGORIES or db.scalar(own) is not None
    if name == "organisation":
        return db.scalar(select(Organisation.id).where(Organisation.public_id == value)) is not None
    return KNOWN[name](value) if name in KNOWN else True


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


KNOWN: dict[str, Callable[[str], bool]] = {
    "state": STATES.__contains__,
    "country": COUNTRIES.__contains__,
    "region": REGIONS.__contains__,
    "late": LATE.__contains__,
    "confidentiality": CONFIDENTIALITIES.__contains__,
    **dict.fromkeys(DAYS, _is_day),
}


def selected(db: Session, actor: Actor, proceeding: Proceeding, selection: Selection) -> list[ColumnElement[bool]]:
    """What it finds for this reader, as clauses over contributions joined with their proceeding; nothing where a part is gone."""
    if selection.gone:
        return [condition(False)]
    clauses = where(actor, selection.wanted)
    if selection.sought:
        clauses.append(_found(db, actor, proceeding, selection.sought))
    return clauses


def _found(db: Session, actor: Actor, proceeding: Proceeding, sought: str) -> ColumnElement[bool]:
    dialect = db.get_bind().dialect.name
    terms = sought_for(dialect, sought, scopes_in(db, actor, proceeding.id))
    if terms is None:
        return condition(False)
    rows = select(SearchRow.contribution_id).where(matching(dialect)).params(terms=terms, most=-1)
    return Contribution.id.in_(rows)


def selections(db: Session, actor: Actor, proceeding: Proceeding) -> Sequence[SavedView]:
    """The actor's own selections of a docket, by name."""
    mine = select(SavedView).where(SavedView.place == PLACE, SavedView.proceeding_id == proceeding.id)
    return db.scalars(mine.where(SavedView.account_id == actor.account_id).order_by(SavedView.name, SavedView.id)).all()


def selections_named(db: Session, proceeding: Proceeding, name: str) -> Sequence[SavedView]:
    """All selections of a docket that have this name or public id, whoever saved them: for the operator of the site."""
    here = select(SavedView).where(SavedView.place == PLACE, SavedView.proceeding_id == proceeding.id)
    return db.scalars(here.where(or_(SavedView.name == name, SavedView.public_id == name)).order_by(SavedView.id)).all()
