"""A hearing at which people register: its plan, an item, its office, and people with and without an account."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from consult.core.actors import Actor
from consult.core.clock import now
from consult.hearings.programme.models import AgendaItem, HearingSession, Plan
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.registering import NewRegistration, Registered, register
from consult.ledger.models import Entry
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import actor_for, make_account, make_body, make_proceeding, saved, words


def new(name: str = "Ama Toure", **values: Any) -> NewRegistration:
    """What somebody without an account types who wants to speak."""
    given = NewRegistration(uuid.uuid4().hex, "speak", "public", name, "en", codeword_hash="a slow hash")
    return replace(given, **values)


class Scene:
    """One hearing to come, with an office; `plan` says how people register."""

    def __init__(self, site: Site, *, hearing: dict[str, Any] | None = None, items: bool = False, **plan: Any) -> None:
        self.site = site
        self.body = make_body(site)
        given: dict[str, Any] = {
            "kind": "hearing",
            "is_live": True,
            "prefix": "H6",
            "state": "announced",
            "opens_at": None,
        }
        self.hearing: Proceeding = make_proceeding(site, self.body, "assemblies", **given | (hearing or {}))
        saved(site, Plan(proceeding_id=self.hearing.id, **plan))
        self.office = actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", self.body.id)))
        self.item = self.agenda_item("2") if items else None

    def agenda_item(self, label: str, **values: Any) -> AgendaItem:
        """An item of the agenda."""
        row: AgendaItem = saved(self.site, AgendaItem(proceeding_id=self.hearing.id, position=1, label=label, **values))
        words(self.site, row.owner, {"title": {"en": f"The title of item {label}"}})
        return row

    def session(self, *, begins: timedelta, lasts: timedelta = timedelta(hours=3), **values: Any) -> HearingSession:
        """A session that begins so long from now."""
        at = now() + begins
        row = HearingSession(
            proceeding_id=self.hearing.id,
            number=1,
            zone="Europe/Zurich",
            starts_local=f"{at:%Y-%m-%dT%H:%M}",
            starts_at=at,
            ends_local=f"{at + lasts:%Y-%m-%dT%H:%M}",
            ends_at=at + lasts,
            **values,
        )
        made: HearingSession = saved(self.site, row)
        return made

    def chair(self) -> Actor:
        """The chair: near the office, without its rights."""
        return actor_for(
            self.site, make_account(self.site, "chair@example.org", ("chair", "proceeding", self.hearing.id))
        )

    def register(self, given: NewRegistration | None = None, actor: Actor | None = None) -> Registered:
        """Somebody registers; without `actor` from a browser of the own."""
        given = given or new()
        who = actor or Actor(sender=f"browser {given.client_id}")
        found: Registered = self.site.work.run(register, who, proceeding_id=self.hearing.id, new=given).result
        return found

    def person(self, name: str) -> Actor:
        """Somebody with an account."""
        return actor_for(self.site, make_account(self.site, f"{name.lower()}@example.org", name=name))

    def holder(self, made: Registered) -> Actor:
        """Who came back with the codeword of a registration."""
        return Actor(sender=f"browser {made.reference}", registration_id=self.row(made).id)

    def row(self, made: Registered) -> Registration:
        """A registration as it is now."""
        with self.site.database.reading() as db:
            return db.scalars(select(Registration).where(Registration.public_id == made.public_id)).one()

    def state(self, made: Registered) -> str:
        """Its state."""
        return self.row(made).state

    def run(self, operation: Any, actor: Actor, **values: Any) -> Any:
        """Run an operation at this hearing."""
        return self.site.work.run(operation, actor, proceeding_id=self.hearing.id, **values).result

    def told(self) -> list[str]:
        """The kinds of entries about registrations, in their order."""
        with self.site.database.reading() as db:
            kinds = db.scalars(select(Entry.kind).where(Entry.kind.like("registration.%")).order_by(Entry.id))
            return [kind.partition(".")[2] for kind in kinds]
