"""`disclose`, the only maker of readings, and the same fields as column expressions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from sqlalchemy import case, func
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.access import FIELDS, Facts, Sight, disclosed_fields
from consult.contributions.models import Contribution, Passage
from consult.core.actors import Actor
from consult.core.db import utc_day
from consult.staff_log.showing import show


class PassageRow(Protocol):
    """What `disclose` needs of a passage: the entity, or a row with the same names."""

    number: int
    question: str | None
    value: dict[str, Any] | None
    text: str | None
    redacted: str | None
    instance: int
    matrix_row: str | None


class ReadPassage(NamedTuple):
    """A passage as its reader may have it; `is_redacted` says that words are missing."""

    number: int
    question: str | None
    value: dict[str, Any] | None
    text: str | None
    is_redacted: bool
    instance: int = 1
    matrix_row: str | None = None


class FileRow(Protocol):
    """What `disclose` needs of an attachment."""

    public_id: str
    question: str | None
    name: str
    media_type: str
    public_digest: str | None
    public_size: int | None
    alt: str
    state: str
    problem: str | None
    keeps_original: bool
    is_source: bool


class ReadFile(NamedTuple):
    """A file as its reader may have it: never given before its `state` is `clean`. `name` is None where it may tell whose.

    `original` says that this reader may have what was sent, too.
    """

    public_id: str
    question: str | None
    name: str | None
    media_type: str
    sha256: str | None
    size: int | None
    alt: str
    state: str
    problem: str | None
    original: bool


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
    on_behalf: str | None = None
    organisation: str | None = None
    coalition: list[dict[str, Any]] | None = None
    country: str | None = None
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
    files: list[ReadFile] = field(default_factory=list)
    code: str | None = None
    mark: str | None = None


class ToldComment(NamedTuple):
    """What a list shows of a comment that everybody may know of: the same values under the same names as a Reading's.

    `sent` is its moment where at least the day of it is told.
    """

    reference: str
    state: str
    reason: str | None
    place: int
    identity: str | None
    name: str | None
    category: str | None
    language: str | None
    target: str | None
    reply_to: str | None
    moment: datetime | None
    sent: datetime | None
    agrees: int | None
    disagrees: int | None
    passes: int | None
    text: str | None

    @property
    def day(self) -> date | None:
        """The day in UTC, where it is told."""
        return self.sent.date() if self.sent is not None else None


# The column behind each value of a ToldComment, and the field by which it may be withheld; others always are told.
COLUMN_OF = {"name": "author_name", "moment": "submitted_at", "sent": "submitted_at"}
FIELD_OF = {
    **{name: name for name in ("identity", "name", "category", "language", "target", "moment", "text")},
    **{"reply_to": "target", "sent": "day", "agrees": "votes", "disagrees": "votes", "passes": "votes"},
}


class Teller:
    """`disclose` for the rows of a public list that have the same columns: what is decided once is a choice of places.

    `columns` names them in their order, with those of ToldComment (`COLUMN_OF`), `confidentiality`, and a `text` of which
    the words that are withheld from everybody are missing already.
    """

    def __init__(self, discloser: "Discloser", columns: Sequence[str]) -> None:
        self._discloser = discloser
        self._columns = columns
        self._facts: Any = itemgetter(*(columns.index(name) for name in ("state", "identity", "confidentiality")))
        self._choices: dict[tuple[str, str, str], Any] = {}

    def told(self, rows: Iterable[tuple[Any, ...]]) -> list[ToldComment]:
        """What is told of listed rows that are not the reader's own."""
        facts, choices = self._facts, self._choices
        make = partial(tuple.__new__, ToldComment)  # as `_make` does, in half of its time
        return [make((choices.get(key := facts(row)) or self._choice(key))((*row, None))) for row in rows]

    def _choice(self, facts: tuple[str, str, str]) -> Any:
        told = self._discloser.fields(Facts(*facts, listed=True, mine=False))
        nothing = len(self._columns)  # the place after the last column, where there is None
        self._choices[facts] = itemgetter(
            *(
                self._columns.index(COLUMN_OF.get(name, name)) if FIELD_OF.get(name) in (None, *told) else nothing
                for name in ToldComment._fields
            )
        )
        return self._choices[facts]


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
    files: bool
    originals: bool
    organisation: bool


class Discloser:
    """`disclose` for one reader's sight of one proceeding; rows that are alike share one decision."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight.bare
        self._reader = sight.reader
        self._known: dict[tuple[Any, ...], Told] = {}

    def fields(self, facts: Facts) -> frozenset[str]:
        """The names of the fields that rows with these facts show."""
        return disclosed_fields(self.sight, facts)

    def disclose(
        self, row: Any, passages: Sequence[PassageRow], *, mine: bool = False, files: Sequence[FileRow] = ()
    ) -> Reading:
        """The reading of a visible contribution (entity, or row with its columns), the passages and files of one version."""
        facts = (row.state, row.identity, row.confidentiality, row.place is not None, mine)
        told = self._known.get(facts) or self._told(facts)
        if self._reader is not None and is_confided(row, told.text, told.name, mine=mine):
            show(row.reference)
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
            row.on_behalf if told.organisation else None,
            row.organisation if told.organisation else None,
            row.coalition if told.organisation else None,
            row.country if told.organisation else None,
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
            _files(files, passages, told) if told.files and files else [],
            row.code if told.organisation else None,
            row.mark,
        )

    def _told(self, facts: tuple[Any, ...]) -> Told:
        shown = self.fields(Facts(*facts))
        told = Told(ALL_FIELDS - shown, *(name in shown for name in Told._fields[1:]))
        self._known[facts] = told
        return told


def is_confided(row: Any, text: bool, name: bool, *, mine: bool) -> bool:
    """Whether somebody who is told this text or this name is told what its author confided to the secretariat."""
    confided = text and row.confidentiality != "public"
    return not mine and (confided or (name and row.identity != "public" and row.author_name is not None))


def _files(files: Sequence[FileRow], passages: Sequence[PassageRow], told: Told) -> list[ReadFile]:
    """With an answer of which words are withheld, its files are; so is what was refused, but for staff and author.

    The scan of a paper tells who wrote it: it is for whoever may have originals.
    """
    redacted = {passage.question for passage in passages if passage.redacted is not None}
    return [
        ReadFile(
            one.public_id,
            one.question,
            one.name if told.name else None,
            one.media_type,
            one.public_digest,
            one.public_size,
            one.alt,
            one.state,
            one.problem,
            told.originals and one.keeps_original and one.state == "clean",
        )
        for one in files
        if (told.originals or not one.is_source)
        and (told.unredacted or (one.question not in redacted and one.state != "refused"))
    ]


def _read(passage: PassageRow, whole: bool) -> ReadPassage:
    told = whole or passage.redacted is None
    return ReadPassage(
        passage.number,
        passage.question,
        passage.value if told else None,
        passage.text if told else passage.redacted,
        passage.redacted is not None,
        passage.instance,
        passage.matrix_row,
    )


_RULE_OF = {
    **{"agrees": "votes", "disagrees": "votes", "passes": "votes", "reply_to": "target", "value": "text"},
    **{"on_behalf": "organisation", "coalition": "organisation", "country": "organisation"},
    **{"code": "organisation", "coded": "organisation", "has_files": "files"},
}


# Columns whose name is another one, or that are made of several; the others stand under their own name.
_MADE: dict[str, Callable[[Actor], ColumnElement[Any]]] = {
    "text": lambda actor: case(
        (FIELDS["unredacted"].where(actor), Passage.text), else_=func.coalesce(Passage.redacted, Passage.text)
    ),
    "value": lambda actor: case(
        (FIELDS["unredacted"].where(actor), Passage.value), (Passage.redacted.is_(None), Passage.value), else_=None
    ),
    "has_files": lambda actor: case(
        (FIELDS["unredacted"].where(actor), Contribution.enclosed > 0), else_=Contribution.enclosed == 2
    ),
    "name": lambda _actor: Contribution.author_name.expression,
    "coded": lambda _actor: Contribution.code.is_not(None),
    "moment": lambda _actor: Contribution.submitted_at.expression,
    "day": lambda _actor: utc_day(Contribution.submitted_at),
}


def disclosed(actor: Actor, name: str) -> ColumnElement[Any]:
    """A field as a column over contributions with proceedings (and passages, for `text`): NULL where withheld."""
    column = _MADE[name](actor) if name in _MADE else getattr(Contribution, name).expression
    rule = FIELDS[_RULE_OF.get(name, name)]
    return case((rule.where(actor), column), else_=None)
