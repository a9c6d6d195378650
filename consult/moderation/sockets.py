"""Moderating from a live page."""

from typing import Any

from consult.core.errors import Invalid
from consult.core.work import Work
from consult.live.server import Call, Live
from consult.moderation.operations.deciding import decide


def install(live: Live, work: Work) -> None:
    """Let moderators hide what they see."""

    def hide(call: Call) -> dict[str, Any]:
        """`comment.hide {ref, seen, reason, note?}` gives `{state}`."""
        ref, seen, reason = call.data.get("ref"), call.data.get("seen"), call.data.get("reason")
        note = call.data.get("note") or ""
        if not isinstance(ref, str) or type(seen) is not int or not isinstance(note, str) or len(note) > 2000:
            raise Invalid("ref", "no_such_choice")
        reason = reason if isinstance(reason, str) else None
        decision: dict[str, Any] = {"reference": ref, "act": "hide", "seen": seen, "reason": reason, "note": note}
        done = work.run(decide, call.actor, **decision, over_claim=True)
        return {"state": done.result}

    live.on("comment.hide", hide)
