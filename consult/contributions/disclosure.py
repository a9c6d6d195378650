"""`disclose`, the only maker of readings, and the same fields as column expressions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import case, func
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.access import FIELDS, Facts, Sight, disclosed_fields
from consult.contributions.models import Contribution, Passage
from consult.core.actors import Actor
from consult.core.db import utc_day


class PassageRow(Protocol):
    """What `disclose` needs of a passage: the entity, or a row with the same names."""

    number: int
    question: str | None
    value: dict[str, Any] | None
    text: str | None
    redacted: str | None


class ReadPassage(NamedTuple):
    """A passage as its reader may have it; `is_redacted` says that words are missing."""

    number: int
    question: str | None
    value: dict[str, Any] | None
    text: str | None
    is_redacted: bool


@dataclass(slots=True)
class Reading:
    """A contribution as one reader may have it. A field in `withheld` is None here because it may not be told."""

    reference: str
    kind: str
    state: str
    reason: str | None
    confidentiality: str
    place: int | None
    docket: int | None
    version: int
    mine: bool
    withheld: frozenset[str]
    identity: str | None = None
    name: str | None = None
    category: str | None = None
    language: str | None = None
    target: str | None = None
    reply_to: str | None = None
    moment: datetime | None = None
    day: date | None = None
    agrees: int | None = None
    disagrees: int | None = None
    passes: int | None = None
    passages: list[ReadPassage] = field(default_factory=list)
    text: str | None = None


ALL_FIELDS = frozenset(FIELDS)


class Told(NamedTuple):
    """What rows that are alike show of themselves: each field's name with whether it is told, and those that are not."""

    withheld: frozenset[str]
    text: bool
    unredacted: bool
    name: bool
    identity: bool
    category: bool
    language: bool
    target: bool
    moment: bool
    day: bool
    votes: bool


class Discloser:
    """`disclose` for one reader's sight of one proceeding; rows that are alike share one decision."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self._known: dict[tuple[Any, ...], Told] = {}

    def fields(self, facts: Facts) -> frozenset[str]:
        """The names of the fields that rows with these facts show."""
        return disclosed_fields(self.sight, facts)

    def disclose(self, row: Any, passages: Sequence[PassageRow], *, mine: bool = False) -> Reading:
        """The reading of a visible contribution (entity, or row with its columns) and the passages of one version."""
        facts = (row.state, row.identity, row.confidentiality, row.place is not None, mine)
        told = self._known.get(facts) or self._told(facts)
        read = [_read(passage, told.unredacted) for passage in passages] if told.text else []
        return Reading(
            row.reference,
            row.kind,
            row.state,
            row.reason,
            row.confidentiality,
            row.place,
            row.docket,
            row.version,
            mine,
            told.withheld,
            row.identity if told.identity else None,
            row.author_name if told.name else None,
            row.category if told.category else None,
            row.language if told.language else None,
            row.target if told.target else None,
            row.reply_to if told.target else None,
            row.submitted_at if told.moment else None,
            row.submitted_at.date() if told.day else None,
            row.agrees if told.votes else None,
            row.disagrees if told.votes else None,
            row.passes if told.votes else None,
            read,
            read[0].text if read else None,
        )

    def _told(self, facts: tuple[Any, ...]) -> Told:
        shown = self.fields(Facts(*facts))
        told = Told(ALL_FIELDS - shown, *(name in shown for name in Told._fields[1:]))
        self._known[facts] = told
        return told


def _read(passage: PassageRow, whole: bool) -> ReadPassage:
    if whole or passage.redacted is None:
        return ReadPassage(passage.number, passage.question, passage.value, passage.text, passage.redacted is not None)
    return ReadPassage(passage.number, passage.question, None, passage.redacted, True)


_RULE_OF = {"agrees": "votes", "disagrees": "votes", "passes": "votes", "reply_to": "target", "value": "text"}


def disclosed(actor: Actor, name: str) -> ColumnElement[Any]:
    """A field as a column over contributions with proceedings (and passages, for `text`): NULL where withheld."""
    columns: dict[str, ColumnElement[Any]] = {
        "text": case(
            (FIELDS["unredacted"].where(actor), Passage.text),
            else_=func.coalesce(Passage.redacted, Passage.text),
        ),
        "name": Contribution.author_name.expression,
        "identity": Contribution.identity.expression,
        "category": Contribution.category.expression,
        "language": Contribution.language.expression,
        "target": Contribution.target.expression,
        "reply_to": Contribution.reply_to.expression,
        "value": case(
            (FIELDS["unredacted"].where(actor), Passage.value),
            (Passage.redacted.is_(None), Passage.value),
            else_=None,
        ),
        "moment": Contribution.submitted_at.expression,
        "day": utc_day(Contribution.submitted_at),
        "agrees": Contribution.agrees.expression,
        "disagrees": Contribution.disagrees.expression,
        "passes": Contribution.passes.expression,
    }
    rule = FIELDS[_RULE_OF.get(name, name)]
    return case((rule.where(actor), columns[name]), else_=None)
