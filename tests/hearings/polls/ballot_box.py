"""A hearing with polls: drafting, opening, voting and closing as the tests need it."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.hearings.polls.models import Poll
from consult.hearings.polls.operations.drafting import NewPoll, draft_poll
from consult.hearings.polls.operations.running import close_poll, open_poll
from consult.hearings.polls.operations.voting import vote_in_poll
from consult.hearings.polls.queries import Asked, poll_by_public_id
from consult.ledger.models import Entry
from consult.proceedings.ballots.sealing import Sealing
from tests.hearings.floor.sitting import Sitting

SECRET = "test-secret-" + "x" * 40
SEALING = Sealing(SECRET)
CHOICES = ({"en": "Yes", "fr": "Oui"}, {"en": "No", "fr": "Non"}, {"en": "I abstain", "fr": "Abstention"})


def guest(name: str) -> Actor:
    """A browser without an account."""
    return Actor(sender=f"browser of {name}")


class Box(Sitting):
    """The hearing, its chair, and those who vote."""

    def draft(self, **values: Any) -> str:
        """A draft that asks for yes or no; its public id."""
        new = NewPoll(**{"question": {"en": "Shall the text be adopted?"}, "choices": CHOICES, **values})
        return str(self.do(draft_poll, self.chair, new=new))

    def opened(self, **values: Any) -> str:
        """An open poll."""
        poll = self.draft(**values)
        self.act(open_poll, poll=poll)
        return poll

    def vote(self, poll: str, who: Actor, *choices: str) -> None:
        """One vote."""
        self.do(vote_in_poll, who, poll=poll, choices=choices, sealing=SEALING)

    def close(self, poll: str) -> None:
        """Close by hand."""
        self.act(close_poll, poll=poll, sealing=SEALING)

    def voted(self, poll: str, choices: Sequence[str]) -> None:
        """Guests who choose one each, in this order."""
        for place, one in enumerate(choices):
            self.vote(poll, guest(f"voter {place}"), one)

    def poll(self, public_id: str) -> Poll:
        """A poll as stored."""
        with self.site.database.reading() as db:
            return db.scalars(select(Poll).where(Poll.public_id == public_id)).one()

    def read(self, poll: str, who: Actor | None = None) -> Asked:
        """A poll as somebody reads it."""
        with self.site.database.reading() as db:
            return poll_by_public_id(db, who or guest("reader"), self.hearing, poll)

    def entries(self, of: str) -> list[Entry]:
        """What the ledger holds of kinds that begin so, both streams."""
        with self.site.database.reading() as db:
            return list(db.scalars(select(Entry).where(Entry.kind.like(f"{of}%")).order_by(Entry.stream_id, Entry.seq)))

    def say(self, who: Actor, text: str = "A word.", kind: str = "comment", **more: Any) -> str:
        """A comment or a question; its reference."""
        sent: dict[str, Any] = {"identity": "none", "language": "en", "client_id": uuid.uuid4().hex, **more}
        new = NewContribution(kind=kind, passages=(NewPassage(text),), **sent)
        return str(self.do(submit_contribution, who, new=new).reference)
