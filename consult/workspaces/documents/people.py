"""Who made something in a document, as its reader may know it."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor


def names_of(db: Session, actor: Actor, ids: Iterable[int | None], *, in_room: bool) -> dict[int, str]:
    """The names of some accounts. A guest, who is not `in_room`, is told the own one alone."""
    wanted = {one for one in ids if one is not None and (in_room or one == actor.account_id)}
    if not wanted:
        return {}
    rows = db.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row.id: row.name for row in rows}
