"""Giving stakeholder codes: by those who publish, each once in a proceeding, the former ones kept."""

from collections.abc import Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.contributions.codes import SHAPE
from consult.contributions.docket.models import GivenCode
from consult.contributions.models import Contribution
from consult.contributions.operations.listing import record_at_desk, standing
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.policy.access import require
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

MOST = 200


def give_codes(
    db: Session, actor: Actor, *, proceeding_id: int, codes: Mapping[str, str | None], seen: Mapping[str, str | None]
) -> int:
    """Give contributions these codes, by reference; None takes one away. How many changed.

    `seen` are the codes that whoever decides has read: Conflict when one is another by now. A code that one contribution
    gives up another may have at once. Raises NotFound for whoever may not publish here and for an unknown reference, Invalid
    for a code of another shape, one that is taken, or one for a contribution without a name.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "contribution:publish", proceeding)
    if len(codes) > MOST:
        raise Invalid("code", "too_many", limit=MOST)
    query = select(Contribution).where(
        Contribution.proceeding_id == proceeding.id, Contribution.reference.in_(list(codes))
    )
    rows = {row.reference: row for row in db.scalars(query.order_by(Contribution.id).with_for_update())}
    if len(rows) != len(codes):
        raise NotFound
    if any(rows[one].code != seen.get(one) for one in codes):
        raise Conflict("changed_meanwhile")
    changed = {one: code for one, code in codes.items() if rows[one].code != code}
    for reference, code in changed.items():
        _check(rows[reference], code)
    _check_free(db, proceeding, rows, changed)
    for reference in changed:
        rows[reference].code = None
    db.flush()  # so that two may change places
    for reference, code in changed.items():
        _give(db, actor, proceeding, rows[reference], code)
    return len(changed)


def _check(row: Contribution, code: str | None) -> None:
    if code is None:
        return
    if not SHAPE.fullmatch(code):
        raise Invalid(row.reference, "code_shape")
    if row.identity == "none" or row.state == "erased":
        raise Invalid(row.reference, "code_without_name")


def _check_free(
    db: Session, proceeding: Proceeding, rows: Mapping[str, Contribution], changed: Mapping[str, str | None]
) -> None:
    wanted = [code for code in changed.values() if code is not None]
    held = select(Contribution.code).where(
        Contribution.proceeding_id == proceeding.id,
        Contribution.code.in_(wanted),
        Contribution.reference.not_in(list(changed)),
    )
    taken = set(db.scalars(held))
    for reference, code in changed.items():
        if code is not None and (code in taken or wanted.count(code) > 1):
            raise Invalid(reference, "code_taken", code=code)


def _give(db: Session, actor: Actor, proceeding: Proceeding, row: Contribution, code: str | None) -> None:
    at = now()
    row.code = code
    ended = update(GivenCode).where(GivenCode.contribution_id == row.id, GivenCode.ended_at.is_(None))
    db.execute(ended.values(ended_at=at))
    if code is not None:
        given = {"proceeding_id": proceeding.id, "contribution_id": row.id, "code": code, "given_at": at}
        db.add(GivenCode(**given, role=role_of(actor, proceeding)))
    db.flush()
    record_at_desk(db, proceeding, row, "coded", standing(db, row))


def role_of(actor: Actor, proceeding: Proceeding) -> str:
    """The role in which the actor publishes here, as the record names it."""
    where, roles = proceeding.where, MATRIX["contribution:publish"]
    reach = {("body", where.body_id), ("proceeding", where.proceeding_id)}
    held = (grant.role for grant in actor.held if grant.role in roles and (grant.scope, grant.scope_id) in reach)
    return actor.system or next(held, "secretariat")


def forget_codes(db: Session, row: Contribution) -> None:
    """What an erased contribution was called in papers goes with its name."""
    row.code = None
    db.execute(delete(GivenCode).where(GivenCode.contribution_id == row.id))
