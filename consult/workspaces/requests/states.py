"""The states of a request: exactly which steps are possible from each, and where they lead."""

# From each state: what can be done, and the state that it brings. A step that is not here keeps the state (BESIDE).
MOVES: dict[str, dict[str, str]] = {
    "draft": {"send": "sent", "withdraw": "withdrawn"},
    "sent": {
        "acknowledge": "acknowledged",
        "begin": "going_on",
        "answer": "answered",
        "decline": "declined",
        "withdraw": "withdrawn",
    },
    "acknowledged": {"begin": "going_on", "answer": "answered", "decline": "declined", "withdraw": "withdrawn"},
    "going_on": {"answer": "answered", "decline": "declined", "withdraw": "withdrawn"},
    "answered": {"follow_up": "followed_up", "close": "closed"},
    "declined": {"follow_up": "followed_up", "close": "closed"},
    "followed_up": {"answer": "answered", "close": "closed"},
    "closed": {},
    "withdrawn": {},
}
WAITING = ("sent", "acknowledged", "going_on")  # an answer is due
ENDED = ("closed", "withdrawn")
# What can be done beside the way to an answer, and in which states.
BESIDE: dict[str, tuple[str, ...]] = {
    "move_due": WAITING,
    "assign": ("draft", *WAITING, "answered", "declined", "followed_up"),
    "note": (*WAITING, "answered", "declined", "followed_up"),
}
STEPS = (
    "send",
    "acknowledge",
    "begin",
    "answer",
    "decline",
    "follow_up",
    "move_due",
    "assign",
    "note",
    "close",
    "withdraw",
)
# What the responsible member does as well; everything else is for who leads the room.
OF_RESPONSIBLE = frozenset({"acknowledge", "begin", "answer", "follow_up", "move_due", "note"})
IN_WORDS = frozenset({"answer", "decline", "follow_up", "move_due", "note"})


def steps_from(state: str) -> list[str]:
    """What can be done from a state, in the order of the pages."""
    return [one for one in STEPS if one in MOVES[state] or state in BESIDE.get(one, ())]


def led_to(state: str, step: str) -> str | None:
    """The state that a step brings; None where it is not possible."""
    if state in BESIDE.get(step, ()):
        return state
    return MOVES[state].get(step)


def needs_words(state: str, step: str) -> bool:
    """Whether a step has to be told in words; to withdraw what was sent has, too."""
    return step in IN_WORDS or (step == "withdraw" and state != "draft")
