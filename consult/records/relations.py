"""The tables of a record about what filings have to do with each other, and by which codes papers cite them."""

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from consult.contributions.access import FIELDS
from consult.contributions.docket.models import RELATIONS, GivenCode, Relation
from consult.contributions.models import Contribution
from consult.proceedings.models import Proceeding
from consult.records.columns import Column, Table, plain, utc_moment
from consult.records.editions import Edition


def relations(edition: Edition) -> Table:
    """Relations of listed filings; for the public those in force. Both ends of one have their numbers in the docket."""
    other = aliased(Contribution)
    columns = [
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("kind", plain(Relation.kind), "string", "what it does to the other", ", ".join(RELATIONS)),
        Column("other", plain(other.reference), "string", "the other contribution"),
    ]
    query = (
        select(Relation.id)
        .select_from(Relation)
        .join(Contribution, Contribution.id == Relation.one_id)
        .join(other, other.id == Relation.other_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(*edition.rows, other.place.is_not(None))
        .order_by(Contribution.reference, Relation.id)
    )
    if edition.is_public:
        query = query.where(Relation.ended_at.is_(None))
    else:
        columns += [
            Column("role", plain(Relation.role), "string", "role of who said so"),
            Column("set_at", utc_moment(Relation.set_at), "datetime", "when it was said, in UTC"),
            Column("ended_role", plain(Relation.ended_role), "string", "role of who ended it"),
            Column("ended_at", utc_moment(Relation.ended_at), "datetime", "when it was ended, in UTC; else empty"),
            Column("public_id", plain(Relation.public_id), "string", "name for machines"),
        ]
    return Table("relations", "what filings have to do with each other", tuple(columns), query)


def codes(edition: Edition) -> Table:
    """Stakeholder codes, former ones too, of those whose names readers of this edition may have."""
    present = case((GivenCode.ended_at.is_(None), True), else_=False)
    columns = [
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("code", plain(GivenCode.code), "string", "the code"),
        Column("is_present", present, "boolean", "whether it is the one that papers cite now"),
    ]
    if not edition.is_public:
        columns += [
            Column("role", plain(GivenCode.role), "string", "role of who gave it"),
            Column("given_at", utc_moment(GivenCode.given_at), "datetime", "when it was given, in UTC"),
            Column("ended_at", utc_moment(GivenCode.ended_at), "datetime", "when another took its place, in UTC"),
        ]
    query = (
        select(GivenCode.id)
        .select_from(GivenCode)
        .join(Contribution, Contribution.id == GivenCode.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(
            *edition.rows,
            FIELDS["organisation"].where(edition.actor),
        )
        .order_by(Contribution.reference, GivenCode.id)
    )
    return Table("codes", "stakeholder codes by which papers cite", tuple(columns), query)
