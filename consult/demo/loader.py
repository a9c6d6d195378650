"""Loading the demo, once: two institutions, their consultations, a hearing and a workspace, with weeks of input."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from consult.bodies.models import Body
from consult.consultations.models import Paragraph
from consult.consultations.operations import publish_questionnaire, save_paragraphs, save_questionnaire
from consult.consultations.queries import asked
from consult.core.actors import Actor, system
from consult.core.clock import now, telling
from consult.core.errors import SetupError
from consult.demo.desk import furnish_desk
from consult.demo.hearing_plan import PlannedHearing, hearing_hooks
from consult.demo.hearing_story import HeldHearing
from consult.demo.inputs import Row, Story, comment, response, somebody
from consult.demo.organisations import Known, add_organisations, in_its_name, organisations_in
from consult.demo.people import add_accounts, add_bodies, add_room_grants, person
from consult.demo.questionnaire import sections
from consult.demo.results import set_target, tell_results
from consult.demo.rooms import furnish_room
from consult.demo.rooms.made import DemoRoom, ask_for_seats, seat_people, shape_room
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import (
    Created,
    announce_proceeding,
    close_proceeding,
    create_proceeding,
    open_proceeding,
)
from consult.proceedings.shape import NewProceeding
from consult.site import Site
from consult.workspaces.following import know_workspaces

CONTENT = Path(__file__).parent / "content"
ZONE = "Europe/Paris"
TEXTS = ("title", "lede", "about", "rules", "privacy")
Progress = Callable[[int], None]
Before = Callable[[datetime], None]
NOTES = "notes@consult.example"
HEARING: dict[str, Any] = {"moderation": "after", "confidentialities": ("public",)}


def told(name: str) -> Any:
    """One file of the story."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def is_loaded(site: Site) -> bool:
    """Whether this site has the demo, whole. Raises SetupError where an earlier loading was cut off."""
    first, last = told("body")[0]["slug"], told("workspace")["slug"]
    with site.database.reading() as db:
        begun = db.scalar(select(Body.id).where(Body.slug == first)) is not None
        state = db.scalar(select(Proceeding.state).where(Proceeding.kind == "workspace", Proceeding.slug == last))
    if begun and state != "open":
        raise SetupError("the loading of the demo was cut off: empty the data folder and begin again")
    return begun


class Demo:
    """The demo on its way into one site; `progress` is told how many inputs have been sent since the last call."""

    def __init__(self, site: Site, progress: Progress) -> None:
        self.site = site
        self.work = site.work
        self.progress = progress
        self.people = told("people")
        self.known: dict[str, Known] = {}

    def load(self, password_hash: str) -> None:
        """Tell the whole story."""
        with telling(now() - timedelta(days=120)):
            self.work.run(add_bodies, system("demo"), bodies=told("body"))
            self.work.run(add_accounts, system("demo"), people=self.people, password_hash=password_hash)
            self._organisations()
        self._open_consultation(told("consultation"))
        self._closed_consultation(told("consultation_closed"))
        self._make(told("consultation_soon"), "consultation", announced=5)
        self._hearings()
        know_workspaces()
        for says in told("rooms"):
            self._room(says)
        self._workspace(told("workspace"))

    def _organisations(self) -> None:
        """Everybody who writes in the name of an organisation; somebody of the workspace represents one."""
        inputs = [*told("comments"), *told("responses"), *told("consultation_closed")["comments"]]
        found = organisations_in([*inputs, *told("hearing")["comments"]])
        somewhere = next(one["email"] for one in self.people if {held["role"] for held in one["roles"]} == {"member"})
        given: dict[str, Any] = {"told": list(found.values())}
        given["representative"] = self._person(somewhere).account_id
        self.known = self.work.run(add_organisations, system("demo"), **given).result

    def _person(self, email: str) -> Actor:
        with self.site.database.reading() as db:
            return person(db, email)

    def _staff(self, role: str, body: str) -> Actor:
        held = {"role": role, "scope": f"body:{body}"}
        return self._person(next(one["email"] for one in self.people if held in one["roles"]))

    def _make(self, says: Mapping[str, Any], kind: str, *, announced: int, **more: Any) -> Created:
        office = self._staff("secretariat", says["body"])
        texts = {name: says[name] for name in TEXTS if name in says}
        new = NewProceeding(
            kind=kind,
            slug=says["slug"],
            prefix=says["reference_prefix"],
            symbol=says["symbol"],
            language="en",
            languages=tuple(says["languages"]),
            zone=ZONE,
            opens_local=_local(says, "opens_in_days", "09:00"),
            closes_local=_local(says, "closes_in_days", says.get("closes_at", "18:00")),
            texts=texts,
            **{"votes": True, **more},
        )
        with telling(now() - timedelta(days=announced)):
            made = self.work.run(create_proceeding, office, body_id=self._body(says["body"]), new=new).result
            if says.get("paragraphs"):
                self.work.run(save_paragraphs, office, proceeding_id=made.id, paragraphs=says["paragraphs"])
            if says.get("questionnaire"):
                parts = sections(says["questionnaire"])
                self.work.run(save_questionnaire, office, proceeding_id=made.id, sections=parts)
                self.work.run(publish_questionnaire, office, proceeding_id=made.id)
            self.work.run(add_room_grants, system("demo"), people=self.people, kind=kind, slug=made.slug)
            self.work.run(announce_proceeding, self._insider(office, made), proceeding_id=made.id)
        return made

    def _insider(self, office: Actor, made: Created) -> Actor:
        """The same person with the grants of the new room."""
        email = (office.sender or "").removeprefix("demo:")
        return self._person(email) if made.kind == "workspace" else office

    def _body(self, slug: str) -> int:
        with self.site.database.reading() as db:
            return db.scalars(select(Body.id).where(Body.slug == slug)).one()

    def _paragraphs(self, proceeding_id: int) -> dict[int, str]:
        query = select(Paragraph.number, Paragraph.public_id).where(Paragraph.proceeding_id == proceeding_id)
        with self.site.database.reading() as db:
            return {row.number: row.public_id for row in db.execute(query)}

    def _comments(
        self, says: Mapping[str, Any], made: Created, rows: Sequence[Mapping[str, Any]], before: Before | None = None
    ) -> Mapping[int, str]:
        targets = self._paragraphs(made.id)
        story = Story(self.work, made.id, self._staff("moderator", says["body"]), says["slug"])
        found = []
        for row in rows:
            new, sender = in_its_name(comment(row, targets.get(row.get("paragraph", 0))), somebody(), self.known)
            found.append(Row(_moment(row), sender, new, row, row.get("reply_to")))
        for _reference in story.tell(found, before):
            self.progress(1)
        return story.filed

    def _open_consultation(self, says: Mapping[str, Any]) -> None:
        papers = says["takes_documents"]
        made = self._make(says, "consultation", announced=says["announced_days_ago"], takes_documents=papers)
        self._open(says, made, days=says["opened_days_ago"])
        self._comments(says, made, told("comments"))
        self._responses(says, made)
        office, moderator, rapporteur = (
            self._staff(role, says["body"]) for role in ("secretariat", "moderator", "rapporteur")
        )
        set_target(self.work, office, made.id)
        furnish_desk(self.site, made.id, office, moderator, rapporteur)

    def _responses(self, says: Mapping[str, Any], made: Created) -> None:
        story = Story(self.work, made.id, self._staff("moderator", says["body"]), says["slug"])
        with self.site.database.reading() as db:
            version = asked(db, db.get_one(Proceeding, made.id), "en")
        if version is None:
            return
        rows = []
        for row in told("responses"):
            new, sender = in_its_name(response(row, version.public_id), somebody(), self.known)
            rows.append(Row(_moment(row), sender, new, row, answers=row["answers"]))
        for _reference in story.tell(rows):
            self.progress(1)

    def _closed_consultation(self, says: Mapping[str, Any]) -> None:
        made = self._make(says, "consultation", announced=says["announced_days_ago"])
        self._open(says, made, days=says["opened_days_ago"])
        filed, office = self._comments(says, made, says["comments"]), self._staff("secretariat", says["body"])
        with telling(now() - timedelta(days=says["closed_days_ago"])):
            self.work.run(close_proceeding, office, proceeding_id=made.id)
        with telling(now() - timedelta(days=says["results_days_ago"])):
            tell_results(self.work, office, made.id, says["results"], filed)

    def _open(self, says: Mapping[str, Any], made: Created, *, days: float) -> None:
        with telling(now() - timedelta(days=days)):
            office = self._insider(self._staff("secretariat", says["body"]), made)
            self.work.run(open_proceeding, office, proceeding_id=made.id)

    def _hearings(self) -> None:
        """One that goes on, one that comes, a webinar, and one that is over."""
        with hearing_hooks():
            self._hearing(told("hearing"))
            self._coming_hearing(told("hearing_soon"))
            self._coming_hearing(told("hearing_webinar"))
            self._past_hearing(told("hearing_past"))

    def _hearing(self, says: Mapping[str, Any]) -> None:
        started = now() - timedelta(hours=2)
        made = self._make(says, "hearing", announced=20, **HEARING)
        planned = self._planned(says, made, told("hearing_floor"), started, says["consultation"])
        self._open(says, made, days=2 / 24)
        held = HeldHearing(planned, planned.actor(says["chair"]), planned.actor(NOTES))
        rows = [{**row, "at": planned.starts + timedelta(minutes=row["minute"])} for row in says["comments"]]
        self._comments(says, made, rows, held.until)
        held.until(now())

    def _coming_hearing(self, says: Mapping[str, Any]) -> None:
        made = self._make(says, "hearing", announced=says["announced_days_ago"], **HEARING)
        self._planned(says, made, says, _at_ten(now() + timedelta(days=says["opens_in_days"])), says["under"])

    def _past_hearing(self, says: Mapping[str, Any]) -> None:
        started = _at_ten(now() - timedelta(days=says["held_days_ago"]))
        made = self._make(says, "hearing", announced=says["announced_days_ago"], **HEARING)
        planned = self._planned(says, made, says, started, says["under"])
        self._open(says, made, days=(now() - started) / timedelta(days=1))
        office = self._staff("secretariat", says["body"])
        held = HeldHearing(planned, office, planned.actor(NOTES))
        over = started + timedelta(hours=1)
        held.until(over)
        with telling(over):
            self.work.run(close_proceeding, office, proceeding_id=made.id)
        held.until(now())

    def _planned(
        self, says: Mapping[str, Any], made: Created, floor: Mapping[str, Any], starts: datetime, under: str
    ) -> PlannedHearing:
        office = self._staff("secretariat", says["body"])
        planned = PlannedHearing(self.site, made.id, floor, office, starts)
        with self.site.database.reading() as db:
            above = db.scalars(select(Proceeding.public_id).where(Proceeding.slug == under)).one()
        with telling(now() - timedelta(days=says.get("announced_days_ago", 20)) + timedelta(hours=1)):
            planned.plan(above)
        planned.register()
        return planned

    def _workspace(self, says: Mapping[str, Any]) -> None:
        made = self._room(says)
        story = Story(self.work, made.id, self._insider(self._staff("secretariat", says["body"]), made), says["slug"])
        rows = []
        for row in says["messages"]:
            said = comment({**row, "name": self._name(row)}, None)
            new, sender = in_its_name(said, self._person(row["author"]), {})
            rows.append(Row(_moment(row), sender, new, row))
        for _reference in story.tell(rows):
            self.progress(1)

    def _room(self, says: Mapping[str, Any]) -> Created:
        """A room of its kind with its members and what its parts hold."""
        made = self._make(says, "workspace", announced=22, votes=False, form=says["form"])
        self._open(says, made, days=21)
        with telling(now() - timedelta(days=21)):
            self.work.run(seat_people, system("demo"), proceeding_id=made.id, says=says)
            office = self._insider(self._staff("secretariat", says["body"]), made)
            shape_room(self.site, office, made.id, says)
        people = {one["email"]: self._person(one["email"]) for one in says["members"]}
        room = DemoRoom(made.id, made.public_id, made.slug, says["form"], says, people)
        furnish_room(self.site, room)
        with telling(now() - timedelta(days=2)):
            ask_for_seats(self.site, room, {one["email"]: self._person(one["email"]) for one in says.get("asked", ())})
        return made

    def _name(self, row: Mapping[str, Any]) -> str:
        return str(next(one["name"] for one in self.people if one["email"] == row["author"]))


def _moment(row: Mapping[str, Any]) -> datetime:
    if "at" in row:
        at: datetime = row["at"]
        return at
    day = now() - timedelta(days=row["days_ago"])
    return day.replace(hour=int(row.get("hour", 12)), minute=(int(row.get("hour", 12)) * 7) % 60)


def _at_ten(day: datetime) -> datetime:
    """Ten o'clock on the wall of that day."""
    return day.astimezone(ZoneInfo(ZONE)).replace(hour=10, minute=0, second=0, microsecond=0).astimezone(UTC)


def _local(says: Mapping[str, Any], key: str, clock: str) -> str | None:
    if key not in says:
        return None
    day = (now() + timedelta(days=says[key])).astimezone(ZoneInfo(ZONE)).date()
    return f"{day.isoformat()}T{clock}"
