"""The tally of votes: a vote is a row with its history, and the ledger gets one salted entry for each closing or import."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Vote
from consult.contributions.operations.listing import desk_stream, open_stream
from consult.core.clock import now
from consult.ledger.append import Pending, append
from consult.ledger.commitments import commit, new_salt
from consult.proceedings.models import Proceeding

LAST_VOTE = "the last vote of each participant on a contribution counts"


def append_tally(db: Session, proceeding: Proceeding) -> None:
    """One salted tally entry for each stream: what is published for everybody, everything for the desk.

    The salts are kept with the proceeding, so that its record can open the last tally.
    """
    salts = {"open": new_salt(), "desk": new_salt()}
    for audience, stream in (("open", open_stream(db, proceeding)), ("desk", desk_stream(db, proceeding))):
        commitments = {"tally": commit(salts[audience], tally_rendition(db, proceeding.id, audience == "open"))}
        append(db, Pending(stream.id, "votes.tallied", proceeding.public_id, now(), commitments))
    proceeding.source = {**proceeding.source, "tally_salts": salts}


def tally_at_closing(db: Session, proceeding: Proceeding) -> None:
    """The tally of a proceeding that closes, where anybody has voted."""
    voted = select(Vote.id).join(Contribution, Contribution.id == Vote.contribution_id)
    if db.scalar(voted.where(Contribution.proceeding_id == proceeding.id).limit(1)) is not None:
        append_tally(db, proceeding)


def tally_rendition(db: Session, proceeding_id: int, published: bool) -> dict[str, Any]:
    """What the commitment `tally` opens to: the rule, and reference, agrees, disagrees and passes of each contribution.

    Of what is published only what has its public entry: a public edition must be able to open it.
    """
    query = select(Contribution.reference, Contribution.agrees, Contribution.disagrees, Contribution.passes).where(
        Contribution.proceeding_id == proceeding_id
    )
    if published:
        query = query.where(Contribution.state == "published", Contribution.place.is_not(None))
    return {"rule": LAST_VOTE, "tallies": [list(row) for row in db.execute(query.order_by(Contribution.reference))]}
