"""Sending a comment over the socket."""

from dataclasses import replace
from typing import Any

from consult.contributions.codewords import Codewords
from consult.contributions.comment import new_comment
from consult.contributions.operations.submit import submit_contribution
from consult.core.actors import Actor
from consult.core.db import Database
from consult.core.errors import Invalid, NotFound
from consult.core.work import Work
from consult.live.limits import Limiter, Rate
from consult.live.server import Call, Live
from consult.live.streams import Stream, Streams
from consult.proceedings.models import Proceeding

ANONYMOUS_RATE = Rate(5, 10.0)
MEMBER_RATE = Rate(30, 10.0)


class CommentSockets:
    """The events of contributions. An acknowledgement says that the comment is on disk."""

    def __init__(
        self, database: Database, work: Work, streams: Streams, codewords: Codewords, anonymous: Rate, members: Rate
    ) -> None:
        self.database = database
        self.work = work
        self.streams = streams
        self.codewords = codewords
        self._anonymous, self._members = Limiter(anonymous), Limiter(members)

    def submit(self, call: Call) -> dict[str, Any]:
        """`comment.submit`: `{ref, state, seq?, dup?}`, and `{codeword, receipt}` for whoever comes back by them.

        The same `client_id` again gives the first answer.
        """
        stream, proceeding = self._found(call.actor, call.data.get("stream"))
        new = new_comment(call.actor, proceeding, call.data)
        if proceeding.kind == "consultation" and (call.actor.account_id is None or new.identity == "none"):
            raise Invalid("form", "use_the_form")  # its page shows the codeword, the only way back
        self._take(call.actor)
        codeword = self.codewords.make(call.actor, call.follower.cookie.get("browser"), new.client_id, new.identity)
        if codeword is not None:
            new = replace(new, codeword_hash=codeword.hash)
        filed, numbers = self.work.run(submit_contribution, call.actor, proceeding_id=proceeding.id, new=new)
        answer: dict[str, Any] = {"ref": filed.reference, "state": filed.state}
        if stream.public_id in numbers:
            answer["seq"] = numbers[stream.public_id]
        if codeword is not None:
            answer |= {"codeword": codeword.words, "receipt": filed.receipt}
        return {**answer, "dup": True} if filed.dup else answer

    def _found(self, actor: Actor, public_id: Any) -> tuple[Stream, Proceeding]:
        with self.database.reading() as db:
            stream = self.streams.find(db, public_id) if isinstance(public_id, str) else None
            if stream is None:
                raise NotFound
            self.streams.check(db, actor, stream)
            return stream, db.get_one(Proceeding, stream.scope_id)

    def _take(self, actor: Actor) -> None:
        if actor.account_id is not None:
            self._members.take(f"account:{actor.account_id}")
        else:
            self._anonymous.take(actor.sender or "")


def install(
    live: Live,
    database: Database,
    work: Work,
    streams: Streams,
    codewords: Codewords,
    *,
    anonymous: Rate = ANONYMOUS_RATE,
    members: Rate = MEMBER_RATE,
) -> None:
    """Let clients send comments."""
    live.on("comment.submit", CommentSockets(database, work, streams, codewords, anonymous, members).submit)
