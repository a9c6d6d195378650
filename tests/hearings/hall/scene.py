"""A hearing in its hall: a session, four items (one closed), a list of speakers and whoever has the floor, made of rows."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.localized import set_texts
from consult.hearings.floor.models import STEP, Floor, Speaker, Turn
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.site import Site
from tests.factories import TEST, saved

SECRET_NAME = "Quillfeather"


@dataclass
class Scene:
    """The rows by a short name each, and the acts that other rooms will do, done on rows."""

    site: Site
    hearing: Proceeding
    items: dict[str, AgendaItem] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)

    def stream(self, audience: str = "public") -> str:
        """The public name of a stream."""
        with self.site.database.reading() as db:
            query = select(Stream.public_id).where(Stream.scope_id == self.hearing.id, Stream.audience == audience)
            return str(db.scalars(query).one())

    def change(self, row: Any, kind: str, *, closed: bool = False, **values: Any) -> None:
        """Change a row and tell of it, as an operation does."""

        def act(db: Session, _actor: Actor) -> None:
            found = db.get_one(type(row), row.id)
            for name, value in values.items():
                setattr(found, name, value)
            db.flush()
            tell(db, db.get_one(Proceeding, self.hearing.id), kind, found.public_id, closed=closed)

        self.site.work.run(act, TEST)

    def add(self, name: str, item: str = "two", **values: Any) -> Speaker:
        """List somebody who asks for the floor."""
        given: dict[str, Any] = {
            "kind": "contribution",
            "party": f"name:{uuid.uuid4().hex}",
            "identity": "public",
            "name": name,
            "organisation": f"Union of {name}",
            "category": "civil_society",
            "country": None,
            "language": "es",
            "seconds": 300,
            "position": (len(self.speakers) + 1) * STEP,
            **values,
        }
        ids = {"proceeding_id": self.hearing.id, "item_id": self.items[item].id, "asked_at": now()}

        def act(db: Session, _actor: Actor) -> Speaker:
            row = Speaker(**ids, **given)
            db.add(row)
            db.flush()
            is_closed = self.items[item].audience == "closed"
            tell(db, db.get_one(Proceeding, self.hearing.id), "speaker.listed", row.public_id, closed=is_closed)
            return row

        row: Speaker = self.site.work.run(act, TEST).result
        self.speakers[name] = row
        return row

    def give_floor(self, name: str, seconds: int = 300, **values: Any) -> Turn:
        """Let somebody speak, the clock running."""
        row = self.speakers[name]
        self.change(row, "speaker.called", state="speaking")
        ids = {"proceeding_id": self.hearing.id, "item_id": row.item_id, "speaker_id": row.id, "seconds": seconds}
        at = now()
        given = {"started_at": at, "ran_from": at, "ends_at": at + timedelta(seconds=seconds)} | values

        def act(db: Session, _actor: Actor) -> Turn:
            turn = Turn(**ids, **given)
            db.add(turn)
            db.flush()
            tell(db, db.get_one(Proceeding, self.hearing.id), "timer.changed", turn.public_id)
            return turn

        turn: Turn = self.site.work.run(act, TEST).result
        return turn

    def end_turn(self, turn: Turn, name: str, spoken_ms: int = 298_000) -> None:
        """End it."""
        self.change(turn, "timer.changed", ended_at=now(), ends_at=None, ran_from=None, spoken_ms=spoken_ms)
        self.change(self.speakers[name], "speaker.spoke", state="spoke")


def make_hall(site: Site, hearing: Proceeding) -> Scene:
    """Items one (done), two (current), three (planned) and four (closed), in a session that began an hour ago."""
    began = now().replace(microsecond=0) - timedelta(hours=1)
    session: HearingSession = saved(
        site,
        HearingSession(
            proceeding_id=hearing.id, number=1, zone="Europe/Zurich", state="open", opened_at=began,
            starts_local="2026-11-21T10:00", starts_at=began, ends_local="2026-11-21T13:00",
            ends_at=began + timedelta(hours=3),
        ),
    )  # fmt: skip
    scene = Scene(site, hearing)
    states = {"one": "done", "two": "current", "three": "planned", "four": "planned"}
    for place, (name, state) in enumerate(states.items(), 1):
        audience = "closed" if name == "four" else "public"
        row = AgendaItem(
            proceeding_id=hearing.id, session_id=session.id, position=place, label=str(place), minutes=30,
            state=state, audience=audience, type="statements",
        )  # fmt: skip
        scene.items[name] = saved(site, row)
        titles = {"en": f"Title of {name}", "ar": f"بند {place}"}
        site.work.run(lambda db, _a, owner=row.owner, titles=titles: set_texts(db, owner, "title", titles, "en"), TEST)
    saved(site, Floor(proceeding_id=hearing.id, item_id=scene.items["two"].id))
    return scene
