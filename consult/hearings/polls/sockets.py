"""Voting and supporting questions from a live page."""

from typing import Any

from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.db import Database
from consult.core.errors import Invalid, NotFound
from consult.core.work import Work
from consult.hearings.polls.operations.questions import support_question
from consult.hearings.polls.operations.voting import vote_in_poll
from consult.live.limits import Limiter, Rate
from consult.live.server import Call, Live
from consult.live.streams import Streams
from consult.proceedings.ballots.sealing import Sealing


class PollSockets:
    """The events of polls and questions. An acknowledgement says that the vote is on disk."""

    def __init__(
        self, database: Database, work: Work, streams: Streams, secret: str, anonymous: Rate, members: Rate
    ) -> None:
        self.database = database
        self.work = work
        self.streams = streams
        self.sealing = Sealing(secret)
        self._anonymous, self._members = Limiter(anonymous), Limiter(members)

    def vote(self, call: Call) -> dict[str, Any]:
        """`poll.vote {stream, poll, choices}` gives nothing but that it is counted."""
        poll, choices = call.data.get("poll"), call.data.get("choices")
        if (
            not isinstance(poll, str)
            or not isinstance(choices, list)
            or not all(isinstance(one, str) for one in choices)
        ):
            raise Invalid("choices", "no_such_choice")
        proceeding_id = self._hearing(call)
        self._take(call.actor)
        self.work.run(
            vote_in_poll,
            call.actor,
            proceeding_id=proceeding_id,
            poll=poll[:32],
            choices=choices[:20],
            sealing=self.sealing,
        )
        return {}

    def support(self, call: Call) -> dict[str, Any]:
        """`question.support {stream, ref, supports}` gives `{agrees}`: by how many it is supported now."""
        reference, supports = call.data.get("ref"), call.data.get("supports", True)
        if not isinstance(reference, str) or not isinstance(supports, bool):
            raise Invalid("ref", "no_such_choice")
        proceeding_id = self._hearing(call)
        self._take(call.actor)
        given: dict[str, Any] = {"reference": reference[:80], "supports": supports}
        self.work.run(support_question, call.actor, proceeding_id=proceeding_id, **given)
        with self.database.reading() as db:
            agrees = db.scalar(select(Contribution.agrees).where(Contribution.reference == reference))
        return {"agrees": agrees or 0}

    def _hearing(self, call: Call) -> int:
        public_id = call.data.get("stream")
        with self.database.reading() as db:
            stream = self.streams.find(db, public_id) if isinstance(public_id, str) else None
            if stream is None:
                raise NotFound
            self.streams.check(db, call.actor, stream)
            return stream.scope_id

    def _take(self, actor: Actor) -> None:
        if actor.account_id is not None:
            self._members.take(f"account:{actor.account_id}")
        else:
            self._anonymous.take(actor.sender or "")


def install(
    live: Live, database: Database, work: Work, streams: Streams, secret: str, *, anonymous: Rate, members: Rate
) -> None:
    """Let clients vote and support."""
    sockets = PollSockets(database, work, streams, secret, anonymous, members)
    live.on("poll.vote", sockets.vote)
    live.on("question.support", sockets.support)
