"""Who sees which contribution, and which of its fields: each rule in Python and in SQL.

The Python side asks `Sight` (what an actor holds in a proceeding) and `Facts` (what decides about a row), so that one
answer serves all rows that are alike.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, or_
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.db import condition
from consult.policy.access import holds
from consult.policy.clauses import AllOf, AnyOf, Clause
from consult.proceedings import access as proceedings
from consult.proceedings.models import Proceeding


class Sight(NamedTuple):
    """What an actor holds in one proceeding. `reader` is the account that is shown readings, and decides nothing."""

    proceeding: bool = True
    desk: bool = False
    confidential: bool = False
    identity: bool = False
    reader: int | None = None

    @property
    def bare(self) -> "Sight":
        """The same for every reader who holds the same: what is kept for all of them is kept under this."""
        return self._replace(reader=None)


class Facts(NamedTuple):
    """What decides about a row for a reader."""

    state: str
    identity: str
    confidentiality: str
    listed: bool
    mine: bool


OPEN = Sight()
DESK = Sight(desk=True)
RESTRICTED = Sight(desk=True, confidential=True, identity=True)


def sight_of(actor: Actor, proceeding: Proceeding) -> Sight:
    """What the actor holds in this proceeding."""
    where = proceeding.where
    return Sight(
        proceedings.may_see(actor, proceeding),
        holds(actor, "desk:read", where),
        holds(actor, "contribution:read_confidential", where),
        holds(actor, "contribution:read_identity", where),
        actor.account_id,
    )


def facts_of(actor: Actor, row: Contribution | Row[*tuple[Any, ...]]) -> Facts:
    """What decides about this row for this actor."""
    return Facts(row.state, row.identity, row.confidentiality, row.place is not None, is_mine(actor, row))


def is_mine(actor: Actor, row: Contribution | Row[*tuple[Any, ...]]) -> bool:
    """Whether the actor wrote it: by account, or by the codeword that opened it."""
    by_account = actor.account_id is not None and row.author_id == actor.account_id
    return bool(by_account or (actor.contribution_id is not None and row.id == actor.contribution_id))


def _mine(actor: Actor) -> ColumnElement[bool]:
    clauses = []
    if actor.account_id is not None:
        clauses.append(Contribution.author_id == actor.account_id)
    if actor.contribution_id is not None:
        clauses.append(Contribution.id == actor.contribution_id)
    return or_(*clauses) if clauses else condition(False)


MINE = Clause("by its author", lambda _s, f: f.mine, _mine)
LISTED = Clause("listed", lambda _s, f: f.listed, lambda _a: Contribution.place.is_not(None))
PUBLISHED = Clause("published", lambda _s, f: f.state == "published", lambda _a: Contribution.state == "published")
NOT_CONFIDENTIAL = Clause(
    "not confidential",
    lambda _s, f: f.confidentiality == "public",
    lambda _a: Contribution.confidentiality == "public",
)
NAMED = Clause("named", lambda _s, f: f.identity == "public", lambda _a: Contribution.identity == "public")
AT_DESK = Clause("at the desk", lambda s, _f: s.desk, lambda a: proceedings.held_in_sql(a, "desk:read"))
READS_CONFIDENTIAL = Clause(
    "reads the confidential",
    lambda s, _f: s.confidential,
    lambda a: proceedings.held_in_sql(a, "contribution:read_confidential"),
)
READS_IDENTITY = Clause(
    "reads identities",
    lambda s, _f: s.identity,
    lambda a: proceedings.held_in_sql(a, "contribution:read_identity"),
)
NOT_ERASED = Clause("not erased", lambda _s, f: f.state != "erased", lambda _a: Contribution.state != "erased")


def _reader(*more: Clause) -> AllOf:
    return AllOf("any reader", [LISTED, PUBLISHED, NOT_CONFIDENTIAL, *more])


def _staff(*more: Clause) -> AllOf:
    return AllOf("staff", [AT_DESK, NOT_CONFIDENTIAL, *more])


def _who_wrote(name: str) -> AllOf:
    """The rule of whatever tells who wrote: the name, and on whose behalf."""
    confidential = AllOf("confidential", [READS_CONFIDENTIAL, NAMED])
    read = AnyOf("read", [_reader(NAMED), _staff(NAMED), confidential, READS_IDENTITY, MINE])
    return AllOf(name, [NOT_ERASED, read])


VISIBLE = AllOf(
    "contribution.visible",
    [
        Clause("in a visible proceeding", lambda s, _f: s.proceeding, proceedings.visible),
        AnyOf("known", [LISTED, AT_DESK, MINE]),
    ],
)

FIELDS: dict[str, AnyOf | AllOf] = {
    "text": AllOf("text", [NOT_ERASED, AnyOf("read", [_reader(), _staff(), READS_CONFIDENTIAL, MINE])]),
    "unredacted": AnyOf("unredacted", [AT_DESK, MINE]),
    "name": _who_wrote("name"),
    "organisation": _who_wrote("organisation"),
    "identity": AnyOf("identity", [_reader(), AT_DESK, MINE]),
    "category": AnyOf("category", [_reader(), AT_DESK, MINE]),
    "language": AnyOf("language", [_reader(), AT_DESK, MINE]),
    "target": AnyOf("target", [AllOf("any reader", [LISTED, NOT_CONFIDENTIAL]), AT_DESK, MINE]),
    "moment": AnyOf("moment", [_reader(NAMED), AT_DESK, MINE]),
    "day": AnyOf("day", [_reader(), AT_DESK, MINE]),
    "files": AllOf("files", [NOT_ERASED, AnyOf("read", [_reader(), _staff(), READS_CONFIDENTIAL, MINE])]),
    "originals": AllOf("originals", [NOT_ERASED, AnyOf("read", [READS_IDENTITY, MINE])]),
    "votes": AnyOf("votes", [_reader(), AT_DESK, MINE]),
    "note": AnyOf("note", [AT_DESK, MINE]),
}


def visible(actor: Actor) -> ColumnElement[bool]:
    """The first filter of each query over contributions joined with their proceeding."""
    return VISIBLE.where(actor)


@lru_cache(maxsize=4096)
def disclosed_fields(sight: Sight, facts: Facts) -> frozenset[str]:
    """The fields of a visible row that its reader is told; `state`, `reason`, `reference` and `kind` always are."""
    return frozenset(name for name, rule in FIELDS.items() if rule.holds(sight, facts))


def in_scope() -> ColumnElement[bool]:
    """The join that every query over contributions makes."""
    return and_(Proceeding.id == Contribution.proceeding_id)
