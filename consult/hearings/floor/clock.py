"""The clock of a turn, as a function of the turn and an instant: it lives in rows, so that no process has to keep it running."""

from datetime import datetime, timedelta

from consult.core.errors import Conflict
from consult.hearings.floor.models import Turn

RUNNING, PAUSED, ENDED = "running", "paused", "ended"
ONE_MS = timedelta(milliseconds=1)


def state_of(turn: Turn) -> str:
    """`running`, `paused` or `ended`."""
    if turn.ended_at is not None:
        return ENDED
    return PAUSED if turn.ends_at is None else RUNNING


def left_ms(turn: Turn, at: datetime) -> int:
    """How many milliseconds of the time given are left at an instant; below zero for who speaks longer."""
    if turn.ends_at is not None:
        return (turn.ends_at - at) // ONE_MS
    return turn.left_ms or 0


def spoken_ms(turn: Turn, at: datetime) -> int:
    """For how many milliseconds this turn was spoken in until an instant, without its pauses."""
    present = (at - turn.ran_from) // ONE_MS if turn.ran_from is not None else 0
    return turn.spoken_ms + max(present, 0)


def start(turn: Turn, at: datetime) -> None:
    """Begin a new turn: its time runs from now."""
    turn.started_at = turn.ran_from = at
    turn.ends_at = at + timedelta(seconds=turn.seconds)
    turn.left_ms, turn.spoken_ms, turn.ended_at = None, 0, None


def pause(turn: Turn, at: datetime) -> None:
    """Stop the time and keep what is left of it. Raises Conflict unless it runs."""
    _require(turn, RUNNING)
    turn.left_ms, turn.spoken_ms = left_ms(turn, at), spoken_ms(turn, at)
    turn.ran_from = turn.ends_at = None


def resume(turn: Turn, at: datetime) -> None:
    """Let the time that is left run on. Raises Conflict unless it is paused."""
    _require(turn, PAUSED)
    turn.ran_from, turn.ends_at = at, at + (turn.left_ms or 0) * ONE_MS
    turn.left_ms = None


def extend(turn: Turn, seconds: int, at: datetime) -> None:
    """Give more time: after what is left, or from now for who is over the end. Raises Conflict when the turn has ended."""
    if turn.ended_at is not None:
        raise Conflict("turn_ended")
    more = max(left_ms(turn, at), 0) * ONE_MS + timedelta(seconds=seconds)
    if turn.ends_at is not None:
        turn.ends_at = at + more
    else:
        turn.left_ms = more // ONE_MS
    turn.seconds = round((spoken_ms(turn, at) * ONE_MS + more).total_seconds())


def end(turn: Turn, at: datetime) -> None:
    """Take the floor back; what was left stays in `left_ms`. Raises Conflict when the turn has ended."""
    if turn.ended_at is not None:
        raise Conflict("turn_ended")
    turn.left_ms, turn.spoken_ms = left_ms(turn, at), spoken_ms(turn, at)
    turn.ran_from = turn.ends_at = None
    turn.ended_at = at


def _require(turn: Turn, state: str) -> None:
    if (present := state_of(turn)) != state:
        raise Conflict({RUNNING: "turn_running", PAUSED: "turn_paused", ENDED: "turn_ended"}[present])
