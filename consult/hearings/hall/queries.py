"""The hall as its pages show it, made from the same data as the frames, so that what arrives says what a fresh page says."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.disclosure import Reading
from consult.contributions.models import Contribution
from consult.contributions.queries import readings, with_first_passage
from consult.contributions.streams import ContributionStreams
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.hearings.floor.models import Speaker
from consult.hearings.hall.events import WHOLE, Told
from consult.hearings.hall.models import Screen
from consult.hearings.polls.queries import polls_whole
from consult.hearings.programme.models import KINDS, HearingPerson
from consult.hearings.registration.models import Registration, Statement
from consult.hearings.registration.queries import own_registration
from consult.live.streams import Event
from consult.proceedings.models import Proceeding

DONE = ("spoke", "passed")


class Listed(NamedTuple):
    """A line of the list of speakers. `place` counts from 1; `about` is when the turn may come, None where nobody can say."""

    place: int
    ref: str
    data: dict[str, Any]
    is_next: bool
    about: datetime | None
    spoken: timedelta | None


class Running(NamedTuple):
    """The present turn: whose it is and how long it lasts; `left` is below zero once it is over, `ends_at` None in a pause."""

    ref: str
    data: dict[str, Any]
    speaker: dict[str, Any]
    ends_at: datetime | None
    left: timedelta

    @property
    def given(self) -> timedelta:
        """The time given, extensions included."""
        return timedelta(seconds=self.data["seconds"])


@dataclass(frozen=True, slots=True)
class Hall:
    """A hearing at one moment, as those who follow one of its streams know it; `told` is all of it by kind and reference."""

    at: datetime
    told: dict[str, Told] = field(default_factory=dict)

    @property
    def events(self) -> list[Event]:
        """The same as events without a number, as a client begins with them."""
        return [
            {"kind": f"{of}.told", "ref": ref, "data": data}
            for of, told in self.told.items()
            for ref, data in told.items()
        ]

    @property
    def hearing(self) -> dict[str, Any]:
        """How the hearing is held now."""
        return next(iter(self.told["hearing"].values()))

    @property
    def screen(self) -> dict[str, Any]:
        """What was chosen for the screen of the room."""
        return next(iter(self.told["screen"].values()))

    @property
    def poll(self) -> dict[str, Any] | None:
        """The poll that was chosen for the screen of the room, as far as those who follow may know of it."""
        return self.told["poll"].get(self.screen.get("reference", "")) if self.screen["kind"] == "poll" else None

    @property
    def items(self) -> Told:
        """The agenda in its order."""
        return self.told["item"]

    @property
    def present(self) -> str | None:
        """The present item: the current one, else the first that is suspended."""
        states = {
            state: ref
            for state in ("suspended", "current")
            for ref, one in reversed(self.items.items())
            if one["state"] == state
        }
        return states.get("current") or states.get("suspended")

    @property
    def turn(self) -> Running | None:
        """The present turn on the floor."""
        for ref, data in self.told["timer"].items():
            speaker = self.told["speaker"].get(data["speaker"])
            if data["state"] != "ended" and speaker is not None:
                ends_at = datetime.fromisoformat(data["ends_at"]) if data["ends_at"] else None
                left = ends_at - self.at if ends_at else timedelta(milliseconds=data["left_ms"] or 0)
                return Running(ref, data, speaker, ends_at, left)
        return None

    @property
    def speakers(self) -> list[Listed]:
        """The list of speakers on the present item: who spoke or passed, who speaks, who waits in the order of the list."""
        mine = [(ref, one) for ref, one in self.told["speaker"].items() if one["item"] == self.present]
        began = {data["speaker"]: order for order, data in enumerate(self.told["timer"].values())}
        done = sorted((one for one in mine if one[1]["state"] in DONE), key=lambda one: began.get(one[0], -1))
        speaking = [one for one in mine if one[1]["state"] == "speaking"]
        waiting = sorted((one for one in mine if one[1]["state"] == "waiting"), key=in_list)
        at, listed = self._base(), []
        for place, (ref, data) in enumerate([*done, *speaking, *waiting], 1):
            waits = data["state"] == "waiting"
            is_next = waits and place == len(done) + len(speaking) + 1
            listed.append(Listed(place, ref, data, is_next, at if waits else None, self._spoken(ref)))
            at = at + timedelta(seconds=data["seconds"]) if at and waits else at
        return listed

    def _base(self) -> datetime | None:
        if self.present is None or self.items[self.present]["state"] != "current" or self.hearing["state"] != "open":
            return None
        return self.at + max(self.turn.left, timedelta()) if self.turn else self.at

    def _spoken(self, speaker: str) -> timedelta | None:
        ended = [
            one["spoken_ms"]
            for one in self.told["timer"].values()
            if one["speaker"] == speaker and one["state"] == "ended"
        ]
        return timedelta(milliseconds=sum(ended)) if ended else None

    @property
    def waiting(self) -> list[Listed]:
        """Those of the list who wait."""
        return [one for one in self.speakers if one.data["state"] == "waiting"]


def in_list(one: tuple[str, dict[str, Any]]) -> tuple[int, int]:
    """What orders those who wait: the rank of the kind, then the place."""
    return KINDS.index(one[1]["kind"]), one[1]["position"]


def hall_of(db: Session, stream_public_id: str) -> Hall:
    """The hall as those who follow a stream know it. Raises NotFound for a stream that is not there."""
    stream = ContributionStreams().find(db, stream_public_id)
    if stream is None:
        raise NotFound
    polls: Told = {one["ref"]: one["data"] for one in polls_whole(db, stream)}
    return Hall(now(), {of: data(db, stream) for of, data in WHOLE} | {"poll": polls})


class Own(NamedTuple):
    """Where the reader stands: the registration, and the public ids of their own places in the lists."""

    registration: Registration | None
    on_panel: bool
    speakers: tuple[str, ...]

    @property
    def may_ask(self) -> bool:
        """Whether they may ask for the floor: accepted, or on the panel."""
        return self.on_panel or (self.registration is not None and self.registration.state == "accepted")


def own_place(db: Session, actor: Actor, proceeding_id: int) -> Own:
    """What is the reader's own in a hearing; two small queries, none for who holds nothing."""
    registration = own_registration(db, actor, proceeding_id)
    people: list[int] = []
    if actor.account_id is not None:
        mine = select(HearingPerson.id).where(
            HearingPerson.proceeding_id == proceeding_id,
            HearingPerson.account_id == actor.account_id,
            HearingPerson.role.in_(("chair", "panel")),
        )
        people = list(db.scalars(mine))
    whose: list[ColumnElement[bool]] = [Speaker.person_id.in_(people)] if people else []
    whose += [Speaker.registration_id == registration.id] if registration is not None else []
    if not whose:
        return Own(None, False, ())
    places = select(Speaker.public_id).where(
        Speaker.proceeding_id == proceeding_id, Speaker.state.in_(("waiting", "speaking", "passed")), or_(*whose)
    )
    return Own(registration, bool(people), tuple(db.scalars(places.order_by(Speaker.id))))


def on_screen(db: Session, proceeding_id: int) -> str:
    """What the screen of the room shows beside the floor, as `<kind>.<reference>`; empty for nothing."""
    chosen = db.get(Screen, proceeding_id)
    return f"{chosen.kind}.{chosen.reference}" if chosen is not None and chosen.kind else ""


def delivered_statements(db: Session, actor: Actor, proceeding: Proceeding) -> list[Reading]:
    """The statements that were delivered or sent in writing, as the actor may read them, in the order of their delivery."""
    delivered = select(Statement.contribution_id).where(Statement.delivered_at.is_not(None))
    query = with_first_passage(actor, proceeding.id).where(
        Contribution.kind == "statement", Contribution.state == "published", Contribution.id.in_(delivered)
    )
    found = readings(actor, proceeding, db.execute(query.order_by(Contribution.id)).all())
    return [one for one in found if one.text is not None]
