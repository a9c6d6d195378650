"""A room with its chair, members and an observer, in which proposals are written, opened, voted on and closed."""

from typing import Any

from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.models import Body, Grant
from consult.core.actors import Actor
from consult.ledger.models import Entry
from consult.proceedings.ballots.sealing import Sealing
from consult.proceedings.people.operations import remove_role
from consult.site import Site
from consult.workspaces.votes.models import RoomProposal
from consult.workspaces.votes.operations.drafting import NewProposal, draft_proposal
from consult.workspaces.votes.operations.running import close_vote, open_vote
from consult.workspaces.votes.operations.voting import cast_vote
from consult.workspaces.votes.queries import Proposed, proposal_by_public_id
from tests.factories import actor_for, make_account, make_body, make_proceeding

SECRET = "test-secret-" + "x" * 40
SEALING = Sealing(SECRET)
NAMES = ("ama", "ben", "cora", "dov", "eli", "fay")


class BallotRoom:
    """The room, and what people do in it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.body: Body = make_body(site)
        values = {"kind": "workspace", "audience": "members", "is_live": True, "identities": ["public"], "prefix": "W3"}
        self.room = make_proceeding(site, self.body, "advisers", **values)
        self.accounts: dict[str, Account] = {}
        self.chair = self.joins("chair", "chair")
        self.secretary = self.joins("secretary", "secretary")
        self.observer = self.joins("observer", "observer")
        self.members = [self.joins(name) for name in NAMES]

    def joins(self, name: str, role: str = "member") -> Actor:
        """Somebody with a role in the room."""
        account = make_account(self.site, f"{name}@example.org", (role, "proceeding", self.room.id), name=name.title())
        self.accounts[name] = account
        return actor_for(self.site, account)

    def actor(self, name: str) -> Actor:
        """Somebody as they are now."""
        return actor_for(self.site, self.accounts[name])

    def leaves(self, name: str) -> None:
        """The chair removes somebody."""
        with self.site.database.reading() as db:
            one = select(Grant.id).where(Grant.account_id == self.accounts[name].id, Grant.ended_at.is_(None))
            grant = db.scalars(one).one()
        self.site.work.run(remove_role, self.chair, grant_id=grant)

    def do(self, operation: Any, who: Actor, **values: Any) -> Any:
        """Run an operation on the room."""
        return self.site.work.run(operation, who, proceeding_id=self.room.id, **values).result

    def draft(self, who: Actor | None = None, **values: Any) -> str:
        """A draft; its public id."""
        new = NewProposal(**{"title": "Shall the text be adopted?", "language": "en", **values})
        return str(self.do(draft_proposal, who or self.chair, new=new))

    def opened(self, **values: Any) -> str:
        """An open vote."""
        proposal = self.draft(**values)
        self.do(open_vote, self.chair, proposal=proposal, seen=1)
        return proposal

    def vote(self, proposal: str, name: str, *choices: str, reason: str = "") -> None:
        """One vote of a member."""
        self.cast(proposal, self.members[NAMES.index(name)], *choices, reason=reason)

    def cast(self, proposal: str, who: Actor, *choices: str, reason: str = "") -> None:
        """One vote of somebody."""
        self.do(cast_vote, who, proposal=proposal, choices=choices, reason=reason, sealing=SEALING)

    def close(self, proposal: str) -> RoomProposal:
        """Closed by hand; what is stored then."""
        self.do(close_vote, self.chair, proposal=proposal, sealing=SEALING)
        return self.row(proposal)

    def row(self, proposal: str) -> RoomProposal:
        """A proposal as stored."""
        with self.site.database.reading() as db:
            return db.scalars(select(RoomProposal).where(RoomProposal.public_id == proposal)).one()

    def read(self, proposal: str, who: Actor) -> Proposed:
        """A proposal as somebody reads it."""
        with self.site.database.reading() as db:
            return proposal_by_public_id(db, who, self.room, proposal)

    def entries(self) -> list[Entry]:
        """What the ledger holds of votes, both streams."""
        with self.site.database.reading() as db:
            query = select(Entry).where(Entry.kind.like("vote.%")).order_by(Entry.stream_id, Entry.seq)
            return list(db.scalars(query))
