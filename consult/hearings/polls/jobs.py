"""Jobs of polls: closing one whose time is over, and taking what was counted out of the files of the database."""

from datetime import datetime
from typing import Any

from consult.core.actors import system
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.hearings.polls.models import Ballot, Poll, PollVoter
from consult.hearings.polls.operations.running import CLOSE_POLL, SWEEP_BALLOTS, end_poll
from consult.proceedings.ballots import sweeping
from consult.proceedings.ballots.sealing import Sealing

WORKER = system("worker")


def handlers(secret: str) -> dict[str, Handler]:
    """The handlers by kind of job."""
    sealing = Sealing(secret)

    def close(work: Work, values: dict[str, Any]) -> datetime | None:
        work.run(end_poll, WORKER, proceeding_id=values["proceeding_id"], poll=values["poll"], sealing=sealing)
        return None

    return {CLOSE_POLL: close, SWEEP_BALLOTS: sweep}


def sweep(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Take sealed ballots, and the order in which votes came, out of dead rows and the log; again soon while readers hold it."""
    tables = [table.__tablename__ for table in (Ballot, PollVoter, Poll)]
    return sweeping.sweep(work, Poll.__tablename__, tables)
