"""The late pass that a browser holds: opened from its link, kept in the signed cookie until it is used."""

from flask import session

from consult.bodies.actors import token_hash
from consult.contributions.late_queries import valid_pass
from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.web.site import reading

KEY = "late"


def take_pass(proceeding: Proceeding, token: str) -> None:
    """Keep the token of a pass in this browser; one at a time, so that the cookie does not grow."""
    session[KEY] = [proceeding.public_id, token]


def drop_pass(proceeding: Proceeding) -> None:
    """The pass was used: the browser need not name it any more."""
    held = session.get(KEY)
    if held and held[0] == proceeding.public_id:
        session.pop(KEY)


def pass_in_hand(proceeding: Proceeding) -> str | None:
    """The hash of the token that this browser holds for a consultation that is closed; None without one."""
    held = session.get(KEY)
    if not held or held[0] != proceeding.public_id or proceeding.phase(now()) != "closed":
        return None
    return token_hash(str(held[1]))


def takes_input(proceeding: Proceeding) -> bool:
    """Whether this browser may send something now: it is open, or a pass that is still good lies in its cookie."""
    if proceeding.phase(now()) == "open":
        return True
    hashed = pass_in_hand(proceeding)
    return hashed is not None and valid_pass(reading(), proceeding, hashed) is not None
