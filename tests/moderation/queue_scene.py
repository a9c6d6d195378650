"""Two bodies with proceedings whose comments wait, and the people who moderate there."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from consult.accounts.models import Account
from consult.contributions.models import Contribution
from consult.contributions.operations.opinions import flag_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.moderation.models import Claim
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_body, make_comment, make_proceeding


@dataclass
class Desk:
    """The site with its people: `nadia` and `kwabena` moderate, `office` is the secretariat, `other` moderates elsewhere."""

    site: Site
    rooms: list[Proceeding]
    elsewhere: Proceeding
    people: dict[str, Account]
    actors: dict[str, Actor]

    def run(self, who: str, operation: Any, **values: Any) -> Any:
        """Run an operation as one of the people."""
        return self.site.work.run(operation, self.actors[who], **values).result

    def comment(self, room: int = 0, text: str = "A comment", **more: Any) -> str:
        """The reference of a new comment that waits."""
        return make_comment(self.site, self.rooms[room], text, **more)

    def published(self, room: int = 0, **more: Any) -> str:
        """The reference of a comment that was approved."""
        reference = self.comment(room, **more)
        self.run("office", decide, reference=reference, act="approve", seen=1)
        return reference

    def flag(self, reference: str, reason: str = "insult", reader: str = "a reader") -> None:
        """A reader's mark."""
        room = next(room for room in self.rooms if room.id == self.row(reference).proceeding_id)
        sent: dict[str, Any] = {"proceeding_id": room.id, "reference": reference, "reason": reason, "note": ""}
        self.site.work.run(flag_contribution, Actor(sender=reader), **sent)

    def row(self, reference: str) -> Contribution:
        """The row as it is now."""
        with self.site.database.reading() as db:
            return db.query(Contribution).filter_by(reference=reference).one()

    def age(self, reference: str, days: int) -> None:
        """Let it be so many days older."""
        at = now() - timedelta(days=days, hours=1)
        self.change(update(Contribution).where(Contribution.reference == reference).values(newest_at=at))

    def let_claims_run_out(self) -> None:
        """As if the minutes of every claim were over."""
        self.change(update(Claim).values(until=now() - timedelta(seconds=1)))

    def change(self, statement: Any) -> None:
        """Change rows behind everybody's back."""
        self.site.work.run(lambda db, _actor: db.execute(statement) and None, TEST)

    def claims(self) -> list[Claim]:
        """Every claim there is."""
        with self.site.database.reading() as db:
            return db.query(Claim).order_by(Claim.id).all()


def make_desk(site: Site) -> Desk:
    """Two proceedings of one body and one of another, whose comments are read first."""
    body, other = make_body(site), make_body(site, "elsewhere", "Another Commission")
    given: dict[str, Any] = {"moderation": "before", "is_live": True}
    rooms = [make_proceeding(site, body, slug, **given) for slug in ("assemblies", "water")]
    elsewhere = make_proceeding(site, other, "there", **given)
    people = {
        "nadia": make_account(site, "nadia@example.org", ("moderator", "body", body.id), name="Nadia Haddad"),
        "kwabena": make_account(site, "kwabena@example.org", ("moderator", "body", body.id), name="Kwabena Osei"),
        "office": make_account(site, "office@example.org", ("secretariat", "body", body.id), name="Beatriz Amaro"),
        "rapporteur": make_account(site, "rapporteur@example.org", ("rapporteur", "body", body.id), name="Ira Roy"),
        "other": make_account(site, "other@example.org", ("moderator", "body", other.id), name="Otto Weiss"),
    }
    actors = {name: actor_for(site, account) for name, account in people.items()}
    return Desk(site, rooms, elsewhere, people, actors)
