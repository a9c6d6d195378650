"""A hearing that sits: an open session, items, a chair, people who are registered, and the acts of the chair."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from consult.core.actors import Actor
from consult.core.clock import now
from consult.hearings.floor.models import Floor, Speaker, Turn
from consult.hearings.floor.operations.asking import ask_for_floor
from consult.hearings.programme.models import AgendaItem, HearingPerson, HearingSession
from consult.hearings.registration.models import Registration
from consult.ledger.models import Entry
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import actor_for, make_account, make_body, make_proceeding, saved, words


def registration(proceeding: Proceeding, name: str, **values: Any) -> Registration:
    """A registration that was accepted, of somebody who wants to speak."""
    given = {
        "reference": f"REG-{name}",
        "proceeding_id": proceeding.id,
        "form_key": f"key {name}",
        "wish": "speak",
        "state": "accepted",
        "identity": "public",
        "name": name,
        "organisation_name": f"Union of {name}",
        "category": "civil_society",
        "country": "CH",
        "language": "en",
        "registered_at": now(),
    }
    return Registration(**{**given, **values})


class Sitting:
    """One hearing with two items and the acts of its chair."""

    def __init__(self, site: Site, *, state: str = "open", session: str | None = "open") -> None:
        self.site = site
        self.body = make_body(site)
        self.hearing = make_proceeding(site, self.body, kind="hearing", is_live=True, prefix="H6", state=state)
        self.account = make_account(site, "chair@example.org", ("chair", "proceeding", self.hearing.id))
        self.chair = actor_for(site, self.account)
        at = now()
        self.session = HearingSession(
            proceeding_id=self.hearing.id,
            number=1,
            zone="Europe/Zurich",
            starts_local="2026-01-05T09:00",
            starts_at=at,
            ends_local="2026-01-05T12:00",
            ends_at=at + timedelta(hours=3),
            state=session or "planned",
        )
        if session is not None:
            saved(site, self.session)
        self.first = self.item("1", 1)
        self.second = self.item("2", 2)

    def item(self, label: str, position: int, **values: Any) -> AgendaItem:
        """An item of the agenda."""
        row: AgendaItem = saved(
            self.site, AgendaItem(proceeding_id=self.hearing.id, position=position, label=label, **values)
        )
        words(self.site, row.owner, {"title": {"en": f"The title of item {label}"}})
        return row

    def registered(self, name: str, **values: Any) -> tuple[Actor, Registration]:
        """Somebody with an account who is registered."""
        account = make_account(self.site, f"{name.lower()}@example.org", name=name)
        given = {"account_id": account.id, **values}
        row: Registration = saved(self.site, registration(self.hearing, name, **given))
        return actor_for(self.site, account), row

    def panellist(self, name: str, **values: Any) -> tuple[Actor, HearingPerson]:
        """Somebody of the panel."""
        account = make_account(self.site, f"{name.lower()}@example.org", ("panellist", "proceeding", self.hearing.id))
        person = HearingPerson(
            proceeding_id=self.hearing.id, account_id=account.id, role="panel", position=1, name=name, **values
        )
        saved(self.site, person)
        return actor_for(self.site, account), person

    @property
    def seen(self) -> int:
        """What the chair's screen shows now."""
        with self.site.database.reading() as db:
            return db.scalar(select(Floor.moves)) or 0

    def act(self, operation: Any, *, actor: Actor | None = None, seen: int | None = None, **values: Any) -> Any:
        """An act of the chair on the screen as it is now."""
        count = self.seen if seen is None else seen
        who = actor or self.chair
        return self.site.work.run(operation, who, proceeding_id=self.hearing.id, seen=count, **values).result

    def ask(self, actor: Actor, item: AgendaItem | None = None, kind: str = "contribution") -> str:
        """Ask for the floor; the public id of the place."""
        where = (item or self.first).public_id
        asked = self.site.work.run(ask_for_floor, actor, proceeding_id=self.hearing.id, item=where, kind=kind)
        return str(asked.result)

    def do(self, operation: Any, actor: Actor, **values: Any) -> Any:
        """An act of somebody who takes part."""
        return self.site.work.run(operation, actor, proceeding_id=self.hearing.id, **values).result

    def speaker(self, public_id: str) -> Speaker:
        """A speaker as stored."""
        with self.site.database.reading() as db:
            return db.scalars(select(Speaker).where(Speaker.public_id == public_id)).one()

    def turns(self) -> list[Turn]:
        """Every turn, the first one first."""
        with self.site.database.reading() as db:
            return list(db.scalars(select(Turn).order_by(Turn.id)))

    def told(self, of: str = "") -> list[str]:
        """What the stream of the readers was told, in order, of kinds that begin so."""
        with self.site.database.reading() as db:
            query = select(Entry.kind).where(Entry.kind.like(f"{of}%"))
            kinds = list(db.scalars(query.order_by(Entry.stream_id, Entry.seq)))
        return kinds[: len(kinds) // 2]
