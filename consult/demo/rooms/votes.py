"""The votes of the advisory group: one of each method, with every outcome, one that is open, and one that is a draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from consult.bodies.actors import reader_of_account
from consult.core.clock import now, telling
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.plan import day
from consult.demo.rooms.story import part_of
from consult.proceedings.ballots.sealing import Sealing
from consult.site import Site
from consult.workspaces.votes.operations.drafting import NewProposal, draft_proposal
from consult.workspaces.votes.operations.running import close_vote, open_vote
from consult.workspaces.votes.operations.voting import cast_vote


def add_votes(site: Site, room: DemoRoom, meetings: Mapping[str, str]) -> None:
    """Give the room of the story its votes; `meetings` are the public ids of its meetings by their key."""
    says = part_of("room_votes", room)
    for one in says["votes"] if says is not None else ():
        _decide(site, room, one, meetings.get(one.get("meeting", "")))


def _decide(site: Site, room: DemoRoom, says: Mapping[str, Any], meeting: str | None) -> None:
    sealing = Sealing(site.settings.secret_key)
    began, ended = _ago(says["opened"]), says.get("closed")
    with telling(began - timedelta(hours=3)):
        given: dict[str, Any] = {"proceeding_id": room.id, "new": _proposal(says, meeting)}
        with site.database.reading() as db:
            # With what has come since: whoever is in a room is in its meetings, too.
            writer = reader_of_account(db, room.people[says["by"]].account_id or 0)
        proposal = site.work.run(draft_proposal, writer, **given).result
    at: dict[str, Any] = {"proceeding_id": room.id, "proposal": proposal}
    if "votes" not in says:
        return
    with telling(began):
        site.work.run(open_vote, room.led_by(), seen=1, **at)
    for place, (email, choices, *reason) in enumerate(says["votes"]):
        why = {"reason": reason[0]} if reason else {}
        with telling(began + timedelta(hours=2 + 3 * place)):
            site.work.run(cast_vote, room.people[email], choices=choices, sealing=sealing, **why, **at)
    if ended is not None:
        with telling(_ago(ended)):
            site.work.run(close_vote, room.led_by(), sealing=sealing, **at)


def _proposal(says: Mapping[str, Any], meeting: str | None) -> NewProposal:
    closes = f"{day(says['closes'])}T18:00" if "closes" in says else None
    names = ("title", "language", "text", "method", "majority", "is_secret", "options", "quorum")
    return NewProposal(**{name: says[name] for name in names if name in says}, closes_local=closes, meeting=meeting)


def _ago(days: float) -> datetime:
    return now() - timedelta(days=days)
