"""What each decision does to a contribution, for one and for many alike: its state, and what the ledger is told."""

from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.operations.listing import record, record_at_desk, standing
from consult.core.errors import Conflict
from consult.proceedings.models import Proceeding


class Noted(NamedTuple):
    """The act that the ledger is told, and whether only the desk may know of it."""

    act: str
    desk_only: bool = False


def before(row: Contribution) -> dict[str, Any]:
    """What an undo gives back."""
    return {"state": row.state, "version": row.version, "waiting": row.waiting, "reason": row.reason}


def change(row: Contribution, act: str, reason: str | None) -> Noted:
    """Change the state as this act does. Raises Conflict where the present state allows no such act."""
    return _ACTS[act](row, reason)


def write_down(db: Session, proceeding: Proceeding, row: Contribution, noted: Noted) -> None:
    """Tell the ledger, for each audience that may know."""
    if noted.desk_only:
        record_at_desk(db, proceeding, row, noted.act, standing(db, row))
    else:
        record(db, proceeding, row, noted.act)


def _approve(row: Contribution, _reason: str | None) -> Noted:
    if not row.waiting:
        raise Conflict("changed_meanwhile")
    _check_nothing_waits(row)
    corrected = row.state == "published"
    row.state, row.version, row.waiting = "published", row.latest, False
    return Noted("edited" if corrected else "published")


def _decline(row: Contribution, reason: str | None) -> Noted:
    if not row.waiting:
        raise Conflict("changed_meanwhile")
    row.waiting = False
    if row.state == "published":  # a correction is declined, what stood goes on standing
        return Noted("correction_declined", desk_only=True)
    row.state, row.reason = "declined", reason
    return Noted("declined")


def _hide(row: Contribution, reason: str | None) -> Noted:
    hidden_by_flags = row.state == "hidden" and row.flags > 0  # a person says the same, and settles the flags
    if row.state != "published" and not hidden_by_flags:
        raise Conflict("changed_meanwhile")
    row.state, row.reason, row.waiting = "hidden", reason, False
    return Noted("hidden")


def _restore(row: Contribution, _reason: str | None) -> Noted:
    if row.state not in ("hidden", "declined"):
        raise Conflict("changed_meanwhile")
    _check_nothing_waits(row)
    row.state, row.reason = "published", None
    return Noted("restored")


def _keep(row: Contribution, _reason: str | None) -> Noted:
    if row.state != "published" or not row.flags:
        raise Conflict("changed_meanwhile")
    return Noted("kept", desk_only=True)


def _check_nothing_waits(row: Contribution) -> None:
    """Raises Conflict while a redaction or erasure waits for its second person: nothing is made public before."""
    if row.redacting:
        raise Conflict("proposal_waits")


_ACTS = {"approve": _approve, "decline": _decline, "hide": _hide, "restore": _restore, "keep": _keep}
STATE_ACTS = tuple(_ACTS)
