"""The demo's input: comments, answers and messages, sent, read and decided in the order of their days."""

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from consult.consultations.operations import submit_response
from consult.contributions.models import Contribution, Vote
from consult.contributions.operations.listing import release_waiting
from consult.contributions.operations.own import withdraw_contribution
from consult.contributions.operations.submit import Filed, NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.core.work import Work
from consult.moderation.operations.deciding import decide

READ_AFTER = timedelta(hours=3)
VALUES = {"agree": 1, "disagree": -1, "pass": 0}


@dataclass(frozen=True, slots=True)
class Row:
    """One input of the story: when, by whom, what, and what became of it."""

    at: datetime
    actor: Actor
    new: NewContribution
    said: Mapping[str, Any]
    reply: int | None = None
    answers: Mapping[str, Any] | None = None


class Story:
    """Tells the input of one proceeding, day by day, with the release of each night."""

    def __init__(self, work: Work, proceeding_id: int, moderator: Actor, seed: str) -> None:
        self.work = work
        self.proceeding_id = proceeding_id
        self.moderator = moderator
        self.random = random.Random(seed)  # noqa: S311 - an invented story, the same on each machine
        self.filed: dict[int, str] = {}

    def tell(self, rows: Sequence[Row], before: Callable[[datetime], None] | None = None) -> Iterator[str]:
        """Send all rows in the order of time; gives each reference, and releases at the end of each day.

        `before` is told the time of each row before it is sent, for what else happened until then.
        """
        day = None
        for place, row in sorted(enumerate(rows), key=lambda pair: pair[1].at):
            if day is not None and row.at.date() != day:
                self._release(row.at)
            day = row.at.date()
            if before is not None:
                before(row.at)
            yield self._one(place, row)
        self._release(now())

    def _one(self, place: int, row: Row) -> str:
        new = row.new
        if row.reply is not None and row.reply in self.filed:
            new = replace(new, reply_to=self.filed[row.reply])
        with telling(row.at):
            filed = self._send(row, new)
        self.filed[place] = filed.reference
        with telling(min(row.at + READ_AFTER, now())):
            self._decide(filed, row)
        if row.said.get("agree") is not None:
            self.work.run(_votes, self.moderator, reference=filed.reference, said=row.said, seed=self.random.random())
        return filed.reference

    def _send(self, row: Row, new: NewContribution) -> Filed:
        where = self.proceeding_id
        if row.answers is None:
            return self.work.run(submit_contribution, row.actor, proceeding_id=where, new=new).result
        return self.work.run(submit_response, row.actor, proceeding_id=where, new=new, answers=row.answers).result

    def _decide(self, filed: Filed, row: Row) -> None:
        state, reason, note = row.said.get("state"), row.said.get("reason"), str(row.said.get("note") or "")
        by, reference = self.moderator, filed.reference
        if filed.state == "pending" and state in ("published", "hidden", "withdrawn"):
            self.work.run(decide, by, reference=reference, seen=1, act="approve")
        if state in ("declined", "hidden"):
            act = "decline" if state == "declined" else "hide"
            self.work.run(decide, by, reference=reference, seen=1, act=act, reason=reason, note=note)
        if state == "withdrawn":
            author = Actor(contribution_id=self.work.run(_id_of, by, reference=reference).result)
            self.work.run(withdraw_contribution, author, reference=reference)

    def _release(self, next_day: datetime) -> None:
        with telling(next_day.replace(hour=2, minute=0, second=0, microsecond=0)):
            self.work.run(release_waiting, self.moderator, proceeding_id=self.proceeding_id)


def _id_of(db: Session, actor: Actor, *, reference: str) -> int:
    return db.scalars(select(Contribution.id).where(Contribution.reference == reference)).one()


def _votes(db: Session, actor: Actor, *, reference: str, said: Mapping[str, Any], seed: float) -> None:
    """The votes of readers nobody knows, in one go: the story tells how many there were."""
    contribution_id = _id_of(db, actor, reference=reference)
    cast = [
        {
            "contribution_id": contribution_id,
            "voter": f"{seed}:{choice}:{number}",
            "value": value,
            "cast_at": now(),
            "is_current": True,
        }
        for choice, value in VALUES.items()
        for number in range(int(said.get(choice) or 0))
    ]
    if cast:
        db.execute(insert(Vote), cast)
    counted = {"agrees": said["agree"], "disagrees": said["disagree"], "passes": said["pass"]}
    db.execute(update(Contribution).where(Contribution.id == contribution_id).values(**counted))


def comment(said: Mapping[str, Any], target: str | None) -> NewContribution:
    """A comment of the story as it is sent."""
    return NewContribution(
        kind="comment",
        client_id=str(uuid.uuid4()),
        passages=(NewPassage(text=said["text"]),),
        language=said["language"],
        identity=said.get("identity", "public"),
        confidentiality=said.get("confidentiality", "public"),
        name=said.get("name"),
        category=said.get("category"),
        target=target,
    )


def response(said: Mapping[str, Any], questionnaire: str) -> NewContribution:
    """A response of the story as it is sent; its answers go beside it."""
    return replace(comment({**said, "text": ""}, None), kind="response", passages=(), questionnaire=questionnaire)


def somebody() -> Actor:
    """A sender without account whom nobody has met before."""
    return Actor(sender=uuid.uuid4().hex)
