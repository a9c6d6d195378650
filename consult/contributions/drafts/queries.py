"""Finding the draft that a browser, an account or a restore code brings back."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine
from consult.contributions.models import Contribution, Draft
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.core.prepared import Cursor, Prepared, cursor_in


class Which(NamedTuple):
    """Which draft is meant: in a proceeding, the one that the browser's signed cookie names (`known`) or that the account
    has; with `corrects`, the reference of a response, the one that corrects it. `late_pass` is the hash of a token that lets
    one be begun after the closing."""

    proceeding_id: int
    known: str | None = None
    corrects: str | None = None
    late_pass: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its author is shown it. `parts` are the public ids of the rows that it is made of."""

    public_id: str
    questionnaire: str
    answers: Mapping[str, Any]
    sender: Mapping[str, Any]
    form_key: str
    saves: int
    expires_at: datetime
    by_account: bool
    has_code: bool
    reminds: bool
    seen: int | None
    parts: tuple[str, ...]


def kept_draft(db: Session, actor: Actor, which: Which) -> Kept | None:
    """The draft, or None. Where the browser wrote on after a sign-out, what it wrote goes over what the account has."""
    if which.corrects is not None:
        query = _correcting(db, actor, which.corrects)
        return _as_kept(db.scalars(query).all() if query is not None else [])
    if which.known is None and actor.account_id is None:
        return None
    return begun_draft(cursor_in(db), actor, which)


def begun_draft(cursor: Cursor, actor: Actor, which: Which) -> Kept | None:
    """The same by what the cookie or the account names, which is no correction."""
    values = {"proceeding": which.proceeding_id, "known": which.known, "account": actor.account_id, "at": now()}
    return _as_kept(in_order(actor, which, map(Row._make, _DRAFTS.rows(cursor, **values))))


def _as_kept(rows: "Sequence[Draft] | Sequence[Row]") -> Kept | None:
    if not rows:
        return None
    first = rows[0]
    return Kept(
        first.public_id,
        rows[-1].questionnaire,
        {key: value for row in rows for key, value in row.answers.items()},
        {key: value for row in rows for key, value in row.sender.items()},
        first.form_key,
        sum(row.saves for row in rows),
        first.expires_at,
        first.account_id is not None,
        first.code_hash is not None,
        first.remind_to is not None,
        first.seen,
        tuple(row.public_id for row in rows),
    )


class Row(NamedTuple):
    """What is read of a draft to be written on."""

    id: int
    public_id: str
    questionnaire: str
    answers: dict[str, Any]
    sender: dict[str, Any]
    form_key: str
    saves: int
    expires_at: datetime
    account_id: int | None
    code_hash: str | None
    remind_to: str | None
    seen: int | None


_DRAFTS = Prepared(
    select(*(getattr(Draft, name) for name in Row._fields)).where(
        Draft.proceeding_id == bindparam("proceeding"),
        Draft.corrects.is_(None),
        Draft.is_test.is_(False),
        Draft.expires_at > bindparam("at"),
        or_(Draft.public_id == bindparam("known"), Draft.account_id == bindparam("account")),
    )
)


def drafts_of(actor: Actor, which: Which) -> Select[Draft]:
    """The rows that the cookie or the account may name."""
    names = [Draft.public_id == which.known] if which.known else []
    if actor.account_id is not None:
        names.append(Draft.account_id == actor.account_id)
    return select(Draft).where(
        Draft.proceeding_id == which.proceeding_id,
        Draft.corrects.is_(None),
        Draft.is_test.is_(False),
        Draft.expires_at > now(),
        or_(*names),
    )


Either = TypeVar("Either", bound=Draft | Row)


def in_order(actor: Actor, which: Which, rows: Iterable[Either]) -> Sequence[Either]:
    """Those that may be opened: the account's own first, then what the browser wrote without it.

    A draft that is kept with an account opens by the cookie alone only where its author asked for a restore code.
    """
    open_to = [row for row in rows if row.account_id in (None, actor.account_id) or row.code_hash is not None]
    own = [row for row in open_to if actor.account_id is not None and row.account_id == actor.account_id]
    here = [row for row in open_to if row.public_id == which.known and row not in own]
    return [*sorted(own, key=lambda row: row.id)[-1:], *here]


def _correcting(db: Session, actor: Actor, reference: str) -> Select[Draft] | None:
    row = db.scalar(select(Contribution).where(Contribution.reference == reference))
    if row is None or not is_mine(actor, row):
        raise NotFound
    return select(Draft).where(Draft.corrects == row.id, Draft.expires_at > now())


class Found(NamedTuple):
    """What a restore code opens."""

    public_id: str
    proceeding_id: int


def draft_by_code(db: Session, code_hash: str) -> Found | None:
    """The draft of a restore code; None for any wrong one."""
    row = db.execute(
        select(Draft.public_id, Draft.proceeding_id).where(Draft.code_hash == code_hash, Draft.expires_at > now())
    ).one_or_none()
    return Found(row.public_id, row.proceeding_id) if row is not None else None


def mark_of(answers: Mapping[str, Any], keys: Iterable[str]) -> str:
    """What tells one state of some answers from another."""
    held = {key: answers[key] for key in keys if answers.get(key) not in (None, "", [], {})}
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
