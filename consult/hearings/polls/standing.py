"""Where a reader stands in a poll or with questions: whether they may vote, have voted, or support one."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.operations.opinions import voter_in
from consult.contributions.queries import votes_of
from consult.core.actors import Actor
from consult.core.errors import Closed, ConsultError, Invalid, NotFound
from consult.hearings.polls.models import Poll, PollVoter
from consult.hearings.polls.operations.voting import Voter, voter_of
from consult.proceedings.models import Proceeding


class Standing(NamedTuple):
    """`refusal` says why the reader may not vote. `choices` are those of an open vote that was cast; `name` is what will be told
    beside it, None where no name is, and `category` then."""

    refusal: ConsultError | None
    has_voted: bool
    choices: tuple[str, ...]
    name: str | None
    category: str | None


def standing_in(db: Session, actor: Actor, proceeding: Proceeding, poll: Poll) -> Standing:
    """Where the reader stands in a poll that they may see."""
    try:
        voter = voter_of(db, actor, proceeding, poll)
    except (Closed, NotFound) as refusal:
        return Standing(refusal, False, (), None, None)
    except Invalid:  # a browser that was never shown a form: it has voted nowhere
        voter = Voter("", None, None)
    mine = select(PollVoter.choices).where(PollVoter.poll_id == poll.id, PollVoter.voter == voter.key)
    row = db.execute(mine).one_or_none()
    choices = tuple(row.choices or ()) if row is not None else ()
    return Standing(None, row is not None, choices, voter.name, voter.category)


def supported_by(db: Session, actor: Actor, proceeding: Proceeding, references: list[str]) -> frozenset[str]:
    """Which of these questions the reader supports."""
    if actor.account_id is None and actor.sender is None:
        return frozenset()
    votes = votes_of(db, voter_in(actor, proceeding), references)
    return frozenset(reference for reference, choice in votes.items() if choice == "agree")
