"""Reading polls: what they ask, who may vote, and what came of them."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now, rfc3339
from consult.core.errors import NotFound
from consult.core.localized import Words, all_texts
from consult.hearings.polls.access import visible
from consult.hearings.polls.models import Poll, PollVoter
from consult.hearings.programme.models import AgendaItem
from consult.hearings.programme.queries import Texts, best, texts_of
from consult.live.streams import Event, Stream
from consult.policy.access import require
from consult.proceedings.models import Proceeding

CLOSED_TOO = ("desk",)  # the streams that are told of what is closed


DRAFTED = ("rule", "electorate", "most", "seconds", "item_id", "choices")


def draft_mark(db: Session, poll: Poll) -> str:
    """A short hash of all that the form of a draft can change: by it a save over another chair's is noticed."""
    told = [{name: getattr(poll, name) for name in DRAFTED}, all_texts(db, poll.owner)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Bar:
    """One choice with its votes: None while, and where, they are not told."""

    key: str
    words: Words
    votes: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll with its texts and the item it is on. `voters` counts who has voted until now."""

    poll: Poll
    item: str | None
    voters: int
    texts: Texts = field(default_factory=dict)

    @property
    def phase(self) -> str:
        """Where it stands now."""
        return self.poll.phase(now())

    @property
    def is_withheld(self) -> bool:
        """Whether it is closed and too few voted for its result to be told."""
        return self.poll.state == "closed" and self.poll.result is None

    def question(self, *languages: str) -> Words:
        """What is asked, in the first of these languages that it has, or in any."""
        return best(self.texts.get("question", {}), languages) or Words("", "")

    def choice(self, key: str, *languages: str) -> Words:
        """The words of one choice."""
        return best(self.texts.get(f"choice.{key}", {}), languages) or Words(key, "")

    def bars(self, *languages: str) -> list[Bar]:
        """The choices in their order, with their votes once the result is told."""
        told = self.poll.result
        return [
            Bar(key, self.choice(key, *languages), told.get(key, 0) if told is not None else None)
            for key in self.poll.choices
        ]


def polls_of(db: Session, actor: Actor, proceeding: Proceeding) -> list[Asked]:
    """The polls of a hearing that the actor may know of, the newest first."""
    rows = db.execute(_polls(actor, proceeding.id).order_by(Poll.id.desc())).all()
    return _asked(db, [(row[0], row[1]) for row in rows])


def poll_by_public_id(db: Session, actor: Actor, proceeding: Proceeding, public_id: str) -> Asked:
    """One poll. Raises NotFound where there is none for this actor."""
    row = db.execute(_polls(actor, proceeding.id).where(Poll.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return _asked(db, [(row[0], row[1])])[0]


def polls_to_chair(db: Session, actor: Actor, proceeding: Proceeding) -> list[Asked]:
    """All polls of a hearing, drafts too. Raises NotFound for whoever does not hold the chair."""
    require(actor, "hearing:chair", proceeding)
    return polls_of(db, actor, proceeding)


def _polls(actor: Actor, proceeding_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Poll, AgendaItem.public_id)
        .join(Proceeding, Proceeding.id == Poll.proceeding_id)
        .outerjoin(AgendaItem, AgendaItem.id == Poll.item_id)
        .where(Poll.proceeding_id == proceeding_id, visible(actor))
    )


def _asked(db: Session, rows: Sequence[tuple[Poll, str | None]]) -> list[Asked]:
    polls = [poll for poll, _item in rows]
    texts = texts_of(db, [poll.owner for poll in polls])
    running = _counts(db, [poll.id for poll in polls if poll.state == "open"])
    return [Asked(poll, item, running.get(poll.id, poll.voters), texts.get(poll.owner, {})) for poll, item in rows]


def _counts(db: Session, poll_ids: Sequence[int]) -> dict[int, int]:
    if not poll_ids:
        return {}
    counted = select(PollVoter.poll_id, func.count()).where(PollVoter.poll_id.in_(poll_ids))
    return {row[0]: row[1] for row in db.execute(counted.group_by(PollVoter.poll_id))}


@dataclass(frozen=True, slots=True)
class NamedVote:
    """One vote of an open poll, as it is told: without name where the voter's identity is not public."""

    name: str | None
    category: str | None
    choices: tuple[str, ...]


def named_votes(db: Session, actor: Actor, proceeding: Proceeding, public_id: str) -> list[NamedVote]:
    """Who chose what in an open poll that is closed, by name; none while it runs, and none of a secret one."""
    poll = poll_by_public_id(db, actor, proceeding, public_id).poll
    if poll.state != "closed" or poll.rule != "open":
        return []
    return votes_by_name(db, poll)


def votes_by_name(db: Session, poll: Poll) -> list[NamedVote]:
    """The votes of an open poll, by name, category and choice: in no order that tells when they were cast."""
    rows = db.execute(select(PollVoter.name, PollVoter.category, PollVoter.choices).where(PollVoter.poll_id == poll.id))
    found = [NamedVote(row.name, row.category, tuple(row.choices or ())) for row in rows]
    return sorted(found, key=lambda one: (one.name is None, one.name or "", one.category or "", one.choices))


def tally_of(poll: Poll, texts: Texts, result: Mapping[str, int] | None, voters: int) -> dict[str, Any]:
    """What the commitment `tally` of a closing opens to."""
    return {
        "poll": poll.public_id,
        "rule": poll.rule,
        "electorate": poll.electorate,
        "most": poll.most,
        "texts": {name: dict(by_language) for name, by_language in texts.items()},
        "voters": voters,
        "result": {key: result.get(key, 0) for key in poll.choices} if result is not None else None,
    }


def poll_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """What those who follow are told of polls, as they are now: nothing of a draft, and of a closed item at the desk alone."""
    rows = db.execute(_told(stream).where(Poll.public_id.in_(list(references)))).all()
    return {one.poll.public_id: data_of(one) for one in _asked(db, [(row[0], row[1]) for row in rows])}


def polls_whole(db: Session, stream: Stream) -> list[Event]:
    """The newest polls as events without a number, for who begins anew."""
    rows = db.execute(_told(stream).order_by(Poll.id.desc()).limit(20)).all()
    told = [(one.poll, data_of(one)) for one in _asked(db, [(row[0], row[1]) for row in rows])]
    kinds = {"open": "poll.opened", "closed": "poll.closed", "withdrawn": "poll.withdrawn"}
    return [{"kind": kinds[poll.state], "ref": poll.public_id, "data": data} for poll, data in reversed(told)]


def _told(stream: Stream) -> Select[*tuple[Any, ...]]:
    query = (
        select(Poll, AgendaItem.public_id)
        .outerjoin(AgendaItem, AgendaItem.id == Poll.item_id)
        .where(Poll.proceeding_id == stream.scope_id, Poll.state != "draft")
    )
    if stream.audience in CLOSED_TOO:
        return query
    return query.where(Poll.item_id.is_(None) | (AgendaItem.audience == "public"))


def data_of(asked: Asked) -> dict[str, Any]:
    """A poll on the wire. `result` is null until it is told; `withheld` says that it never will be."""
    poll = asked.poll
    return {
        "state": poll.state,
        "item": asked.item,
        "rule": poll.rule,
        "electorate": poll.electorate,
        "most": poll.most,
        "ends_at": _time(poll.ends_at),
        "voters": asked.voters,
        "texts": {name: dict(by_language) for name, by_language in asked.texts.items()},
        "choices": list(poll.choices),
        "result": {key: poll.result.get(key, 0) for key in poll.choices} if poll.result is not None else None,
        "withheld": asked.is_withheld,
    }


def _time(at: datetime | None) -> str | None:
    return rfc3339(at) if at is not None else None
