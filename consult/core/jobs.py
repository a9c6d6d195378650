"""Jobs: rows written in the transaction of what they follow from, run by the worker, tried again until they succeed."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.db import Base
from consult.core.work import Work

log = logging.getLogger(__name__)
ATTEMPTS = 8
ATTEMPTS_OF = {"mail": 20}  # some ten hours: longer than most mail servers are away
LONGEST_PAUSE = timedelta(hours=1)
LEASE = timedelta(minutes=5)
FORGET = "forget"  # a job whose values hold this keeps none of them when it is over


class Job(Base):
    """One piece of work to come. `state` is `waiting`, `done` or `failed`; `key` makes a repeated request one job."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="waiting")
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None]


Handler = Callable[["Work", dict[str, Any]], datetime | None]


def enqueue(
    db: Session, kind: str, values: dict[str, Any], due_at: datetime | None = None, key: str | None = None
) -> None:
    """Ask for a job; with a `key` that is waiting or was done already, nothing is added."""
    if key is not None and db.scalar(select(Job.id).where(Job.key == key)) is not None:
        return
    row = {
        "kind": kind,
        "values": values,
        "due_at": due_at or now(),
        "key": key,
        "state": "waiting",
        "attempts": 0,
    }
    db.execute(insert(Job).values(row))


def run_due(work: Work, handlers: dict[str, Handler], is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Run the jobs that are due, until `is_stopping` says so; how many ran.

    A handler may name the next time of a returning job.
    """
    ran = 0
    while not is_stopping() and (job := work.run(_take, system("worker"), bulk=True).result) is not None:
        job_id, kind, values = job
        try:
            again, problem = handlers[kind](work, values), None
        except Exception as error:
            log.exception("job failed", extra={"job": kind})
            again, problem = None, type(error).__name__
        work.run(_settle, system("worker"), bulk=True, job_id=job_id, again=again, problem=problem)
        ran += 1
    return ran


def _take(db: Session, actor: Actor) -> tuple[int, str, dict[str, Any]] | None:
    job = db.scalar(
        select(Job)
        .where(Job.state == "waiting", Job.due_at <= now())
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if job is None:
        return None
    job.attempts += 1
    job.due_at = now() + LEASE  # if the worker dies, the job comes back
    return job.id, job.kind, job.values


def _settle(db: Session, actor: Actor, *, job_id: int, again: datetime | None, problem: str | None) -> None:
    job = db.get_one(Job, job_id)
    job.problem = problem
    if problem is not None:
        job.state = "waiting" if job.attempts < ATTEMPTS_OF.get(job.kind, ATTEMPTS) else "failed"
        job.due_at = now() + min(timedelta(seconds=2**job.attempts), LONGEST_PAUSE)
    elif again is not None:
        job.due_at, job.attempts = again, 0
    else:
        job.state = "done"
    if job.state != "waiting" and FORGET in job.values:
        job.values = {}
