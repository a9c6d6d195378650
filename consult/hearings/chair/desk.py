"""The chair's screen as one reading: agenda, floor, lists, time spoken, who is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.hearings.floor import clock
from consult.hearings.floor.models import Floor, Speaker, Turn
from consult.hearings.floor.queries import floor_of, speakers_of, spoken_by, turn_now
from consult.hearings.programme.models import KINDS, HearingPerson, HearingSession, Plan
from consult.hearings.programme.queries import Item, items_of, people_of, plan_of, sessions_of
from consult.hearings.registration.models import Registration
from consult.hearings.registration.statement_queries import Told, statements_ahead
from consult.policy.access import require
from consult.proceedings.models import Proceeding


class Waiting(NamedTuple):
    """A line of a list: `up` and `down` are whom it would be put before (`""` for the end), None at the edge."""

    row: Speaker
    number: int
    up: str | None
    down: str | None
    statement: Told | None


class Speaking(NamedTuple):
    """Who has the floor, with the clock at the moment of the reading."""

    row: Speaker
    turn: Turn
    state: str
    left_ms: int
    statement: Told | None

    @property
    def share(self) -> float:
        """What is left of the time given, in per cent."""
        return round(min(max(self.left_ms / (self.turn.seconds * 10), 0), 100), 1) if self.turn.seconds else 0.0


class Spent(NamedTuple):
    """Seconds spoken by a category against its budget, and both as shares of the longest bar; None without a budget."""

    category: str
    spoken: int
    budget: int | None
    width: float
    limit: float | None

    @property
    def is_over(self) -> bool:
        """Whether more was spoken than the budget allows; that is shown and forbids nothing."""
        return self.budget is not None and self.spoken > self.budget


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the chair's screen shows of the floor, at one moment."""

    at: datetime
    floor: Floor
    plan: Plan
    items: Sequence[Item]
    sessions: Sequence[HearingSession]
    people: Sequence[HearingPerson]
    speaking: Speaking | None
    lists: Mapping[str, Sequence[Waiting]]
    heard: Sequence[Speaker]
    spent: Sequence[Spent]
    regions: Mapping[str, int]
    present: Mapping[str, int]
    accepted: Sequence[Registration] = field(default=())

    @property
    def current(self) -> Item | None:
        """The item that is dealt with."""
        return next((one for one in self.items if one.id == self.floor.item_id), None)

    @property
    def following(self) -> Item | None:
        """The item that comes next, headings left out."""
        headings = {one.parent_id for one in self.items}
        now = self.current
        rest = self.items[list(self.items).index(now) + 1 :] if now is not None else self.items
        return next((one for one in rest if one.state in ("planned", "suspended") and one.id not in headings), None)

    @property
    def session(self) -> HearingSession | None:
        """The session that is open, else the one to be opened next."""
        of = {state: one for state in ("planned", "open") for one in reversed(self.sessions) if one.state == state}
        return of.get("open") or of.get("planned")

    @property
    def waiting(self) -> list[Waiting]:
        """Everybody who waits, in the order in which they will be heard."""
        return [line for kind in KINDS for line in self.lists.get(kind, ())]

    @property
    def next(self) -> Waiting | None:
        """Who is to be heard next: the first who is there, or where nobody has checked in the first of all."""
        return next((line for line in self.waiting if line.row.present), next(iter(self.waiting), None))

    @property
    def behind(self) -> int | None:
        """By how many minutes the present item will end later than planned (below zero: earlier); None where nobody can say."""
        now = self.current
        if now is None or now.ends_at is None or now.opened_at is None or now.minutes is None:
            return None
        ends = max(now.opened_at + timedelta(minutes=now.minutes), self.at)
        return int((ends - now.ends_at).total_seconds() / 60)

    @property
    def asked_for(self) -> int:
        """Seconds of speaking time that those who wait will need."""
        return sum(line.row.seconds for line in self.waiting)


def desk_of(db: Session, actor: Actor, proceeding: Proceeding, at: datetime) -> Desk:
    """The chair's screen at a moment. Raises NotFound for whoever does not chair the hearing."""
    require(actor, "hearing:chair", proceeding)
    floor, plan = floor_of(db, proceeding.id), plan_of(db, proceeding.id)
    statements = {
        (one.registration_id, one.item_id): one
        for one in statements_ahead(db, actor, proceeding)
        if one.delivery != "written"
    }
    waiting = speakers_of(db, floor.item_id) if floor.item_id is not None else []
    heard = speakers_of(db, floor.item_id, ("spoke", "passed", "left", "removed")) if floor.item_id is not None else []
    spoken = spoken_by(db, proceeding.id, at)
    return Desk(
        at=at,
        floor=floor,
        plan=plan,
        items=items_of(db, actor, proceeding),
        sessions=sessions_of(db, proceeding.id),
        people=[one for one in people_of(db, proceeding.id) if one.role in ("chair", "panel")],
        speaking=_speaking(db, proceeding.id, at, statements),
        lists=lists_of(waiting, statements),
        heard=heard,
        spent=spent_of(spoken.by_category, plan.budgets),
        regions=spoken.by_region,
        present=_present(db, proceeding.id),
        accepted=_accepted(db, proceeding.id),
    )


def lists_of(
    waiting: Sequence[Speaker], statements: Mapping[tuple[int | None, int | None], Told]
) -> dict[str, list[Waiting]]:
    """Those who wait by kind, numbered through, each with whom it can be moved before."""
    found: dict[str, list[Waiting]] = {}
    for number, row in enumerate(waiting, 1):
        found.setdefault(row.kind, []).append(
            Waiting(row, number, None, None, statements.get((row.registration_id, row.item_id)))
        )
    for kind, lines in found.items():
        ids = [line.row.public_id for line in lines]
        found[kind] = [
            line._replace(
                up=ids[place - 1] if place else None,
                down=(ids[place + 2] if place + 2 < len(ids) else "") if place + 1 < len(ids) else None,
            )
            for place, line in enumerate(lines)
        ]
    return found


def spent_of(spoken: Mapping[str, int], budgets: Mapping[str, int]) -> list[Spent]:
    """Each category that has a budget or has spoken, the longest budget first."""
    keys = sorted({*spoken, *budgets}, key=lambda key: (-(budgets.get(key) or 0), -spoken.get(key, 0), key))
    longest = max([*spoken.values(), *(int(one) for one in budgets.values()), 1])
    lines = []
    for key in keys:
        seconds, budget = spoken.get(key, 0), budgets.get(key)
        limit = round(budget / longest * 96, 1) if budget else None
        lines.append(Spent(key, seconds, budget, round(seconds / longest * 96, 1), limit))
    return lines


def _speaking(
    db: Session, proceeding_id: int, at: datetime, statements: Mapping[tuple[int | None, int | None], Told]
) -> Speaking | None:
    turn = turn_now(db, proceeding_id)
    if turn is None:
        return None
    row = db.get_one(Speaker, turn.speaker_id)
    statement = statements.get((row.registration_id, row.item_id))
    return Speaking(row, turn, clock.state_of(turn), clock.left_ms(turn, at), statement)


def _present(db: Session, proceeding_id: int) -> dict[str, int]:
    """How many were accepted (`""`), and how many of them are in the room and online."""
    query = select(Registration.mode, func.count()).where(
        Registration.proceeding_id == proceeding_id, Registration.state == "accepted"
    )
    counted: dict[str | None, int] = {row[0]: row[1] for row in db.execute(query.group_by(Registration.mode))}
    return {"": sum(counted.values()), "room": counted.get("room", 0), "online": counted.get("online", 0)}


def _accepted(db: Session, proceeding_id: int) -> Sequence[Registration]:
    query = select(Registration).where(
        Registration.proceeding_id == proceeding_id, Registration.state == "accepted", Registration.wish == "speak"
    )
    return db.scalars(query.order_by(Registration.name, Registration.id).limit(500)).all()
