"""Voting: one vote of each participant, by name and to be changed, or secret and for good."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from consult.contributions.operations.submit import check_open, sender_in
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.hearings.polls.access import may_see_poll
from consult.hearings.polls.models import Ballot, Poll, PollVoter
from consult.hearings.polls.operations.admitting import check_may_take_part
from consult.hearings.polls.operations.loading import item_of, locked_poll
from consult.hearings.programme.models import HearingPerson
from consult.hearings.registration.queries import own_registration
from consult.proceedings.ballots.sealing import Sealing, bits_of
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

PANEL, PANEL_ROLES = ("chair", "panel"), ("chair", "panellist")


class Voter(NamedTuple):
    """Who votes: `key` counts once, `name` is told beside an open vote, and None where the identity is not public."""

    key: str
    name: str | None
    category: str | None


def vote_in_poll(
    db: Session, actor: Actor, *, proceeding_id: int, poll: str, choices: Sequence[str], sealing: Sealing
) -> None:
    """Vote in an open poll. An open vote takes the place of an earlier one; a secret one cannot be changed.

    Raises NotFound where the actor may not know of the poll, Closed when it is not open or not for this actor, Invalid for
    choices that it does not offer or too many, Conflict for a second secret vote.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    row = locked_poll(db, proceeding, poll, to_change=False)
    if row.state == "draft" or not may_see_poll(actor, proceeding, row, item_of(db, row)):
        raise NotFound
    check_open(proceeding)
    if row.phase(now()) != "open":
        raise Closed("poll_closed")
    chosen = _checked(row, choices)
    voter = voter_of(db, actor, proceeding, row)
    if row.rule == "secret":
        _vote_secretly(db, row, voter, chosen, sealing)
    else:
        _vote_openly(db, row, voter, chosen)


def voter_of(db: Session, actor: Actor, proceeding: Proceeding, poll: Poll) -> Voter:
    """Who the actor is in this poll. Raises Closed, saying why, for whoever may not vote."""
    own = own_registration(db, actor, proceeding.id)
    registration = own if own is not None and own.state == "accepted" else None
    name, category = actor.name, None
    if registration is not None:
        name, category = registration.name if registration.identity == "public" else None, registration.category
    if poll.electorate == "panel" and not _sits_in_panel(db, actor, proceeding):
        raise Closed("panel_alone")
    if poll.electorate == "registered" and registration is None:
        raise Closed("registered_alone")
    if poll.electorate == "registered" and registration is not None and registration.present_at is None:
        raise Closed("present_alone")
    if poll.electorate == "anyone":
        check_may_take_part(db, actor, proceeding)
    if actor.account_id is not None:
        key = hashlib.sha256(f"account:{actor.account_id}:{poll.public_id}".encode()).hexdigest()
    elif registration is not None:
        key = hashlib.sha256(f"registration:{registration.id}:{poll.public_id}".encode()).hexdigest()
    else:
        key = sender_in(actor, f"poll:{poll.public_id}")
    return Voter(key, name, category)


def _sits_in_panel(db: Session, actor: Actor, proceeding: Proceeding) -> bool:
    if actor.account_id is None:
        return False
    here = ("proceeding", proceeding.id)
    if any(held.role in PANEL_ROLES and (held.scope, held.scope_id) == here for held in actor.held):
        return True
    mine = (HearingPerson.proceeding_id == proceeding.id, HearingPerson.account_id == actor.account_id)
    return db.scalar(select(HearingPerson.id).where(*mine, HearingPerson.role.in_(PANEL)).limit(1)) is not None


def _checked(poll: Poll, choices: Sequence[str]) -> list[str]:
    chosen = [key for key in poll.choices if key in choices]
    if len(chosen) != len(set(choices)):
        raise Invalid("choices", "no_such_choice")
    if not chosen:
        raise Invalid("choices", "required")
    if len(chosen) > poll.most:
        raise Invalid("choices", "too_many", limit=poll.most)
    return chosen


def _vote_secretly(db: Session, poll: Poll, voter: Voter, chosen: list[str], sealing: Sealing) -> None:
    known = select(PollVoter.id).where(PollVoter.poll_id == poll.id, PollVoter.voter == voter.key)
    if db.scalar(known) is not None:
        raise Conflict("voted_already")
    db.execute(insert(PollVoter).values(poll_id=poll.id, voter=voter.key))
    ballot = new_public_id()
    sealed = sealing.seal(poll.seal or "", ballot, bits_of(poll.choices, chosen))
    db.execute(insert(Ballot).values(id=ballot, poll_id=poll.id, choices=None, sealed=sealed))


def _vote_openly(db: Session, poll: Poll, voter: Voter, chosen: list[str]) -> None:
    mine = (PollVoter.poll_id == poll.id, PollVoter.voter == voter.key)
    told = {"name": voter.name, "category": voter.category, "choices": chosen}
    if db.scalar(select(PollVoter.id).where(*mine)) is not None:
        db.execute(update(PollVoter).where(*mine).values(told))
    else:
        db.execute(insert(PollVoter).values(poll_id=poll.id, voter=voter.key, **told))
