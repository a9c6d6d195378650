"""When people may register, and when they may check in: by the server's clock, from what the programme says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from consult.core.errors import Closed
from consult.hearings.programme.models import HearingSession, Plan
from consult.proceedings.models import Proceeding

CHECK_IN = timedelta(minutes=60)
OVERRUN = timedelta(hours=12)


class Window(NamedTuple):
    """Where registering stands: `soon`, `open` or `closed`; `opens` and `closes` are None where no time was set."""

    phase: str
    opens: datetime | None
    closes: datetime | None


def window_of(proceeding: Proceeding, plan: Plan, at: datetime) -> Window:
    """Whether people may register at an instant. The second of the closing itself is out."""
    opens, closes = plan.registers_from, plan.registers_until
    hearing = proceeding.phase(at)
    if hearing == "closed" or (closes is not None and at >= closes):
        return Window("closed", opens, closes)
    if hearing == "draft" or (opens is not None and at < opens):
        return Window("soon", opens, closes)
    return Window("open", opens, closes)


def check_window(proceeding: Proceeding, plan: Plan, at: datetime) -> None:
    """Raises Closed (`registration_not_yet`, `registration_closed`) where nobody can register at this instant."""
    phase = window_of(proceeding, plan, at).phase
    if phase != "open":
        raise Closed("registration_not_yet" if phase == "soon" else "registration_closed")


class Doors(NamedTuple):
    """Whether people can check in now; else when that begins, None where no session is to come."""

    open: bool
    opens: datetime | None


def doors_of(proceeding: Proceeding, sessions: Sequence[HearingSession], at: datetime) -> Doors:
    """From an hour before each session until it is closed; in a hearing without sessions while it is open."""
    if proceeding.phase(at) == "closed":
        return Doors(False, None)
    if not sessions:
        return Doors(proceeding.phase(at) == "open", proceeding.opens_at)
    left = [one for one in sessions if one.state in ("planned", "open") and at < one.ends_at + OVERRUN]
    if any(one.state == "open" or one.starts_at - CHECK_IN <= at for one in left):
        return Doors(True, None)
    return Doors(False, min((one.starts_at - CHECK_IN for one in left), default=None))
