"""What the worker does for registrations: it forgets what need not be kept, each night."""

from datetime import datetime
from typing import Any

from consult.core.actors import system
from consult.core.clock import next_local_hour
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.hearings.registration.operations.forgetting import FORGET, forget_registrations
from consult.proceedings.models import RELEASE_HOUR


def forget(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Forget what is over; again tomorrow."""
    work.run(forget_registrations, system("worker"), bulk=True)
    return next_local_hour(RELEASE_HOUR, "UTC")


HANDLERS: dict[str, Handler] = {FORGET: forget}
