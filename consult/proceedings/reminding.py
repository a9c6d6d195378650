"""When a reminder is sent before a closing."""

from datetime import datetime, timedelta

from consult.core.clock import now

BEFORE = (timedelta(days=2), timedelta(hours=3))


def remind_at(closes_at: datetime | None) -> datetime | None:
    """When a reminder would be sent: two days before the closing, else three hours before; None when it is too late."""
    moments = [closes_at - before for before in BEFORE] if closes_at is not None else []
    return next((at for at in moments if at > now()), None)


def is_early(closes_at: datetime) -> bool:
    """Whether the closing was put off so far that a reminder would come too early now."""
    return closes_at - now() > BEFORE[0]
