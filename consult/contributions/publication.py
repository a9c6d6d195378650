"""When a contribution may have its public entry: by the policy of its consultation, and by that under which it was sent.

Both must allow it, so that a policy that is changed later publishes nothing against what its author was told.
"""

from sqlalchemy import and_, or_
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.models import Contribution
from consult.core.db import condition
from consult.proceedings.models import Proceeding

AT_ONCE = "after_moderation"
UNDER_EMBARGO = "statement"  # a kind that its delivery publishes, and no decision of the secretariat before


def may_be_listed(proceeding: Proceeding, row: Contribution) -> bool:
    """Whether its policies let this contribution be listed now, and no redaction of it waits for a second person."""
    return held_by(proceeding, row) is None and not row.redacting


def held_by(proceeding: Proceeding, row: Contribution) -> str | None:
    """What keeps it from the public list now: `late`, or the policy `never`, `by_decision` or `at_closing`; None for nothing."""
    policies = {proceeding.publication, row.publication}
    if row.late in ("asked", "refused"):
        return "late"
    if "never" in policies:
        return "never"
    if "by_decision" in policies and not row.cleared:
        return "by_decision"
    return "at_closing" if "at_closing" in policies and proceeding.state != "closed" else None


def listable(proceeding: Proceeding) -> ColumnElement[bool]:
    """The same for every contribution of one proceeding, as a clause over the table."""
    present, promised = proceeding.publication, Contribution.publication
    if present == "never" or (present == "at_closing" and proceeding.state != "closed"):
        return condition(False)
    accepted = or_(Contribution.late.is_(None), Contribution.late == "accepted")
    clauses = [promised != "never", accepted, ~Contribution.redacting]
    if proceeding.state != "closed":
        clauses.append(promised != "at_closing")
    if present == "by_decision":
        clauses.append(Contribution.cleared.expression)
    else:
        clauses.append(or_(promised != "by_decision", Contribution.cleared))
    return and_(*clauses)


def held_back() -> ColumnElement[bool]:
    """What a policy keeps from the public list, as a clause over contributions joined with their proceeding."""
    kept = or_(Contribution.publication != AT_ONCE, Proceeding.publication != AT_ONCE, Contribution.late.is_not(None))
    return and_(Contribution.place.is_(None), kept)


def awaits_decision(proceeding: Proceeding, row: Contribution) -> bool:
    """Whether the secretariat may decide now that this is to be published."""
    policies = {proceeding.publication, row.publication}
    accepted = row.state == "published" and row.confidentiality == "public" and row.late in (None, "accepted")
    unlisted = row.place is None and not row.cleared and not row.redacting and row.kind != UNDER_EMBARGO
    return accepted and unlisted and "by_decision" in policies and "never" not in policies


def awaiting(proceeding: Proceeding) -> ColumnElement[bool]:
    """The same as a clause over the contributions of one proceeding."""
    if proceeding.publication == "never":
        return condition(False)
    clauses = [
        Contribution.state == "published",
        Contribution.confidentiality == "public",
        or_(Contribution.late.is_(None), Contribution.late == "accepted"),
        Contribution.place.is_(None),
        ~Contribution.cleared,
        ~Contribution.redacting,
        Contribution.publication != "never",
        Contribution.kind != UNDER_EMBARGO,
    ]
    if proceeding.publication != "by_decision":
        clauses.append(Contribution.publication == "by_decision")
    return and_(*clauses)


def is_read_first(proceeding: Proceeding, row: Contribution) -> bool:
    """Whether a moderator reads it before it counts as accepted: not what nobody but the secretariat will read."""
    goes_public = row.place is not None or "never" not in (proceeding.publication, row.publication)
    return proceeding.moderation == "before" and row.confidentiality == "public" and goes_public
