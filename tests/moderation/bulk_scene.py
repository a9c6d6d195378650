"""A desk to decide at: a body, a proceeding whose comments are read first, and a moderator."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from consult.accounts.models import Account
from consult.bodies.models import Body
from consult.contributions.models import Contribution, Flag
from consult.contributions.operations.opinions import flag_contribution
from consult.contributions.streams import ContributionStreams
from consult.core.actors import Actor
from consult.ledger.models import Entry, Stream
from consult.moderation.models import Decision
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.records.checking import differences
from consult.site import Site
from tests.factories import actor_for, make_account, make_body, make_comment, make_proceeding


@dataclass
class Desk:
    """Who decides where."""

    site: Site
    body: Body
    room: Proceeding
    account: Account
    moderator: Actor

    def comment(self, text: str = "a comment", **more: Any) -> str:
        """A comment; its reference."""
        return make_comment(self.site, self.room, text, **more)

    def decide(self, reference: str, act: str, reason: str | None = None, seen: int = 1) -> str:
        """A decision; its public id."""
        self.site.work.run(decide, self.moderator, reference=reference, act=act, seen=seen, reason=reason)
        return self.decisions(reference)[-1].public_id

    def decisions(self, reference: str) -> list[Decision]:
        """The decisions on a contribution, in their order."""
        with self.site.database.reading() as db:
            query = select(Decision).join(Contribution, Contribution.id == Decision.contribution_id)
            return list(db.scalars(query.where(Contribution.reference == reference).order_by(Decision.id)))

    def row(self, reference: str) -> Contribution:
        """A contribution as it stands."""
        with self.site.database.reading() as db:
            return db.scalars(select(Contribution).where(Contribution.reference == reference)).one()

    def standing(self, reference: str) -> tuple[Any, ...]:
        """All that a decision changes of a contribution."""
        row = self.row(reference)
        return row.state, row.version, row.latest, row.waiting, row.reason, row.flags

    def flag(self, reference: str, sender: str = "a reader") -> None:
        """A reader's flag."""
        sent: dict[str, Any] = {"proceeding_id": self.room.id, "reference": reference, "reason": "insult", "note": ""}
        self.site.work.run(flag_contribution, Actor(sender=sender), **sent)

    def open_flags(self) -> int:
        """Flags that nobody settled."""
        with self.site.database.reading() as db:
            return len(db.scalars(select(Flag.id).where(Flag.settled_at.is_(None))).all())

    def kinds(self, audience: str, reference: str) -> list[str]:
        """The acts in one stream about a contribution."""
        with self.site.database.reading() as db:
            query = select(Entry.kind).join(Stream, Stream.id == Entry.stream_id).order_by(Entry.seq)
            where = (Stream.scope_id == self.room.id, Stream.audience == audience, Entry.reference == reference)
            return [kind.rpartition(".")[2] for kind in db.scalars(query.where(*where))]

    def told(self) -> list[Any]:
        """What everybody who follows the public stream is told."""
        streams = ContributionStreams()
        with self.site.database.reading() as db:
            name = db.scalars(
                select(Stream.public_id).where(Stream.scope_id == self.room.id, Stream.audience == "public")
            )
            stream = streams.find(db, name.one())
            assert stream is not None
            return streams.events(db, stream, 0, 10_000)

    def differences(self) -> list[str]:
        """What `consult check` would say."""
        with self.site.database.reading() as db:
            return list(differences(db))


def make_desk(site: Site, **values: Any) -> Desk:
    """The desk of a live proceeding, whose comments appear as soon as they are approved."""
    body = make_body(site)
    room = make_proceeding(site, body, "assemblies", **{"moderation": "before", "is_live": True} | values)
    account = make_account(site, "moderator@example.org", ("moderator", "body", body.id), name="Kwabena Osei")
    return Desk(site, body, room, account, actor_for(site, account))
