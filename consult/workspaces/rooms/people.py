"""Who is in a room now, and who can be made responsible for something there."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.core.errors import Invalid
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding


class Person(NamedTuple):
    """Somebody named in a room; `present` says that they are in it now."""

    account_id: int
    public_id: str
    name: str
    present: bool


def people_by_id(db: Session, proceeding: Proceeding, accounts: Collection[int | None]) -> dict[int, Person]:
    """Account → person, also of those who left."""
    wanted = {one for one in accounts if one is not None}
    if not wanted:
        return {}
    here = set(db.scalars(_inside(proceeding, "room:read")))
    rows = db.scalars(select(Account).where(Account.id.in_(wanted)))
    return {one.id: Person(one.id, one.public_id, one.name, one.id in here) for one in rows}


def names_by_public_id(db: Session, public_ids: Collection[str]) -> dict[str, str]:
    """Public id of an account → its name, for what is told of earlier days."""
    if not public_ids:
        return {}
    query = select(Account.public_id, Account.name).where(Account.public_id.in_(list(public_ids)))
    return {row.public_id: row.name for row in db.execute(query)}


def who_writes(db: Session, proceeding: Proceeding) -> list[Person]:
    """Those who write in a room now, by name: they can be made responsible."""
    query = select(Account).where(Account.id.in_(_inside(proceeding, "room:write")))
    rows = db.scalars(query.order_by(Account.name, Account.id))
    return [Person(one.id, one.public_id, one.name, True) for one in rows]


def responsible(db: Session, proceeding: Proceeding, public_id: str | None, before: int | None = None) -> int | None:
    """The account that is to be responsible, whose right to write is locked against an end; None for nobody.

    `before` is who is responsible already and stays so, even after leaving. Raises Invalid for anybody who does not write here.
    """
    if not public_id:
        return None
    account = db.scalar(select(Account.id).where(Account.public_id == public_id))
    if account is not None and account == before:
        return account
    held = in_force().where(  # asked of the row itself, so that one that ends meanwhile is seen once it is locked
        Grant.account_id == account,
        Grant.scope == "proceeding",
        Grant.scope_id == proceeding.id,
        Grant.role.in_(MATRIX["room:write"]),
    )
    is_over = select(Account.id).where(Account.id == account, Account.ended_at.is_not(None))
    if not db.scalars(held.with_for_update(read=True)).all() or db.scalar(is_over) is not None:
        raise Invalid("responsible", "not_a_member")
    return account


def _inside(proceeding: Proceeding, permission: str) -> Select[int]:
    """The accounts that hold a permission in a room by name."""
    return (
        select(Grant.account_id)
        .join(Account, Account.id == Grant.account_id)
        .where(
            Grant.scope == "proceeding",
            Grant.scope_id == proceeding.id,
            Grant.role.in_(MATRIX[permission]),
            Grant.id.in_(in_force()),
            Account.ended_at.is_(None),
        )
    )
