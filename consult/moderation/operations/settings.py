"""How somebody wants the own desk."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.moderation.models import DeskSetting
from consult.policy.access import require_somewhere


def set_desk(db: Session, actor: Actor, *, veils_all: bool, keys_off: bool) -> None:
    """Keep whether every text is veiled until it is opened, and whether single keys are off."""
    require_somewhere(actor, "contribution:moderate")
    if actor.account_id is None:
        raise NotFound
    db.scalar(select(Account.id).where(Account.id == actor.account_id).with_for_update())
    present = db.scalar(select(DeskSetting).where(DeskSetting.account_id == actor.account_id))
    if present is None:
        present = DeskSetting(account_id=actor.account_id)
        db.add(present)
    present.veils_all, present.keys_off = veils_all, keys_off
