"""The rows of a carried table that an edition has, as a statement."""

from typing import Any

from sqlalchemy import Select, select

from consult.contributions.models import Contribution
from consult.records.carried import Carried
from consult.records.editions import Edition


def rows_of(edition: Edition, carried: Carried) -> Select[Any]:
    """The keys of its rows of the edition's proceeding, in no order."""
    table = carried.table
    query = select(next(iter(table.__table__.primary_key.columns))).select_from(table)
    for other, on in carried.under:
        query = query.join(other, on)
    reached = [other for other, _on in carried.under if "proceeding_id" in other.__table__.columns]
    home = reached[0] if reached else table
    query = query.where(home.proceeding_id == edition.proceeding.id)
    if home is Contribution:
        query = query.where(*edition.rows)
    if carried.kept is not None:
        query = query.where(carried.kept())
    if edition.is_unnamed and carried.kept_unnamed is not None:
        query = query.where(carried.kept_unnamed())
    if edition.is_public and carried.open_to_all is not None:
        query = query.where(carried.open_to_all())
    return query


def statement_of(edition: Edition, carried: Carried) -> Select[Any]:
    """The same in the order of the edition."""
    unnamed = edition.is_unnamed and carried.unnamed_order
    return rows_of(edition, carried).order_by(*(carried.unnamed_order if unnamed else carried.order))
