"""A hearing with an agenda, speakers and turns, whose minutes are taken."""

import uuid
from datetime import timedelta
from typing import Any

from consult.core.actors import Actor
from consult.core.clock import now
from consult.hearings.floor.models import Floor, Speaker, Turn
from consult.hearings.notes.operations.writing import NewLine, Written, write_line
from consult.hearings.notes.queries import Said, lines_of
from consult.hearings.programme.models import AgendaItem
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding, saved, words

WITHHELD = "Zahra Withheldname"


class Noted:
    """An open hearing: item 1 is public and under discussion, item 2 is closed to the public."""

    def __init__(self, site: Site, **values: Any) -> None:
        self.site = site
        self.body = make_body(site)
        given = {"kind": "hearing", "is_live": True, "prefix": "H6", **values}
        self.hearing: Proceeding = make_proceeding(site, self.body, **given)
        self.item = self.add_item("1", state="current")
        self.closed = self.add_item("2", audience="closed")
        saved(site, Floor(proceeding_id=self.hearing.id, item_id=self.item.id))
        self.note_taker = self.actor("note_taker")
        self.chair = self.actor("chair")
        self.reader = Actor(sender="somebody")

    def add_item(self, label: str, **values: Any) -> AgendaItem:
        """An item at the end of the agenda."""
        item: AgendaItem = saved(
            self.site,
            AgendaItem(proceeding_id=self.hearing.id, position=int(label), label=label, **values),
        )
        words(self.site, item.owner, {"title": {"en": f"The title of item {label}"}})
        return item

    def actor(self, role: str) -> Actor:
        """Somebody who holds a role in the hearing."""
        address = f"{role}-{uuid.uuid4().hex[:6]}@example.org"
        return actor_for(self.site, make_account(self.site, address, (role, "proceeding", self.hearing.id)))

    def turn(
        self, name: str = "Ana Tesch", *, item: AgendaItem | None = None, ended: bool = False, **more: Any
    ) -> Turn:
        """A time that somebody has the floor."""
        where = (item or self.item).id
        given = {"identity": "public", "language": "fr", "organisation": "Harbour Clinic", "category": "ngo"} | more
        speaker = saved(
            self.site,
            Speaker(
                proceeding_id=self.hearing.id,
                item_id=where,
                party=f"name:{uuid.uuid4().hex}",
                kind="contribution",
                state="spoke" if ended else "speaking",
                position=1024,
                name=name,
                country=None,
                seconds=300,
                asked_at=now(),
                present="room",
                **given,
            ),
        )
        ends = now() + timedelta(minutes=5)
        turn: Turn = saved(
            self.site,
            Turn(
                proceeding_id=self.hearing.id,
                item_id=where,
                speaker_id=speaker.id,
                seconds=300,
                started_at=now(),
                ran_from=now(),
                ends_at=ends,
                ended_at=now() if ended else None,
            ),
        )
        return turn

    def end(self, turn: Turn) -> None:
        """Take the floor back."""

        def close(db: Any, _actor: Actor) -> None:
            row = db.get_one(Turn, turn.id)
            row.ended_at = now()
            db.get_one(Speaker, row.speaker_id).state = "spoke"

        self.site.work.run(close, TEST)

    def set_item(self, item: AgendaItem, **values: Any) -> None:
        """Change an item."""

        def change(db: Any, _actor: Actor) -> None:
            for name, value in values.items():
                setattr(db.get_one(AgendaItem, item.id), name, value)

        self.site.work.run(change, TEST)

    def write(self, text: str, by: Actor | None = None, **more: Any) -> Written:
        """A line by the operation."""
        new = NewLine(**{"key": uuid.uuid4().hex, "language": "en", "kind": "speech", "text": text, **more})
        done: Written = self.site.work.run(
            write_line, by or self.note_taker, proceeding_id=self.hearing.id, new=new
        ).result
        return done

    def read(self, *languages: str, by: Actor | None = None) -> list[Said]:
        """The lines as somebody reads them."""
        with self.site.database.reading() as db:
            return lines_of(db, by or self.reader, self.hearing, languages or ("en",))
