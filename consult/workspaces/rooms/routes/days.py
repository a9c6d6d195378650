"""Days of a room's settings, for pages."""

from datetime import date

from consult.workspaces.rooms.models import Room


def day_of(day: str) -> date:
    """A stored day."""
    return date.fromisoformat(day)


def term_of(room: Room) -> tuple[date | None, date | None]:
    """From when until when those in a room hold office."""
    return (
        day_of(room.term_from) if room.term_from else None,
        day_of(room.term_until) if room.term_until else None,
    )
