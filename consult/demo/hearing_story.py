"""What happens in a hearing of the demo, minute by minute: the acts of the chair, what is noted, asked and voted."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.demo.hearing_plan import PlannedHearing
from consult.demo.inputs import somebody
from consult.hearings.floor.models import Speaker
from consult.hearings.floor.operations.asking import ask_for_floor
from consult.hearings.floor.operations.giving import end_turn, give_floor, give_floor_to
from consult.hearings.floor.operations.sittings import close_session, finish_item, open_item, open_session
from consult.hearings.floor.queries import floor_of, turn_now
from consult.hearings.notes.operations.agreeing import agree_text
from consult.hearings.notes.operations.correcting import Correction, correct_line
from consult.hearings.notes.operations.writing import NewLine, write_line
from consult.hearings.notes.queries import lines_of, mark_of
from consult.hearings.polls.operations.drafting import NewPoll, draft_poll
from consult.hearings.polls.operations.questions import handle_question, support_question
from consult.hearings.polls.operations.running import close_poll, open_poll
from consult.hearings.polls.operations.voting import vote_in_poll
from consult.hearings.programme.models import AgendaItem
from consult.hearings.registration.operations.deciding import note_presence
from consult.proceedings.ballots.sealing import Sealing
from consult.proceedings.models import Proceeding

Act = Mapping[str, Any]


class HeldHearing:
    """A planned hearing that is held: `chair` acts, `notes` writes the minutes."""

    def __init__(self, planned: PlannedHearing, chair: Actor, notes: Actor) -> None:
        self.planned = planned
        self.chair = chair
        self.notes = notes
        self.polls: dict[str, str] = {}
        self.left: list[Act] = list(planned.says["story"])

    def until(self, at: datetime) -> None:
        """Do what was done until an instant and is not told yet."""
        while self.left and (moment := self.planned.starts + timedelta(minutes=self.left[0]["minute"])) <= at:
            act = self.left.pop(0)
            with telling(min(moment, now())):
                getattr(self, f"_{act['do']}")(act)

    def _run(self, operation: Any, **values: Any) -> Any:
        """An act of the chair, on what the floor counts at this moment."""
        with self.planned.site.database.reading() as db:
            seen = floor_of(db, self.planned.id).moves
        return self.planned.run(operation, self.chair, seen=seen, **values)

    def _here(self, act: Act) -> None:
        """Those who are there check in."""
        there = [one for one in self.planned.says["registered"] if one.get("present")]
        given = [{"public_id": self.planned.registered[one["name"]], "mode": one["present"]} for one in there]
        self.planned.together(note_presence, [self.planned.office] * len(there), given)

    def _open(self, act: Act) -> None:
        self._run(open_session, session=self.planned.sessions[act["session"]])

    def _close(self, act: Act) -> None:
        self._run(close_session, session=self.planned.sessions[act["session"]])

    def _item(self, act: Act) -> None:
        self._run(open_item, item=self.planned.items[act["key"]])

    def _done(self, act: Act) -> None:
        self._run(finish_item, item=self.planned.items[act["key"]])

    def _ask(self, act: Act) -> None:
        item = self.planned.items[act["item"]]
        self.planned.run(ask_for_floor, self.planned.actor(act["email"]), item=item, kind=act["kind"])

    def _floor(self, act: Act) -> None:
        """Give the floor to somebody of the list, or else of the panel; who speaks at that moment ends."""
        with self.planned.site.database.reading() as db:
            speaks = turn_now(db, self.planned.id) is not None
            item = floor_of(db, self.planned.id).item_id
            here = (Speaker.item_id == item, Speaker.name == act["name"], Speaker.state == "waiting")
            listed = db.scalar(select(Speaker.public_id).where(*here).order_by(Speaker.id).limit(1))
        if speaks:
            self._run(end_turn)
        if listed is not None:
            self._run(give_floor, speaker=listed)
        else:
            self._run(give_floor_to, person=self.planned.people[act["name"]])

    def _end(self, act: Act) -> None:
        self._run(end_turn)

    def _say(self, act: Act) -> None:
        """A line in each of the languages that are told."""
        kind = act.get("kind", "speech")
        lines = [
            {"new": NewLine(key=uuid.uuid4().hex, language=language, kind=kind, text=words)}
            for language, words in act["text"].items()
        ]
        self.planned.together(write_line, [self.notes] * len(lines), lines)

    def _correct(self, act: Act) -> None:
        """The line that holds some words gets others."""
        with self.planned.site.database.reading() as db:
            rows = lines_of(db, self.notes, db.get_one(Proceeding, self.planned.id), [act["language"]])
        line = next(one for one in rows if act["from"] in one.text)
        correction = Correction(line.text.replace(act["from"], act["to"]))
        self.planned.run(correct_line, self.notes, line=line.id, seen=line.version, correction=correction)

    def _agree(self, act: Act) -> None:
        public_id = self.planned.items[act["item"]]
        with self.planned.site.database.reading() as db:
            item = db.scalars(select(AgendaItem.id).where(AgendaItem.public_id == public_id)).one()
            hearing = db.get_one(Proceeding, self.planned.id)
            seen = mark_of(lines_of(db, self.chair, hearing, [act["language"]], item_id=item))
        self.planned.run(agree_text, self.chair, item=public_id, language=act["language"], seen=seen)

    def _poll(self, act: Act) -> None:
        """A poll is opened; those who vote are people whom nobody knows."""
        item = self.planned.items[act["item"]]
        new = NewPoll(question=act["question"], choices=tuple(act["choices"]), rule=act["rule"], item=item)
        poll = self.planned.run(draft_poll, self.chair, new=new)
        self._run(open_poll, poll=poll)
        self.polls[act["key"]] = poll
        sealing = Sealing(self.planned.site.settings.secret_key)
        votes = [choice for choice, count in zip("abcdef", act["votes"], strict=False) for _voter in range(count)]
        given = [{"poll": poll, "choices": [choice], "sealing": sealing} for choice in votes]
        self.planned.together(vote_in_poll, [somebody() for _vote in votes], given)

    def _counted(self, act: Act) -> None:
        self._run(close_poll, poll=self.polls[act["key"]], sealing=Sealing(self.planned.site.settings.secret_key))

    def _question(self, act: Act) -> None:
        """Somebody asks; others want the same answered."""
        new = NewContribution(
            kind="question",
            client_id=str(uuid.uuid4()),
            passages=(NewPassage(text=act["text"]),),
            language=act["language"],
            identity="public" if "name" in act else "none",
            name=act.get("name"),
            category=act.get("category"),
        )
        reference = self.planned.run(submit_contribution, somebody(), new=new).reference
        others = [somebody() for _one in range(act.get("supported", 0))]
        self.planned.together(support_question, others, [{"reference": reference}] * len(others))
        if "handled" in act:
            self._run(handle_question, reference=reference, state=act["handled"])
