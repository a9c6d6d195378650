"""Which moves are possible from which state; every other one is refused with the reason.

A move is named as its operation is. A refusal is a problem of `Conflict`, told in words by consult/web/refusals.py.
"""

from collections.abc import Mapping

from consult.core.errors import Conflict

Moves = Mapping[str, Mapping[str, str]]

SESSION: Moves = {
    "open_session": {"planned": "open", "closed": "open"},
    "close_session": {"open": "closed"},
}
ITEM: Moves = {
    "open_item": {"planned": "current", "suspended": "current", "done": "current"},
    "suspend_item": {"current": "suspended"},
    "finish_item": {"current": "done", "suspended": "done"},
}
SPEAKER: Moves = {
    "give_floor": {"waiting": "speaking", "passed": "speaking", "spoke": "speaking"},
    "end_turn": {"speaking": "spoke"},
    "pass_speaker": {"waiting": "passed"},
    "relist_speaker": {"passed": "waiting", "left": "waiting", "removed": "waiting", "spoke": "waiting"},
    "move_speaker": {"waiting": "waiting"},
    "mark_present": {"waiting": "waiting"},
    "leave_list": {"waiting": "left"},
    "remove_speaker": {"waiting": "removed", "passed": "removed"},
}


def after(moves: Moves, move: str, state: str, what: str) -> str:
    """The state after a move. Raises Conflict `<what>_is_<state>` where the move is not possible from here."""
    if state not in moves[move]:
        raise Conflict(f"{what}_is_{state}")
    return moves[move][state]
