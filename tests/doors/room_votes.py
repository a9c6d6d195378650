"""Votes of the private workspace: a draft of who leads, one that is open, and the reason of an objection to it."""

from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.proceedings.ballots.sealing import Sealing
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.votes.operations.drafting import NewProposal, draft_proposal
from consult.workspaces.votes.operations.running import open_vote
from consult.workspaces.votes.operations.voting import cast_vote
from tests.doors.door import Door, L
from tests.factories import TEST, actor_for

V = f"{L}/workspaces/<slug>/votes"
ACT = f"{V}/<vote>/<any(open,close,withdraw):act>"
VOTES = [
    Door("GET", f"{V}/", "proposals_of", "room", ("roommessage", "draftvote")),
    Door("GET", f"{V}/new", "form", "room"),
    Door("POST", f"{V}/new", "draft_proposal", "room"),
    Door("GET", f"{V}/<vote>", "proposal_by_public_id", "room", ("roommessage", "draftvote", "objection")),
    Door("POST", f"{V}/<vote>", "cast_vote", "room"),
    Door("GET", f"{V}/<vote>/edit", "proposal_by_public_id", "room", ("draftvote",)),
    Door("POST", f"{V}/<vote>/edit", "edit_proposal", "room"),
    Door("GET", f"{V}/<vote>/turnout", "proposal_by_public_id", "room"),
    Door("POST", ACT, "open_vote, close_vote, withdraw_vote", "office"),
    Door("POST", f"{V}/<vote>/discard", "discard_proposal", "room"),
]


def plant_votes(site: Site, room: Proceeding, member: Account, draft: str, message: str, reason: str) -> dict[str, str]:
    """The public ids of a draft of who leads, with such words, and of an open vote to which a member objects."""

    def drafted(title: str) -> str:
        new = NewProposal(title, "en", method="consensus", quorum=1)
        return str(site.work.run(draft_proposal, TEST, proceeding_id=room.id, new=new).result)

    hidden, opened = drafted(draft), drafted(message)
    site.work.run(open_vote, TEST, proceeding_id=room.id, proposal=opened, seen=1)
    who = actor_for(site, member)

    def object_to(db: Session, _actor: object) -> None:
        given = {"choices": ["object"], "reason": reason, "sealing": Sealing("of no use")}
        cast_vote(db, who, proceeding_id=room.id, proposal=opened, **given)  # type: ignore[arg-type]

    site.work.run(object_to, TEST)
    return {"draft vote": hidden, "open vote": opened}
