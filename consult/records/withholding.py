"""The Chatham House Rule in an edition: what was said stands there, and by whom it was said does not.

No two rows can be seen to be of one person: there is no pseudonym, everybody is told by the same words.
"""

from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, literal, null

from consult.contributions.disclosure import Reading
from consult.contributions.models import Contribution, Vote
from consult.core.db import condition
from consult.records.columns import Column, Table
from consult.records.workspaces.fields import A_MEMBER

ABSENT: ColumnElement[Any] = cast(null(), Text())
NOBODY = dict.fromkeys(
    ("organisation", "coalition", "country", "region", "category", "code", "name", "party", "speaker", "person"), ABSENT
)
# By file: what stands in a column instead of what was there. Other columns stay.
INSTEAD: dict[str, dict[str, Any]] = {
    "contributions": NOBODY
    | {
        "name": case((Contribution.author_name.is_not(None), literal(A_MEMBER)), else_=None),
        "on_behalf": literal("self"),
        "source": literal("{}"),
    },
    "versions": {
        f"salt_{audience}_identity": ABSENT for audience in ("open", "desk")
    },  # with it a guess could be proved
    "attachments": {"name": ABSENT},
    "intake": {"sender": ABSENT, "kept_at": ABSENT, "salt": ABSENT},
    "lines": {"turn": ABSENT, "speaker": ABSENT, "source": ABSENT},
    "line_versions": {"turn": ABSENT, "speaker": ABSENT},
    "statements": {"registration": ABSENT},
}
# Files that are about people alone: they are there, and empty.
EMPTIED = ("people", "registrations", "speakers", "turns", "poll_voters")


def without_names(table: Table) -> Table:
    """The same table as an edition without names has it."""
    if table.name in EMPTIED:
        return replace(table, statement=table.statement.where(condition(False)))
    instead = INSTEAD.get(table.name, {})
    columns = tuple(
        replace(one, read=instead[one.name], made=None) if one.name in instead else one for one in table.columns
    )
    made = replace(table, columns=columns)
    return _votes(made) if table.name == "votes" else made


def said_by_nobody(told: Reading) -> Reading:
    """A reading for papers and bibliographies of a room under the Chatham House Rule: its words, and nothing of who said them."""
    made = replace(told, name=None, on_behalf=None, organisation=None, coalition=None, country=None)
    return replace(made, category=None, code=None, mine=False, moment=None)


def _votes(table: Table) -> Table:
    """Each vote under a number of its own, and the ones that count alone: a history would tell which are of one person."""
    numbers = count(1)

    def numbered(_voter: str) -> str:
        return f"voter-{next(numbers)}"

    columns: tuple[Column, ...] = tuple(
        replace(one, made=numbered) if one.name == "voter" else one for one in table.columns
    )
    statement = table.statement.where(Vote.is_current).order_by(None)
    return replace(table, columns=columns, statement=statement.order_by(Contribution.reference, Vote.value, Vote.id))
