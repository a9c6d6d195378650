"""Decisions that were asked for at once, one that can be undone, and a group of near-identical texts."""

from typing import Any

from sqlalchemy import select

from consult.accounts.models import Account
from consult.contributions.models import Contribution
from consult.core.actors import system
from consult.core.clock import now
from consult.moderation.likeness.models import Likeness, TextGroup
from consult.moderation.models import Decision
from consult.moderation.operations.bulk import gather_bulk, propose_bulk, start_bulk
from consult.moderation.operations.bulk_chunks import go_on
from consult.moderation.operations.likening import group_new_texts
from consult.site import Site
from tests.doors.withheld import published
from tests.factories import actor_for, make_comment


def plant_many(
    site: Site, public: Any, people: dict[str, Account], references: dict[str, str], word: str
) -> dict[str, str]:
    """Public ids by what they are for; the group holds the word."""
    author, moderator = actor_for(site, people["author"]), actor_for(site, people["moderator"])
    run = site.work.run
    asked: dict[str, Any] = {"asked": {"references": [references["pendingtext"]]}, "looked_at": now(), "seen": 1}
    found = {"bulk": run(propose_bulk, moderator, act="approve", **asked).result}
    run(gather_bulk, moderator, public_id=found["bulk"])
    shown = published(site, public, author, "Something that stands for everybody to read.")
    asked = {"asked": {"references": [shown]}, "looked_at": now(), "seen": 1}
    found["done bulk"] = run(propose_bulk, moderator, act="hide", reason="insult", **asked).result
    run(gather_bulk, moderator, public_id=found["done bulk"])
    run(start_bulk, moderator, public_id=found["done bulk"])
    while run(go_on, moderator, public_id=found["done bulk"], limit=10).result:
        pass
    found["decision"] = newest_decision(site, published(site, public, author, "Another that stands for everybody."))
    alike = [make_comment(site, public, f"A letter that many send, with {word} in it", actor=author) for _ in range(3)]
    while run(group_new_texts, system("worker"), limit=100).result:
        pass
    found |= {"group": group_of(site, alike[0]), "member": alike[2]}
    return found


def group_of(site: Site, reference: str) -> str:
    """The public id of the group of a contribution."""
    query = select(TextGroup.public_id).join(Likeness, Likeness.group_id == TextGroup.id)
    query = query.join(Contribution, Contribution.id == Likeness.contribution_id)
    with site.database.reading() as db:
        return db.scalars(query.where(Contribution.reference == reference)).one()


def newest_decision(site: Site, reference: str) -> str:
    """The public id of the last decision on a contribution."""
    query = select(Decision.public_id).join(Contribution, Contribution.id == Decision.contribution_id)
    with site.database.reading() as db:
        return db.scalars(query.where(Contribution.reference == reference).order_by(Decision.id.desc())).first() or ""
