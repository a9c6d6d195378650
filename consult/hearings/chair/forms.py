"""The acts of the chair's one screen: those on the floor, and what is set beside it."""

from consult.hearings.floor.forms import ACTS as ON_THE_FLOOR
from consult.hearings.floor.forms import Act
from consult.hearings.polls.operations.limits import set_slow_mode

ACTS: dict[str, Act] = {**ON_THE_FLOOR, "set_slow_mode": Act(set_slow_mode, ("seconds",))}


def pressed(button: str) -> dict[str, str]:
    """What a button says with its value `act:first:second`, by the names that the act takes."""
    name, *values = button.split(":")
    takes = ACTS[name].takes if name in ACTS else ()
    return {"act": name, **dict(zip(takes, values, strict=False))}
