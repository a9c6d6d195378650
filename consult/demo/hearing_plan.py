"""How a hearing of the demo is planned: rules, sessions, agenda, people, channels, and who registered."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.contributions.operations.submit import ADMITTING
from consult.core.actors import Actor, system
from consult.core.clock import now, telling
from consult.demo.people import person
from consult.hearings.floor.operations.following import know_speakers
from consult.hearings.polls.operations.admitting import admit
from consult.hearings.programme.operations.channels import add_channel
from consult.hearings.programme.operations.items import add_item
from consult.hearings.programme.operations.people import add_person
from consult.hearings.programme.operations.rules import set_rules
from consult.hearings.programme.operations.sessions import add_session
from consult.hearings.programme.queries import people_of, plan_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewChannel, NewItem, NewPerson, NewRules, NewSession
from consult.hearings.registration.operations.deciding import add_by_hand, decide_registrations
from consult.hearings.registration.operations.following import ACCEPTED, FORGOTTEN, GONE, PRESENT
from consult.hearings.registration.operations.registering import NewRegistration, register
from consult.hearings.registration.operations.statements import NewStatement, send_statement
from consult.proceedings.models import Proceeding
from consult.site import Site

RULES = ("form", "rule", "places", "budgets", "statement_hours")
TOLD = ("wish", "identity", "name", "language", "organisation_name", "category", "country", "priority")


@contextmanager
def hearing_hooks() -> Iterator[None]:
    """Let registrations reach the lists, and comments the item under discussion, as they do on the site."""
    lists: tuple[list[Any], ...] = (ACCEPTED, GONE, PRESENT, FORGOTTEN, ADMITTING)
    before = [list(one) for one in lists]
    know_speakers()
    ADMITTING[:] = [admit]
    try:
        yield
    finally:
        for one, was in zip(lists, before, strict=True):
            one[:] = was


class PlannedHearing:
    """One hearing on its way: `starts` is the beginning of its first session, `items` and `registered` are public ids."""

    def __init__(
        self, site: Site, proceeding_id: int, says: Mapping[str, Any], office: Actor, starts: datetime
    ) -> None:
        self.site = site
        self.id = proceeding_id
        self.says = says
        self.office = office
        self.starts = starts.replace(second=0, microsecond=0)
        self.sessions: dict[int, str] = {}
        self.items: dict[str, str] = {}
        self.people: dict[str, str] = {}
        self.registered: dict[str, str] = {}

    def run(self, operation: Callable[..., Any], who: Actor, **values: Any) -> Any:
        """Run an operation on this hearing."""
        return self.site.work.run(operation, who, proceeding_id=self.id, **values).result

    def together(
        self, operation: Callable[..., Any], who: Sequence[Actor], values: Sequence[Mapping[str, Any]]
    ) -> None:
        """Run an operation for several people in one transaction: the story has many, and each commit waits for the disk."""
        given = [{"proceeding_id": self.id, **one} for one in values]
        self.site.work.run(_together, system("demo"), each=operation, who=who, values=given)

    def actor(self, email: str) -> Actor:
        """Somebody with an account, with what they hold now."""
        with self.site.database.reading() as db:
            return person(db, email)

    def local(self, minutes: float) -> str:
        """The wall time so many minutes after the beginning."""
        with self.site.database.reading() as db:
            zone = db.get_one(Proceeding, self.id).zone
        return (self.starts + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")

    def plan(self, under: str | None) -> None:
        """Write the programme; `under` is the public id of what the hearing belongs to."""
        with self.site.database.reading() as db:
            seen = fingerprint(db, plan_of(db, self.id))
        given = {name: self.says["rules"][name] for name in RULES if name in self.says["rules"]}
        self.run(set_rules, self.office, seen=seen, new=NewRules(under=under, **given))
        for number, one in enumerate(self.says["sessions"], 1):
            self._session(number, one)
        for one in self.says["items"]:
            self._item(one)
        for one in self.says["part"]:
            fields = {name: one[name] for name in one if name != "languages"}
            new = NewPerson(**fields, languages=tuple(one.get("languages", ())))
            self.run(add_person, self.office, new=new)
        for one in self.says.get("channels", ()):
            self.run(add_channel, self.office, new=NewChannel(**one))
        with self.site.database.reading() as db:
            self.people = {one.name: one.public_id for one in people_of(db, self.id)}

    def _session(self, number: int, one: Mapping[str, Any]) -> None:
        with self.site.database.reading() as db:
            zone = db.get_one(Proceeding, self.id).zone
        times = {"starts_local": self.local(one["starts"]), "ends_local": self.local(one["ends"])}
        texts = {name: one[name] for name in ("title", "place") if name in one}
        new = NewSession(number=number, zone=zone, texts=texts, **times)
        self.sessions[number] = self.run(add_session, self.office, new=new)

    def _item(self, one: Mapping[str, Any]) -> None:
        texts = {name: one[name] for name in ("title", "note") if name in one}
        place: dict[str, Any] = {"parent": self.items.get(one.get("parent", ""))}
        place["session"] = self.sessions.get(one.get("session", 0))
        given = {name: one[name] for name in ("type", "minutes", "audience") if name in one}
        self.items[one["key"]] = self.run(add_item, self.office, new=NewItem(texts=texts, **place, **given))

    def register(self) -> None:
        """Those who registered, by their account or by the secretariat's hand, and the statements that they sent."""
        for one in self.says["registered"]:
            given = {name: one[name] for name in TOLD if name in one}
            item = self.items[one["item"]] if "item" in one else None
            new = NewRegistration(client_id=str(uuid.uuid4()), item=item, **given)
            at = min(self.starts, now()) - timedelta(days=one.get("days_before", 3))
            with telling(at):
                self.registered[one["name"]] = self._registered(one, new)
            if "statement" in one:
                with telling(at + timedelta(hours=5)):
                    self._statement(one)

            if one.get("accept"):
                with telling(at + timedelta(hours=9)):
                    chosen = [self.registered[one["name"]]]
                    self.run(decide_registrations, self.office, public_ids=chosen, act="accept")

    def _registered(self, one: Mapping[str, Any], new: NewRegistration) -> str:
        if "email" in one:
            return str(self.run(register, self.actor(one["email"]), new=new).public_id)
        return str(self.run(add_by_hand, self.office, new=new, state=one.get("state", "accepted")).public_id)

    def _statement(self, one: Mapping[str, Any]) -> None:
        new = NewStatement(
            client_id=str(uuid.uuid4()),
            item=self.items[one["item"]],
            delivery=one["statement"]["delivery"],
            language=one["language"],
            paragraphs=tuple(one["statement"]["paragraphs"]),
        )
        self.run(send_statement, self.actor(one["email"]), new=new)


def _together(
    db: Session,
    actor: Actor,
    *,
    each: Callable[..., Any],
    who: Sequence[Actor],
    values: Sequence[Mapping[str, Any]],
) -> None:
    for one, given in zip(who, values, strict=True):
        each(db, one, **given)
