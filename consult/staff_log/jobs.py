"""What the worker does for the logs: forgetting what is older than the operator wants it kept."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from consult.core.actors import system
from consult.core.clock import next_local_hour, now
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.staff_log.acts import FORGET_HOUR
from consult.staff_log.operations import forget_before


def forget_log(days: int, work: Work, _values: dict[str, Any]) -> datetime | None:
    """Forget what is older than so many days; again tomorrow."""
    work.run(forget_before, system("worker"), bulk=True, before=now() - timedelta(days=days))
    return next_local_hour(FORGET_HOUR, "UTC")


def handlers(days: int) -> dict[str, Handler]:
    """The handlers of this room."""
    return {"forget_log": partial(forget_log, days)}
