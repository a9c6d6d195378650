"""A room with somebody in each role, for tests of what is planned and asked there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.proceedings.duties import today_in
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding

ROLES = ("chair", "secretary", "member", "observer")
SLUG = "liaison"


@dataclass(slots=True)
class Made:
    """The room, and its people by role; `other` is a second member, `stranger` has an account and no place in it."""

    site: Site
    room: Proceeding
    people: dict[str, Account]

    def actor(self, role: str) -> Actor:
        """Somebody of this role, with the rights that hold now."""
        return actor_for(self.site, self.people[role])

    def run(self, role: str, operation: Any, **values: Any) -> Any:
        """What an operation gives when somebody of this role runs it here."""
        return self.site.work.run(operation, self.actor(role), proceeding_id=self.room.id, **values).result

    def leave(self, role: str) -> None:
        """End every grant of somebody."""
        ended = update(Grant).where(Grant.account_id == self.people[role].id).values(ended_at=now())
        self._do(ended)

    def close(self) -> None:
        """Take no more writing from now on."""
        self._do(update(Proceeding).where(Proceeding.id == self.room.id).values(state="closed"))

    def _do(self, statement: Any) -> None:
        def change(db: Session, _actor: Actor) -> None:
            db.execute(statement)

        self.site.work.run(change, TEST)

    def day(self, days: int) -> str:
        """The day so many days from today, where the room is."""
        return (today_in(self.room.zone) + timedelta(days=days)).isoformat()


def make_room(site: Site, slug: str = SLUG, **values: Any) -> Made:
    """An open room of its own body."""
    given: dict[str, Any] = {"kind": "workspace", "audience": "members", "is_live": True, "identities": ["public"]}
    given |= {"prefix": "W1", "closes_at": None}
    room = make_proceeding(site, make_body(site, f"body-{slug}"), slug, **given | values)
    people = {
        role: make_account(
            site, f"{role}.{slug}@example.org", (role, "proceeding", room.id), name=f"Pat {role.title()}"
        )
        for role in ROLES
    }
    member = ("member", "proceeding", room.id)
    people["other"] = make_account(site, f"other.{slug}@example.org", member, name="Olu Other")
    people["stranger"] = make_account(site, f"stranger.{slug}@example.org", name="Sam Stranger")
    return Made(site, room, people)
