"""Jobs of votes: closing one whose time is over, and taking what was counted out of the files of the database."""

from datetime import datetime
from typing import Any

from consult.core.actors import system
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.proceedings.ballots import sweeping
from consult.proceedings.ballots.sealing import Sealing
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot
from consult.workspaces.votes.operations.running import CLOSE_VOTE, SWEEP_VOTES, end_vote

WORKER = system("worker")


def handlers(secret: str) -> dict[str, Handler]:
    """The handlers by kind of job."""
    sealing = Sealing(secret)

    def close(work: Work, values: dict[str, Any]) -> datetime | None:
        given = {"proceeding_id": values["proceeding_id"], "proposal": values["proposal"]}
        work.run(end_vote, WORKER, **given, sealing=sealing)
        return None

    return {CLOSE_VOTE: close, SWEEP_VOTES: sweep}


def sweep(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Take sealed ballots, and the order in which votes came, out of dead rows and the log; again soon while readers hold it."""
    tables = [table.__tablename__ for table in (SecretBallot, OpenVote, Elector, RoomProposal)]
    return sweeping.sweep(work, RoomProposal.__tablename__, tables)
